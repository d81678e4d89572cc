#pragma once
// compared.h — what A and B of a comparison are, two sets of neurons (stats/set_comparison.h) or
// two blocks of connections (stats/block_comparison.h), and how they are dealt out anew: what
// compare_job.h asks of either.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "graph/csr_build.h"
#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "stats/proportion.h"
#include "stats/random.h"
#include "worker/job.h"

namespace cnx {

/// One of the two as a network.
struct ComparedNetwork {
  CsrHalf half;
  std::vector<std::uint8_t> pre, post;  // [vertices] of a block; else empty
  std::vector<Vertex> original;         // [vertices] rising
};

/// Connections and ordered pairs of different neurons from each group to each other, [groups²] row
/// by row.
struct GroupCells {
  std::vector<std::uint64_t> connections, pairs;
};

/// Why there may be no cells (kMaxBlockGroups).
inline constexpr const char* kTooManyCells = "There are more than 128 classes.";

/// Groups of neurons by new numbers: those that some of them have.
struct PresentGroups {
  std::vector<std::uint16_t> code;   // [neurons] that were asked about
  std::vector<std::uint32_t> names;  // [codes] numbers of the request
};
/// Of a request without groups all are of one. O(neurons + groups).
PresentGroups present_groups(const StatisticsRequest& subset, std::span<const Vertex> neurons);

/// Ordered pairs of different neurons from each group to each other; `pre`, `post`, `both`: by
/// group how many can send, can receive, can do both.
std::vector<std::uint64_t> pairs_of_groups(std::span<const std::uint64_t> pre,
                                           std::span<const std::uint64_t> post,
                                           std::span<const std::uint64_t> both);

class Compared {
 public:
  virtual ~Compared() = default;

  /// Why there is nothing to compare, a sentence; empty: there is. The rest is for where there is.
  virtual std::string why_not() const = 0;
  /// Why nothing can be dealt out anew, a sentence; empty: it can.
  virtual std::string no_deal() const { return {}; }

  /// The two as they are, or as a deal makes them: what the rest is about from then on.
  virtual void observe() = 0;
  virtual void deal(Random& random) = 0;

  // `which` is 0 for A and 1 for B.

  /// Numbers that cost a look at each connection, always the same ones.
  virtual std::vector<NetworkMeasure> plain(unsigned which) const = 0;
  /// What more numbers of its network are counted beside.
  virtual NetworkTotals totals(unsigned which) const = 0;
  virtual ComparedNetwork network(unsigned which) const = 0;
  /// Why the modularity of the groups is left out, a sentence; empty: it is not.
  virtual std::string no_modularity() const = 0;

  /// The neurons of either, rising: that cells() has groups of.
  virtual std::span<const Vertex> members() const = 0;
  /// `groups` [members] below group_count.
  virtual std::array<GroupCells, 2> cells(std::span<const std::uint16_t> groups,
                                          std::uint32_t group_count) const = 0;

  /// Of the synapses of one, one by one. Precondition: JobInput::each_synapse.
  virtual SynapseTotals each_synapse(unsigned which) const = 0;

  /// Counts of the two as they are, and what only this kind of comparison has.
  virtual void put(Json& out) const = 0;
  /// Where 95 % of a number of the two as they are lie, where it has an interval; `totals` as they
  /// were measured.
  virtual std::optional<Interval> interval(unsigned which, const NetworkMeasure& measure,
                                           const NetworkTotals& totals) const = 0;
  /// Of the connection probability as it is, A less B; none: not given.
  virtual std::optional<ProportionDifference> difference() const { return std::nullopt; }
  /// How many neurons and edges a deal looks at.
  virtual std::uint64_t work() const = 0;
};

/// Two sets, or where the request has a block of B two blocks. `input` outlives it.
/// O(vertices + edges).
std::unique_ptr<Compared> make_compared(const JobInput& input);

}  // namespace cnx
