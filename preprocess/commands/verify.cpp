#include "commands/verify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "exit_codes.h"
#include "files.h"
#include "format/edge_column.h"
#include "format/edge_rows.h"
#include "format/neuron_columns.h"
#include "format/synapse_overview.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "format/tile_name.h"
#include "say.h"
#include "write/pack_writer.h"

namespace cnx {

namespace {

/// Whether a column that was stored as `type` can have had this value.
bool fits_type(std::int64_t value, StoredType type) {
  const auto within = [value](std::int64_t low, std::int64_t high) {
    return low <= value && value <= high;
  };
  switch (type) {
    case StoredType::Boolean: return within(0, 1);
    case StoredType::Int8: return within(INT8_MIN, INT8_MAX);
    case StoredType::Int16: return within(INT16_MIN, INT16_MAX);
    case StoredType::Int32: return within(INT32_MIN, INT32_MAX);
    case StoredType::UInt8: return within(0, UINT8_MAX);
    case StoredType::UInt16: return within(0, UINT16_MAX);
    case StoredType::UInt32: return within(0, UINT32_MAX);
    case StoredType::UInt64: return value >= 0;
    case StoredType::Float32:
    case StoredType::Float64: return within(-(1ll << 53), 1ll << 53);
    default: return true;
  }
}

bool fits_type(double value, StoredType type) {
  return type != StoredType::Float32 || std::isnan(value) ||
         static_cast<double>(static_cast<float>(value)) == value;
}

/// The first value that a column stored as `type` cannot have had, as a sentence about it.
std::optional<std::string> stranger_in(const ColumnValues& values, StoredType type) {
  return std::visit(
      [type](const auto& numbers) -> std::optional<std::string> {
        using Value = typename std::remove_cvref_t<decltype(numbers)>::value_type;
        if constexpr (!std::is_same_v<Value, std::uint16_t>) {
          for (const Value number : numbers) {
            if (fits_type(number, type)) continue;
            return "holds " + std::to_string(number) + ", which is no " +
                   std::string(stored_type_name(type));
          }
        }
        return std::nullopt;
      },
      values);
}

std::string neuron_text(std::uint32_t neuron) { return "neuron " + std::to_string(neuron); }

/// Walks the families in order and keeps what later ones are compared with.
class Verifier {
 public:
  Verifier(const Manifest& manifest, const TileLoader& load) : manifest_(manifest), load_(load) {}

  std::vector<std::string> findings() && {
    for (const TileFamily& family : manifest_.families) {
      switch (family.kind) {
        case TileKind::Neurons: check_neurons(family); break;
        case TileKind::ConnectionsOut: load_out(family); break;
        case TileKind::ConnectionsIn: check_in(family); break;
        case TileKind::Synapses: check_synapses(family); break;
        case TileKind::SynapseOverview: check_overview(family); break;
        case TileKind::ConnectionColumns:
        case TileKind::SynapseColumns: check_edge_column(family); break;
      }
    }
    return std::move(findings_);
  }

 private:
  void find(std::string finding) {
    if (findings_.size() < kMaxFindings) findings_.push_back(std::move(finding));
    if (findings_.size() == kMaxFindings) findings_.push_back("and more; the list ends here");
  }

  /// Payload of tile `t` after size, hash and header were found right; calls `check` with it.
  /// False after any finding of its own.
  template <typename Check>
  bool with_payload(const TileFamily& family, std::size_t t, const Check& check) {
    const TileEntry& entry = family.tiles[t];
    const std::string where = std::string(tile_kind_name(family.kind)) + " tile " +
                              std::to_string(t) + " (" + tile_path(entry.hash) + "): ";
    const auto loaded = load_(entry);
    if (!loaded.ok()) return find(where + loaded.error().where), false;
    const std::vector<std::byte>& tile = loaded.value();
    if (tile.size() != entry.bytes) {
      find(where + std::to_string(tile.size()) + " bytes, and the manifest says " +
           std::to_string(entry.bytes));
      return false;
    }
    if (xxh3_64(tile) != entry.hash) return find(where + "its hash is not its name"), false;
    const auto header = decode_tile_header(tile);
    if (!header.ok()) return find(where + header.error().where), false;
    NeuronIndex first = 0;
    std::uint32_t count = 0;
    if (family.kind == TileKind::SynapseOverview) {
      first = static_cast<NeuronIndex>(t);
      count = overview_tile(t, manifest_.synapse_count, family.block_neurons).count;
    } else {
      first = static_cast<NeuronIndex>(t * family.block_neurons);
      count = std::min(family.block_neurons, manifest_.neuron_count - first);
    }
    if (header.value().kind != family.kind || header.value().first_neuron != first ||
        header.value().neuron_count != count) {
      return find(where + "its header names other neurons or another family"), false;
    }
    const auto error =
        check(std::span<const std::byte>{tile}.subspan(kTileHeaderBytes), first, count);
    if (error) return find(where + *error), false;
    return true;
  }

  void check_neurons(const TileFamily& family) {
    const NeuronShape shape = manifest_.neuron_shape(family);
    PositionNumbers position;
    std::vector<IntegerValues> kept(family.column_indices.size());
    bool complete = true;
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      complete &= with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex,
              std::uint32_t count) -> std::optional<std::string> {
            const auto rows = decode_neuron_columns(payload, count, shape);
            if (!rows.ok()) return rows.error().where;
            for (std::size_t axis = 0; axis < 3; ++axis) {
              const auto& part = rows.value().position[axis];
              position[axis].insert(position[axis].end(), part.begin(), part.end());
            }
            for (std::size_t c = 0; c < kept.size(); ++c) {
              const Column& column = manifest_.columns[family.column_indices[c]];
              const auto stranger = stranger_in(rows.value().columns[c], column.type);
              if (stranger) {
                return "column \"" + column.name + "\" " + *stranger;
              }
              const auto* values = std::get_if<IntegerValues>(&rows.value().columns[c]);
              if (values != nullptr) kept[c].insert(kept[c].end(), values->begin(), values->end());
            }
            return std::nullopt;
          });
    }
    if (!complete) return;
    if (family.position != PositionPart::None) take_part(family.position, std::move(position));
    for (std::size_t c = 0; c < kept.size(); ++c) {
      check_role(manifest_.columns[family.column_indices[c]], std::move(kept[c]));
    }
  }

  void check_role(const Column& column, IntegerValues values) {
    switch (column.role) {
      case ColumnRole::SourceRow:
        std::sort(values.begin(), values.end());
        for (std::size_t i = 0; i < values.size(); ++i) {
          if (values[i] == static_cast<std::int64_t>(i)) continue;
          return find("column \"" + column.name + "\" is not a permutation of the rows 0 to " +
                      std::to_string(values.size() - 1));
        }
        return;
      case ColumnRole::NeuronId: {
        std::sort(values.begin(), values.end());
        const auto twice = std::adjacent_find(values.begin(), values.end());
        if (twice != values.end()) {
          find("column \"" + column.name + "\": the id " + std::to_string(*twice) +
               " names two neurons");
        }
        return;
      }
      default: return;
    }
  }

  using PositionNumbers = std::array<std::vector<std::uint32_t>, 3>;

  /// Keeps a part of the positions; with the last of them, looks at the bounds.
  void take_part(PositionPart part, PositionNumbers numbers) {
    parts_[static_cast<std::size_t>(part) - 1] = std::move(numbers);
    const auto& [coarse, fine, exact] = parts_;
    if (part != PositionPart::Exact || coarse[0].empty() || fine[0].empty()) return;
    const PositionGrid grid = manifest_.position_grid();
    for (std::size_t axis = 0; axis < 3; ++axis) {
      IntegerValues& nm = position_nm_[axis];
      for (std::size_t i = 0; i < manifest_.neuron_count; ++i) {
        nm.push_back(grid.nm(axis, coarse[axis][i], fine[axis][i], exact[axis][i]));
      }
      const auto [low, high] = std::minmax_element(nm.begin(), nm.end());
      if (*low == grid.min_nm[axis] && *high == grid.max_nm[axis]) continue;
      find(std::string("somas go from ") + std::to_string(*low) + " to " + std::to_string(*high) +
           " nm along " + "xyz"[axis] + ", and the manifest says " +
           std::to_string(grid.min_nm[axis]) + " to " + std::to_string(grid.max_nm[axis]));
    }
    parts_ = {};
  }

  /// The family's model; reading the manifest has found it sound.
  EdgeModel model_of(const TileFamily& family) const {
    auto model = decode_edge_model(family.model, manifest_.neuron_count);
    CNX_CHECK(model.ok());
    return std::move(model).value();
  }

  void load_out(const TileFamily& family) {
    out_ = {};
    connections_of_pre_.clear();
    out_.offsets.push_back(0);
    out_complete_ = true;
    const EdgeModel model = model_of(family);
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      out_complete_ &= with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex,
              std::uint32_t count) -> std::optional<std::string> {
            const auto rows = decode_edge_rows(payload, count, manifest_.neuron_count, model);
            if (!rows.ok()) return rows.error().where;
            const std::size_t before = out_.targets.size();
            for (std::uint32_t r = 0; r < count; ++r) {
              out_.offsets.push_back(before + rows.value().offsets[r + 1]);
              connections_of_pre_.push_back(rows.value().offsets[r + 1] - rows.value().offsets[r]);
            }
            const auto& [offsets, targets, counts] = rows.value();
            out_.targets.insert(out_.targets.end(), targets.begin(), targets.end());
            out_.counts.insert(out_.counts.end(), counts.begin(), counts.end());
            return std::nullopt;
          });
    }
    if (!out_complete_) return;
    std::uint64_t synapses = 0, autapses = 0;
    for (const std::uint32_t count : out_.counts) synapses += count;
    for (std::uint32_t pre = 0; pre < manifest_.neuron_count; ++pre) {
      for (std::size_t e = out_.offsets[pre]; e < out_.offsets[pre + 1]; ++e) {
        autapses += out_.targets[e] == pre;
      }
    }
    compare("connections", out_.targets.size(), manifest_.connection_count);
    compare("synapses", synapses, manifest_.synapse_count);
    compare("autapses", autapses, manifest_.autapse_count);
    if (manifest_.family(TileKind::ConnectionsIn) == nullptr) {
      synapses_of_post_.assign(manifest_.neuron_count, 0);
      for (std::size_t e = 0; e < out_.targets.size(); ++e) {
        synapses_of_post_[out_.targets[e]] += out_.counts[e];
      }
      in_complete_ = true;
      out_ = {};
    }
  }

  void compare(const char* what, std::uint64_t found, std::uint64_t promised) {
    if (found == promised) return;
    find("the tiles hold " + std::to_string(found) + " " + what + ", and the manifest says " +
         std::to_string(promised));
  }

  /// Reading the in-rows in order meets the entries of every out-row in order, when one is the
  /// transpose of the other: a cursor for each out-row says which entry is due.
  void check_in(const TileFamily& family) {
    std::vector<std::size_t> due(out_.offsets.begin(), out_.offsets.end());
    synapses_of_post_.assign(manifest_.neuron_count, 0);
    in_complete_ = true;
    const EdgeModel model = model_of(family);
    bool transposed = out_complete_;
    std::uint64_t connections = 0;
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      in_complete_ &= with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex first,
              std::uint32_t count) -> std::optional<std::string> {
            const auto rows = decode_edge_rows(payload, count, manifest_.neuron_count, model);
            if (!rows.ok()) return rows.error().where;
            connections += rows.value().targets.size();
            for (std::uint32_t r = 0; r < count; ++r) {
              const std::uint32_t post = first + r;
              for (std::uint32_t e = rows.value().offsets[r]; e < rows.value().offsets[r + 1];
                   ++e) {
                const std::uint32_t pre = rows.value().targets[e];
                synapses_of_post_[post] += rows.value().synapse_counts[e];
                if (!transposed) continue;
                const std::size_t at = due[pre];
                if (at == out_.offsets[pre + 1] || out_.targets[at] != post ||
                    out_.counts[at] != rows.value().synapse_counts[e]) {
                  transposed = false;
                  find("the connection from " + neuron_text(pre) + " to " + neuron_text(post) +
                       " is not the same in the connections_out and connections_in tiles");
                }
                due[pre] += 1;
              }
            }
            return std::nullopt;
          });
    }
    if (in_complete_ && out_complete_ && transposed && connections != out_.targets.size()) {
      find("the connections_in tiles hold " + std::to_string(connections) +
           " connections, and the connections_out tiles " + std::to_string(out_.targets.size()));
    }
    out_ = {};
  }

  void check_synapses(const TileFamily& family) {
    cloud_known_ = manifest_.synapse_shape.has_position && !position_nm_[0].empty();
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      cloud_known_ &= with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex first,
              std::uint32_t count) -> std::optional<std::string> {
            const auto rows = decode_synapse_rows(payload, count, manifest_.synapse_shape);
            if (!rows.ok()) return rows.error().where;
            for (std::uint32_t r = 0; in_complete_ && r < count; ++r) {
              const std::uint32_t there = rows.value().offsets[r + 1] - rows.value().offsets[r];
              if (there == synapses_of_post_[first + r]) continue;
              return neuron_text(first + r) + " has " + std::to_string(there) +
                     " synapses, and its connections say " +
                     std::to_string(synapses_of_post_[first + r]);
            }
            return cloud_known_ ? add_to_cloud(rows.value(), first) : std::nullopt;
          });
    }
  }

  /// Adds the cells of a tile's synapses to the sum that the overview's is compared with.
  std::optional<std::string> add_to_cloud(const SynapseRows& rows, NeuronIndex first) {
    const VoxelGrid& voxels = manifest_.synapse_grid;
    const OverviewGrid& grid = manifest_.overview_grid;
    for (std::uint32_t r = 0; r + 1 < rows.offsets.size(); ++r) {
      std::array<std::uint64_t, 3> from_min{};  // of the soma's voxel; modulo 2^64
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::int64_t soma =
            soma_voxel(position_nm_[axis][first + r], voxels.origin_nm[axis], voxels.step_nm[axis]);
        from_min[axis] =
            static_cast<std::uint64_t>(soma) - static_cast<std::uint64_t>(grid.min_voxel[axis]);
      }
      for (std::uint32_t s = rows.offsets[r]; s < rows.offsets[r + 1]; ++s) {
        Cell cell{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const std::uint64_t number =
              (from_min[axis] + static_cast<std::uint64_t>(rows.residual[axis][s])) /
              grid.cell_voxels[axis];
          if (number >= grid.cells[axis]) {
            return "a synapse of " + neuron_text(first + r) + " lies outside the overview's cells";
          }
          cell[axis] = static_cast<std::uint32_t>(number);
        }
        cloud_ += mixed(morton_place(cell));
      }
    }
    return std::nullopt;
  }

  /// Spreads a place over 64 bits, so that equal sums mean equal multisets but for a chance of
  /// about 2^-64 (the last step of MurmurHash3).
  static std::uint64_t mixed(std::uint64_t place) {
    place = (place ^ place >> 33) * 0xff51afd7ed558ccd;
    place = (place ^ place >> 33) * 0xc4ceb9fe1a85ec53;
    return place ^ place >> 33;
  }

  void check_overview(const TileFamily& family) {
    std::uint64_t cloud = 0, last = 0;
    bool complete = true;
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      complete &= with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex,
              std::uint32_t count) -> std::optional<std::string> {
            const auto places = decode_synapse_overview(payload, count, manifest_.overview_grid);
            if (!places.ok()) return places.error().where;
            const auto tile = overview_tile(t, manifest_.synapse_count, family.block_neurons);
            if (tile.first > 0 && places.value().front() < last) {
              return "begins before the end of the tile before it";
            }
            last = places.value().back();
            for (const std::uint64_t place : places.value()) cloud += mixed(place);
            return std::nullopt;
          });
    }
    if (complete && cloud_known_ && cloud != cloud_) {
      find("the synapse_overview tiles show other places than the synapses tiles");
    }
  }

  /// One entry for each connection or synapse of a tile's neurons, of the column's type.
  void check_edge_column(const TileFamily& family) {
    const bool connections = family.kind == TileKind::ConnectionColumns;
    const auto& columns = connections ? manifest_.connection_columns : manifest_.synapse_columns;
    const EdgeColumn& column = columns[family.column_indices[0]];
    const bool counts_known = connections ? out_complete_ : in_complete_;
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      with_payload(
          family, t,
          [&](std::span<const std::byte> payload, NeuronIndex first,
              std::uint32_t count) -> std::optional<std::string> {
            const auto values = decode_edge_column(payload, column.shape(),
                                                   connections ? kMaxTileEdges : kMaxTileSynapses);
            if (!values.ok()) return values.error().where;
            std::uint64_t due = 0;
            for (NeuronIndex neuron = first; counts_known && neuron < first + count; ++neuron) {
              due += connections ? connections_of_pre_[neuron] : synapses_of_post_[neuron];
            }
            const std::size_t there =
                std::visit([](const auto& numbers) { return numbers.size(); }, values.value());
            if (counts_known && there != due) {
              return "column \"" + column.name + "\" has " + std::to_string(there) +
                     " entries, and its neurons have " + std::to_string(due) +
                     (connections ? " connections" : " synapses");
            }
            const auto stranger = stranger_in(values.value(), column.type);
            if (stranger) return "column \"" + column.name + "\" " + *stranger;
            return std::nullopt;
          });
    }
  }

  struct OutRows {
    std::vector<std::size_t> offsets;
    std::vector<NeuronIndex> targets;
    std::vector<std::uint32_t> counts;
  };

  const Manifest& manifest_;
  const TileLoader& load_;
  std::vector<std::string> findings_;
  OutRows out_;
  bool out_complete_ = false, in_complete_ = false;
  std::vector<std::uint32_t> connections_of_pre_;
  std::vector<std::uint64_t> synapses_of_post_;
  std::array<PositionNumbers, 3> parts_;  // coarse, fine, exact
  std::array<IntegerValues, 3> position_nm_;
  std::uint64_t cloud_ = 0;  // sum of the synapses' mixed places
  bool cloud_known_ = false;
};

/// Tiles that no family names. Compressed copies of named tiles (x.tile.br) belong to them.
void find_strays(const std::string& directory, const Manifest& manifest,
                 std::vector<std::string>& findings) {
  std::set<std::string> named;
  for (const TileFamily& family : manifest.families) {
    for (const TileEntry& entry : family.tiles) named.insert(tile_path(entry.hash));
  }
  std::vector<std::string> strays;
  std::error_code failure;
  for (std::filesystem::directory_iterator file{directory + "/tiles", failure}, end;
       !failure && file != end; file.increment(failure)) {
    const std::string path = "tiles/" + file->path().filename().string();
    std::string tile = path;
    if (path.ends_with(".br") || path.ends_with(".gz")) tile.resize(tile.size() - 3);
    if (!named.contains(tile)) strays.push_back(path);
  }
  std::sort(strays.begin(), strays.end());
  for (const std::string& stray : strays)
    findings.push_back(stray + ": the manifest does not name it");
}

void print_report(const VerifyOptions& options, const std::vector<std::string>& findings,
                  const Manifest* manifest) {
  if (!options.json) {
    for (const std::string& finding : findings) {
      std::printf("%s\n", printable_line(finding).c_str());
    }
    if (findings.empty() && manifest != nullptr) {
      std::printf("%s: sound; %u neurons, %llu connections, %llu synapses\n",
                  printable_line(options.directory).c_str(), manifest->neuron_count,
                  static_cast<unsigned long long>(manifest->connection_count),
                  static_cast<unsigned long long>(manifest->synapse_count));
    }
    return;
  }
  nlohmann::ordered_json report;
  report["directory"] = options.directory;
  report["sound"] = findings.empty();
  report["findings"] = findings;
  if (manifest != nullptr) {
    report["neurons"] = manifest->neuron_count;
    report["connections"] = manifest->connection_count;
    report["autapses"] = manifest->autapse_count;
    report["synapses"] = manifest->synapse_count;
    report["fingerprint"] = hash_to_hex(manifest->fingerprint);
  }
  std::printf("%s\n", report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

std::vector<std::string> verify_tiles(const Manifest& manifest, const TileLoader& load) {
  return Verifier{manifest, load}.findings();
}

namespace {

/// A pack that opens is of the right size; its tiles are checked like those of a folder.
int verify_pack(const VerifyOptions& options) {
  const auto opened = PackFile::open(options.directory);
  if (!opened.ok()) {
    if (opened.error().code == ErrorCode::Unreadable) {
      say(opened.error().where);
      return kExitUnreadable;
    }
    if (opened.error().code == ErrorCode::BadMagic) {
      say(options.directory + ": neither a folder of tiles nor a pack");
      return kExitUnreadable;
    }
    print_report(options,
                 {opened.error().where + " (" + error_code_name(opened.error().code) + ")"},
                 nullptr);
    return kExitFindings;
  }
  const PackFile& pack = opened.value();
  const std::vector<std::string> findings = verify_tiles(
      pack.manifest(), [&pack](const TileEntry& entry) { return pack.read_tile(entry); });
  print_report(options, findings, &pack.manifest());
  return findings.empty() ? kExitDone : kExitFindings;
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  std::error_code failure;
  if (std::filesystem::is_regular_file(options.directory, failure)) return verify_pack(options);
  const auto text = read_file(options.directory + "/" + kManifestName, kMaxManifestBytes);
  if (!text.ok()) {
    say(text.error().where + "; is this a folder that `connectoscope tile` made?");
    return kExitUnreadable;
  }
  const auto decoded =
      decode_manifest({reinterpret_cast<const char*>(text.value().data()), text.value().size()});
  if (!decoded.ok()) {
    print_report(options,
                 {std::string(kManifestName) + ": " + decoded.error().where + " (" +
                  error_code_name(decoded.error().code) + ")"},
                 nullptr);
    return kExitFindings;
  }
  const Manifest& manifest = decoded.value();
  std::vector<std::string> findings = verify_tiles(manifest, [&](const TileEntry& entry) {
    return read_file(options.directory + "/" + tile_path(entry.hash), kMaxTileBytes);
  });
  find_strays(options.directory, manifest, findings);
  print_report(options, findings, &manifest);
  return findings.empty() ? kExitDone : kExitFindings;
}

}  // namespace cnx
