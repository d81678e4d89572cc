#include "pipeline.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "build/condensed_group.h"
#include "build/edge_bins.h"
#include "build/edge_store.h"
#include "build/edge_survey.h"
#include "build/ordered_neurons.h"
#include "build/overview_order.h"
#include "build/tiling.h"
#include "freed_memory.h"
#include "parallel_for.h"
#include "write/edge_block_writer.h"
#include "write/manifest_writer.h"

namespace cnx {

namespace {

// Rows and slots are counted in 32 bits, in the tiles too.
constexpr std::uint64_t kMaxEdges = std::numeric_limits<std::uint32_t>::max() - 1;

constexpr std::size_t kMostBufferBytes = std::size_t{4} << 20;

std::string count_text(std::uint64_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The list with the ends of each edge exchanged.
EdgeList turned_around(EdgeList list) {
  list.read = [read = std::move(list.read)](std::uint64_t first, std::size_t rows,
                                            std::span<const std::size_t> which, EdgePiece& piece) {
    auto done = read(first, rows, which, piece);
    piece.pre.swap(piece.post);
    return done;
  };
  return list;
}

class Tiler {
 public:
  Tiler(RawConnectome raw, const TilingMeans& means, const TileSink& sink, Progress& progress)
      : raw_(std::move(raw)),
        means_(means),
        sink_(sink),
        progress_(progress),
        buffer_bytes_(std::min(free_bytes(means) / 40, kMostBufferBytes)),
        put_away_(free_bytes(means) - 4 * buffer_bytes_) {}  // so many may be at work

  Result<Manifest> run(const std::string& dataset_name) {
    manifest_.dataset_name = dataset_name;
    manifest_.source_file = raw_.source_file;
    manifest_.source_group = raw_.source_group;
    manifest_.source_edges = raw_.source_edges;
    manifest_.edge_weight = raw_.edge_weight;
    manifest_.synthetic = raw_.synthetic;
    manifest_.notes = std::move(raw_.notes);
    for (const auto step : {&Tiler::order, &Tiler::survey, &Tiler::sort, &Tiler::write_neurons,
                            &Tiler::write_synapses, &Tiler::write_connections,
                            &Tiler::write_columns_of_connections, &Tiler::write_overview}) {
      if (const auto done = (this->*step)(); !done.ok()) return done.error();
      give_back_freed();
    }
    for (auto* families : {&overview_, &connection_columns_, &synapse_columns_}) {
      for (TileFamily& family : *families) manifest_.families.push_back(std::move(family));
    }
    return finish_manifest(std::move(manifest_));
  }

 private:
  static std::size_t free_bytes(const TilingMeans& means) {
    return means.memory_bytes > kFixedMemoryBytes ? means.memory_bytes - kFixedMemoryBytes : 0;
  }

  Result<Done> order() {
    progress_.begin("order");
    if (!raw_.edges) {
      return Error{ErrorCode::Missing, "there are neither synapses nor connections"};
    }
    auto ordered = order_neurons(raw_);
    if (!ordered.ok()) return ordered.error();
    neurons_ = std::move(ordered).value();
    take_notes(neurons_.notes);
    manifest_.neuron_count = neurons_.neuron_count;
    manifest_.layout = neurons_.layout;
    manifest_.columns = neurons_.columns.columns;
    manifest_.min_nm = neurons_.position_grid.min_nm;
    manifest_.max_nm = neurons_.position_grid.max_nm;
    manifest_.position_step_nm = neurons_.position_grid.step_nm;
    manifest_.position_cell_voxels = neurons_.position_grid.cell_voxels;
    progress_.end(count_text(neurons_.neuron_count, "neuron"));
    return Done{};
  }

  Result<Done> survey() {
    progress_.begin("survey");
    means_.on_reading(true);
    const RawEdges& edges = *raw_.edges;
    if (edges.list.rows > kMaxEdges) {
      return Error{ErrorCode::OutOfRange, edges.name + ": more than 4 billion edges"};
    }
    auto surveyed = survey_edges(edges, neurons_.places());
    if (!surveyed.ok()) return surveyed.error();
    survey_ = std::move(surveyed).value();
    take_notes(survey_.notes);
    if (raw_.condensed) {
      auto group = CondensedGroup::read(*raw_.condensed, neurons_.places(), survey_.columns);
      if (!group.ok()) return group.error();
      condensed_.emplace(std::move(group).value());
    }
    manifest_.synapse_shape = survey_.shape;
    if (survey_.shape.has_position) {
      manifest_.synapse_grid = survey_.grid;
      manifest_.overview_grid = choose_overview_grid(survey_);
      if (neurons_.layout != Layout::Soma) {
        manifest_.notes.push_back(
            "synapse positions are the input's, in a space that the made-up soma positions do not "
            "share");
      }
    }
    progress_.end(count_text(survey_.rows, edges.unit == EdgeUnit::Synapse ? "synapse" : "edge"));
    return Done{};
  }

  Result<Done> sort() {
    progress_.begin("sort");
    const bool has_tiles = survey_.shape.has_position || survey_.shape.has_size;
    const auto block = has_tiles ? choose_synapse_block(survey_.rows_by_post, survey_.shape)
                                 : choose_edge_block(survey_.rows_by_post);
    if (!block) return too_large();
    block_ = *block;
    edge_scratch_ = std::make_unique<Scratch>(means_.scratch_folder, put_away_);
    auto bins = EdgeBins::fill(*raw_.edges, survey_, neurons_.places(), block_, *edge_scratch_,
                               buffer_bytes_);
    if (!bins.ok()) return bins.error();
    bins_.emplace(std::move(bins).value());
    means_.on_reading(false);
    progress_.end(count_text(bins_->blocks(), "block"));
    return Done{};
  }

  Result<Done> write_neurons() {
    progress_.begin("neurons");
    for (const ColumnGroup& group : group_columns(manifest_.columns)) {
      auto family = write_neuron_family(neurons_, group, sink_);
      if (!family.ok()) return family.error();
      manifest_.families.push_back(std::move(family).value());
    }
    progress_.end(count_text(manifest_.families.size(), "group") + " of columns");
    return Done{};
  }

  Result<Done> write_synapses() {
    const bool synapses = raw_.edges->unit == EdgeUnit::Synapse;
    progress_.begin(synapses ? "synapses" : "connect");
    if (survey_.shape.has_position && !means_.compact) {
      places_ = std::make_unique<OverviewPlaces>(
          means_.scratch_folder, put_away_, manifest_.overview_grid, survey_.rows, buffer_bytes_);
    }
    in_ = std::make_unique<EdgeRowStore>(means_.scratch_folder, put_away_);
    OutgoingBins outgoing(means_.scratch_folder, put_away_, neurons_.neuron_count, survey_.rows,
                          buffer_bytes_);
    auto written = write_edge_blocks(*bins_, block_, survey_, neurons_,
                                     {*in_, outgoing, places_.get(), &manifest_.overview_grid,
                                      condensed_ ? &*condensed_ : nullptr},
                                     sink_, progress_);
    if (!written.ok()) return in_edges(written.error());
    EdgeBlockFamilies families = std::move(written).value();
    synapses_ = std::move(families.synapses);
    synapse_columns_ = std::move(families.columns);
    if (synapses) manifest_.synapse_columns = survey_.columns;
    merged_ = families.merged;
    if (merged_ > 0) {
      manifest_.notes.push_back(count_text(merged_, "parallel edge") + " of " + raw_.edges->name +
                                (merged_ == 1 ? " was" : " were") +
                                " added to the first of their pair of neurons");
    }
    bins_.reset();
    edge_scratch_.reset();
    if (const auto done = outgoing.finish(); !done.ok()) return done.error();
    const auto turned = turn(outgoing);
    if (!turned.ok()) return turned.error();
    progress_.end(count_text(in_->connections(), "connection") +
                  (condensed_ ? ", equal to the input's condensed group" : ""));
    return Done{};
  }

  /// The rows by pre neuron; compared with the input's own where it has them.
  Result<Done> turn(const OutgoingBins& outgoing) {
    out_ = std::make_unique<EdgeRowStore>(means_.scratch_folder, put_away_);
    std::vector<RowSum> sums(condensed_ ? neurons_.neuron_count : 0);
    for (std::size_t begin = 0; begin < outgoing.blocks(); begin += kBlocksAtOnce) {
      const std::size_t count = std::min(kBlocksAtOnce, outgoing.blocks() - begin);
      std::vector<std::optional<Result<EdgeRows>>> blocks(count);
      parallel_for(count, [&](std::size_t i) {
        blocks[i] = outgoing.block(begin + i);
        if (blocks[i]->ok() && condensed_) {
          CondensedGroup::sum_rows(outgoing.first_neuron(begin + i), blocks[i]->value(), sums);
        }
      });
      for (std::size_t i = 0; i < count; ++i) {
        if (!blocks[i]->ok()) return blocks[i]->error();
        const EdgeRows& rows = blocks[i]->value();
        if (const auto done = out_->append(rows); !done.ok()) return done;
        for (std::uint32_t r = 0; r + 1 < rows.offsets.size(); ++r) {
          const NeuronIndex pre = outgoing.first_neuron(begin + i) + r;
          for (std::uint32_t e = rows.offsets[r]; e < rows.offsets[r + 1]; ++e) {
            manifest_.autapse_count += rows.targets[e] == pre;
            manifest_.synapse_count += rows.synapse_counts[e];
          }
        }
      }
    }
    manifest_.connection_count = out_->connections();
    if (!condensed_) return Done{};
    if (const auto difference = condensed_->difference(sums, neurons_.row_of)) {
      return Error{ErrorCode::NotCanonical,
                   "the condensed group is not what the full group makes: " + *difference +
                       "; --group names the one to read"};
    }
    return Done{};
  }

  Result<Done> write_connections() {
    progress_.begin("connections");
    std::size_t tiles = 0;
    for (const bool out : {true, false}) {
      if (!out && means_.compact) break;
      const EdgeRowStore& rows = out ? *out_ : *in_;
      const auto block = choose_edge_block(degrees(rows));
      if (!block) return too_large();
      if (out) out_block_ = *block;
      auto family = write_edge_family(out ? TileKind::ConnectionsOut : TileKind::ConnectionsIn,
                                      rows, *block, sink_, progress_);
      if (!family.ok()) return family.error();
      tiles += family.value().tiles.size();
      manifest_.families.push_back(std::move(family).value());
    }
    if (synapses_) manifest_.families.push_back(std::move(*synapses_));
    in_.reset();
    progress_.end(count_text(tiles, "tile"));
    return Done{};
  }

  /// What the input says of connections besides their ends and counts.
  Result<Done> write_columns_of_connections() {
    const RawEdges& list = condensed_ ? *raw_.condensed : *raw_.edges;
    if (list.unit == EdgeUnit::Synapse) return Done{};
    EdgeSurvey survey;
    survey.counts_are_used = condensed_ || survey_.counts_are_used;
    survey.columns = condensed_ ? condensed_->columns() : columns_of(list);
    const auto is_carried = [](const EdgeColumn& c) { return c.source == EdgeSource::Tiles; };
    if (merged_ > 0) {
      note_added_up();
      // The condensed group has one row for each connection, all the same.
      if (!condensed_) std::erase_if(survey.columns, is_carried);
    }
    if (std::any_of(survey.columns.begin(), survey.columns.end(), is_carried)) {
      progress_.begin("columns");
      means_.on_reading(true);
      Scratch scratch(means_.scratch_folder, put_away_);
      RawEdges turned = list;
      turned.list = turned_around(list.list);
      const auto bins =
          EdgeBins::fill(turned, survey, neurons_.places(), out_block_, scratch, buffer_bytes_);
      means_.on_reading(false);
      if (!bins.ok()) return bins.error();
      auto families = write_connection_columns(bins.value(), out_block_, degrees(*out_),
                                               survey.columns, sink_, progress_);
      if (!families.ok()) return families.error();
      connection_columns_ = std::move(families).value();
      progress_.end(count_text(connection_columns_.size(), "column") + " of connections");
    }
    manifest_.connection_columns = std::move(survey.columns);
    return Done{};
  }

  /// Rows of several edges were made one: what they had besides their counts is nowhere.
  void note_added_up() {
    std::string names;
    for (const EdgeColumn& column : columns_of(*raw_.edges)) {
      if (column.source != EdgeSource::Tiles) continue;
      names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
    }
    if (names.empty()) return;
    manifest_.notes.push_back("edge columns of " + raw_.edges->name +
                              " that are not carried along, as edges were added up: " + names);
  }

  Result<Done> write_overview() {
    if (places_ == nullptr) return Done{};
    progress_.begin("overview");
    if (const auto done = places_->finish(); !done.ok()) return done;
    auto family = write_overview_family(*places_, manifest_.overview_grid, sink_, progress_);
    if (!family.ok()) return family.error();
    progress_.end(count_text(family.value().tiles.size(), "tile"));
    overview_.push_back(std::move(family).value());
    return Done{};
  }

  /// Columns of a list that the connections were made from.
  std::vector<EdgeColumn> columns_of(const RawEdges& list) const {
    std::vector<EdgeColumn> columns;
    for (std::size_t c = 0; c < list.list.columns.size(); ++c) {
      const EdgeListColumn& stored = list.list.columns[c];
      const bool counts = survey_.counts_are_used && list.count->column == c;
      columns.push_back({.name = stored.name,
                         .type = stored.type,
                         .source = counts ? EdgeSource::Count : EdgeSource::Tiles,
                         .kind = counts ? ColumnKind::Integer : stored.kind});
    }
    return columns;
  }

  static std::vector<std::uint32_t> degrees(const EdgeRowStore& rows) {
    std::vector<std::uint32_t> degrees(rows.offsets().size() - 1);
    for (std::size_t n = 0; n < degrees.size(); ++n) {
      degrees[n] = rows.offsets()[n + 1] - rows.offsets()[n];
    }
    return degrees;
  }

  Error in_edges(const Error& error) const {
    return error.code == ErrorCode::OutOfRange
               ? Error{error.code, raw_.edges->name + ": " + error.where}
               : error;
  }

  static Error too_large() {
    return {ErrorCode::OutOfRange, "one neuron has more partners or synapses than a tile holds"};
  }

  void take_notes(std::vector<std::string>& notes) {
    for (std::string& note : notes) manifest_.notes.push_back(std::move(note));
    notes.clear();
  }

  RawConnectome raw_;
  const TilingMeans& means_;
  const TileSink& sink_;
  Progress& progress_;
  std::size_t buffer_bytes_;
  MemoryBudget put_away_;

  Manifest manifest_;
  OrderedNeurons neurons_;
  EdgeSurvey survey_;
  std::optional<CondensedGroup> condensed_;
  std::uint32_t block_ = 1, out_block_ = 1;
  std::unique_ptr<Scratch> edge_scratch_;
  std::optional<EdgeBins> bins_;
  std::unique_ptr<OverviewPlaces> places_;
  std::unique_ptr<EdgeRowStore> in_, out_;
  std::uint64_t merged_ = 0;
  std::optional<TileFamily> synapses_;
  std::vector<TileFamily> synapse_columns_, connection_columns_, overview_;
};

}  // namespace

Result<Manifest> tile_connectome(RawConnectome raw, const std::string& dataset_name,
                                 const TilingMeans& means, const TileSink& sink,
                                 Progress& progress) {
  return Tiler(std::move(raw), means, sink, progress).run(dataset_name);
}

}  // namespace cnx
