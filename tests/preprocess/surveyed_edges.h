#pragma once
// surveyed_edges.h — the survey of an input's edges with neurons in the order of their rows, for
// tests.

#include <cstdint>
#include <numeric>
#include <vector>

#include "build/edge_survey.h"
#include "read/raw_connectome.h"

namespace cnx::test {

/// Neurons where they stand in the input, somas at the origin unless they are given.
struct Standing {
  explicit Standing(std::uint32_t neurons) : index(neurons) {
    std::iota(index.begin(), index.end(), 0u);
    for (auto& axis : soma_nm) axis.resize(neurons);
  }
  NeuronPlaces places() const { return {index, {soma_nm[0], soma_nm[1], soma_nm[2]}}; }

  std::vector<std::uint32_t> index;
  std::array<std::vector<std::int64_t>, 3> soma_nm;
};

inline Result<EdgeSurvey> surveyed(const RawConnectome& raw) {
  return survey_edges(*raw.edges, Standing(raw.neuron_count).places());
}

}  // namespace cnx::test
