#pragma once
// edge_map_inquiries.h — the job behind the map of the edge in the section "Robustness", and all
// tiles of synapses, which it needs: few bytes are fetched when it is wanted, many when somebody
// says so.

#include <cstdint>
#include <vector>

#include "app/derived_columns.h"
#include "app/loader.h"
#include "app/section_job.h"
#include "app/selected_neuron.h"
#include "app/synapse_fetch.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class EdgeMapInquiries {
 public:
  /// `free_bytes`: of tiles that are fetched without being asked for.
  explicit EdgeMapInquiries(Platform& platform, std::uint64_t free_bytes = kSynapseBudgetBytes)
      : job_(platform, SectionTickets::EdgeMap), fetch_(free_bytes) {}

  /// `wanted`: the section is on the screen, open, and the map is on. `question` is that of the
  /// statistics there and `version` its number; null while there are none for all tiles.
  /// Precondition: there is a manifest. O(tiles of synapses); O(neurons) when the version is
  /// another.
  void derive(bool wanted, const StatisticsQuestion* question, std::uint32_t version,
              const Loader& loader);
  /// Fetches and counts, whatever the size; also what was stopped.
  void fetch();
  /// Stops fetching or counting until fetch() is called or, of counting, the neurons change.
  void stop();

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  /// Numbers of the Synapses tiles that are wanted.
  const std::vector<std::uint32_t>& wanted_tiles() const { return fetch_.wanted_tiles(); }
  const EdgeMapAnswer& answer() const { return answer_; }
  /// What the neurons can be colored by now.
  const StatisticColumns& columns() const { return columns_; }
  bool idle() const { return !answer_.running; }

 private:
  SectionJob<EdgeMapAnswer> job_;
  SynapseFetch fetch_;
  std::vector<std::uint32_t> tiles_;  // all
  std::uint32_t version_ = 0;         // of the neurons that the report is about
  EdgeMapAnswer answer_;
  StatisticColumns columns_;
};

}  // namespace cnx
