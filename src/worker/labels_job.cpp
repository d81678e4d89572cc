// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/labels_job.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "stats/label_noise.h"
#include "stats/proportion.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

constexpr std::uint64_t kSliceEdges = 4'000'000;  // some milliseconds
constexpr double kLowShare = 0.025, kHighShare = 0.975;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// How many different labels the neurons of a side have.
std::size_t labels_of(const StatisticsRequest& subset, std::span<const std::uint8_t> side) {
  std::vector<bool> met(subset.group_count);
  for (std::size_t v = 0; v < side.size(); ++v) {
    if (side[v] != 0) met[subset.groups[v]] = true;
  }
  return static_cast<std::size_t>(std::count(met.begin(), met.end(), true));
}

/// A cell of the matrix.
struct Band {
  std::optional<Proportion> observed;
  std::optional<double> low, high, mean;  // of the draws in which the cell has pairs
  std::size_t draws = 0;

  bool wider() const { return observed && low && *high - *low > observed->high - observed->low; }
  bool outside() const {
    return observed && low && (observed->value < *low || observed->value > *high);
  }
};

class LabelsJob final : public Job {
 public:
  explicit LabelsJob(JobInput input) : input_(std::move(input)) {}

  bool advance() override {
    if (!noise_) return prepare();
    if (!noise_->advance(kSliceEdges)) return false;
    const LabelCounts& counts = noise_->counts();
    if (observed_.pairs.empty()) {
      observed_ = counts;
    } else {
      for (std::size_t cell = 0; cell < counts.pairs.size(); ++cell) {
        if (counts.pairs[cell] == 0) continue;
        drawn_[cell].push_back(static_cast<double>(counts.connections[cell]) /
                               static_cast<double>(counts.pairs[cell]));
      }
      done_ += 1;
      if (done_ == wanted()) return true;
    }
    Random random(input_.request.nulls.seed, done_);
    noise_->redraw(accuracy(), random);
    return false;
  }

  double share_done() const override {
    return static_cast<double>(done_) / static_cast<double>(wanted());
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["labels"] = nullptr;
      json["labels_why_not"] = why_not_;
      return text_of(json);
    }
    const std::size_t groups = input_.request.subset.group_count;
    std::vector<Band> bands;
    for (std::size_t cell = 0; cell < groups * groups; ++cell) bands.push_back(band(cell));
    const auto rows = [&](auto value_of) {
      Json matrix = Json::array();
      for (std::size_t row = 0; row < groups; ++row) {
        Json values = Json::array();
        for (std::size_t column = 0; column < groups; ++column) {
          values.push_back(Json(value_of(bands[row * groups + column])));
        }
        matrix.push_back(std::move(values));
      }
      return matrix;
    };
    const auto share = [&](double Proportion::*part) {
      return rows([part](const Band& one) {
        return one.observed ? Json((*one.observed).*part) : Json(nullptr);
      });
    };
    const auto count = [&](auto holds) {
      return static_cast<std::uint64_t>(std::count_if(bands.begin(), bands.end(), holds));
    };
    Json& out = json["labels"];
    out["groups"] = input_.request.group_names;
    out["sizes"] = noise_->sizes();
    out["accuracy"] = accuracy();
    out["draws"] = wanted();
    out["seed"] = input_.request.nulls.seed;
    out["probability"] = share(&Proportion::value);
    out["wilson_low"] = share(&Proportion::low);
    out["wilson_high"] = share(&Proportion::high);
    out["band_low"] = rows([](const Band& one) { return or_null(one.low); });
    out["band_high"] = rows([](const Band& one) { return or_null(one.high); });
    out["mean"] = rows([](const Band& one) { return or_null(one.mean); });
    out["draws_defined"] = rows([](const Band& one) { return one.draws; });
    out["wider"] = rows([](const Band& one) { return one.wider(); });
    out["outside"] = rows([](const Band& one) { return one.outside(); });
    out["labels_counted"] = {
        {"pre", pre_labels_}, {"post", post_labels_}, {"dataset", dataset_labels_}};
    const std::string sentence = caveat();
    out["caveat"] = sentence.empty() ? Json(nullptr) : Json(sentence);
    out["cells"] = count([](const Band& one) { return one.observed && one.low; });
    out["cells_wider"] = count([](const Band& one) { return one.wider(); });
    out["cells_outside"] = count([](const Band& one) { return one.outside(); });
    return text_of(json);
  }

 private:
  std::uint32_t wanted() const { return std::min(input_.request.nulls.controls, kMaxLabelDraws); }
  double accuracy() const { return input_.request.labels.accuracy_percent / 100.0; }

  /// What the bands leave out: who is counted does not change with the labels. Empty: nothing.
  std::string caveat() const {
    const std::size_t fewer = std::min(pre_labels_, post_labels_);
    if (fewer == 0 || fewer == dataset_labels_) return {};
    const std::string sides = input_.request.subset.one_set()
                                  ? std::to_string(pre_labels_)
                                  : std::to_string(pre_labels_) + " (pre) and " +
                                        std::to_string(post_labels_) + " (post)";
    return "Labels are exchanged among the counted neurons alone, which have " + sides +
           " of the dataset's " + std::to_string(dataset_labels_) +
           ". If they were chosen by these labels, wrong ones change who is chosen, too: the bands "
           "are then too narrow.";
  }

  Band band(std::size_t cell) const {
    Band made;
    made.observed = wilson_proportion(observed_.connections[cell], observed_.pairs[cell]);
    std::vector<double> values = drawn_[cell];
    made.draws = values.size();
    if (values.empty()) return made;
    double sum = 0;
    for (const double value : values) sum += value;
    made.mean = sum / static_cast<double>(values.size());
    std::sort(values.begin(), values.end());
    made.low = quantile(values, kLowShare);
    made.high = quantile(values, kHighShare);
    return made;
  }

  bool prepare() {
    const StatisticsRequest& subset = input_.request.subset;
    if (!input_.request.groups_why_not.empty()) {
      why_not_ = input_.request.groups_why_not;
    } else if (subset.groups.empty()) {
      why_not_ = "There are no classes whose labels could be wrong.";
    } else if (!subset.post_groups.empty()) {
      why_not_ = "Rows and columns are by different columns; labels are drawn for one.";
    } else if (subset.group_count > kMaxNoisyLabels) {
      why_not_ = "There are too many classes: " + std::to_string(kMaxNoisyLabels) +
                 " are the most that labels are drawn for. Choose another column for the groups.";
    } else if (input_.request.labels.accuracy_percent == 0) {
      why_not_ = kNoAccuracy;
    } else {
      count_labels();
    }
    if (!why_not_.empty()) return true;
    const ConnectionGraph& connections = *input_.connections;
    noise_.emplace(connections.edges.view(), connections.synapse_counts, subset.choice(),
                   subset.groups, subset.group_count);
    drawn_.resize(std::size_t{subset.group_count} * subset.group_count);
    return false;
  }

  void count_labels() {
    const StatisticsRequest& subset = input_.request.subset;
    std::vector<std::uint8_t> either(subset.groups.size(), 1);
    dataset_labels_ = labels_of(subset, either);
    const EdgeChoice choice = subset.choice();
    pre_labels_ = labels_of(subset, choice.pre);
    post_labels_ = labels_of(subset, choice.post);
    for (std::size_t v = 0; v < either.size(); ++v) either[v] = choice.pre[v] | choice.post[v];
    if (labels_of(subset, either) == 1) why_not_ = kOneLabel;
  }

  JobInput input_;
  std::string why_not_;
  std::size_t pre_labels_ = 0, post_labels_ = 0, dataset_labels_ = 0;  // different ones
  std::optional<LabelNoise> noise_;
  LabelCounts observed_;                    // empty: not counted yet
  std::vector<std::vector<double>> drawn_;  // [cells] probabilities of the draws that have pairs
  std::uint32_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> labels_job(JobInput input) {
  return std::make_unique<LabelsJob>(std::move(input));
}

}  // namespace cnx
