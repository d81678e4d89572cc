#pragma once
// comparison_inquiries.h — the job behind the section "A against B": which neurons the two sets
// are, or who sends and receives in the two blocks, and their comparison while the section is open.

#include <array>
#include <cstdint>
#include <optional>

#include "app/section_job.h"
#include "app/synapse_terms.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class ComparisonInquiries {
 public:
  explicit ComparisonInquiries(Platform& platform) : job_(platform, SectionTickets::Comparison) {}

  /// Both sets keep to the neurons of `question`, those of the statistics on the screen; `version`
  /// is its number. Null while there are none for all tiles. Counted again when a set changes.
  /// `has_places`: somata are where they are, not laid out by the tool. Where the view asks for
  /// sizes of synapses they are waited for while they come, and left out unless they are here.
  /// O(neurons) when something changed.
  void derive(const ViewState& view, const NeuronTable& neurons, const StatisticsQuestion* question,
              std::uint32_t version, bool has_places, const SynapseTerms& synapses = {});
  /// Stops counting until a set changes or resume() is called; what is there stays.
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  const ComparisonAnswer& answer() const { return answer_; }
  /// A and B of the answer, [neurons] each; empty before the section was opened.
  const std::array<NeuronMask, 2>& sets() const { return masks_; }
  /// Who receives in the blocks A and B, [neurons] each; empty: A and B are sets.
  const std::array<NeuronMask, 2>& onto() const { return onto_; }
  bool idle() const { return !answer_.running; }

 private:
  /// What makes another comparison.
  struct Sets {
    struct Named {
      std::string name;
      NeuronSet neurons;
      bool missing = false;  // the set of that name is not there

      bool operator==(const Named&) const = default;
    };
    std::array<Named, 2> sets, onto;  // A, B; who receives from them
    bool blocks = false;
    std::uint32_t statistics_version = 0;
    std::uint32_t seed = 0;
    bool triads = false, simplices = false, structure = false;  // are counted too
    bool degrees = false, shared = false, lengths = false;      // as those
    bool participation = false, classes = false;                // as those
    std::optional<SynapseTerms> synapses;  // whose sizes and places are counted, too
    std::uint32_t bin_um = 0;  // how the probability falls with distance, in such bins; 0: not

    bool operator==(const Sets&) const = default;
  };
  static Sets::Named named(const ViewState& view, const std::string& name);
  static Sets sets_of(const ViewState& view, std::uint32_t version);
  void settle(const NeuronTable& neurons, const NeuronMask& counted);

  SectionJob<ComparisonAnswer> job_;
  ComparisonAnswer answer_;
  std::optional<Sets> sets_;
  std::uint32_t version_ = 0;        // of sets_
  std::array<NeuronMask, 2> masks_;  // of sets_
  std::array<NeuronMask, 2> onto_;   // who receives in the blocks; of sets empty
};

}  // namespace cnx
