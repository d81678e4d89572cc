#pragma once
// edge_survey.h — one look at all edges of an input: what is in them, and what must be kept.
//
// Nothing is kept of the rows themselves. What follows is decided here, so that the second reading
// (edge_bins.h) takes just what the tiles need.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/packed_record.h"
#include "format/manifest.h"
#include "read/raw_connectome.h"

namespace cnx {

/// By rows of the input.
struct NeuronPlaces {
  std::span<const std::uint32_t> index_of_row;           // NeuronIndex
  std::array<std::span<const std::int64_t>, 3> soma_nm;  // where the tiles put the soma
};

struct EdgeSurvey {
  std::vector<std::uint32_t> rows_by_post;  // [neurons] by NeuronIndex: rows that count
  std::uint64_t rows = 0;                   // their sum

  bool counts_are_used = false;  // of a list of connections: else each row counts as one synapse
  PackedField count_field = {0, 32};  // what counts are within

  // Of a list of synapses:
  SynapseShape shape;
  VoxelGrid grid;
  std::array<std::int64_t, 3> min_voxel = {0, 0, 0}, max_voxel = {0, 0, 0};
  PackedField size_field = {0, 32};  // what sizes are within
  std::vector<EdgeColumn> columns;   // the list's, with where their values will be; kind of those
                                     // that are carried is the list's, coding is not chosen yet
  std::vector<PackedField> column_fields;  // [columns] what the bits of those that are carried are
                                           // within; or empty: within 64 bits
  std::vector<std::string> notes;          // sentences for people
};

/// Reads all of `edges` once.
///
/// A column of synapses that holds what can be had from others (position, size, offset from the
/// post soma, distance to it) in every row, to the bit, is not to be carried; every other is.
/// Errors: the list's; OutOfRange (a coordinate that is no number, beyond kMaxPositionNm or spread
/// over more than 2^32 voxels; a count that is negative, fractional or above 2^32 - 1, unless its
/// column is only Maybe one). O(rows * columns); 4 bytes a neuron for each of a few slices.
Result<EdgeSurvey> survey_edges(const RawEdges& edges, const NeuronPlaces& places);

/// EdgeSource::SomaDistance of an offset in nm.
double soma_distance_um(const std::array<std::int64_t, 3>& offset_nm);

inline constexpr std::size_t kEdgeSlices = 16;  // of a list, for reading on all threads

}  // namespace cnx
