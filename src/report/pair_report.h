#pragma once
// pair_report.h — two or more neurons looked at together: whom they share, and the shortest paths
// from one to another.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "report/table.h"

namespace cnx {

/// A partner that several neurons share, as the worker tells it.
struct SharedPartner {
  NeuronIndex neuron = 0;
  std::uint32_t shared_by = 0;        // of the neurons that were asked about
  std::uint32_t fewest_synapses = 0;  // of its connections with these
  std::uint64_t synapses = 0;         // of all of them
};

/// A table, and whom its rows are about: a click on a row goes there.
struct NeuronRows {
  Table table;
  std::vector<NeuronIndex> neurons;  // [rows]
};

/// Columns: id, class, region, shared by, synapses, fewest, axon. O(rows * log(rows)).
/// `inputs`: whether these are neurons that the asked ones hear from.
NeuronRows shared_partners_report(const NeuronTable& neurons, std::span<const NeuronIndex> asked,
                                  std::span<const SharedPartner> shared, bool inputs);

/// A path, as the worker tells it.
struct ListedPath {
  std::vector<NeuronIndex> neurons;  // from … to
  std::uint32_t weakest = 0;         // synapses of its weakest connection
};

struct PathsReport {
  NeuronIndex from = 0, to = 0;
  std::uint32_t min_synapses = 1;
  std::string sentence;           // how long, how many, and how many of them are listed
  Table table;                    // weakest connection, and the neurons on the way
  std::vector<ListedPath> paths;  // [rows]
};

/// `length`: connections of every shortest path, or none when there is no path; `count`: of
/// shortest paths, 2^64 - 1 for that many or more. O(listed * length).
PathsReport paths_report(const NeuronTable& neurons, NeuronIndex from, NeuronIndex to,
                         std::uint32_t min_synapses, std::optional<std::uint32_t> length,
                         std::uint64_t count, std::vector<ListedPath> listed);

}  // namespace cnx
