#pragma once
// compared.h — what A and B of a comparison are, two sets of neurons (stats/set_comparison.h) or
// two blocks of connections (stats/block_comparison.h), and how they are dealt out anew: what
// compare_job.h asks of either.

#include <cstdint>
#include <memory>
#include <optional>
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
