// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/compare_job.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stats/empirical_test.h"
#include "stats/modularity.h"
#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "stats/null_models.h"
#include "worker/compared.h"
#include "worker/job_json.h"
#include "worker/nulls_job.h"

namespace cnx {
namespace {

// What takes long is counted of so many permutations, or of one in kCostlyShare.
constexpr std::uint32_t kLeastCostlyPermutations = 199, kCostlyShare = 5;

constexpr std::uint64_t kSliceDeals = 2'000'000;  // neurons and edges looked at: some milliseconds

class CompareJob final : public Job {
 public:
  explicit CompareJob(JobInput input)
      : input_(std::move(input)), wanted_(input_.request.nulls.controls) {}

  bool advance() override {
    switch (stage_) {
      case Stage::Prepare: return prepare();
      case Stage::Observe: return measure_both() && take_observed();
      case Stage::Deal: return deal();
      case Stage::Measure:
        if (!measuring_) {
          Random random(input_.request.nulls.seed, costly_done_);
          compared_->deal(random);
          begin();
        }
        if (!measure_both()) return false;
        take_down(plain_count_, costly(0), costly(1));
        for (std::size_t k = 0; k < bin_tests_.size(); ++k) {
          bin_tests_[k].add(bin_share(0, k) - bin_share(1, k));
        }
        ++costly_done_;
        return costly_done_ == costly_wanted();
    }
    return true;
  }

  double share_done() const override {
    const double dealt = static_cast<double>(done_) / std::max(1u, wanted_);
    if (!measures()) return dealt;
    constexpr double kDealing = 0.2;  // measuring takes longer
    return kDealing * dealt +
           (1 - kDealing) * static_cast<double>(costly_done_) / std::max(1u, costly_wanted());
  }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["comparison"] = nullptr;
      json["comparison_why_not"] = why_not_;
      return text_of(json);
    }
    Json& out = json["comparison"];
    compared_->put(out);
    out["permutations"] = wanted_;
    if (const std::string no_deal = compared_->no_deal(); !no_deal.empty()) {
      out["permutations_why_not"] = no_deal;
    }
    out["permutations_done"] = done_;
    out["seed"] = input_.request.nulls.seed;
    if (measures()) {
      out["costly_permutations"] = costly_wanted();
      out["costly_permutations_done"] = costly_done_;
    }
    if (choice().structure && !has_modularity_) {
      out["modularity_why_not"] = compared_->no_modularity();
    }
    put_places(out, input_.request, too_far_);
    put_size_terms(out, input_);
    if (choice().simplices || choice().participation) out["simplices_truncated"] = truncated_;
    std::vector<double> p_values;
    for (const EmpiricalTest& test : tests_) {
      if (has_p(test)) p_values.push_back(test.p());
    }
    const std::vector<double> adjusted = benjamini_hochberg(p_values);
    std::size_t next = 0;
    for (std::size_t s = 0; s < names_.size(); ++s) {
      const EmpiricalTest& test = tests_[s];
      const bool tested = has_p(test);
      const double a = observed_[0][s].number(), b = observed_[1][s].number();
      Json values = Json::array();
      for (const double value : values_[s]) values.push_back(real_json(value));
      Json& told = out["statistics"][names_[s]];
      for (const unsigned which : {0u, 1u}) {
        const std::string set = which == 0 ? "a" : "b";
        const std::optional<Interval>& ends = intervals_[which][s];
        told[set] = real_json(observed_[which][s].number());
        told[set + "_n"] = static_cast<std::uint64_t>(observed_[which][s].n);
        told[set + "_low"] = ends ? Json(ends->low) : Json(nullptr);
        told[set + "_high"] = ends ? Json(ends->high) : Json(nullptr);
      }
      told.update(Json{{"difference", real_json(a - b)},
                       {"ratio", real_json(a / b)},
                       {"permutations", test.controls()},
                       {"mean", test.controls() > 0 ? Json(test.mean()) : Json(nullptr)},
                       {"sd", test.controls() > 1 ? Json(test.sd()) : Json(nullptr)},
                       {"z", real_json(test.z())},
                       {"p_high", tested ? Json(test.p_high()) : Json(nullptr)},
                       {"p_low", tested ? Json(test.p_low()) : Json(nullptr)},
                       {"p", tested ? Json(test.p()) : Json(nullptr)},
                       {"q", tested ? Json(adjusted[next++]) : Json(nullptr)},
                       {"values", std::move(values)}});
    }
    put_cells(out);
    put_bins(out);
    if (const auto difference = compared_->difference()) {
      Json& probability = out["statistics"]["connection_probability"];
      probability["difference_low"] = difference->low;
      probability["difference_high"] = difference->high;
    }
    return text_of(json);
  }

  std::string partial_json() const override { return done_ > 0 ? json() : std::string(); }

 private:
  enum class Stage : std::uint8_t { Prepare, Observe, Deal, Measure };

  std::uint32_t costly_wanted() const {
    return std::min(wanted_, std::max(kLeastCostlyPermutations, wanted_ / kCostlyShare));
  }
  MeasureChoice choice() const { return measure_choice(input_.request); }
  /// Whether something takes longer than to deal out often.
  bool measures() const { return choice().any() || input_.each_synapse; }

  static bool has_p(const EmpiricalTest& test) {
    return test.controls() > 0 && std::isfinite(test.observed());
  }

  bool prepare() {
    compared_ = make_compared(input_);
    why_not_ = compared_->why_not();
    if (!why_not_.empty()) return true;
    if (!compared_->no_deal().empty()) wanted_ = 0;
    compared_->observe();
    for (const unsigned which : {0u, 1u}) observed_[which] = compared_->plain(which);
    plain_count_ = observed_[0].size();
    beside_count_ = measures_of(compared_->totals(0), MeasureScale::Shares, {}).size();
    if (asks_for_cells()) take_observed_cells();
    if (!measures()) return take_observed();
    has_modularity_ = choice().structure && compared_->no_modularity().empty();
    begin();
    stage_ = Stage::Observe;
    return false;
  }

  /// What the comparison has dealt is to be measured.
  void begin() {
    totals_ = {compared_->totals(0), compared_->totals(1)};
    which_ = 0;
    measuring_ = true;
  }

  /// A slice of both networks, one after the other; true when both are measured.
  bool measure_both() {
    NetworkTotals& totals = totals_[which_];
    if (!measurer_) {
      network_ = compared_->network(which_);
      totals.vertices = network_.half.vertex_count();
      if (input_.each_synapse) totals.each_synapse = compared_->each_synapse(which_);
      if (has_modularity_) {
        totals.groups = group_totals(network_.half, groups(), input_.request.subset.group_count);
      }
      if (choice().places()) positions_nm_ = positions();
      MeasureBase base;
      base.sides = {network_.pre, network_.post};
      base.places = {positions_nm_, input_.request.distance.bin_nm};
      measurer_.emplace(std::move(network_.half), choice(), base);
      return false;
    }
    if (!measurer_->advance(kSliceWork)) return false;
    measurer_->put(totals);
    measurer_.reset();
    truncated_ = truncated_ || totals.truncated();
    if (++which_ < 2) return false;
    measuring_ = false;
    return true;
  }

  std::vector<std::int32_t> positions() const {
    const auto& all = input_.request.positions_nm;
    std::vector<std::int32_t> positions;
    for (const Vertex v : network_.original) {
      const auto first = all.begin() + 3 * static_cast<std::ptrdiff_t>(v);
      positions.insert(positions.end(), first, first + 3);
    }
    return positions;
  }

  std::vector<std::uint16_t> groups() const {
    std::vector<std::uint16_t> groups;
    for (const Vertex v : network_.original) {
      groups.push_back(input_.request.subset.groups[v]);
    }
    return groups;
  }

  /// What was asked for besides the plain numbers, of the totals at hand.
  std::vector<NetworkMeasure> costly(unsigned which) const {
    std::vector<NetworkMeasure> list = measures_of(totals_[which], MeasureScale::Shares, largest_);
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(beside_count_));
    return list;
  }

  /// True when that is all.
  bool take_observed() {
    largest_ = widest(largest_simplices(totals_[0]), largest_simplices(totals_[1]));
    for (const unsigned which : {0u, 1u}) {
      too_far_ = too_far_ || (totals_[which].distance && totals_[which].distance->too_far);
      if (measures()) {
        for (NetworkMeasure& one : costly(which)) observed_[which].push_back(std::move(one));
      }
      for (const NetworkMeasure& one : observed_[which]) {
        intervals_[which].push_back(compared_->interval(which, one, totals_[which]));
      }
    }
    for (std::size_t s = 0; s < observed_[0].size(); ++s) {
      names_.push_back(observed_[0][s].name);
      tests_.push_back(difference_test(observed_[0][s].number(), observed_[1][s].number()));
    }
    values_.resize(names_.size());
    for (std::size_t k = 0; k < bins(); ++k) {
      bin_tests_.push_back(difference_test(bin_share(0, k), bin_share(1, k)));
    }
    for (const unsigned which : {0u, 1u}) {
      if (totals_[which].distance) falls_[which] = *totals_[which].distance;
    }
    stage_ = Stage::Deal;
    return wanted_ == 0;
  }

  static EmpiricalTest difference_test(double a, double b) {
    return EmpiricalTest(a - b, kTieOfSum * (std::abs(a) + std::abs(b)));
  }
  static double share(std::uint64_t part, std::uint64_t whole) {
    return NetworkMeasure{{}, {static_cast<double>(part), static_cast<double>(whole)}}.number();
  }

  /// Bins of distance that either has.
  std::size_t bins() const {
    std::size_t bins = 0;
    for (const NetworkTotals& totals : totals_) {
      if (totals.distance) bins = std::max(bins, totals.distance->pairs.size());
    }
    return bins;
  }
  /// The connection probability in a bin, of the totals at hand.
  double bin_share(unsigned which, std::size_t bin) const {
    const DistanceFall& fall = *totals_[which].distance;
    return bin < fall.pairs.size() ? share(fall.edges[bin], fall.pairs[bin]) : share(0, 0);
  }

  bool asks_for_cells() const { return input_.request.nulls.classes; }
  bool has_cells() const {
    return asks_for_cells() && input_.request.groups_why_not.empty() &&
           groups_.names.size() <= kMaxBlockGroups;
  }

  void take_observed_cells() {
    groups_ = present_groups(input_.request.subset, compared_->members());
    if (!has_cells()) return;
    const auto count = static_cast<std::uint32_t>(groups_.names.size());
    cells_ = compared_->cells(groups_.code, count);
    // Who never sends, or never receives, has no row or no column.
    std::vector<std::uint8_t> sends(count, 0), receives(count, 0);
    for (std::uint32_t a = 0; a < count; ++a) {
      for (std::uint32_t b = 0; b < count; ++b) {
        const std::size_t at = std::size_t{a} * count + b;
        if (cells_[0].pairs[at] + cells_[1].pairs[at] > 0) sends[a] = receives[b] = 1;
      }
    }
    for (std::uint32_t g = 0; g < count; ++g) {
      if (sends[g] != 0) rows_.push_back(g);
      if (receives[g] != 0) columns_.push_back(g);
    }
    for_each_cell([&](std::size_t at) {
      cell_tests_.push_back(difference_test(share(cells_[0].connections[at], cells_[0].pairs[at]),
                                            share(cells_[1].connections[at], cells_[1].pairs[at])));
    });
  }

  template <typename Visit>
  void for_each_cell(Visit visit) const {
    for (const std::uint32_t a : rows_) {
      for (const std::uint32_t b : columns_) visit(a * groups_.names.size() + b);
    }
  }

  void take_down_cells() {
    const auto cells =
        compared_->cells(groups_.code, static_cast<std::uint32_t>(groups_.names.size()));
    std::size_t next = 0;
    for_each_cell([&](std::size_t at) {
      cell_tests_[next++].add(share(cells[0].connections[at], cells[0].pairs[at]) -
                              share(cells[1].connections[at], cells[1].pairs[at]));
    });
  }

  void put_cells(Json& out) const {
    if (!asks_for_cells()) return;
    if (!has_cells()) {
      const std::string& no_groups = input_.request.groups_why_not;
      out["class_matrix"] = nullptr;
      out["class_matrix_why_not"] = no_groups.empty() ? kTooManyCells : no_groups;
      return;
    }
    Json& matrix = out["class_matrix"];
    const auto names_of = [&](const std::vector<std::uint32_t>& codes) {
      Json names = Json::array();
      for (const std::uint32_t code : codes) {
        names.push_back(input_.request.group_names[groups_.names[code]]);
      }
      return names;
    };
    matrix["groups"] = names_of(rows_);
    matrix["post_groups"] = names_of(columns_);
    for (const auto& [key, which] : {std::pair{"a", 0u}, std::pair{"b", 1u}}) {
      std::vector<std::uint64_t> connections, pairs;
      std::vector<double> probability;
      const GroupCells& cells = cells_[which];
      for_each_cell([&](std::size_t at) {
        connections.push_back(cells.connections[at]);
        pairs.push_back(cells.pairs[at]);
        probability.push_back(share(connections.back(), pairs.back()));
      });
      matrix[key] = {{"connections", rows_json(connections, columns_.size())},
                     {"pairs", rows_json(pairs, columns_.size())},
                     {"probability", rows_json(probability, columns_.size())}};
    }
    put_tests(matrix, "difference", cell_tests_, columns_.size());
  }

  void put_bins(Json& out) const {
    if (bin_tests_.empty()) return;
    Json& profile = out["distance_profile"];
    profile["bin_um"] = static_cast<double>(input_.request.distance.bin_nm) / 1000;
    for (const auto& [key, which] : {std::pair{"a", 0u}, std::pair{"b", 1u}}) {
      const DistanceFall& fall = falls_[which];
      std::vector<double> probability;
      for (std::size_t k = 0; k < fall.pairs.size(); ++k) {
        probability.push_back(share(fall.edges[k], fall.pairs[k]));
      }
      profile[key] = {{"connected", fall.edges},
                      {"pairs", fall.pairs},
                      {"probability", rows_json(probability, 0)}};
    }
    put_tests(profile, "difference", bin_tests_, 0);
  }

  /// Takes down the differences of a deal, those of the numbers from `first` on.
  void take_down(std::size_t first, const std::vector<NetworkMeasure>& a,
                 const std::vector<NetworkMeasure>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double difference = a[i].number() - b[i].number();
      tests_[first + i].add(difference);
      values_[first + i].push_back(difference);
    }
  }

  bool deal() {
    std::uint64_t work = 0;
    while (done_ < wanted_ && work < kSliceDeals) {
      Random random(input_.request.nulls.seed, done_);
      compared_->deal(random);
      take_down(0, compared_->plain(0), compared_->plain(1));
      if (has_cells()) take_down_cells();
      done_ += 1;
      work += compared_->work() + 1;
    }
    if (done_ < wanted_) return false;
    if (!measures()) return true;
    stage_ = Stage::Measure;
    return false;
  }

  JobInput input_;
  std::uint32_t wanted_;  // permutations
  std::string why_not_;
  std::unique_ptr<Compared> compared_;
  Stage stage_ = Stage::Prepare;
  std::vector<std::string> names_;  // those that are dealt often, then the rest
  std::size_t plain_count_ = 0;     // of the former
  std::size_t beside_count_ = 0;    // of measures that totals have before more is counted
  std::array<std::vector<NetworkMeasure>, 2> observed_;            // [A, B][names]
  std::array<std::vector<std::optional<Interval>>, 2> intervals_;  // the same
  std::vector<EmpiricalTest> tests_;                               // [names], of differences
  std::vector<std::vector<double>> values_;  // [names] differences, by permutation

  PresentGroups groups_;                       // of the cells of the class matrix
  std::vector<std::uint32_t> rows_, columns_;  // codes of those
  std::array<GroupCells, 2> cells_;            // of A and B as they are
  std::vector<EmpiricalTest> cell_tests_;      // [rows * columns], of differences
  std::array<DistanceFall, 2> falls_;          // of A and B as they are
  std::vector<EmpiricalTest> bin_tests_;       // by bin of distance, of differences

  bool measuring_ = false;                  // networks of the deal at hand
  unsigned which_ = 0;                      // of the two
  ComparedNetwork network_;                 // that one, but for its edges
  std::array<NetworkTotals, 2> totals_;     // of both
  std::vector<std::int32_t> positions_nm_;  // of that one, for the lengths
  std::optional<NetworkMeasurer> measurer_;
  SimplexDimensions largest_;  // of the simplices of either
  bool has_modularity_ = false, truncated_ = false;
  bool too_far_ = false;  // neurons of one, for bins of distance
  std::uint32_t costly_done_ = 0;
  std::uint32_t done_ = 0;
};

}  // namespace

std::unique_ptr<Job> compare_job(JobInput input) {
  return std::make_unique<CompareJob>(std::move(input));
}

}  // namespace cnx
