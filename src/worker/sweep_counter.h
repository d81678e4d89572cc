#pragma once
// sweep_counter.h — counts the versions of a sweep one after the other: the main statistics
// (stats/network_counts.h) and, where they are asked for, more numbers of each version's network
// (stats/network_measures.h).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "worker/compared.h"
#include "worker/job.h"
#include "worker/job_json.h"

namespace cnx {

class SweepCounter {
 public:
  /// The options of NullOptions say what more is counted. `input` outlives the counter.
  explicit SweepCounter(const JobInput& input) : input_(input) {}
  SweepCounter(const SweepCounter&) = delete;  // counters look at what is here
  SweepCounter& operator=(const SweepCounter&) = delete;

  /// Whether a version has begun and is not counted yet.
  bool busy() const { return counter_.has_value() || measurer_.has_value(); }
  /// The next version: what the choice looks at stays until it is counted.
  /// O(vertices + edges).
  void begin(const EdgeChoice& choice);
  /// One slice; true when the version is counted. Precondition: busy().
  bool advance();
  std::size_t counted() const { return versions_.size(); }

  /// What put_sweep says (sweep_json.h), and in `statistics` more numbers as two sets have them:
  /// MeasureScale::Shares, but for those that mean the same as a main statistic;
  /// modularity_why_not, a sentence, where a set has one class only or too many.
  /// lengths_why_not, distance_why_not, near_um …, and simplices_truncated as of random
  /// controls; synapses, size_sum and multiple_synapses (of connections with two or more), by
  /// version, where sizes are counted. With the classes
  /// class_matrix {groups, post_groups, and [pre][post] what put_sweep_cells says} or null and
  /// class_matrix_why_not; with the distance distance_profile {bin_um, and the same by bin}.
  void put(Json& out, std::size_t in_use) const;

 private:
  MeasureChoice choice() const;
  bool counts_cells() const { return input_.request.nulls.classes; }
  bool counts_more() const { return choice().any() || input_.each_synapse || counts_cells(); }
  void count_cells(const CsrHalf& half, std::span<const Vertex> members);
  void put_no_modularity(Json& out) const;
  void put_cells(Json& out, std::size_t in_use) const;
  void put_bins(Json& out, std::size_t in_use) const;
  void measure();

  const JobInput& input_;
  EdgeChoice version_;
  std::optional<NetworkCounter> counter_;
  std::optional<NetworkMeasurer> measurer_;
  NetworkCounts pending_;                   // of the version at hand, whose network is measured
  std::optional<TriadCensus> census_;       // of the same, unless it is a block
  NetworkTotals totals_;                    // of the same
  std::vector<std::uint8_t> pre_, post_;    // [vertices of its network] of a block; else empty
  std::vector<std::int32_t> positions_nm_;  // [3 * vertices of its network] or empty
  std::vector<NetworkCounts> versions_;
  std::vector<NetworkTotals> measured_;  // by version; empty: nothing more is asked for
  // Where cells are counted: the groups of the first version, which has the others' neurons.
  std::vector<std::uint32_t> group_names_;  // [codes] numbers of the request
  std::vector<std::uint16_t> code_of_;      // [neurons] of those neurons
  std::vector<GroupCells> cells_;  // by version, one more than measured_ while one is counted
};

}  // namespace cnx
