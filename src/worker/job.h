#pragma once
// job.h — a statistic that takes longer than a frame: what is asked, and how it is worked off in
// slices, so that the worker hears a "stop" and the page shows how far it is.
//
// To add a statistic: a kernel in src/stats that can stop and go on (a small class with
// `bool advance(work)`), a Job around it in src/worker/NAME_job.cpp whose json() is the one text
// for page and tool, a value of Statistic, and its line in make_job (job.cpp).

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/csr_build.h"
#include "graph/induced_subgraph.h"
#include "worker/job_options.h"

namespace cnx {

class EdgeSynapses;
class SynapseStore;

/// The connections that are known: the graph and how many synapses each edge has.
struct ConnectionGraph {
  OwnedGraph edges;
  std::vector<std::uint32_t> synapse_counts;  // [edges], in the order of the out-half
};

/// Least size of a connection's synapses, voxels of their clefts: on average and in sum. 0: none.
struct SizeLimits {
  std::uint32_t mean = 0, sum = 0;

  bool any() const { return mean > 0 || sum > 0; }
  bool operator==(const SizeLimits&) const = default;
};

/// Which connections are asked about, and how their neurons are grouped: those from a chosen pre
/// neuron to a chosen post neuron with enough synapses.
struct StatisticsRequest {
  std::vector<std::uint8_t> chosen;           // [neuron_count] 0 or 1; the pre side
  std::vector<std::uint16_t> groups;          // [neuron_count] or empty: one group; rows
  std::uint32_t group_count = 1;              // 1 .. kMaxStatisticsGroups
  std::vector<std::uint8_t> analyzable_axon;  // [neuron_count] or empty: none known
  std::vector<std::uint8_t> post;             // [neuron_count] or empty: as `chosen`
  std::vector<std::uint16_t> post_groups;     // [neuron_count] or empty: as `groups`; columns
  std::uint32_t post_group_count = 0;         // 0: as group_count
  std::uint32_t min_synapses = 1;             // connections with fewer do not count

  bool one_set() const { return post.empty(); }
  EdgeChoice choice() const { return {chosen, one_set() ? chosen : post, min_synapses}; }
  /// Not inline: what asks is made small, and would take milliseconds.
  bool operator==(const StatisticsRequest& other) const;
};

/// The sides of a block of connections: who sends and who receives.
struct BlockMasks {
  std::vector<std::uint8_t> pre, post;  // [neuron_count] 0 or 1; both empty: no block

  bool any() const { return !pre.empty(); }
  bool operator==(const BlockMasks&) const = default;
};

/// What can be asked for as a job. The number is sent: append only within a build.
enum class Statistic : std::uint8_t {
  Triads,
  Distance,
  Nulls,
  Simplices,
  Structure,
  Compare,
  Thresholds,
  Labels,
  Erosion,
  Experiment,
  Synapses,
  Participation,
  EdgeMap
};
inline constexpr std::uint8_t kStatisticCount = 13;

struct JobRequest {
  Statistic statistic = Statistic::Triads;
  StatisticsRequest subset;
  // Of Statistic::Compare: the block that the one of `subset` (of one set: its own network) is
  // compared with. None: `subset.chosen` and `subset.post` are two sets to compare.
  BlockMasks block_b;
  std::vector<std::string> group_names;  // [subset.group_count]
  std::string grouped_by;                // the column of the groups; empty: the cell class
  // Why neurons are one group although the dataset has classes, a sentence; else empty.
  std::string groups_why_not;
  std::vector<std::string> post_group_names;  // [subset.post_group_count]
  std::vector<std::int32_t> positions_nm;     // [3 * neuron_count] or empty: x, y, z of each
  DistanceOptions distance;
  NullOptions nulls;
  LabelOptions labels;
  std::uint32_t thresholds = kUsualThresholds;  // 2 .. kMaxThresholds
  ExperimentOptions experiment;
  SynapseOptions synapses;
  // [3 * neuron_count] or empty: x, y, z of each soma in the voxel of SynapseOptions that it is in
  std::vector<std::int32_t> soma_in_voxel_nm;
  EdgePlaces edge_places;
  bool per_neuron = false;  // what a statistic has for each neuron is in its result too

  bool operator==(const JobRequest&) const = default;
};

/// Whether its result says how large the synapses of networks are, and where.
bool asks_for_sizes(const JobRequest& request);

/// Whether the job takes what it needs of the connections when it begins, and lets go of them then:
/// they are large, and it has as much of its own.
bool frees_connections(const JobRequest& request);

/// Whether the job looks at connections from their pre neurons alone, so that the way back of all
/// of them need not be there.
bool needs_out_half_alone(const JobRequest& request);

/// What a job works on. The graph stays as it is while the job lives, whatever tiles come or go.
struct JobInput {
  std::shared_ptr<const ConnectionGraph> connections;
  JobRequest request;
  // Limits that `connections` keep to already; but a statistic of synapses has all of them there,
  // so that it finds their rows, and here those that are large enough.
  SizeLimits sizes;
  std::shared_ptr<const ConnectionGraph> large;  // null: no limits, or `connections` are these
  std::shared_ptr<const SynapseStore> synapses;  // null: the dataset has none, or none are needed
  // What asks_for_sizes() asks for: the synapses of each edge of `connections`, how large and, as
  // far as the dataset says, where. Null, and a sentence: nobody knows all of them.
  std::shared_ptr<const EdgeSynapses> each_synapse;
  std::string sizes_why_not;
  std::uint32_t tiles_missing = 0, tiles_total = 0;  // > 0 missing: the result is partial
  // The network is that among analyzable neurons (worker/analyzable_beside.h): where other neurons
  // are drawn, they are drawn among those, too.
  bool analyzable_alone = false;
};

/// What a job does in one slice, some milliseconds: looks at a neighbor, steps from one simplex to
/// the next, pairs of neurons; and steps of a rewiring.
inline constexpr std::uint64_t kSliceWork = 4'000'000;
inline constexpr std::uint64_t kSliceRewiring = 20'000;

/// One statistic being counted.
class Job {
 public:
  virtual ~Job() = default;

  /// One slice, some milliseconds of work. True when nothing is left to do.
  virtual bool advance() = 0;
  /// 0 .. 1, never falls; rough is good enough.
  virtual double share_done() const = 0;
  /// The result as one JSON object on one line. Precondition: advance() has said true.
  virtual std::string json() const = 0;
  /// The same of what is counted so far, where that means something (some of the controls of a null
  /// model); else empty.
  virtual std::string partial_json() const { return {}; }
  /// Whether partial_json() has figures that should be told now, and not with the next progress.
  virtual bool has_news() const { return false; }
};

/// Precondition: shapes and codes as StatisticsRequest says.
std::unique_ptr<Job> make_job(JobInput input);

/// Works a job off in one go, for the tool and for tests.
std::string run_job(JobInput input);

}  // namespace cnx
