// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/erosion_job.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/units.h"
#include "stats/border_distance.h"
#include "worker/distance_job.h"
#include "worker/sweep_counter.h"

namespace cnx {
namespace {

constexpr std::size_t kMostBins = 40;  // of the profile: a millimeter in steps of 25 µm

/// Mean of n numbers from their sum, and its standard error from the sum of their squares.
Json mean_json(std::uint64_t sum, std::uint64_t n) {
  return ratio_json(static_cast<double>(sum), static_cast<double>(n));
}
Json error_json(std::uint64_t sum, std::uint64_t squares, std::uint64_t n) {
  if (n < 2) return nullptr;
  const auto count = static_cast<double>(n);
  const double mean = static_cast<double>(sum) / count;
  const double variance =
      std::fmax(0.0, (static_cast<double>(squares) - count * mean * mean) / (count - 1));
  return std::sqrt(variance / count);
}

class ErosionJob final : public Job {
 public:
  explicit ErosionJob(JobInput input) : input_(std::move(input)), versions_(input_) {}

  bool advance() override {
    if (distances_.empty()) return prepare();
    if (!versions_.busy()) {
      erode();
      versions_.begin({pre_, one_set() ? pre_ : post_, subset().min_synapses});
      return false;
    }
    return versions_.advance() && versions_.counted() == wanted_;
  }

  double share_done() const override {
    return static_cast<double>(versions_.counted()) / static_cast<double>(wanted_);
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["erosion"] = nullptr;
      json["erosion_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["erosion"];
    out["um"] = Json::array();
    for (std::size_t i = 0; i < versions_.counted(); ++i) out["um"].push_back(i * step_um_);
    out["step_um"] = step_um_;
    out["deepest_um"] = deepest_um_;
    versions_.put(out, 0);
    Json& partners = out["partners"];
    for (const char* key :
         {"from_um", "neurons", "mean_inputs", "inputs_error", "mean_outputs", "outputs_error"}) {
      partners[key] = Json::array();
    }
    for (std::size_t k = 0; k < profile_.size(); ++k) {
      const BorderBin& bin = profile_[k];
      partners["from_um"].push_back(k * step_um_);
      partners["neurons"].push_back(bin.neurons);
      partners["mean_inputs"].push_back(mean_json(bin.inputs, bin.neurons));
      partners["inputs_error"].push_back(error_json(bin.inputs, bin.input_squares, bin.neurons));
      partners["mean_outputs"].push_back(mean_json(bin.outputs, bin.neurons));
      partners["outputs_error"].push_back(error_json(bin.outputs, bin.output_squares, bin.neurons));
    }
    return text_of(json);
  }

  std::string partial_json() const override {
    return versions_.counted() == 0 ? std::string() : json();
  }

 private:
  const StatisticsRequest& subset() const { return input_.request.subset; }
  bool one_set() const { return subset().one_set(); }

  bool prepare() {
    if (input_.request.positions_nm.empty()) {
      why_not_ = "The dataset has no soma positions, so there is no border.";
      return true;
    }
    const PositionColumns positions(input_.request.positions_nm);
    distances_ = border_distances(positions.x_nm, positions.z_nm);
    for (double& distance : distances_) distance /= kNmPerUm;
    const EdgeChoice choice = subset().choice();
    for (std::size_t v = 0; v < distances_.size(); ++v) {
      if ((choice.pre[v] | choice.post[v]) != 0) deepest_um_ = std::max(deepest_um_, distances_[v]);
    }
    // The volume's own size decides how fine: the same steps for every choice of neurons.
    const double volume_um = *std::max_element(distances_.begin(), distances_.end());
    if (volume_um < kErosionSteps) {
      why_not_ = "Seen along y, the somata have no area that a rim could be cut from.";
      return true;
    }
    step_um_ = std::min(kErosionStep_um, static_cast<std::uint32_t>(volume_um / kErosionSteps));
    const auto reached = static_cast<std::uint32_t>(deepest_um_ / step_um_);
    wanted_ = 1 + std::min(kErosionSteps, reached);
    profile_ =
        border_profile(input_.connections->edges.view(), input_.connections->synapse_counts, choice,
                       distances_, step_um_, std::min<std::size_t>(kMostBins, reached + 1));
    return false;
  }

  /// The neurons that are left in the next version.
  void erode() {
    const auto least = static_cast<double>(versions_.counted() * step_um_);
    const auto cut = [&](const std::vector<std::uint8_t>& whole) {
      std::vector<std::uint8_t> left = whole;
      for (std::size_t v = 0; v < left.size(); ++v) {
        if (distances_[v] < least) left[v] = 0;
      }
      return left;
    };
    pre_ = cut(subset().chosen);
    if (!one_set()) post_ = cut(subset().post);
  }

  JobInput input_;
  std::string why_not_;
  std::vector<double> distances_;  // [neurons] µm; empty: not prepared yet
  double deepest_um_ = 0;
  std::uint32_t step_um_ = kErosionStep_um;
  std::size_t wanted_ = 1;
  std::vector<std::uint8_t> pre_, post_;  // of the version that is counted
  SweepCounter versions_;
  std::vector<BorderBin> profile_;
};

}  // namespace

std::unique_ptr<Job> erosion_job(JobInput input) {
  return std::make_unique<ErosionJob>(std::move(input));
}

}  // namespace cnx
