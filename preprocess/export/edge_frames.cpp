#include "export/edge_frames.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"
#include "build/edge_survey.h"
#include "format/synapse_rows.h"
#include "read/tiled_rows.h"

namespace cnx {
namespace {

/// Rows [first, first + count) of a frame.
struct RowRange {
  std::uint64_t first = 0, count = 0;
  std::uint64_t end() const { return first + count; }
};

std::optional<Error> interruption(const EdgeFrames& frames) {
  if (frames.interrupted == nullptr || !frames.interrupted->load()) return std::nullopt;
  return Error{ErrorCode::Unreadable, "interrupted"};
}

/// A source that has a part of its rows in memory and fills the next part when it is asked for it.
template <typename T>
class PartSource {
 public:
  /// Fills the rows of a range into zeros.
  using Fill = std::function<Result<Done>(RowRange rows, std::span<T> out)>;

  /// `beside` is how many numbers filling takes for each row besides those of the columns.
  PartSource(EdgeFrames& frames, std::uint64_t rows, std::size_t columns, std::size_t beside,
             Fill fill)
      : frames_(&frames),
        rows_(rows),
        columns_(columns),
        part_rows_(frames.buffer_bytes / ((columns + beside) * sizeof(T))),
        fill_(std::move(fill)) {}

  bool operator()(std::uint64_t first, std::span<T> out) {
    if (frames_->failure) return false;
    while (!out.empty()) {
      if (first >= part_.end() && !fill_next(first)) return false;
      const std::uint64_t count =
          std::min<std::uint64_t>(out.size() / columns_, part_.end() - first);
      const auto from = std::span(buffer_).subspan((first - part_.first) * columns_);
      std::copy_n(from.begin(), count * columns_, out.begin());
      out = out.subspan(count * columns_);
      first += count;
    }
    if (frames_->progress != nullptr) frames_->progress->update(first, rows_, "rows");
    if (first == rows_) std::vector<T>().swap(buffer_);  // other blocks need the memory
    return true;
  }

 private:
  bool fill_next(std::uint64_t first) {
    part_ = {first, std::min(std::max<std::uint64_t>(part_rows_, 1), rows_ - first)};
    buffer_.assign(part_.count * columns_, T{});
    const auto done = fill_(part_, std::span<T>(buffer_));
    if (!done.ok()) frames_->failure = done.error();
    return done.ok();
  }

  EdgeFrames* frames_;
  std::uint64_t rows_;
  std::size_t columns_;
  std::uint64_t part_rows_;
  Fill fill_;
  RowRange part_;
  std::vector<T> buffer_;
};

/// std::function copies what it holds, and the buffer is to be there once.
template <typename T>
FrameSource<T> part_source(EdgeFrames& frames, std::uint64_t rows, std::size_t columns,
                           std::size_t beside, typename PartSource<T>::Fill fill) {
  const auto source =
      std::make_shared<PartSource<T>>(frames, rows, columns, beside, std::move(fill));
  return [source](std::uint64_t first, std::span<T> out) { return (*source)(first, out); };
}

template <typename T>
void copy_as(const EdgeValues& values, std::vector<T>& out) {
  std::visit(
      [&out](const auto& from) {
        out.resize(from.size());
        std::transform(from.begin(), from.end(), out.begin(),
                       [](auto value) { return static_cast<T>(value); });
      },
      values);
}

/// Readers of the columns that have tiles of their own; for the others, none.
using ColumnReaders = std::vector<std::optional<EdgeColumnReader>>;

ColumnReaders open_columns(const TileSource& source, TileKind kind,
                           std::span<const EdgeColumn> list,
                           std::span<const std::uint32_t> columns) {
  ColumnReaders readers;
  for (const std::uint32_t c : columns) {
    readers.emplace_back();
    if (list[c].source == EdgeSource::Tiles) readers.back().emplace(source, kind, c);
  }
  return readers;
}

Result<Done> finish_columns(const ColumnReaders& readers) {
  for (const auto& reader : readers) {
    if (!reader) continue;
    if (const auto done = reader->finish(); !done.ok()) return done.error();
  }
  return Done{};
}

/// Columns of synapses, post neuron by post neuron.
template <typename T>
class SynapseValues {
 public:
  SynapseValues(const EdgeFrames& frames, std::span<const EdgeColumn> list,
                std::vector<std::uint32_t> columns)
      : frames_(&frames),
        list_(list),
        columns_(std::move(columns)),
        readers_(open_columns(*frames.source, TileKind::SynapseColumns, list, columns_)),
        values_(columns_.size()) {
    const bool needed = std::any_of(columns_.begin(), columns_.end(), [&](std::uint32_t c) {
      return list[c].source != EdgeSource::Tiles;
    });
    if (needed) synapses_.emplace(*frames.source);
  }

  /// Goes on to the next neuron, which has `count` synapses.
  Result<Done> read(NeuronIndex post, std::uint64_t count) {
    SynapseRow row;
    if (synapses_) {
      const auto read = synapses_->row(post, count);
      if (!read.ok()) return read.error();
      row = read.value();
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (readers_[c]) {
        const auto values = readers_[c]->row(post, count);
        if (!values.ok()) return values.error();
        copy_as(values.value(), values_[c]);
      } else {
        derive(list_[columns_[c]].source, post, row, values_[c]);
      }
    }
    return Done{};
  }

  /// Of the column at `c`, for each synapse of the neuron at hand.
  std::span<const T> values(std::size_t c) const { return values_[c]; }
  std::size_t column_count() const { return columns_.size(); }
  Result<Done> finish() const { return finish_columns(readers_); }

 private:
  /// Voxels of an axis to nm; `from` is taken off, which makes them offsets. Modulo 2^64.
  void positions(std::size_t axis, NeuronIndex post, const SynapseRow& row, std::int64_t from,
                 std::vector<T>& out) const {
    const VoxelGrid& grid = frames_->source->manifest().synapse_grid;
    const auto step = static_cast<std::uint64_t>(grid.step_nm[axis]);
    const std::int64_t soma =
        soma_voxel(frames_->soma_nm[axis][post], grid.origin_nm[axis], grid.step_nm[axis]);
    const std::uint64_t zero = static_cast<std::uint64_t>(grid.origin_nm[axis]) +
                               step * static_cast<std::uint64_t>(soma) -
                               static_cast<std::uint64_t>(from);
    out.resize(row.residual[axis].size());
    std::transform(row.residual[axis].begin(), row.residual[axis].end(), out.begin(),
                   [zero, step](std::int64_t residual) {
                     return static_cast<T>(static_cast<std::int64_t>(
                         zero + step * static_cast<std::uint64_t>(residual)));
                   });
  }

  void offsets(std::size_t axis, NeuronIndex post, const SynapseRow& row,
               std::vector<T>& out) const {
    positions(axis, post, row, frames_->soma_nm[axis][post], out);
  }

  void derive(EdgeSource source, NeuronIndex post, const SynapseRow& row, std::vector<T>& out) {
    switch (source) {
      case EdgeSource::PositionX: return positions(0, post, row, 0, out);
      case EdgeSource::PositionY: return positions(1, post, row, 0, out);
      case EdgeSource::PositionZ: return positions(2, post, row, 0, out);
      case EdgeSource::OffsetX: return offsets(0, post, row, out);
      case EdgeSource::OffsetY: return offsets(1, post, row, out);
      case EdgeSource::OffsetZ: return offsets(2, post, row, out);
      case EdgeSource::Size:
        out.resize(row.size.size());
        std::transform(row.size.begin(), row.size.end(), out.begin(),
                       [](std::uint32_t size) { return static_cast<T>(size); });
        return;
      case EdgeSource::SomaDistance:
        for (std::size_t axis = 0; axis < 3; ++axis) offsets(axis, post, row, offset_[axis]);
        out.resize(offset_[0].size());
        for (std::size_t i = 0; i < out.size(); ++i) {
          const auto nm = [&](std::size_t axis) {
            return static_cast<std::int64_t>(offset_[axis][i]);  // exact: whole numbers
          };
          out[i] = static_cast<T>(soma_distance_um({nm(0), nm(1), nm(2)}));
        }
        return;
      case EdgeSource::Tiles:
      case EdgeSource::Count:
      case EdgeSource::Sum:
      case EdgeSource::Mean: break;
    }
    CNX_CHECK(false);  // decode_manifest lets synapses have no other sources
  }

  const EdgeFrames* frames_;
  std::span<const EdgeColumn> list_;
  std::vector<std::uint32_t> columns_;
  ColumnReaders readers_;
  std::optional<SynapseReader> synapses_;
  std::vector<std::vector<T>> values_;
  std::array<std::vector<T>, 3> offset_;
};

/// Calls take(post, row, walk) for the connections of every post neuron.
template <typename Take>
Result<Done> walk_incoming(const EdgeFrames& frames, const Take& take) {
  IncomingWalk walk(*frames.source, *frames.places);
  for (NeuronIndex post = 0; post < frames.source->manifest().neuron_count; ++post) {
    if (const auto stop = interruption(frames)) return *stop;
    const auto row = walk.row(post);
    if (!row.ok()) return row.error();
    if (const Result<Done> taken = take(post, row.value(), walk); !taken.ok()) {
      return taken.error();
    }
  }
  return walk.finish();
}

/// Calls take(pre, row) for the connections of every pre neuron.
template <typename Take>
Result<Done> walk_outgoing(const EdgeFrames& frames, const Take& take) {
  ConnectionReader reader(*frames.source, TileKind::ConnectionsOut);
  for (NeuronIndex pre = 0; pre < frames.source->manifest().neuron_count; ++pre) {
    if (const auto stop = interruption(frames)) return *stop;
    const auto row = reader.row(pre);
    if (!row.ok()) return row.error();
    if (const Result<Done> taken = take(pre, row.value()); !taken.ok()) return taken.error();
  }
  return Done{};
}

template <typename T>
Result<Done> fill_synapses(const EdgeFrames& frames, const std::vector<std::uint32_t>& columns,
                           RowRange rows, std::span<T> out) {
  SynapseValues<T> values(frames, frames.synapse_columns, columns);
  const std::size_t width = columns.size();
  std::vector<const T*> from(width);
  const auto done = walk_incoming(
      frames,
      [&](NeuronIndex post, const ConnectionRow& row, const IncomingWalk& walk) -> Result<Done> {
        if (const auto read = values.read(post, walk.synapses()); !read.ok()) return read.error();
        for (std::size_t c = 0; c < width; ++c) from[c] = values.values(c).data();
        std::uint64_t met = 0;  // synapses of the neuron before the connection's
        for (std::size_t j = 0; j < row.partners.size(); ++j) {
          const std::uint64_t place =
              frames.places->synapse_place(row.partners[j], walk.numbers()[j]);
          const std::uint64_t count = row.synapse_counts[j];
          const std::uint64_t low = std::max(place, rows.first);
          const std::uint64_t high = std::min(place + count, rows.end());
          for (std::uint64_t at = low; at < high; ++at) {
            T* const cells = out.data() + (at - rows.first) * width;
            const std::size_t k = met + (at - place);
            for (std::size_t c = 0; c < width; ++c) cells[c] = from[c][k];
          }
          met += count;
        }
        return Done{};
      });
  if (!done.ok()) return done.error();
  return values.finish();
}

/// Of each of `of`, columns of synapses, the sums over the synapses of the connections in `rows`.
Result<std::vector<IntegerValues>> sums_of(const EdgeFrames& frames,
                                           const std::vector<std::uint32_t>& of, RowRange rows) {
  std::vector<IntegerValues> sums(of.size(), IntegerValues(rows.count));
  if (of.empty()) return sums;
  SynapseValues<std::int64_t> values(frames, frames.source->manifest().synapse_columns, of);
  const auto done = walk_incoming(
      frames,
      [&](NeuronIndex post, const ConnectionRow& row, const IncomingWalk& walk) -> Result<Done> {
        if (const auto read = values.read(post, walk.synapses()); !read.ok()) return read.error();
        std::uint64_t met = 0;
        for (std::size_t j = 0; j < row.partners.size(); ++j) {
          const std::uint64_t place =
              frames.places->connection_place(row.partners[j], walk.numbers()[j]);
          const std::uint64_t count = row.synapse_counts[j];
          for (std::size_t c = 0; place >= rows.first && place < rows.end() && c < of.size(); ++c) {
            std::uint64_t sum = 0;  // a sum of 64 bits with a sign, without overflow on the way
            for (const std::int64_t value : values.values(c).subspan(met, count)) {
              sum += static_cast<std::uint64_t>(value);
            }
            sums[c][place - rows.first] = static_cast<std::int64_t>(sum);
          }
          met += count;
        }
        return Done{};
      });
  if (!done.ok()) return done.error();
  if (const auto finished = values.finish(); !finished.ok()) return finished.error();
  return sums;
}

/// The columns of synapses that some of `columns` are sums or means of, each once.
std::vector<std::uint32_t> summed_by(std::span<const EdgeColumn> list,
                                     std::span<const std::uint32_t> columns) {
  std::vector<std::uint32_t> of;
  for (const std::uint32_t c : columns) {
    const bool summed = list[c].source == EdgeSource::Sum || list[c].source == EdgeSource::Mean;
    if (summed && std::find(of.begin(), of.end(), list[c].of) == of.end()) {
      of.push_back(list[c].of);
    }
  }
  return of;
}

template <typename T>
Result<Done> fill_connections(const EdgeFrames& frames, const std::vector<std::uint32_t>& columns,
                              RowRange rows, std::span<T> out) {
  const std::vector<EdgeColumn>& list = frames.connection_columns;
  const std::vector<std::uint32_t> of = summed_by(list, columns);
  const auto sums = sums_of(frames, of, rows);
  if (!sums.ok()) return sums.error();
  std::vector<std::size_t> sum_of_column;  // index in `of`; past it where there is none
  for (const std::uint32_t c : columns) {
    const auto found = std::find(of.begin(), of.end(), list[c].of);
    sum_of_column.push_back(static_cast<std::size_t>(found - of.begin()));
  }

  ColumnReaders readers = open_columns(*frames.source, TileKind::ConnectionColumns, list, columns);
  std::vector<std::vector<T>> values(columns.size());
  const std::size_t width = columns.size();
  const auto done =
      walk_outgoing(frames, [&](NeuronIndex pre, const ConnectionRow& row) -> Result<Done> {
        const std::size_t degree = row.partners.size();
        for (std::size_t c = 0; c < width; ++c) {
          if (!readers[c]) continue;
          const auto read = readers[c]->row(pre, degree);
          if (!read.ok()) return read.error();
          copy_as(read.value(), values[c]);
        }
        const std::uint64_t first = frames.places->first_connection[pre];
        if (first >= rows.end() || first + degree <= rows.first) return Done{};
        for (std::size_t k = 0; k < degree; ++k) {
          const std::uint64_t place = frames.places->connection_place(pre, k);
          if (place < rows.first || place >= rows.end()) continue;
          T* const cells = &out[(place - rows.first) * width];
          for (std::size_t c = 0; c < width; ++c) {
            const EdgeSource source = list[columns[c]].source;
            if (source == EdgeSource::Tiles) {
              cells[c] = values[c][k];
            } else if (source == EdgeSource::Count) {
              cells[c] = static_cast<T>(row.synapse_counts[k]);
            } else {
              const std::int64_t sum = sums.value()[sum_of_column[c]][place - rows.first];
              cells[c] = source == EdgeSource::Sum
                             ? static_cast<T>(sum)
                             : static_cast<T>(static_cast<double>(sum) /
                                              static_cast<double>(row.synapse_counts[k]));
            }
          }
        }
        return Done{};
      });
  if (!done.ok()) return done.error();
  return finish_columns(readers);
}

/// Row numbers of the pre and post neuron, for each connection, or for each of its synapses.
Result<Done> fill_ends(const EdgeFrames& frames, bool by_synapse, RowRange rows,
                       std::span<std::int64_t> out) {
  const FramePlaces& places = *frames.places;
  return walk_outgoing(frames, [&](NeuronIndex pre, const ConnectionRow& row) -> Result<Done> {
    for (std::size_t k = 0; k < row.partners.size(); ++k) {
      const std::uint64_t place =
          by_synapse ? places.synapse_place(pre, k) : places.connection_place(pre, k);
      const std::uint64_t count = by_synapse ? row.synapse_counts[k] : 1;
      const std::uint64_t high = std::min(place + count, rows.end());
      for (std::uint64_t at = std::max(place, rows.first); at < high; ++at) {
        out[2 * (at - rows.first)] = places.row_of[pre];
        out[2 * (at - rows.first) + 1] = places.row_of[row.partners[k]];
      }
    }
    return Done{};
  });
}

FixedFrame ends_frame(EdgeFrames& frames, std::uint64_t rows, bool by_synapse) {
  FrameBlock block;
  block.columns = {"row", "col"};
  block.source = part_source<std::int64_t>(
      frames, rows, 2, 0, [&frames, by_synapse](RowRange part, std::span<std::int64_t> out) {
        return fill_ends(frames, by_synapse, part, out);
      });
  return {.rows = rows, .blocks = {std::move(block)}};
}

/// Whether a name is a number as pandas writes it: such columns have numbers for names.
bool is_integer_name(const std::string& name) {
  if (name.empty() || name.size() > 18) return false;
  if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  return name == "0" || name[0] != '0';
}

/// A frame with a block for each type, filled by one of the functions above.
template <typename FillReals, typename FillIntegers>
FixedFrame edges_frame(EdgeFrames& frames, std::uint64_t rows, std::span<const EdgeColumn> list,
                       const FillIntegers& fill_integers, const FillReals& fill_reals) {
  FixedFrame frame;
  frame.rows = rows;
  std::vector<std::vector<std::uint32_t>> columns_of_block;
  for (std::uint32_t c = 0; c < list.size(); ++c) {
    frame.columns.push_back(list[c].name);
    const auto same = std::find_if(frame.blocks.begin(), frame.blocks.end(),
                                   [&](const FrameBlock& b) { return b.type == list[c].type; });
    const auto b = static_cast<std::size_t>(same - frame.blocks.begin());
    if (same == frame.blocks.end()) {
      frame.blocks.emplace_back();
      frame.blocks.back().type = list[c].type;
      columns_of_block.emplace_back();
    }
    frame.blocks[b].columns.push_back(list[c].name);
    columns_of_block[b].push_back(c);
    const bool reals = list[c].source == EdgeSource::Mean ||
                       list[c].source == EdgeSource::SomaDistance ||
                       (list[c].source == EdgeSource::Tiles && list[c].kind == ColumnKind::Real);
    if (reals && !is_float(list[c].type)) {
      frames.failure =
          Error{ErrorCode::OutOfRange,
                frames.source->path() + ": the manifest says that column \"" + list[c].name +
                    "\" of the edges holds " + std::string(stored_type_name(list[c].type)) +
                    ", and its values are no whole numbers; tile the input again"};
    }
  }
  for (std::size_t b = 0; b < frame.blocks.size(); ++b) {
    FrameBlock& block = frame.blocks[b];
    const auto& columns = columns_of_block[b];
    const std::size_t sums = summed_by(list, columns).size();
    if (is_float(block.type)) {
      block.source =
          part_source<double>(frames, rows, columns.size(), sums,
                              [&frames, columns, fill_reals](RowRange part, std::span<double> out) {
                                return fill_reals(frames, columns, part, out);
                              });
    } else {
      block.source = part_source<std::int64_t>(
          frames, rows, columns.size(), sums,
          [&frames, columns, fill_integers](RowRange part, std::span<std::int64_t> out) {
            return fill_integers(frames, columns, part, out);
          });
    }
  }
  frame.names_are_integers =
      !list.empty() && std::all_of(list.begin(), list.end(), [](const EdgeColumn& column) {
        return is_integer_name(column.name);
      });
  return frame;
}

EdgeColumn whole_numbers(const char* name, EdgeSource source) {
  EdgeColumn column;
  column.name = name;
  column.type = StoredType::Int64;
  column.source = source;
  return column;
}

}  // namespace

std::vector<EdgeColumn> exported_connection_columns(const Manifest& manifest) {
  if (!manifest.connection_columns.empty()) return manifest.connection_columns;
  return {whole_numbers("count", EdgeSource::Count)};
}

std::vector<EdgeColumn> exported_synapse_columns(const Manifest& manifest) {
  if (!manifest.synapse_columns.empty()) return manifest.synapse_columns;
  std::vector<EdgeColumn> columns;
  if (manifest.synapse_shape.has_position) {
    columns = {whole_numbers("x_nm", EdgeSource::PositionX),
               whole_numbers("y_nm", EdgeSource::PositionY),
               whole_numbers("z_nm", EdgeSource::PositionZ)};
  }
  if (manifest.synapse_shape.has_size) columns.push_back(whole_numbers("size", EdgeSource::Size));
  return columns;
}

FixedFrame connection_edges(EdgeFrames& frames) {
  return edges_frame(frames, frames.places->connection_count, frames.connection_columns,
                     fill_connections<std::int64_t>, fill_connections<double>);
}

FixedFrame connection_ends(EdgeFrames& frames) {
  return ends_frame(frames, frames.places->connection_count, false);
}

FixedFrame synapse_edges(EdgeFrames& frames) {
  return edges_frame(frames, frames.places->synapse_count, frames.synapse_columns,
                     fill_synapses<std::int64_t>, fill_synapses<double>);
}

FixedFrame synapse_ends(EdgeFrames& frames) {
  return ends_frame(frames, frames.places->synapse_count, true);
}

}  // namespace cnx
