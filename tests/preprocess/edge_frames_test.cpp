#include "export/edge_frames.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <tuple>

#include "export/edge_places.h"
#include "export/vertex_frame.h"
#include "files.h"
#include "format/edge_column.h"
#include "format/tile_name.h"
#include "preprocess/random_connectome.h"
#include "read/tiled_rows.h"

using namespace cnx;
using namespace cnx::test;

namespace {

namespace fs = std::filesystem;

/// Rows [first, first + count) of connections or synapses.
EdgeRows cut(const EdgeRows& all, std::uint32_t first, std::uint32_t count) {
  EdgeRows rows;
  const std::uint32_t begin = all.offsets[first], end = all.offsets[first + count];
  for (std::uint32_t r = first; r <= first + count; ++r) {
    rows.offsets.push_back(all.offsets[r] - begin);
  }
  rows.targets.assign(all.targets.begin() + begin, all.targets.begin() + end);
  rows.synapse_counts.assign(all.synapse_counts.begin() + begin, all.synapse_counts.begin() + end);
  return rows;
}

SynapseRows cut(const SynapseRows& all, std::uint32_t first, std::uint32_t count) {
  SynapseRows rows;
  const std::uint32_t begin = all.offsets[first], end = all.offsets[first + count];
  for (std::uint32_t r = first; r <= first + count; ++r) {
    rows.offsets.push_back(all.offsets[r] - begin);
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    rows.residual[axis].assign(all.residual[axis].begin() + begin,
                               all.residual[axis].begin() + end);
  }
  rows.size.assign(all.size.begin() + begin, all.size.begin() + end);
  return rows;
}

ColumnValues cut(const ColumnValues& all, std::uint32_t begin, std::uint32_t end) {
  return std::visit(
      [&](const auto& values) -> ColumnValues {
        return std::remove_cvref_t<decltype(values)>(values.begin() + begin, values.begin() + end);
      },
      all);
}

/// A random connectome in a folder, cut into small tiles of another size for each family, with
/// columns of every source; and what it is made of. Deleted at the end.
class Folder {
 public:
  Folder(std::uint32_t seed, std::uint32_t neurons, std::uint32_t synapses)
      : path_(fs::temp_directory_path() / ("cnx_edge_frames_" + std::to_string(getpid()))) {
    auto tiled = tiles_of(random_connectome(seed, neurons, synapses));
    REQUIRE(tiled.ok());
    const TilesInMemory tiles = std::move(tiled).value();
    decoded = decode_tiles(tiles);
    manifest = tiles.manifest;
    fs::create_directories(path_ / "tiles");
    for (const auto& [hash, tile] : tiles.tiles) write(tile);
    for (TileFamily& family : manifest.families) {
      if (family.kind == TileKind::ConnectionsOut) cut_connections(family, decoded.out, 3);
      if (family.kind == TileKind::ConnectionsIn) cut_connections(family, decoded.in, 5);
      if (family.kind == TileKind::Synapses) cut_synapses(family);
    }
    add_columns(seed);
    manifest.fingerprint = manifest_fingerprint(manifest);
    const std::string text = encode_manifest(manifest);
    REQUIRE(write_file((path_ / kManifestName).string(), std::as_bytes(std::span{text})).ok());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;

  std::string path() const { return path_.string(); }
  fs::path tile(TileKind kind) const {
    return path_ / tile_path(manifest.family(kind)->tiles.front().hash);
  }

  Manifest manifest;
  DecodedTiles decoded;
  std::map<std::string, ColumnValues> of_connections, of_synapses;  // those with tiles

 private:
  TileEntry write(const std::vector<std::byte>& tile) {
    const std::uint64_t hash = xxh3_64(tile);
    REQUIRE(write_file((path_ / tile_path(hash)).string(), tile).ok());
    return {hash, static_cast<std::uint32_t>(tile.size())};
  }

  /// Calls make(first, count) for every block, and writes what it gives as tiles.
  template <typename Make>
  void cut_family(TileFamily& family, std::uint32_t block, const Make& make) {
    family.block_neurons = block;
    family.tiles.clear();
    for (std::uint32_t first = 0; first < manifest.neuron_count; first += block) {
      const std::uint32_t count = std::min(block, manifest.neuron_count - first);
      family.tiles.push_back(write(encode_tile(family.kind, first, count, make(first, count))));
    }
  }

  void cut_connections(TileFamily& family, const EdgeRows& all, std::uint32_t block) {
    const std::uint32_t neurons = manifest.neuron_count;
    // Another model than the pipeline's, as the maps are those of smaller tiles.
    std::vector<EdgeRows> blocks;
    for (std::uint32_t first = 0; first < neurons; first += block) {
      blocks.push_back(cut(all, first, std::min(block, neurons - first)));
    }
    const EdgeModel model = make_edge_model(blocks, neurons);
    family.model = encode_edge_model(model);
    cut_family(family, block, [&](std::uint32_t first, std::uint32_t) {
      return encode_edge_rows(blocks[first / block], neurons, model);
    });
  }

  void cut_synapses(TileFamily& family) {
    cut_family(family, 4, [&](std::uint32_t first, std::uint32_t count) {
      return encode_synapse_rows(cut(decoded.synapses, first, count), manifest.synapse_shape);
    });
  }

  void add_columns(std::uint32_t seed) {
    std::mt19937_64 random{seed};
    const std::size_t connections = decoded.out.targets.size();
    const std::size_t synapses = decoded.synapses.size.size();
    IntegerValues ids, flags;
    RealValues weights, scores;
    for (std::size_t i = 0; i < synapses; ++i) {
      ids.push_back(static_cast<std::int64_t>(random()));
      flags.push_back(static_cast<std::int64_t>(random() % 2));
      scores.push_back(random() % 9 == 0 ? std::nan("") : static_cast<double>(random()) / 7);
    }
    for (std::size_t i = 0; i < connections; ++i) {
      weights.push_back(static_cast<double>(random() % 1000) / 8);
    }
    const auto plain = ColumnCoding::Plain;
    const auto integer = ColumnKind::Integer, real = ColumnKind::Real;
    using S = EdgeSource;
    manifest.synapse_columns = {
        {"id", StoredType::Int64, S::Tiles, 0, integer, ColumnCoding::Previous},
        {"distance", StoredType::Float64, S::SomaDistance, 0, integer, plain},
        {"size", StoredType::Int32, S::Size, 0, integer, plain},
        {"x", StoredType::Int64, S::PositionX, 0, integer, plain},
        {"y", StoredType::Float64, S::PositionY, 0, integer, plain},
        {"z", StoredType::Int64, S::PositionZ, 0, integer, plain},
        {"dz", StoredType::Int64, S::OffsetZ, 0, integer, plain},
        {"dx", StoredType::Int64, S::OffsetX, 0, integer, plain},
        {"dy", StoredType::Int64, S::OffsetY, 0, integer, plain},
        {"score", StoredType::Float64, S::Tiles, 0, real, plain},
        {"flag", StoredType::Boolean, S::Tiles, 0, integer, plain},
    };
    manifest.connection_columns = {
        {"mean_size", StoredType::Float64, S::Mean, 2, integer, plain},
        {"weight", StoredType::Float64, S::Tiles, 0, real, plain},
        {"count", StoredType::Int64, S::Count, 0, integer, plain},
        {"total_size", StoredType::Int64, S::Sum, 2, integer, plain},
        {"total_id", StoredType::Int64, S::Sum, 0, integer, plain},
        {"mean_dx", StoredType::Float64, S::Mean, 7, integer, plain},
    };
    of_synapses = {{"id", ids}, {"score", scores}, {"flag", flags}};
    of_connections = {{"weight", weights}};
    const auto add = [&](TileKind kind, std::uint32_t column, const ColumnValues& values,
                         const std::vector<std::uint32_t>& offsets, std::uint32_t block) {
      TileFamily family;
      family.kind = kind;
      family.column_indices = {column};
      const auto& list = kind == TileKind::ConnectionColumns ? manifest.connection_columns
                                                             : manifest.synapse_columns;
      cut_family(family, block, [&](std::uint32_t first, std::uint32_t count) {
        return encode_edge_column(cut(values, offsets[first], offsets[first + count]),
                                  list[column].shape());
      });
      manifest.families.push_back(std::move(family));
    };
    add(TileKind::ConnectionColumns, 1, weights, decoded.out.offsets, 6);
    add(TileKind::SynapseColumns, 0, ids, decoded.synapses.offsets, 2);
    add(TileKind::SynapseColumns, 9, scores, decoded.synapses.offsets, 7);
    add(TileKind::SynapseColumns, 10, flags, decoded.synapses.offsets, 4);
  }

  fs::path path_;
};

/// Bits of a number, so that NaNs and zeros are told apart.
std::uint64_t bits(double value) {
  std::uint64_t pattern = 0;
  std::memcpy(&pattern, &value, sizeof pattern);
  return pattern;
}

/// Columns with the bits of their reals, of which some are NaN.
std::vector<ColumnValues> with_bits(std::vector<ColumnValues> columns) {
  for (ColumnValues& column : columns) {
    const auto* const reals = std::get_if<RealValues>(&column);
    if (reals == nullptr) continue;
    IntegerValues patterns;
    for (const double value : *reals) patterns.push_back(static_cast<std::int64_t>(bits(value)));
    column = patterns;
  }
  return columns;
}

/// A row of a frame by names of columns, reals as their bits.
using Row = std::map<std::string, std::uint64_t>;

/// The frame, asked for as the writer asks: rows in order, `piece` at a time.
std::vector<Row> rows_of(const FixedFrame& frame, std::uint64_t piece) {
  std::vector<Row> rows(frame.rows);
  for (const FrameBlock& block : frame.blocks) {
    std::visit(
        [&]<typename T>(const FrameSource<T>& source) {
          const std::size_t width = block.columns.size();
          std::vector<T> values(piece * width);
          for (std::uint64_t first = 0; first < frame.rows; first += piece) {
            const std::uint64_t count = std::min(piece, frame.rows - first);
            REQUIRE(source(first, std::span<T>(values).first(count * width)));
            for (std::uint64_t i = 0; i < count * width; ++i) {
              std::uint64_t& cell = rows[first + i / width][block.columns[i % width]];
              if constexpr (std::is_same_v<T, double>) {
                cell = bits(values[i]);
              } else {
                cell = static_cast<std::uint64_t>(values[i]);
              }
            }
          }
        },
        block.source);
  }
  return rows;
}

/// What belongs to an edge, to sort by: rows of pre and post neuron, place in the tiles.
using Place = std::tuple<std::uint64_t, std::uint64_t, std::size_t>;

struct Expected {
  std::vector<Row> synapses, connections, synapse_ends, connection_ends;
};

/// The frames, the obvious way.
Expected expected_frames(const Folder& folder, std::span<const std::uint32_t> row_of) {
  const Manifest& manifest = folder.manifest;
  const DecodedTiles& tiles = folder.decoded;
  std::map<Place, Row> synapses, connections;
  std::map<std::pair<NeuronIndex, NeuronIndex>, std::vector<Row>> of_pair;
  constexpr std::array kRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                 ColumnRole::PositionZ};
  std::size_t s = 0;
  for (NeuronIndex post = 0; post < manifest.neuron_count; ++post) {
    for (std::uint32_t e = tiles.in.offsets[post]; e < tiles.in.offsets[post + 1]; ++e) {
      const NeuronIndex pre = tiles.in.targets[e];
      for (std::uint32_t k = 0; k < tiles.in.synapse_counts[e]; ++k, ++s) {
        std::array<std::int64_t, 3> nm{}, offset{};
        double square[3];
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const auto& somas =
              std::get<IntegerValues>(tiles.columns[*manifest.column_index(kRoles[axis])]);
          const std::int64_t origin = manifest.synapse_grid.origin_nm[axis];
          const std::int64_t step = manifest.synapse_grid.step_nm[axis];
          nm[axis] = origin + step * (soma_voxel(somas[post], origin, step) +
                                      tiles.synapses.residual[axis][s]);
          offset[axis] = nm[axis] - somas[post];
          square[axis] = static_cast<double>(offset[axis]) * static_cast<double>(offset[axis]);
        }
        const auto integer = [&](const char* name) {
          return static_cast<std::uint64_t>(
              std::get<IntegerValues>(folder.of_synapses.at(name))[s]);
        };
        const auto whole = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
        const Row row = {
            {"id", integer("id")},
            {"flag", integer("flag")},
            {"score", bits(std::get<RealValues>(folder.of_synapses.at("score"))[s])},
            {"size", tiles.synapses.size[s]},
            {"x", whole(nm[0])},
            {"y", bits(static_cast<double>(nm[1]))},
            {"z", whole(nm[2])},
            {"dx", whole(offset[0])},
            {"dy", whole(offset[1])},
            {"dz", whole(offset[2])},
            {"distance", bits(std::sqrt(square[0] + square[1] + square[2]) / 1000)},
        };
        synapses[{row_of[pre], row_of[post], s}] = row;
        of_pair[{pre, post}].push_back(row);
      }
    }
  }
  std::size_t c = 0;
  for (NeuronIndex pre = 0; pre < manifest.neuron_count; ++pre) {
    for (std::uint32_t e = tiles.out.offsets[pre]; e < tiles.out.offsets[pre + 1]; ++e, ++c) {
      const NeuronIndex post = tiles.out.targets[e];
      std::uint64_t size = 0, id = 0, dx = 0;
      const std::vector<Row>& of = of_pair.at({pre, post});
      for (const Row& synapse : of) {
        size += synapse.at("size");
        id += synapse.at("id");
        dx += synapse.at("dx");
      }
      const auto mean = [&](std::uint64_t sum) {
        return bits(static_cast<double>(static_cast<std::int64_t>(sum)) /
                    static_cast<double>(of.size()));
      };
      connections[{row_of[pre], row_of[post], 0}] = {
          {"count", of.size()},
          {"total_size", size},
          {"total_id", id},
          {"mean_size", mean(size)},
          {"mean_dx", mean(dx)},
          {"weight", bits(std::get<RealValues>(folder.of_connections.at("weight"))[c])},
      };
    }
  }
  Expected expected;
  for (const auto& [place, row] : synapses) {
    expected.synapses.push_back(row);
    expected.synapse_ends.push_back({{"row", std::get<0>(place)}, {"col", std::get<1>(place)}});
  }
  for (const auto& [place, row] : connections) {
    expected.connections.push_back(row);
    expected.connection_ends.push_back({{"row", std::get<0>(place)}, {"col", std::get<1>(place)}});
  }
  return expected;
}

std::vector<std::string> names_of(const std::vector<EdgeColumn>& columns) {
  std::vector<std::string> names;
  for (const EdgeColumn& column : columns) names.push_back(column.name);
  return names;
}

/// An open folder and what frames are made from.
struct Opened {
  TileSource source;
  std::vector<ColumnValues> values;
  FramePlaces places;

  static Opened open(const std::string& path) {
    auto source = TileSource::open(path);
    REQUIRE_MESSAGE(source.ok(), source.error().where);
    auto values = read_neuron_columns(source.value());
    REQUIRE(values.ok());
    auto rows = source_rows(source.value(), values.value());
    REQUIRE(rows.ok());
    auto places = find_edge_places(source.value(), std::move(rows).value());
    REQUIRE_MESSAGE(places.ok(), places.error().where);
    return {std::move(source).value(), std::move(values).value(), std::move(places).value()};
  }

  EdgeFrames frames(std::size_t buffer_bytes) const {
    EdgeFrames frames;
    frames.source = &source;
    frames.places = &places;
    frames.connection_columns = exported_connection_columns(source.manifest());
    frames.synapse_columns = exported_synapse_columns(source.manifest());
    frames.buffer_bytes = buffer_bytes;
    constexpr std::array kRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                   ColumnRole::PositionZ};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      frames.soma_nm[axis] =
          std::get<IntegerValues>(values[*source.manifest().column_index(kRoles[axis])]);
    }
    return frames;
  }
};

/// The first failure of all frames, whatever the writer would make of the rest.
std::optional<Error> failure_of(EdgeFrames& frames) {
  for (const FixedFrame& frame : {synapse_edges(frames), connection_edges(frames),
                                  synapse_ends(frames), connection_ends(frames)}) {
    for (const FrameBlock& block : frame.blocks) {
      std::visit(
          [&]<typename T>(const FrameSource<T>& source) {
            std::vector<T> values(frame.rows * block.columns.size());
            const bool good = source(0, values);
            CHECK(good == !frames.failure.has_value());
          },
          block.source);
    }
  }
  return frames.failure;
}

}  // namespace

TEST_CASE("frames have every edge in the order of the source's rows, however small the parts") {
  std::mt19937 random{11};
  for (std::uint32_t seed = 1; seed < 12; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = seed * seed - seed + 1;
    const Folder folder(seed, neurons, seed * seed * 6);
    const Opened opened = Opened::open(folder.path());
    CHECK(with_bits(opened.values) == with_bits(folder.decoded.columns));
    const Expected expected = expected_frames(folder, opened.places.row_of);
    for (const std::size_t buffer_bytes : {std::size_t{1}, std::size_t{1000}, kFrameBufferBytes}) {
      if (buffer_bytes == 1 && seed > 5) continue;  // a pass for each row
      CAPTURE(buffer_bytes);
      EdgeFrames frames = opened.frames(buffer_bytes);
      const std::uint64_t piece = 1 + random() % 50;
      const FixedFrame synapses = synapse_edges(frames), connections = connection_edges(frames);
      CHECK(synapses.columns == names_of(folder.manifest.synapse_columns));
      CHECK(connections.columns == names_of(folder.manifest.connection_columns));
      CHECK(rows_of(synapses, piece) == expected.synapses);
      CHECK(rows_of(connections, piece) == expected.connections);
      CHECK(rows_of(synapse_ends(frames), piece) == expected.synapse_ends);
      CHECK(rows_of(connection_ends(frames), piece) == expected.connection_ends);
      CHECK_FALSE(frames.failure.has_value());
    }
  }
}

TEST_CASE("without lists in the manifest, frames have what the tiles know") {
  Manifest manifest;
  CHECK(names_of(exported_connection_columns(manifest)) == std::vector<std::string>{"count"});
  CHECK(exported_synapse_columns(manifest).empty());
  manifest.synapse_shape = {true, true};
  CHECK(names_of(exported_synapse_columns(manifest)) ==
        std::vector<std::string>{"x_nm", "y_nm", "z_nm", "size"});
}

TEST_CASE("a tile that has changed stops the frames with a sentence") {
  for (const TileKind kind : {TileKind::ConnectionsOut, TileKind::ConnectionsIn, TileKind::Synapses,
                              TileKind::ConnectionColumns, TileKind::SynapseColumns}) {
    CAPTURE(static_cast<int>(kind));
    const Folder folder(3, 20, 200);
    const Opened opened = Opened::open(folder.path());
    EdgeFrames frames = opened.frames(kFrameBufferBytes);
    CHECK_FALSE(failure_of(frames).has_value());
    const std::string text = "not a tile";
    REQUIRE(write_file(folder.tile(kind).string(), std::as_bytes(std::span{text})).ok());
    frames = opened.frames(kFrameBufferBytes);
    const auto failure = failure_of(frames);
    REQUIRE(failure.has_value());
    CHECK(failure->code == ErrorCode::HashMismatch);
    CHECK(failure->where.find(folder.tile(kind).filename().string()) != std::string::npos);
  }
}

TEST_CASE("an interruption stops the frames") {
  const Folder folder(3, 20, 200);
  const Opened opened = Opened::open(folder.path());
  EdgeFrames frames = opened.frames(kFrameBufferBytes);
  const std::atomic<bool> interrupted = true;
  frames.interrupted = &interrupted;
  CHECK(failure_of(frames).has_value());
}

TEST_CASE("directions that disagree, and numbers that the tiles do not hold, are refused") {
  Folder folder(5, 30, 250);
  const Opened opened = Opened::open(folder.path());
  FramePlaces places = opened.places;
  places.check += 1;
  EdgeFrames frames = opened.frames(kFrameBufferBytes);
  frames.places = &places;
  const auto failure = failure_of(frames);
  REQUIRE(failure.has_value());
  CHECK(failure->where.find("do not hold the same connections") != std::string::npos);

  folder.manifest.connection_count += 1;
  const std::string text = encode_manifest(folder.manifest);
  REQUIRE(write_file(folder.path() + "/" + kManifestName, std::as_bytes(std::span{text})).ok());
  const auto source = TileSource::open(folder.path());
  REQUIRE(source.ok());
  const auto refused = find_edge_places(source.value(), opened.places.row_of);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().where.find("another number of connections") != std::string::npos);
}
