#pragma once
// beside_profile.h — the job behind "Beside" of By distance: the same profile of a named set, and
// the two as one report.

#include <cstdint>
#include <optional>
#include <string>

#include "app/section_job.h"
#include "platform/platform.h"
#include "report/inference_report.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class BesideProfile {
 public:
  explicit BesideProfile(Platform& platform) : job_(platform, SectionTickets::Beside) {}

  /// The set that the view names counts as it is, whether a filter shows its neurons or not: the
  /// connections among them. `question`, whose limits on connections hold, is that of the
  /// statistics on the screen and `version` its number; null while there are none for all tiles.
  /// `own`: what By distance shows without the set. O(neurons) when something changed.
  void derive(const ViewState& view, const NeuronTable& neurons, const StatisticsQuestion* question,
              std::uint32_t version, bool has_places, const InferenceAnswer<DistanceReport>& own);
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  /// Whether the view names a set.
  bool wanted() const { return wish_.has_value(); }
  /// Both profiles in one. Precondition of what follows: wanted().
  const InferenceAnswer<DistanceReport>& both() const { return both_; }
  const BesideSet& set() const { return set_; }
  const NeuronMask& mask() const { return mask_; }
  bool idle() const { return !answer_.running; }

 private:
  /// What makes another profile.
  struct Wish {
    std::string name;
    NeuronSet neurons;
    bool missing = false;  // the set of that name is not there
    std::uint32_t statistics_version = 0;
    ProfileMeasure measure = ProfileMeasure::Soma;
    std::uint32_t bin_um = 0;

    bool operator==(const Wish&) const = default;
  };
  void settle(const NeuronTable& neurons, std::uint32_t neuron_count);
  void merge(const InferenceAnswer<DistanceReport>& own);

  SectionJob<InferenceAnswer<DistanceReport>> job_;
  InferenceAnswer<DistanceReport> answer_;  // of the set
  InferenceAnswer<DistanceReport> both_;
  std::optional<DistanceReport> own_;  // in both_
  bool changed_ = false;               // answer_ since it was put into both_
  std::optional<Wish> wish_;
  std::uint32_t version_ = 0;  // of wish_
  NeuronMask mask_;            // of wish_
  BesideSet set_;
};

}  // namespace cnx
