#include "build/edge_survey.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numeric>
#include <utility>

#include "build/soma_layout.h"
#include "read/edge_numbers.h"

namespace cnx {

namespace {

/// What one column of synapses may still be, one bit for each source.
using Candidates = unsigned;

constexpr Candidates bit(EdgeSource source) { return 1u << static_cast<unsigned>(source); }

constexpr std::array kOffsets = {EdgeSource::OffsetX, EdgeSource::OffsetY, EdgeSource::OffsetZ};
constexpr std::array kPositions = {EdgeSource::PositionX, EdgeSource::PositionY,
                                   EdgeSource::PositionZ};

bool holds(NumberBits bits, ColumnKind kind, std::int64_t number) {
  return kind == ColumnKind::Integer
             ? static_cast<std::int64_t>(bits) == number
             : bits == std::bit_cast<NumberBits>(static_cast<double>(number));
}

/// Values along one axis.
struct Extent {
  bool any = false;
  std::int64_t first = 0, min = 0, max = 0, step = 0;

  void add(std::int64_t value) {
    if (!any) *this = {true, value, value, value, 0};
    min = std::min(min, value);
    max = std::max(max, value);
    const std::int64_t away = value < first ? first - value : value - first;
    if (step == 1 || away == 0 || (step > 0 && away % step == 0)) return;
    step = std::gcd(step, away);
  }
  void add(const Extent& other) {
    if (!other.any) return;
    add(other.first);
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    step = std::gcd(step, other.step);
  }
};

/// What one slice of the rows comes to.
struct Slice {
  std::vector<std::uint32_t> rows_by_post;
  // counts
  std::optional<Error> bad_count;                   // the first
  std::uint64_t zero_counts = 0, other_counts = 0;  // other: neither 0 nor 1
  // synapses
  std::array<Extent, 3> extent;
  std::optional<std::string> bad_size;  // the first, for people
  std::vector<Candidates> candidates;
  std::array<std::vector<std::int64_t>, 3> nm, offset;  // of the piece at hand
};

/// What the rows of synapses need of their post neuron, side by side: one look each.
struct PostNeuron {
  std::array<std::int64_t, 3> soma_nm;
  NeuronIndex index;
};

class Survey {
 public:
  Survey(const RawEdges& edges, const NeuronPlaces& places)
      : edges_(edges), list_(edges.list), places_(places) {
    if (edges.unit == EdgeUnit::Synapse && edges.synapse.position) {
      for (std::size_t row = 0; row < places.index_of_row.size(); ++row) {
        post_neurons_.push_back(
            {{places.soma_nm[0][row], places.soma_nm[1][row], places.soma_nm[2][row]},
             places.index_of_row[row]});
      }
    }
    for (std::size_t c = 0; c < list_.columns.size(); ++c) all_.push_back(c);
    if (edges.unit == EdgeUnit::Connection) {
      all_.clear();
      if (edges.count) all_ = {edges.count->column};
    }
  }

  Result<EdgeSurvey> run() {
    std::vector<Slice> slices(kEdgeSlices);
    for (Slice& slice : slices) slice.candidates = first_candidates();
    rows_by_post_.assign(places_.index_of_row.size(), 0);
    const auto done = read_slices(
        list_, all_, slices.size(), [&](std::size_t s, const EdgePiece& piece) -> Result<Done> {
          Slice& slice = slices[s];
          slice.rows_by_post.resize(rows_by_post_.size());
          const auto looked = edges_.unit == EdgeUnit::Synapse ? look_at_synapses(piece, slice)
                                                               : look_at_connections(piece, slice);
          if (!looked.ok()) return looked;
          if (piece.first_row + piece.rows() == slice_end(list_.rows, kEdgeSlices, s)) {
            add_rows(slice);
          }
          return Done{};
        });
    if (!done.ok()) return done.error();
    return edges_.unit == EdgeUnit::Synapse ? sum_synapses(slices) : sum_connections(slices);
  }

 private:
  std::vector<Candidates> first_candidates() const {
    std::vector<Candidates> candidates(list_.columns.size(), 0);
    if (edges_.unit != EdgeUnit::Synapse) return candidates;
    const SynapseRoles& roles = edges_.synapse;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (roles.position) {
        candidates[c] =
            bit(EdgeSource::OffsetX) | bit(EdgeSource::OffsetY) | bit(EdgeSource::OffsetZ);
        if (list_.columns[c].kind == ColumnKind::Real)
          candidates[c] |= bit(EdgeSource::SomaDistance);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          if ((*roles.position)[axis] == c) candidates[c] = bit(kPositions[axis]);
        }
      }
      if (roles.size == c) candidates[c] = bit(EdgeSource::Size);
    }
    return candidates;
  }

  Error in_list(const std::string& what) const {
    return {ErrorCode::OutOfRange, edges_.name + ": " + what};
  }

  Result<Done> look_at_connections(const EdgePiece& piece, Slice& slice) const {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      std::int64_t count = 1;
      if (edges_.count && !slice.bad_count) {
        const ColumnKind kind = list_.columns[edges_.count->column].kind;
        const auto whole = whole_number(piece.values[0][i], kind);
        if (!whole || *whole < 0 || *whole > std::int64_t{0xffffffff}) {
          slice.bad_count = in_list(
              "edge column \"" + list_.columns[edges_.count->column].name + "\" holds " +
              (kind == ColumnKind::Real
                   ? std::to_string(real_of(piece.values[0][i]))
                   : std::to_string(static_cast<std::int64_t>(piece.values[0][i]))) +
              " in row " + std::to_string(piece.first_row + i) +
              "; a number of synapses is whole and 0 or more, so choose another column with "
              "--edge-weight");
          if (edges_.count->name == CountName::Yes) return *slice.bad_count;
        } else {
          count = *whole;
        }
        slice.zero_counts += count == 0;
        slice.other_counts += count > 1;
      }
      slice.rows_by_post[places_.index_of_row[piece.post[i]]] += count != 0;
    }
    return Done{};
  }

  Result<Done> look_at_synapses(const EdgePiece& piece, Slice& slice) const {
    const SynapseRoles& roles = edges_.synapse;
    if (roles.position) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        if (const auto done = look_at_axis(piece, axis, slice); !done.ok()) return done;
      }
      look_at_posts(piece, slice);
    } else {
      for (const std::uint32_t post : piece.post) {
        ++slice.rows_by_post[places_.index_of_row[post]];
      }
    }
    if (roles.size && !slice.bad_size) look_at_sizes(piece, slice);
    for (std::size_t c = 0; c < list_.columns.size(); ++c) {
      strike_out(piece.values[c], list_.columns[c].kind, slice, slice.candidates[c]);
    }
    return Done{};
  }

  Result<Done> look_at_axis(const EdgePiece& piece, std::size_t axis, Slice& slice) const {
    const std::size_t column = (*edges_.synapse.position)[axis];
    const ColumnKind kind = list_.columns[column].kind;
    const double unit = edges_.synapse.position_unit_nm * edges_.synapse.axis_scale[axis];
    std::vector<std::int64_t>& nm = slice.nm[axis];
    nm.resize(piece.rows());
    Extent extent = slice.extent[axis];
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      const auto place = coordinate_nm(piece.values[column][i], kind, unit);
      if (!place) {
        return in_list("edge column \"" + list_.columns[column].name +
                       "\" has no usable number in row " + std::to_string(piece.first_row + i));
      }
      if (*place < -kMaxPositionNm || *place > kMaxPositionNm) {
        return in_list("synapses, entry " + std::to_string(piece.first_row + i) +
                       ": a position of more than a kilometer; check the column's unit");
      }
      nm[i] = *place;
      extent.add(*place);
    }
    slice.extent[axis] = extent;
    return Done{};
  }

  void look_at_posts(const EdgePiece& piece, Slice& slice) const {
    for (auto& offset : slice.offset) offset.resize(piece.rows());
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      const PostNeuron& post = post_neurons_[piece.post[i]];
      ++slice.rows_by_post[post.index];
      for (std::size_t axis = 0; axis < 3; ++axis) {
        slice.offset[axis][i] = slice.nm[axis][i] - post.soma_nm[axis];
      }
    }
  }

  void look_at_sizes(const EdgePiece& piece, Slice& slice) const {
    const std::size_t column = *edges_.synapse.size;
    const ColumnKind kind = list_.columns[column].kind;
    for (const NumberBits bits : piece.values[column]) {
      const auto size = whole_number(bits, kind);
      if (size && *size >= 0 && *size <= std::int64_t{0xffffffff}) continue;
      slice.bad_size = size
                           ? "synapse sizes are left out: one of them is " + std::to_string(*size) +
                                 ", which is no number of voxels"
                           : "edge column \"" + list_.columns[column].name +
                                 "\" holds numbers that are not whole: synapses are without a size";
      return;
    }
  }

  /// Takes from `candidates` what some row of the column contradicts.
  void strike_out(const std::vector<NumberBits>& values, ColumnKind kind, const Slice& slice,
                  Candidates& candidates) const {
    const auto check = [&](EdgeSource source, const auto& expected) {
      if ((candidates & bit(source)) == 0) return;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (expected(i)) continue;
        candidates &= ~bit(source);
        return;
      }
    };
    for (std::size_t axis = 0; axis < 3; ++axis) {
      check(kOffsets[axis],
            [&](std::size_t i) { return holds(values[i], kind, slice.offset[axis][i]); });
      check(kPositions[axis],
            [&](std::size_t i) { return holds(values[i], kind, slice.nm[axis][i]); });
    }
    check(EdgeSource::SomaDistance, [&](std::size_t i) {
      return values[i] == std::bit_cast<NumberBits>(soma_distance_um(
                              {slice.offset[0][i], slice.offset[1][i], slice.offset[2][i]}));
    });
    check(EdgeSource::Size, [&](std::size_t i) {
      const auto size = whole_number(values[i], kind);
      return size && holds(values[i], kind, *size);  // -0.0 is whole and not what it comes back as
    });
  }

  /// As many arrays as threads are alive, not as many as slices.
  void add_rows(Slice& slice) {
    const std::lock_guard lock(rows_lock_);
    for (std::size_t n = 0; n < rows_by_post_.size(); ++n) {
      rows_by_post_[n] += slice.rows_by_post[n];
    }
    slice.rows_by_post = {};
  }

  void take_rows(EdgeSurvey& survey) {
    survey.rows_by_post = std::move(rows_by_post_);
    survey.rows =
        std::accumulate(survey.rows_by_post.begin(), survey.rows_by_post.end(), std::uint64_t{0});
  }

  Result<EdgeSurvey> sum_connections(const std::vector<Slice>& slices) {
    EdgeSurvey survey;
    std::uint64_t zero = 0, other = 0;
    bool usable = edges_.count.has_value();
    for (const Slice& slice : slices) {
      zero += slice.zero_counts;
      other += slice.other_counts;
      usable = usable && !slice.bad_count;
    }
    survey.counts_are_used = usable;
    take_rows(survey);
    if (edges_.count && !usable) {
      survey.notes.push_back("edge column \"" + list_.columns[edges_.count->column].name +
                             "\" of " + edges_.name +
                             " holds other numbers than counts of synapses: each edge counts as "
                             "one synapse");
      if (const auto counted = count_all_rows(survey); !counted.ok()) return counted.error();
      return survey;
    }
    if (zero > 0) {
      survey.notes.push_back(std::to_string(zero) + (zero == 1 ? " edge" : " edges") + " of " +
                             edges_.name + " had the weight 0 and " + (zero == 1 ? "was" : "were") +
                             " dropped");
    }
    if (edges_.count && other == 0 && survey.rows > 0) {
      survey.notes.push_back("every count of " + edges_.name +
                             " is 1: the file tells which neurons are connected, not by how many "
                             "synapses");
    }
    return survey;
  }

  /// Rows by post once more, where a count turned out to be none only after rows were left out.
  Result<Done> count_all_rows(EdgeSurvey& survey) const {
    std::fill(survey.rows_by_post.begin(), survey.rows_by_post.end(), 0u);
    survey.rows = list_.rows;
    return read_in_order(list_, {}, [&](const EdgePiece& piece) -> Result<Done> {
      for (const std::uint32_t post : piece.post) {
        ++survey.rows_by_post[places_.index_of_row[post]];
      }
      return Done{};
    });
  }

  Result<EdgeSurvey> sum_synapses(const std::vector<Slice>& slices) {
    EdgeSurvey survey;
    take_rows(survey);
    const SynapseRoles& roles = edges_.synapse;
    survey.shape = {roles.position.has_value() && list_.rows > 0,
                    roles.size.has_value() && list_.rows > 0};
    for (const Slice& slice : slices) {
      if (!slice.bad_size || !survey.shape.has_size) continue;
      survey.shape.has_size = false;
      survey.notes.push_back(*slice.bad_size);
    }
    for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis) {
      Extent extent;
      for (const Slice& slice : slices) extent.add(slice.extent[axis]);
      const std::int64_t step = std::max<std::int64_t>(extent.step, 1);
      survey.grid.step_nm[axis] = step;
      survey.grid.origin_nm[axis] = (extent.first % step + step) % step;
      survey.min_voxel[axis] = (extent.min - survey.grid.origin_nm[axis]) / step;  // exact
      survey.max_voxel[axis] = (extent.max - survey.grid.origin_nm[axis]) / step;
      if (survey.max_voxel[axis] - survey.min_voxel[axis] > std::int64_t{0xffffffff}) {
        return in_list("synapses lie more than four meters apart; check the column's unit");
      }
    }
    for (std::size_t c = 0; c < list_.columns.size(); ++c) {
      Candidates candidates = ~0u;
      for (const Slice& slice : slices) candidates &= slice.candidates[c];
      if (!survey.shape.has_size) candidates &= ~bit(EdgeSource::Size);
      if (list_.rows == 0) candidates = 0;
      EdgeColumn column{.name = list_.columns[c].name,
                        .type = list_.columns[c].type,
                        .source = EdgeSource::Tiles,
                        .kind = list_.columns[c].kind};
      if (candidates != 0) {
        column.source = static_cast<EdgeSource>(std::countr_zero(candidates));
        column.kind = ColumnKind::Integer;
      }
      survey.columns.push_back(std::move(column));
    }
    return survey;
  }

  const RawEdges& edges_;
  const EdgeList& list_;
  const NeuronPlaces& places_;
  std::vector<PostNeuron> post_neurons_;  // by rows of the input; where synapses have positions
  std::vector<std::size_t> all_;          // columns to look at
  std::vector<std::uint32_t> rows_by_post_;
  std::mutex rows_lock_;
};

}  // namespace

double soma_distance_um(const std::array<std::int64_t, 3>& offset_nm) {
  const auto x = static_cast<double>(offset_nm[0]), y = static_cast<double>(offset_nm[1]),
             z = static_cast<double>(offset_nm[2]);
  return std::sqrt(x * x + y * y + z * z) / 1000;
}

Result<EdgeSurvey> survey_edges(const RawEdges& edges, const NeuronPlaces& places) {
  return Survey(edges, places).run();
}

}  // namespace cnx
