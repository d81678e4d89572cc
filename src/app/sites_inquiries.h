#pragma once
// sites_inquiries.h — the job behind the section "Synapses one by one", and the tiles of synapses
// that it needs: few of them are fetched when the section is open, many when somebody says so.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/loader.h"
#include "app/section_job.h"
#include "app/selected_neuron.h"
#include "app/synapse_fetch.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "view/named_sets.h"
#include "view/view_state.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class SitesInquiries {
 public:
  /// `free_bytes`: of tiles that are fetched without being asked for.
  explicit SitesInquiries(Platform& platform, std::uint64_t free_bytes = kSynapseBudgetBytes)
      : job_(platform, SectionTickets::Sites), fetch_(free_bytes) {}

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles, or connections of other neurons are still missing. Precondition:
  /// there is a manifest. `distances`: measure and bins of sizes by the distance of two somata.
  /// O(tiles of synapses); O(neurons) when the version is another.
  void derive(const SitesState& sites, const StatisticsQuestion* question, std::uint32_t version,
              const Loader& loader, const InferenceState& distances = {});
  /// A set whose sizes by distance are drawn beside: the connections among its neurons, whether a
  /// filter shows them or not. Null: none. Comes before derive(). O(neurons of the set).
  void set_beside(const NamedSet* set);
  /// Fetches and counts, whatever the size; also what was stopped.
  void fetch();
  /// Stops fetching or counting until the neurons or the limits change or fetch() is called.
  void stop();

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  /// Numbers of the Synapses tiles that are wanted.
  const std::vector<std::uint32_t>& wanted_tiles() const { return fetch_.wanted_tiles(); }
  const SitesAnswer& answer() const { return answer_; }
  bool idle() const { return !answer_.running; }

 private:
  SectionJob<SitesAnswer> job_;
  SynapseFetch fetch_;
  std::uint32_t wish_ = 0;                // changes with what is wanted
  std::optional<std::uint32_t> version_;  // of the question
  SitesState sites_;
  ProfileMeasure measure_ = ProfileMeasure::Soma;
  std::uint32_t bin_um_ = 0;
  struct Beside {
    std::string words;
    NeuronSet neurons;

    bool operator==(const Beside&) const = default;
  };

  std::optional<Beside> beside_, asked_beside_;
  std::optional<JobRequest> next_;    // of the set, when the job of these neurons is done
  bool counts_beside_ = false;        // the job of the set is out
  std::vector<std::uint32_t> tiles_;  // with a row of a post neuron of the question, or of the set
  std::uint32_t tiles_version_ = 0;
  SitesAnswer answer_;
};

}  // namespace cnx
