#include "read/tiled_rows.h"

#include <utility>

#include "base/check.h"
#include "format/edge_column.h"
#include "format/neuron_columns.h"

namespace cnx {
namespace {

using PositionNumbers = std::array<std::vector<std::uint32_t>, 3>;

const TileFamily& family_of(const TileSource& source, TileKind kind) {
  const TileFamily* const family = source.manifest().family(kind);
  CNX_CHECK(family != nullptr);
  return *family;
}

EdgeModel model_of(const TileSource& source, TileKind kind) {
  auto model = decode_edge_model(family_of(source, kind).model, source.manifest().neuron_count);
  CNX_CHECK(model.ok());  // decode_manifest has read it
  return std::move(model).value();
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

Error wrong_number(const char* of) {
  return {ErrorCode::OutOfRange,
          std::string("it has another number of ") + of + " than the connections say"};
}

}  // namespace

Result<std::vector<ColumnValues>> read_neuron_columns(const TileSource& source) {
  const Manifest& manifest = source.manifest();
  std::vector<ColumnValues> columns(manifest.columns.size());
  std::array<PositionNumbers, 3> parts;  // coarse, fine, exact
  for (const TileFamily& family : manifest.families) {
    if (family.kind != TileKind::Neurons) continue;
    const NeuronShape shape = manifest.neuron_shape(family);
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      const auto tile = source.read_tile(family, t);
      if (!tile.ok()) return tile.error();
      const auto rows =
          decode_neuron_columns(payload_of(tile.value()), source.neuron_count(family, t), shape);
      if (!rows.ok()) return source.damaged(family, t, rows.error());
      for (std::size_t c = 0; c < family.column_indices.size(); ++c) {
        ColumnValues& column = columns[family.column_indices[c]];
        std::visit(
            [&column]<typename T>(const T& values) {
              if (!std::holds_alternative<T>(column)) column = T{};
              append(*std::get_if<T>(&column), values);
            },
            rows.value().columns[c]);
      }
      if (family.position == PositionPart::None) continue;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        append(parts[static_cast<std::size_t>(family.position) - 1][axis],
               rows.value().position[axis]);
      }
    }
  }

  constexpr ColumnRole kAxes[] = {ColumnRole::PositionX, ColumnRole::PositionY,
                                  ColumnRole::PositionZ};
  const PositionGrid grid = manifest.position_grid();
  const auto& [coarse, fine, exact] = parts;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    IntegerValues nm;
    nm.reserve(manifest.neuron_count);
    for (std::size_t i = 0; i < manifest.neuron_count; ++i) {
      nm.push_back(grid.nm(axis, coarse[axis][i], fine[axis][i], exact[axis][i]));
    }
    const auto column = manifest.column_index(kAxes[axis]);
    CNX_CHECK(column.has_value());  // decode_manifest has seen to it
    columns[*column] = std::move(nm);
  }
  return columns;
}

Result<std::vector<std::byte>> TileWalk::next_tile() {
  CNX_CHECK(next_ < family_->tiles.size());
  const std::size_t t = next_++;
  first_ = source_->first_neuron(*family_, t);
  end_ = first_ + source_->neuron_count(*family_, t);
  return source_->read_tile(*family_, t);
}

ConnectionReader::ConnectionReader(const TileSource& source, TileKind kind)
    : total_neurons_(source.manifest().neuron_count),
      walk_(source, family_of(source, kind)),
      model_(model_of(source, kind)) {}

Result<ConnectionRow> ConnectionReader::row(NeuronIndex neuron) {
  if (walk_.at_tile_start(neuron)) {
    const auto tile = walk_.next_tile();
    if (!tile.ok()) return tile.error();
    auto rows = decode_edge_rows(payload_of(tile.value()), walk_.count(), total_neurons_, model_);
    if (!rows.ok()) return walk_.damaged(rows.error());
    tile_ = std::move(rows).value();
  }
  const std::size_t r = neuron - walk_.first();
  const std::size_t begin = tile_.offsets[r], count = tile_.offsets[r + 1] - begin;
  return ConnectionRow{std::span(tile_.targets).subspan(begin, count),
                       std::span(tile_.synapse_counts).subspan(begin, count)};
}

SynapseReader::SynapseReader(const TileSource& source)
    : shape_(source.manifest().synapse_shape),
      walk_(source, family_of(source, TileKind::Synapses)) {}

Result<SynapseRow> SynapseReader::row(NeuronIndex neuron, std::uint64_t expected) {
  if (walk_.at_tile_start(neuron)) {
    const auto tile = walk_.next_tile();
    if (!tile.ok()) return tile.error();
    auto rows = decode_synapse_rows(payload_of(tile.value()), walk_.count(), shape_);
    if (!rows.ok()) return walk_.damaged(rows.error());
    tile_ = std::move(rows).value();
  }
  const std::size_t r = neuron - walk_.first();
  const std::size_t begin = tile_.offsets[r], count = tile_.offsets[r + 1] - begin;
  if (count != expected) return walk_.damaged(wrong_number("synapses"));
  SynapseRow row;
  for (std::size_t axis = 0; shape_.has_position && axis < 3; ++axis) {
    row.residual[axis] = std::span(tile_.residual[axis]).subspan(begin, count);
  }
  if (shape_.has_size) row.size = std::span(tile_.size).subspan(begin, count);
  return row;
}

EdgeColumnReader::EdgeColumnReader(const TileSource& source, TileKind kind, std::uint32_t column)
    : shape_((kind == TileKind::ConnectionColumns ? source.manifest().connection_columns
                                                  : source.manifest().synapse_columns)[column]
                 .shape()),
      max_entries_(kind == TileKind::ConnectionColumns ? kMaxTileEdges : kMaxTileSynapses),
      walk_(source, *source.manifest().edge_column_family(kind, column)) {}

std::size_t EdgeColumnReader::entries() const {
  return std::visit([](const auto& values) { return values.size(); }, tile_);
}

Result<EdgeValues> EdgeColumnReader::row(NeuronIndex neuron, std::uint64_t expected) {
  if (walk_.at_tile_start(neuron)) {
    if (const auto done = finish(); !done.ok()) return done.error();
    const auto tile = walk_.next_tile();
    if (!tile.ok()) return tile.error();
    auto values = decode_edge_column(payload_of(tile.value()), shape_, max_entries_);
    if (!values.ok()) return walk_.damaged(values.error());
    tile_ = std::move(values).value();
    used_ = 0;
  }
  if (expected > entries() - used_) return walk_.damaged(wrong_number("values"));
  const std::size_t begin = std::exchange(used_, used_ + static_cast<std::size_t>(expected));
  if (const auto* const reals = std::get_if<RealValues>(&tile_)) {
    return EdgeValues{std::span(*reals).subspan(begin, expected)};
  }
  const auto* const integers = std::get_if<IntegerValues>(&tile_);
  CNX_CHECK(integers != nullptr);  // a number's, decode_manifest has seen to it
  return EdgeValues{std::span(*integers).subspan(begin, expected)};
}

Result<Done> EdgeColumnReader::finish() const {
  if (used_ != entries()) return walk_.damaged(wrong_number("values"));
  return Done{};
}

}  // namespace cnx
