// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/synapses_job.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "stats/size_by_distance.h"
#include "stats/synapse_tally.h"
#include "worker/distance_job.h"
#include "worker/job_json.h"
#include "worker/synapse_places.h"
#include "worker/synapse_sources.h"
#include "worker/synapse_store.h"

namespace cnx {
namespace {

constexpr std::uint64_t kSliceSizes = 200'000;  // sorted in a slice: some milliseconds
constexpr double kHistogramShare = 0.99;        // of the sizes that the histogram shows
constexpr std::uint32_t kHistogramBars = 40;    // at most about so many
constexpr std::uint64_t kBarWork = 20;          // a bar costs as much as so many sizes

/// 1, 2 or 5 times a power of ten, so that `value` has at most about `most` of them.
std::uint32_t round_bin(double value, std::uint32_t most) {
  std::uint32_t power = 1;
  while (true) {
    for (const std::uint32_t step : {1u, 2u, 5u}) {
      if (power >= 1'000'000'000 || value < static_cast<double>(step * power) * most) {
        return step * power;
      }
    }
    power *= 10;
  }
}

class SynapsesJob final : public Job {
 public:
  explicit SynapsesJob(JobInput input)
      : input_(std::move(input)), positions_(input_.request.positions_nm) {}

  bool advance() override {
    switch (stage_) {
      case Stage::Connections:
        if (input_.synapses == nullptr) {
          why_not_ = "The dataset has no tiles of synapses, so nothing is known of each of them.";
          stage_ = Stage::Done;
          return true;
        }
        begin();
        stage_ = Stage::Tiles;
        return false;
      case Stage::Tiles:
        if (tile_ < input_.synapses->tile_count()) {
          count_tile();
          return false;
        }
        stage_ = Stage::Blocks;
        return false;
      case Stage::Blocks: {
        std::uint64_t sorted = 0;
        while (quartiles_.size() < cells_ && sorted < kSliceSizes) {
          const std::size_t cell = quartiles_.size();
          sorted += tally_->counts(cell).synapses + 1;
          quartiles_.push_back(tally_->quartiles(cell));
          if (has_.analyzable) {
            analyzable_quartiles_.push_back(tally_->quartiles(cell, SynapsesOf::AnalyzableAxons));
          }
        }
        if (quartiles_.size() == cells_) stage_ = Stage::All;
        return false;
      }
      case Stage::All:
        measure_all_sizes();
        stage_ = Stage::Bars;
        return false;
      case Stage::Bars: {
        std::uint64_t counted = 0;
        while (bars_.blocks.size() < cells_ && counted < kSliceSizes) {
          count_bars(bars_, SynapsesOf::All);
          if (has_.analyzable) count_bars(analyzable_bars_, SynapsesOf::AnalyzableAxons);
          counted += bars_.blocks.back().size() * kBarWork + 1;
        }
        if (bars_.blocks.size() < cells_) return false;
        stage_ = Stage::Done;
        return true;
      }
      case Stage::Done: return true;
    }
    return true;
  }

  double share_done() const override {
    if (stage_ == Stage::Done) return 1;
    if (stage_ == Stage::Connections) return 0;
    constexpr double kTiles = 0.9;
    if (stage_ != Stage::Tiles) return kTiles;
    return kTiles * tile_ / input_.synapses->tile_count();
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["synapse_sites"] = nullptr;
      json["synapse_sites_why_not"] = why_not_;
      return text_of(json);
    }
    json["synapse_sites"] = result_json();
    return text_of(json);
  }

 private:
  enum class Stage : std::uint8_t { Connections, Tiles, Blocks, All, Bars, Done };
  /// Histograms of sizes.
  struct SizeBars {
    std::vector<std::vector<std::uint64_t>> blocks;  // [cells]
    std::vector<std::uint64_t> all;
    std::uint64_t shown = 0;
  };

  const StatisticsRequest& subset() const { return input_.request.subset; }
  CsrGraph graph() const { return input_.connections->edges.view(); }
  std::uint32_t post_group_count() const {
    return subset().post_groups.empty() ? subset().group_count : subset().post_group_count;
  }
  std::size_t cell_of(Vertex pre, Vertex post) const {
    const auto& rows = subset().groups;
    const auto& columns = subset().post_groups.empty() ? rows : subset().post_groups;
    const std::size_t row = rows.empty() ? 0 : rows[pre];
    return row * post_group_count() + (columns.empty() ? 0 : columns[post]);
  }
  bool counts(const EdgeChoice& choice, Vertex pre, Vertex post, std::uint32_t synapses) const {
    if (pre == post || choice.pre[pre] == 0 || choice.post[post] == 0) return false;
    if (synapses < choice.min_weight) return false;
    if (!input_.large) return true;
    const CsrGraph large = input_.large->edges.view();
    return find_edge(large, pre, post) < large.edge_count();
  }

  void begin() {
    const CsrGraph edges = graph();
    const auto& counts_of = input_.connections->synapse_counts;
    const EdgeChoice choice = subset().choice();
    cells_ = std::size_t{subset().group_count} * post_group_count();
    std::vector<std::uint64_t> cell_synapses(cells_, 0);
    for (Vertex pre = 0; pre < edges.vertex_count(); ++pre) {
      for (std::uint32_t e = edges.out_offsets[pre]; e < edges.out_offsets[pre + 1]; ++e) {
        const Vertex post = edges.out_targets[e];
        if (!counts(choice, pre, post, counts_of[e])) continue;
        cell_synapses[cell_of(pre, post)] += counts_of[e];
        synapses_ += counts_of[e];
      }
    }
    const SynapseOptions& options = input_.request.synapses;
    SynapseTallyOptions tally;
    tally.sizes = input_.synapses->shape().has_size;
    tally.positions = input_.synapses->shape().has_position && options.voxel_nm[0] != 0;
    tally.somata = tally.positions && !input_.request.soma_in_voxel_nm.empty();
    tally.analyzable = !subset().analyzable_axon.empty();
    tally.near_nm = options.near_um * 1000;
    tally.clump_nm = options.clump_um * 1000;
    has_ = tally;
    tally_.emplace(cell_synapses, tally);
    const std::uint32_t bin_nm = input_.request.distance.bin_nm;
    if (tally.sizes && !positions_.x_nm.empty() &&
        can_bin_distances(positions_.view(), choice.pre, choice.post, bin_nm)) {
      by_distance_.emplace(positions_.view(), input_.request.distance.measure, bin_nm);
      if (tally.analyzable) analyzable_by_distance_ = by_distance_;
    }
    sources_.emplace(input_.connections);
  }

  void count_tile() {
    const SynapseStore& store = *input_.synapses;
    const EdgeChoice choice = subset().choice();
    const Vertex first = store.first_neuron(tile_);
    const Vertex end = first + store.rows_in_tile(tile_);
    const bool chosen = std::find(choice.post.begin() + first, choice.post.begin() + end,
                                  std::uint8_t{1}) != choice.post.begin() + end;
    SynapseRows rows;
    if (chosen && store.has(tile_)) rows = store.rows(tile_);
    for (Vertex post = first; post < end; ++post) {
      sources_->next();
      if (rows.offsets.empty() || choice.post[post] == 0) continue;
      std::size_t entry = rows.offsets[post - first];
      if (sources_->synapses() != rows.offsets[post - first + 1] - entry) {
        continue;  // another dataset's
      }
      for (std::size_t i = 0; i < sources_->pre().size(); ++i) {
        const Vertex pre = sources_->pre()[i];
        const std::uint32_t synapses = sources_->counts()[i];
        if (counts(choice, pre, post, synapses)) {
          count_connection(rows, entry, synapses, pre, post);
        }
        entry += synapses;
      }
    }
    ++tile_;
  }

  void count_connection(const SynapseRows& rows, std::size_t entry, std::size_t synapses,
                        Vertex pre, Vertex post) {
    const ConnectionSynapses found = in_nm_.of(rows, entry, synapses, post, input_.request.synapses,
                                               input_.request.soma_in_voxel_nm);
    const bool analyzable = has_.analyzable && subset().analyzable_axon[pre] != 0;
    if (by_distance_) by_distance_->add(pre, post, found.sizes);
    if (analyzable && analyzable_by_distance_) {
      analyzable_by_distance_->add(pre, post, found.sizes);
    }
    tally_->add(cell_of(pre, post), analyzable, found);
  }

  /// The quartiles of all sizes, and how wide the bars of the histograms are.
  void measure_all_sizes() {
    const std::optional<double> last = tally_->quantile_of_all(kHistogramShare);
    if (!last) return;
    const auto quartiles = [&](SynapsesOf of) {
      return Quartiles{*tally_->quantile_of_all(0.25, of), *tally_->quantile_of_all(0.5, of),
                       *tally_->quantile_of_all(0.75, of)};
    };
    all_quartiles_ = quartiles(SynapsesOf::All);
    if (tally_->analyzable().synapses > 0) {
      all_analyzable_quartiles_ = quartiles(SynapsesOf::AnalyzableAxons);
    }
    last_size_ = *last;
    bin_ = round_bin(last_size_, kHistogramBars);
  }

  /// The histogram of the next block, which is a part of that of all.
  void count_bars(SizeBars& bars, SynapsesOf of) {
    bars.blocks.push_back(tally_->size_bars(bars.blocks.size(), bin_, last_size_, of));
    const std::vector<std::uint64_t>& block = bars.blocks.back();
    if (bars.all.size() < block.size()) bars.all.resize(block.size(), 0);
    for (std::size_t bar = 0; bar < block.size(); ++bar) {
      bars.all[bar] += block[bar];
      bars.shown += block[bar];
    }
  }

  /// What is said of a block, of all synapses, and of those of analyzable axons.
  Json counts_json(const SynapseCounts& counts, const std::optional<Quartiles>& quartiles) const {
    Json json;
    json["synapses"] = counts.synapses;
    json["size_mean"] = has_.sizes ? ratio_json(static_cast<double>(counts.size_sum),
                                                static_cast<double>(counts.synapses))
                                   : Json(nullptr);
    json["size_q1"] = quartiles ? Json(quartiles->low) : Json(nullptr);
    json["size_median"] = quartiles ? Json(quartiles->median) : Json(nullptr);
    json["size_q3"] = quartiles ? Json(quartiles->high) : Json(nullptr);
    json["near"] = has_.somata ? Json(counts.near) : Json(nullptr);
    put_share_json(json, "near", counts.near, has_.somata ? counts.synapses : 0);
    json["multiple"] = counts.multiple;
    json["multiple_share"] =
        ratio_json(static_cast<double>(counts.multiple), static_cast<double>(counts.synapses));
    json["clumped"] = has_.positions ? Json(counts.clumped) : Json(nullptr);
    put_share_json(json, "clumped", counts.clumped, has_.positions ? counts.multiple : 0);
    return json;
  }

  /// Each number of what is said of a block as rows of columns.
  template <typename BlockOf>
  Json by_block(BlockOf block_of) const {
    Json blocks = Json::object();
    for (std::size_t cell = 0; cell < cells_; ++cell) {
      const Json block = block_of(cell);
      for (const auto& [key, value] : block.items()) {
        if (cell % post_group_count() == 0) blocks[key].push_back(Json::array());
        blocks[key].back().push_back(value);
      }
    }
    return blocks;
  }

  Json histogram_json() const {
    Json json = {{"bin", bin_},
                 {"synapses", bars_.all},
                 {"above", tally_->all().synapses - bars_.shown},
                 {"analyzable_synapses", nullptr},
                 {"analyzable_above", nullptr}};
    const auto rows_of = [&](const SizeBars& bars) {
      Json rows = Json::array();
      for (std::size_t cell = 0; cell < cells_; ++cell) {
        if (cell % post_group_count() == 0) rows.push_back(Json::array());
        rows.back().push_back(bars.blocks[cell]);
      }
      return rows;
    };
    json["blocks"] = rows_of(bars_);
    json["analyzable_blocks"] = nullptr;
    if (!has_.analyzable) return json;
    json["analyzable_synapses"] = analyzable_bars_.all;
    json["analyzable_above"] = tally_->analyzable().synapses - analyzable_bars_.shown;
    json["analyzable_blocks"] = rows_of(analyzable_bars_);
    return json;
  }

  Json soma_distance_json() const {
    const auto bins_of = [&](SynapsesOf of) {
      std::vector<std::uint64_t> bins(tally_->soma_distances(of).begin(),
                                      tally_->soma_distances(of).end());
      while (!bins.empty() && bins.back() == 0) bins.pop_back();
      return bins;
    };
    return {{"bin_um", has_.soma_bin_nm / 1000},
            {"synapses", bins_of(SynapsesOf::All)},
            {"analyzable_synapses",
             has_.analyzable ? Json(bins_of(SynapsesOf::AnalyzableAxons)) : Json(nullptr)}};
  }

  Json result_json() const {
    Json json = {{"near_um", input_.request.synapses.near_um},
                 {"clump_um", input_.request.synapses.clump_um},
                 {"synapses", synapses_},
                 {"located", tally_->all().synapses},
                 {"has_sizes", has_.sizes},
                 {"has_positions", has_.positions},
                 {"has_somata", has_.somata}};
    json["all"] = counts_json(tally_->all(), all_quartiles_);
    json["analyzable"] = has_.analyzable
                             ? counts_json(tally_->analyzable(), all_analyzable_quartiles_)
                             : Json(nullptr);
    json["groups"] = input_.request.group_names;
    json["post_groups"] =
        subset().post_groups.empty() ? input_.request.group_names : input_.request.post_group_names;
    json["blocks"] = by_block(
        [&](std::size_t cell) { return counts_json(tally_->counts(cell), quartiles_[cell]); });
    json["analyzable_blocks"] = nullptr;
    if (has_.analyzable) {
      json["analyzable_blocks"] = by_block([&](std::size_t cell) {
        return counts_json(tally_->analyzable(cell), analyzable_quartiles_[cell]);
      });
    }
    json["size_histogram"] = has_.sizes ? histogram_json() : Json(nullptr);
    json["soma_distance"] = has_.somata ? soma_distance_json() : Json(nullptr);
    json["size_by_distance"] = by_distance_ ? by_distance_json() : Json(nullptr);
    return json;
  }

  Json by_distance_json() const {
    const DistanceOptions& distance = input_.request.distance;
    Json json = {{"measure", kDistanceMeasureNames[static_cast<std::size_t>(distance.measure)]},
                 {"bin_um", static_cast<double>(distance.bin_nm) / 1000},
                 {"first_bin", by_distance_->first_bin()},
                 {"synapses", Json::array()},
                 {"size_mean", Json::array()},
                 {"size_sd", Json::array()},
                 {"analyzable_synapses", nullptr},
                 {"analyzable_size_mean", nullptr},
                 {"analyzable_size_sd", nullptr}};
    const auto put = [&](const std::string& of, const SizeBin& bin) {
      json[of + "synapses"].push_back(bin.synapses);
      json[of + "size_mean"].push_back(real_json(bin.mean()));
      json[of + "size_sd"].push_back(real_json(bin.sd()));
    };
    for (const SizeBin& bin : by_distance_->bins()) put("", bin);
    if (!analyzable_by_distance_) return json;
    for (const char* const key : {"synapses", "size_mean", "size_sd"}) {
      json[std::string("analyzable_") + key] = Json::array();
    }
    // Its bins are some of those: by depth the first may be another one.
    const std::span<const SizeBin> some = analyzable_by_distance_->bins();
    const std::int64_t before = analyzable_by_distance_->first_bin() - by_distance_->first_bin();
    for (std::size_t k = 0; k < by_distance_->bins().size(); ++k) {
      const std::int64_t at = static_cast<std::int64_t>(k) - before;
      const bool there = at >= 0 && static_cast<std::size_t>(at) < some.size();
      put("analyzable_", there ? some[static_cast<std::size_t>(at)] : SizeBin{});
    }
    return json;
  }

  JobInput input_;
  PositionColumns positions_;
  Stage stage_ = Stage::Connections;
  std::string why_not_;
  std::size_t cells_ = 0;
  std::uint64_t synapses_ = 0;  // of the connections that count
  SynapseTallyOptions has_;
  std::optional<SynapseTally> tally_;
  // Where there are sizes and somata, and the second, where somebody says which axons are
  // analyzable.
  std::optional<SizeByDistance> by_distance_, analyzable_by_distance_;
  std::uint32_t tile_ = 0;
  std::optional<SynapseSources> sources_;
  SynapsesInNm in_nm_;
  std::vector<std::optional<Quartiles>> quartiles_, analyzable_quartiles_;  // [cells]
  std::optional<Quartiles> all_quartiles_, all_analyzable_quartiles_;
  std::uint32_t bin_ = 1;
  double last_size_ = 0;  // that the histograms show
  SizeBars bars_, analyzable_bars_;
};

}  // namespace

std::unique_ptr<Job> synapses_job(JobInput input) {
  return std::make_unique<SynapsesJob>(std::move(input));
}

}  // namespace cnx
