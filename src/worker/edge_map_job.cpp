// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/edge_map_job.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "format/synapse_rows.h"
#include "stats/edge_effect.h"
#include "worker/job_json.h"
#include "worker/synapse_sources.h"
#include "worker/synapse_store.h"

namespace cnx {
namespace {

constexpr std::array<std::size_t, 2> kAxes = {0, 2};  // seen along y
// Of a synapse both are kept in two bytes: its bin, and whether its axon is analyzable.
constexpr std::uint16_t kFromAnalyzable = 1u << 15;
static_assert(kEdgeBins * kEdgeBins <= kFromAnalyzable);

void widen(EdgeExtent& extent, std::int64_t value) {
  extent.min = std::min(extent.min, value);
  extent.max = std::max(extent.max, value);
}

/// [x * bins + z] as rows of columns.
template <typename ValueOf>
Json square(ValueOf value_of) {
  Json rows = Json::array();
  for (std::size_t x = 0; x < kEdgeBins; ++x) {
    Json row = Json::array();
    for (std::size_t z = 0; z < kEdgeBins; ++z) row.push_back(value_of(x * kEdgeBins + z));
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Synapses that each neuron receives, and those of them in outer bins.
struct InputCounts {
  std::vector<std::uint32_t> inputs, outer;  // [neurons]
};

class EdgeMapJob final : public Job {
 public:
  explicit EdgeMapJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    if (stage_ == Stage::Begin) return begin();
    if (stage_ == Stage::Done) return true;
    if (tile_ < store().tile_count()) {
      const SynapseRows rows = store().rows(tile_);
      if (stage_ == Stage::Extents) {
        for_each_synapse(rows, [&](NeuronIndex, std::int64_t x, std::int64_t z) {
          widen(x_nm_, x);
          widen(z_nm_, z);
          ++synapses_;
        });
      } else {
        find_analyzable(rows);
        std::size_t s = 0;
        for_each_synapse(rows, [&](NeuronIndex post, std::int64_t x, std::int64_t z) {
          const std::size_t bin = grid_->bin(x, z);
          grid_->add(bin);
          ++all_.inputs[post];
          const bool analyzable = sources_ && from_analyzable_[s++] != 0;
          if (analyzable) ++analyzable_.inputs[post];
          bins_.push_back(static_cast<std::uint16_t>(bin | (analyzable ? kFromAnalyzable : 0)));
        });
      }
      ++tile_;
      return false;
    }
    if (stage_ == Stage::Extents) {
      if (synapses_ == 0)
        return refuse("The dataset has no synapses, so there is no map of its edge.");
      grid_.emplace(x_nm_, z_nm_);
      all_.inputs.assign(input_.request.subset.chosen.size(), 0);
      analyzable_.inputs = all_.inputs;
      if (!axons().empty()) sources_.emplace(input_.connections);
      bins_.reserve(synapses_);
      tile_ = 0;
      stage_ = Stage::Bins;
      return false;
    }
    count_outer();
    stage_ = Stage::Done;
    return true;
  }

  double share_done() const override {
    if (stage_ == Stage::Begin) return 0;
    if (stage_ == Stage::Done) return 1;
    const double share = static_cast<double>(tile_) / store().tile_count() / 2;
    return stage_ == Stage::Extents ? share : 0.5 + share;
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["edge_map"] = nullptr;
      json["edge_map_why_not"] = why_not_;
    } else {
      json["edge_map"] = map_json();
    }
    return text_of(json);
  }

 private:
  enum class Stage : std::uint8_t { Begin, Extents, Bins, Done };

  const SynapseStore& store() const { return *input_.synapses; }
  const EdgePlaces& places() const { return input_.request.edge_places; }
  /// [neurons] whose axon is analyzable; empty: nobody says.
  const std::vector<std::uint8_t>& axons() const { return input_.request.subset.analyzable_axon; }

  /// Whether somebody asked for fewer connections than there are.
  bool has_limits() const { return input_.request.subset.min_synapses > 1 || input_.sizes.any(); }

  bool refuse(const char* sentence) {
    why_not_ = sentence;
    stage_ = Stage::Done;
    return true;
  }

  bool begin() {
    if (input_.synapses == nullptr || !store().shape().has_position) {
      return refuse("The dataset has no positions of synapses, so there is no map of its edge.");
    }
    if (places().soma_nm.empty()) {
      return refuse("The dataset has no soma positions, so there is no map of its edge.");
    }
    for (std::uint32_t tile = 0; tile < store().tile_count(); ++tile) {
      if (!store().has(tile)) {
        return refuse("Some of the synapses are not here, so there is no map of the edge yet.");
      }
    }
    stage_ = Stage::Extents;
    return false;
  }

  /// Calls visit(post, x_nm, z_nm) for every synapse of the tile.
  template <typename Visit>
  void for_each_synapse(const SynapseRows& rows, Visit visit) const {
    for (std::uint32_t r = 0; r < store().rows_in_tile(tile_); ++r) {
      const NeuronIndex post = store().first_neuron(tile_) + r;
      std::array<std::uint64_t, 2> zero{}, step{};  // modulo 2^64, as the codec
      for (std::size_t a = 0; a < 2; ++a) {
        const std::int64_t origin_nm = places().origin_nm[a], step_nm = places().step_nm[a];
        step[a] = static_cast<std::uint64_t>(step_nm);
        zero[a] = static_cast<std::uint64_t>(origin_nm) +
                  step[a] * static_cast<std::uint64_t>(soma_voxel(
                                places().soma_nm[2 * std::size_t{post} + a], origin_nm, step_nm));
      }
      for (std::uint32_t s = rows.offsets[r]; s < rows.offsets[r + 1]; ++s) {
        const auto nm = [&](std::size_t a) {
          return static_cast<std::int64_t>(
              zero[a] + step[a] * static_cast<std::uint64_t>(rows.residual[kAxes[a]][s]));
        };
        visit(post, nm(0), nm(1));
      }
    }
  }

  /// Which synapses of the tile come from an analyzable axon, where connections tell.
  void find_analyzable(const SynapseRows& rows) {
    if (!sources_) return;
    from_analyzable_.assign(rows.offsets.back(), 0);
    for (std::uint32_t r = 0; r < store().rows_in_tile(tile_); ++r) {
      sources_->next();
      std::size_t at = rows.offsets[r];
      if (sources_->synapses() != rows.offsets[r + 1] - at) {
        sources_.reset();  // of connections that are not all there, or of another dataset
        return;
      }
      for (std::size_t i = 0; i < sources_->pre().size(); ++i) {
        const std::size_t end = at + sources_->counts()[i];
        if (axons()[sources_->pre()[i]] != 0) {
          std::fill(from_analyzable_.begin() + static_cast<std::ptrdiff_t>(at),
                    from_analyzable_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
        }
        at = end;
      }
    }
  }

  void count_outer() {
    std::vector<std::uint8_t> outer_bin(kEdgeBins * kEdgeBins);
    for (std::size_t bin = 0; bin < outer_bin.size(); ++bin) outer_bin[bin] = grid_->outer(bin);
    all_.outer.assign(all_.inputs.size(), 0);
    analyzable_.outer = all_.outer;
    std::size_t s = 0;  // tiles and their rows are in the order of the neurons
    for (std::size_t v = 0; v < all_.inputs.size(); ++v) {
      for (const std::size_t end = s + all_.inputs[v]; s < end; ++s) {
        const bool analyzable = (bins_[s] & kFromAnalyzable) != 0;
        const std::uint8_t outer = outer_bin[bins_[s] & (kFromAnalyzable - 1)];
        all_.outer[v] += outer;
        if (analyzable) analyzable_.outer[v] += outer;
      }
    }
    bins_ = std::vector<std::uint16_t>();  // {} would keep the memory
  }

  /// What the neurons are like by their inputs, all or some of them.
  Json neurons_json(const InputCounts& counts) const {
    Json fractions = Json::array();
    fractions.get_ref<Json::array_t&>().resize(counts.inputs.size());
    std::uint64_t with_inputs = 0, received = 0, trusted = 0;
    std::array<std::uint64_t, kEdgeFractionBars> by_fraction{};
    std::vector<double> sums(kEdgeBins * kEdgeBins, 0);
    std::vector<std::uint64_t> somata(kEdgeBins * kEdgeBins, 0);
    const auto receivers = input_.request.subset.choice().post;
    for (std::size_t v = 0; v < counts.inputs.size(); ++v) {
      const std::uint32_t inputs = counts.inputs[v], outer = counts.outer[v];
      if (inputs == 0) continue;
      const double fraction = static_cast<double>(outer) / static_cast<double>(inputs);
      fractions[v] = fraction;
      if (receivers[v] == 0) continue;
      ++with_inputs;
      received += inputs;
      if (fraction < kEdgeTrustedFraction) ++trusted;
      const std::uint64_t bar = std::uint64_t{outer} * kEdgeFractionBars / inputs;
      ++by_fraction[std::min<std::uint64_t>(bar, kEdgeFractionBars - 1)];
      const std::size_t bin = grid_->bin(places().soma_nm[2 * v], places().soma_nm[2 * v + 1]);
      sums[bin] += fraction;
      ++somata[bin];
    }
    Json json;
    json["soma_fraction"] = square(
        [&](std::size_t bin) { return ratio_json(sums[bin], static_cast<double>(somata[bin])); });
    json["soma_neurons"] = square([&](std::size_t bin) { return Json(somata[bin]); });
    json["neurons"] = {{"with_inputs", with_inputs},
                       {"inputs", received},
                       {"trusted", trusted},
                       {"by_fraction", by_fraction}};
    json["outer_fraction"] = std::move(fractions);
    return json;
  }

  Json map_json() const {
    Json map = {{"bins", kEdgeBins},
                {"fewest", kEdgeFewest},
                {"outer_z_bins", kEdgeOuterZBins},
                {"trusted_fraction", kEdgeTrustedFraction},
                {"synapses", synapses_},
                {"limits_why_not", has_limits() ? Json(kEdgeMapLimits) : Json(nullptr)},
                {"x_edges_nm", grid_->x_edges()},
                {"z_edges_nm", grid_->z_edges()}};
    map["bin_synapses"] = square([&](std::size_t bin) { return Json(grid_->counts()[bin]); });
    map["outer"] = square([&](std::size_t bin) { return Json(grid_->outer(bin) ? 1 : 0); });
    map.update(neurons_json(all_));
    map["analyzable"] = sources_ ? neurons_json(analyzable_) : Json(nullptr);
    if (!sources_) {
      map["analyzable_why_not"] =
          axons().empty() ? "The dataset does not say which axons were proofread."
                          : "Some of the connections are not here, so nobody knows of all inputs "
                            "whose they are.";
    }
    return map;
  }

  JobInput input_;
  Stage stage_ = Stage::Begin;
  std::string why_not_;
  std::uint32_t tile_ = 0;
  EdgeExtent x_nm_{std::numeric_limits<std::int64_t>::max(),
                   std::numeric_limits<std::int64_t>::min()};
  EdgeExtent z_nm_ = x_nm_;
  std::uint64_t synapses_ = 0;
  std::optional<EdgeGrid> grid_;
  std::vector<std::uint16_t> bins_;  // [synapses] in the order of their post neurons
  InputCounts all_, analyzable_;
  std::optional<SynapseSources> sources_;      // none: nobody knows of all which are analyzable
  std::vector<std::uint8_t> from_analyzable_;  // [synapses of a tile]
};

}  // namespace

void ask_edge_places(const Manifest& manifest, const NeuronTable& table, JobRequest& request) {
  if (manifest.layout != Layout::Soma || !manifest.synapse_shape.has_position) return;
  EdgePlaces places;
  places.soma_nm.resize(std::size_t{2} * table.neuron_count());
  for (std::size_t a = 0; a < 2; ++a) {
    const auto column = table.find(a == 0 ? ColumnRole::PositionX : ColumnRole::PositionZ);
    if (!column || !table.has(*column)) return;
    const auto soma_nm = table.integers(*column);
    for (std::size_t v = 0; v < soma_nm.size(); ++v) places.soma_nm[2 * v + a] = soma_nm[v];
    places.origin_nm[a] = manifest.synapse_grid.origin_nm[kAxes[a]];
    places.step_nm[a] = manifest.synapse_grid.step_nm[kAxes[a]];
  }
  request.edge_places = std::move(places);
}

std::unique_ptr<Job> edge_map_job(JobInput input) {
  return std::make_unique<EdgeMapJob>(std::move(input));
}

}  // namespace cnx
