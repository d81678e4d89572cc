#pragma once
// statistic_selection.h — the numbers of the statistics as a way to select: the neurons in the bars
// of a degree histogram, those that make and get the connections of a cell of the matrix; and how
// many of each bar are selected.

#include <cstdint>
#include <optional>

#include "app/reach_inquiries.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "view/neuron_set.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class StatisticSelection {
 public:
  explicit StatisticSelection(Platform& platform) : platform_(platform) {}

  /// What is wanted; a later wish replaces one that is not answered.
  void want(SelectDegrees degrees);
  void want(SelectCell cell);

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles: nothing can be wanted of those. Degrees are asked for when there is a
  /// selection or a wish that needs them. O(neurons) when something changed.
  void derive(const StatisticsQuestion* question, std::uint32_t version, const NeuronSet& selection,
              ReachInquiries& reach);
  /// Takes what is an answer to this.
  void take(const WorkerReply& reply);

  struct Found {
    NeuronMask neurons;
    bool add = false;  // to the selection, instead of in its place
  };
  /// What was wanted, once it is known.
  std::optional<Found> take_found();

  /// The degrees of the selected neurons; null while they are not known, or nothing is selected.
  const SelectedDegrees* degrees() const { return shares_ ? &*shares_ : nullptr; }
  /// Changes with degrees().
  std::uint32_t degrees_version() const { return shares_version_; }
  bool idle() const { return !out_ && !wanted_degrees_ && !wanted_cell_; }

 private:
  void find_degrees(const StatisticsQuestion& question);
  void find_cell(const StatisticsQuestion& question, ReachInquiries& reach);
  void count_shares(const StatisticsQuestion& question, const NeuronSet& selection);

  Platform& platform_;
  std::optional<SelectDegrees> wanted_degrees_;
  std::optional<SelectCell> wanted_cell_;
  std::optional<Found> found_;
  bool out_ = false;
  std::optional<std::uint32_t> version_;        // of the question that is on the screen
  std::optional<std::uint32_t> asked_version_;  // of the question that was asked last
  std::optional<InnerDegrees> inner_;           // the answer to it
  NeuronSet selection_;                         // of shares_
  std::optional<SelectedDegrees> shares_;
  std::uint32_t shares_version_ = 0;
};

}  // namespace cnx
