#include "build/edge_survey.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numeric>
#include <utility>

#include "build/exact_division.h"
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

NumberBits bits_of_real(std::int64_t number) {
  return std::bit_cast<NumberBits>(static_cast<double>(number));
}

/// Values along one axis.
struct Extent {
  bool any = false;
  std::int64_t first = 0, min = 0, max = 0;
  std::uint64_t step = 0;  // divides all that values are away from the first; 0 where none is

  void add(std::span<const std::int64_t> values) {
    if (values.empty()) return;
    if (!any) *this = {true, values[0], values[0], values[0], 0};
    for (const std::int64_t value : values) {
      min = std::min(min, value);
      max = std::max(max, value);
    }
    ExactDivisor divisor(std::max<std::uint64_t>(step, 1));
    for (const std::int64_t value : values) {
      if (step == 1) return;
      const std::uint64_t away = away_from_first(value);
      if (away == 0 || (step > 0 && divisor.divides(away))) continue;
      step = std::gcd(step, away);
      divisor = ExactDivisor(step);
    }
  }
  void add(const Extent& other) {
    if (!other.any) return;
    add(std::array{other.first});
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    step = std::gcd(step, other.step);
  }

 private:
  std::uint64_t away_from_first(std::int64_t value) const {
    const auto up = static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(first);
    return value < first ? 0 - up : up;
  }
};

/// Bits of numbers, ored and anded.
struct SeenBits {
  NumberBits some = 0, every = ~NumberBits{0};

  void add(NumberBits bits) {
    some |= bits;
    every &= bits;
  }
  void add(const SeenBits& other) {
    some |= other.some;
    every &= other.every;
  }
};

constexpr SeenBits kAnyBits = {~NumberBits{0}, 0};

/// What one slice of the rows comes to.
struct Slice {
  bool started = false;
  std::vector<std::uint32_t> rows_by_post;
  // counts
  std::optional<Error> bad_count;                   // the first
  std::uint64_t zero_counts = 0, other_counts = 0;  // other: neither 0 nor 1
  SeenBits counts;
  // synapses
  std::array<Extent, 3> extent;
  std::optional<std::string> bad_size;  // the first, for people
  SeenBits sizes;
  std::vector<Candidates> candidates;
  std::vector<SeenBits> carried;                        // of columns that have no candidates
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
    for (Slice& slice : slices) {
      slice.candidates = first_candidates();
      slice.carried.resize(slice.candidates.size());
    }
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
              "; a number of synapses is whole and from 0 to 4,294,967,295, so choose another "
              "column with --edge-weight");
          if (edges_.count->name == CountName::Yes) return *slice.bad_count;
        } else {
          count = *whole;
        }
        slice.zero_counts += count == 0;
        slice.other_counts += count > 1;
        slice.counts.add(static_cast<NumberBits>(count));
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
      const bool all_seen = slice.candidates[c] == 0 || !slice.started;
      strike_out(piece.values[c], list_.columns[c].kind, slice, slice.candidates[c]);
      if (slice.candidates[c] != 0) continue;
      SeenBits& seen = slice.carried[c];
      if (!all_seen || list_.columns[c].kind == ColumnKind::Real) seen = kAnyBits;
      for (const NumberBits bits : piece.values[c]) seen.add(bits);
    }
    slice.started = true;
    return Done{};
  }

  Result<Done> look_at_axis(const EdgePiece& piece, std::size_t axis, Slice& slice) const {
    const std::size_t column = (*edges_.synapse.position)[axis];
    const ColumnKind kind = list_.columns[column].kind;
    const double unit = edges_.synapse.position_unit_nm * edges_.synapse.axis_scale[axis];
    std::vector<std::int64_t>& nm = slice.nm[axis];
    nm.resize(piece.rows());
    bool usable = true;
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      const auto place = coordinate_nm(piece.values[column][i], kind, unit);
      nm[i] = place.value_or(0);
      usable &= place && *place >= -kMaxPositionNm && *place <= kMaxPositionNm;
    }
    if (!usable) return bad_place(piece, column, unit);
    slice.extent[axis].add(nm);
    return Done{};
  }

  /// What is wrong with the first coordinate that is none.
  Error bad_place(const EdgePiece& piece, std::size_t column, double unit) const {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      const auto place = coordinate_nm(piece.values[column][i], list_.columns[column].kind, unit);
      const std::string row = std::to_string(piece.first_row + i);
      if (!place) {
        return in_list("edge column \"" + list_.columns[column].name +
                       "\" has no usable number in row " + row +
                       "; leave such rows out, or read synapses without positions with --column "
                       "synapse_x=none");
      }
      if (*place < -kMaxPositionNm || *place > kMaxPositionNm) {
        return in_list("synapses, entry " + row +
                       ": a position of more than a kilometer; check the column's unit");
      }
    }
    return in_list("no place");  // never: the caller has seen one
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
    SeenBits sizes = slice.sizes;
    bool usable = true;
    for (const NumberBits bits : piece.values[column]) {
      const auto size = whole_number(bits, kind);
      usable &= size.has_value();
      sizes.add(static_cast<NumberBits>(size.value_or(0)));
    }
    usable &= sizes.some <= 0xffffffff;  // what is below zero has its highest bit
    slice.sizes = sizes;
    if (!usable) slice.bad_size = bad_size(piece.values[column], column);
  }

  /// What is wrong with the first size that is none.
  std::string bad_size(const std::vector<NumberBits>& sizes, std::size_t column) const {
    for (const NumberBits bits : sizes) {
      const auto size = whole_number(bits, list_.columns[column].kind);
      if (!size) break;
      if (*size < 0 || *size > std::int64_t{0xffffffff}) {
        return "synapse sizes are left out: one of them is " + std::to_string(*size) +
               ", which is no number of voxels";
      }
    }
    return "edge column \"" + list_.columns[column].name +
           "\" holds numbers that are not whole: synapses are without a size";
  }

  /// Takes from `candidates` what some row of the column contradicts.
  void strike_out(const std::vector<NumberBits>& values, ColumnKind kind, const Slice& slice,
                  Candidates& candidates) const {
    // No way out of the loops before their end: so they are done several rows at a time, and a
    // candidate that is contradicted is nearly always so in the first piece.
    const auto check = [&](EdgeSource source, const auto& expected) {
      if ((candidates & bit(source)) == 0) return;
      NumberBits differing = 0;
      for (std::size_t i = 0; i < values.size(); ++i) differing |= values[i] ^ expected(i);
      if (differing != 0) candidates &= ~bit(source);
    };
    const auto check_numbers = [&](EdgeSource source, const std::vector<std::int64_t>& numbers) {
      if (kind == ColumnKind::Integer) {
        check(source, [&numbers](std::size_t i) { return static_cast<NumberBits>(numbers[i]); });
      } else {
        check(source, [&numbers](std::size_t i) { return bits_of_real(numbers[i]); });
      }
    };
    for (std::size_t axis = 0; axis < 3; ++axis) {
      check_numbers(kOffsets[axis], slice.offset[axis]);
      check_numbers(kPositions[axis], slice.nm[axis]);
    }
    check(EdgeSource::SomaDistance, [&](std::size_t i) {
      return std::bit_cast<NumberBits>(
          soma_distance_um({slice.offset[0][i], slice.offset[1][i], slice.offset[2][i]}));
    });
    if (kind == ColumnKind::Integer) return;  // a size is what it is
    check(EdgeSource::Size, [&](std::size_t i) {
      const auto size = whole_number(values[i], kind);
      // -0.0 is whole and not what it comes back as.
      return size ? bits_of_real(*size) : ~values[i];
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

  /// What the numbers of all slices are within.
  static PackedField field_of(const std::vector<Slice>& slices, SeenBits Slice::*numbers) {
    SeenBits seen;
    for (const Slice& slice : slices) seen.add(slice.*numbers);
    return PackedField::of(seen.some, seen.every);
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
    if (usable) survey.count_field = field_of(slices, &Slice::counts);
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
    if (survey.shape.has_size) survey.size_field = field_of(slices, &Slice::sizes);
    for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis) {
      Extent extent;
      for (const Slice& slice : slices) extent.add(slice.extent[axis]);
      const auto step = static_cast<std::int64_t>(std::max<std::uint64_t>(extent.step, 1));
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
      SeenBits carried;
      for (const Slice& slice : slices) {
        candidates &= slice.candidates[c];
        // One that is carried for another slice's sake may have anything here.
        if (slice.started) carried.add(slice.candidates[c] == 0 ? slice.carried[c] : kAnyBits);
      }
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
      survey.column_fields.push_back(PackedField::of(carried.some, carried.every));
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
