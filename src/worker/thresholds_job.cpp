#include "worker/thresholds_job.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "worker/sweep_counter.h"

namespace cnx {
namespace {

constexpr const char* kNoCounts =
    "Every connection of this dataset has one synapse, as where only who is connected is known: "
    "there is no other threshold to try.";

class ThresholdsJob final : public Job {
 public:
  explicit ThresholdsJob(JobInput input) : input_(std::move(input)), versions_(input_) {
    const std::uint32_t in_use = input_.request.subset.min_synapses;
    if (in_use > wanted()) {
      first_ = std::min(in_use - wanted() / 2, UINT32_MAX - (wanted() - 1));
    }
    in_use_ = in_use > first_ ? in_use - first_ : 0;
  }

  bool advance() override {
    if (!judged_) {
      judged_ = true;
      const auto& counts = input_.connections->synapse_counts;
      const bool told =
          std::any_of(counts.begin(), counts.end(), [](std::uint32_t count) { return count != 1; });
      if (!told && !counts.empty()) why_not_ = kNoCounts;
    }
    if (!why_not_.empty()) return true;
    if (!versions_.busy()) {
      EdgeChoice choice = input_.request.subset.choice();
      choice.min_weight = first_ + static_cast<std::uint32_t>(versions_.counted());
      versions_.begin(choice);
      return false;
    }
    return versions_.advance() && versions_.counted() == wanted();
  }

  double share_done() const override { return static_cast<double>(versions_.counted()) / wanted(); }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["thresholds"] = nullptr;
      json["thresholds_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["thresholds"];
    out["min_synapses"] = Json::array();
    for (std::uint32_t i = 0; i < versions_.counted(); ++i)
      out["min_synapses"].push_back(first_ + i);
    versions_.put(out, in_use_);
    return text_of(json);
  }

  std::string partial_json() const override {
    return versions_.counted() == 0 ? std::string() : json();
  }

 private:
  std::uint32_t wanted() const { return input_.request.thresholds; }

  JobInput input_;
  bool judged_ = false;  // whether the dataset tells numbers of synapses
  std::string why_not_;
  std::uint32_t first_ = 1;
  std::size_t in_use_ = 0;
  SweepCounter versions_;
};

}  // namespace

std::unique_ptr<Job> thresholds_job(JobInput input) {
  return std::make_unique<ThresholdsJob>(std::move(input));
}

}  // namespace cnx
