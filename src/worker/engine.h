#pragma once
// engine.h — the graph's home: takes tiles and requests, gives replies. A plain object:
// lives in a Web Worker on the page, is called directly by tests and by `connectoscope stats`.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "format/edge_rows.h"
#include "format/tile_header.h"
#include "graph/csr_build.h"
#include "stats/local_statistics.h"
#include "stats/reach.h"
#include "worker/connection_sizes.h"
#include "worker/job.h"
#include "worker/synapse_store.h"

namespace cnx {

/// Appends the rows of a tile to those of the tiles before it.
/// Precondition: fewer than 2^32 edges in all. O(rows + edges).
void append_rows(const EdgeRows& rows, CsrHalf& half, std::vector<std::uint32_t>& synapse_counts);

/// One partner of a neuron.
struct Partner {
  NeuronIndex neuron = 0;
  std::uint32_t synapse_count = 0;
  bool reciprocal =
      false;  // the connection back is there too; only set when both sides are complete

  bool operator==(const Partner&) const = default;
};

struct Partners {
  NeuronIndex neuron = 0;
  std::vector<Partner> afferents, efferents;  // by NeuronIndex; autapse in both
  bool afferents_complete = false;            // false: their tile has not arrived
  bool efferents_complete = false;

  bool operator==(const Partners&) const = default;
};

struct StatisticsReply {
  LocalStatistics statistics;
  std::uint32_t tiles_missing = 0;  // > 0: partial, counts are of the rows that are there
  std::uint32_t tiles_total = 0;    // ConnectionsOut tiles that hold a row of a chosen neuron

  bool operator==(const StatisticsReply&) const = default;
};

/// What a graph operator of a query asks (docs/query.md).
struct ReachRequest {
  std::vector<std::uint8_t> from;  // [neuron_count] 0 or 1
  ReachWay way = ReachWay::Downstream;
  std::uint32_t hops = 1;
  bool within = false;
  std::uint32_t min_synapses = 1;

  bool operator==(const ReachRequest&) const = default;
};

struct ReachReply {
  std::vector<std::uint8_t> reached;  // [neuron_count] 0 or 1
  std::uint32_t tiles_missing = 0;    // > 0: only connections that are there have been followed
  std::uint32_t tiles_total = 0;      // all ConnectionsOut tiles

  bool operator==(const ReachReply&) const = default;
};

/// All connections and, in the order of their out-half, how many synapses each has. A view.
struct CountedGraph {
  CsrGraph edges;
  std::span<const std::uint32_t> synapse_counts;  // [edges]
};

/// Holds the connection tiles that have arrived. Once every ConnectionsOut tile is there, all of
/// them become one graph that can be walked both ways, and the rows of the tiles are freed: the
/// graph then answers for both sides. Dropping or replacing a tile after that takes the graph
/// apart into tiles again, so that what is answered is always what was added and not dropped.
class Engine {
 public:
  /// A ConnectionsOut or ConnectionsIn family, as the manifest has it.
  struct Family {
    std::uint32_t block_neurons = 1;  // >= 1
    EdgeModel model;                  // made for neuron_count
  };

  Engine(std::uint32_t neuron_count, Family out, Family in);
  /// A dataset without a ConnectionsIn family: inputs are known once every ConnectionsOut tile is
  /// there.
  Engine(std::uint32_t neuron_count, Family out);

  /// Decodes a ConnectionsOut or ConnectionsIn tile (whole, header included) and keeps it.
  /// The caller has checked the hash. A tile that is there already is replaced.
  /// Errors: those of decode_tile_header and decode_edge_rows; OutOfRange (a header that does
  /// not fit the family; 2^32 connections or more in all).
  /// O(connections of the tile); the last missing ConnectionsOut tile: O(all connections).
  Result<Done> add_tile(std::span<const std::byte> tile);

  /// Frees a tile's rows. Nothing happens when it is not there.
  /// O(1); O(all connections) when it takes the graph apart.
  void drop_tile(TileKind kind, std::uint32_t tile_index);

  /// Partners of one neuron from the tiles that are there. Out rows can also answer for
  /// afferents once every ConnectionsOut tile has arrived. O(partners * log of their degrees).
  Partners partners(NeuronIndex neuron) const;

  /// The whole graph, once every ConnectionsOut tile is there. Holds until a tile is added or
  /// dropped.
  std::optional<CountedGraph> whole_graph() const;

  /// From now on connections whose synapses are smaller count as absent: in counted_graph(),
  /// statistics, jobs and reach, not in partners() and whole_graph(). Where a size is not known the
  /// connection is absent too, and the tiles that would tell it are missing tiles of the answer.
  /// `synapses`: the tiles that tell, looked at when somebody asks; none: nothing is limited.
  /// Precondition: they have sizes.
  void limit_sizes(SizeLimits limits, std::shared_ptr<const SynapseStore> synapses);
  const SizeLimits& size_limits() const { return limits_; }
  /// Whether a tile of synapses is there whose sizes nobody has summed yet. What asks for
  /// connections that count sums all of them first; a worker sums tile by tile before it asks.
  /// So does a job that asks_for_sizes(), whatever the limits; but only once every tile has come,
  /// since it has no use for some of them. It has each synapse looked at by itself, too, anew where
  /// what it takes for near or clumped is another than before.
  /// O(tiles); O(neurons + connections + synapses) when such a job is the first, or another.
  bool has_sizes_to_sum(const JobRequest* job = nullptr) const;
  /// Sums those of one such tile, some milliseconds. Precondition: has_sizes_to_sum().
  void sum_sizes();
  /// Sums the sizes of a tile of synapses that is there, so that it can be dropped. Precondition:
  /// limit_sizes() had its store, and every ConnectionsOut tile is there.
  void take_sizes(std::uint32_t tile);
  /// What a job that asks_for_sizes() will take for near and clumped: each synapse is looked at by
  /// itself when its tile is taken. Precondition: as take_sizes(), and no tile was taken.
  /// O(neurons + connections + synapses).
  void look_at_each(const JobRequest& job);
  /// Frees the connections that do not count, for who will ask for no others: from now on
  /// whole_graph() has the large ones alone, and the limits stay. Preconditions: as take_sizes();
  /// there are limits; nobody holds a job input. O(connections); memory: 4 bytes a neuron, 1 a
  /// connection.
  void keep_large();
  /// Frees the way back of all connections, for who will ask for nothing but jobs that
  /// needs_out_half_alone(). Nothing happens while connections are missing. O(1).
  void let_go_of_in_half();
  /// As whole_graph(), of the connections that count; none while the tile of a size is missing.
  /// Cost after new tiles of synapses or other limits: as ConnectionSizes says.
  std::optional<CountedGraph> counted_graph() const;

  /// Statistics of the chosen sub-network, from the ConnectionsOut tiles that are there.
  /// Only tiles with a row of a chosen neuron are needed and counted in the reply; a row that is
  /// not there counts as a row without connections.
  /// Precondition: shapes and codes as StatisticsRequest and LocalStatisticsInput say.
  /// O(neurons + connections); while tiles are missing, a graph is built for each call.
  StatisticsReply statistics(const StatisticsRequest& request) const;

  /// A statistic that takes longer, ready to be worked off; from the tiles that are there now.
  /// Sums of sizes are of the tiles of limit_sizes(), for which nothing needs to be limited.
  /// Precondition: shapes as StatisticsRequest says. O(tiles); as statistics() while some miss; as
  /// ConnectionSizes says where it asks for sizes.
  JobInput job_input(JobRequest request) const;
  /// Neurons reached from some others, along the connections that are there. Cost as reach() says;
  /// while tiles are missing, a graph is built for each call.
  /// Precondition: `from` has one entry a neuron.
  ReachReply reach(const ReachRequest& request) const;

 private:
  /// The tiles of one family. Where a tile is there, its rows are here or in the graph.
  struct Side {
    TileKind kind = TileKind::ConnectionsOut;
    std::uint32_t block_neurons = 1;
    EdgeModel model;
    std::uint32_t missing = 0;                  // tiles that are not there
    std::vector<std::uint8_t> there;            // [tiles] 1: has arrived
    std::vector<std::optional<EdgeRows>> rows;  // [tiles] empty where not there, or in the graph
  };
  Side make_side(TileKind kind, Family family) const;
  std::uint32_t rows_in_tile(const Side& side, std::size_t tile) const;
  void append_tile(CsrHalf& half, std::vector<std::uint32_t>& synapse_counts,
                   std::size_t tile) const;
  std::shared_ptr<const ConnectionGraph> graph_of_tiles_there() const;
  /// The connections that count, and of the tiles with their sizes, where these are limited, how
  /// many there are and miss.
  struct Counted {
    std::shared_ptr<const ConnectionGraph> graph;
    std::uint32_t tiles_missing = 0, tiles_total = 0;
  };
  Counted counted() const;
  /// Whether every tile of synapses is there, or in the sums. Precondition: there are synapses_.
  bool every_size_came() const;
  /// What a job that asks_for_sizes() needs.
  void put_sums(const JobRequest& request, JobInput& input) const;
  /// A tile of synapses that is there and not in the sums. Precondition: these have begun.
  std::optional<std::uint32_t> next_to_sum() const;
  void begin_sums() const;  // unless these of this graph have begun
  /// The same of each synapse, for such a job, where all tiles are there.
  void begin_each(const JobRequest& job) const;
  bool looks_at_each(const JobRequest& job) const;
  void sum_tile(std::uint32_t tile) const;
  /// Sets how many ConnectionsOut tiles hold a row of a chosen neuron, and how many of them miss.
  /// Of either side: whether a connection is answered, only the row of its post neuron says.
  void count_tiles(const StatisticsRequest& request, std::uint32_t& total,
                   std::uint32_t& missing) const;
  void move_tiles_into_graph();
  void take_graph_apart();

  std::uint32_t neuron_count_;
  Side out_, in_;
  // There exactly when no ConnectionsOut tile is missing; shared with the jobs that count on it.
  std::shared_ptr<ConnectionGraph> graph_;
  /// Which edges are answered: found once for a graph and a threshold, so that another filter is a
  /// walk over the edges and nothing else.
  struct Answered {
    std::shared_ptr<const ConnectionGraph> graph;
    std::uint32_t min_synapses = 0;
    std::vector<std::uint64_t> bits;
    std::optional<LocalStatistics> whole;  // of all neurons, without their groups
  };
  mutable Answered answered_;

  SizeLimits limits_;
  std::shared_ptr<const SynapseStore> synapses_;
  /// What the tiles of synapses said so far.
  struct Sized {
    std::optional<ConnectionSizes> sums;
    std::vector<std::uint8_t> taken;  // [tiles of synapses] 1: added to the sums
    std::uint32_t fitting = 0;        // of these, tiles that fit the connections
    std::shared_ptr<const ConnectionGraph> large;
  };
  mutable Sized sized_;
};

}  // namespace cnx
