#include "worker/analyzable_beside.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "worker/job_json.h"
#include "worker/statistics_json.h"

namespace cnx {
namespace {

std::size_t count_ones(std::span<const std::uint8_t> mask) {
  return static_cast<std::size_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
}

bool has_two_blocks(const JobRequest& request) {
  return request.statistic == Statistic::Compare && request.block_b.any();
}
bool has_two_sets(const JobRequest& request) {
  return request.statistic == Statistic::Compare && !request.block_b.any() &&
         !request.subset.one_set();
}

/// The same block with the analyzable pre neurons alone.
BlockMasks analyzable_block(BlockMasks block, std::span<const std::uint8_t> analyzable) {
  for (std::size_t v = 0; v < block.pre.size(); ++v) block.pre[v] &= analyzable[v];
  return block;
}

constexpr const char* kNobodySays = "The dataset does not say which axons were proofread.";
constexpr const char* kTheSame =
    "Every axon that counts here is analyzable, so the numbers on analyzable axons are the same.";

/// Why there is nothing to count beside one set, or a block; empty when there is.
std::string why_not(const StatisticsRequest& all, const StatisticsRequest& part) {
  const std::size_t analyzable = count_ones(part.chosen);
  if (all.one_set() && analyzable < 2) {
    return "Fewer than two of these neurons have an analyzable axon.";
  }
  if (analyzable == 0) return "None of the sending neurons has an analyzable axon.";
  return analyzable < count_ones(all.chosen) ? "" : kTheSame;
}

/// The same of any statistic. `part`, `block_b`: of the same request.
std::string why_not(const JobRequest& request, const StatisticsRequest& part,
                    const BlockMasks& block_b) {
  const StatisticsRequest& all = request.subset;
  if (request.statistic != Statistic::Compare) return why_not(all, part);
  if (has_two_blocks(request)) {
    if (count_ones(part.chosen) == 0 || count_ones(block_b.pre) == 0) {
      return "A block has no sending neuron with an analyzable axon.";
    }
    return part.chosen != all.chosen || block_b != request.block_b ? "" : kTheSame;
  }
  if (!has_two_sets(request)) return "There is no second set of neurons to compare with.";
  if (std::min(count_ones(part.chosen), count_ones(part.post)) < 2) {
    return "A set has fewer than two neurons with an analyzable axon.";
  }
  return part.chosen != all.chosen || part.post != all.post ? "" : kTheSame;
}

/// A JSON object with members behind its own. Precondition: `json` is an object with members.
std::string with_text(std::string json, const std::string& members) {
  CNX_CHECK(json.size() > 2 && json.back() == '}');
  json.back() = ',';
  return json + members + "}";
}

/// The chosen connections alone, where they are few of all; else null. O(vertices + edges of pre).
std::shared_ptr<const ConnectionGraph> few_connections(const ConnectionGraph& all,
                                                       const EdgeChoice& choice) {
  constexpr std::size_t kFewShare = 8;
  const CsrHalf& out = all.edges.out;
  ConnectionGraph few;
  CsrHalf half;
  half.offsets.reserve(out.offsets.size());
  for (Vertex u = 0; u < out.vertex_count(); ++u) {
    for (std::uint32_t e = out.offsets[u]; choice.pre[u] && e < out.offsets[u + 1]; ++e) {
      if (!choice.post[out.targets[e]]) continue;
      half.targets.push_back(out.targets[e]);
      few.synapse_counts.push_back(all.synapse_counts[e]);
    }
    if (half.targets.size() * kFewShare > out.targets.size()) return nullptr;
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  few.edges = graph_from_out_half(std::move(half));
  return std::make_shared<const ConnectionGraph>(std::move(few));
}

class AnalyzableBeside final : public Job {
 public:
  AnalyzableBeside(MakeJob make, JobInput input) : make_(make) {
    JobRequest& request = input.request;
    if (request.subset.analyzable_axon.empty()) {
      why_not_ = kNobodySays;
    } else {
      StatisticsRequest part = analyzable_part(request.subset, has_two_sets(request));
      // Whoever receives in the block of one set still does.
      if (has_two_blocks(request) && part.one_set()) part.post = request.subset.chosen;
      BlockMasks block_b = analyzable_block(request.block_b, request.subset.analyzable_axon);
      why_not_ = why_not(request, part, block_b);
      if (why_not_.empty()) {
        first_share_ = share_of_first(request.subset, part);
        second_ = std::make_unique<JobInput>(input);
        second_->request.subset = std::move(part);
        second_->request.block_b = std::move(block_b);
        second_->request.per_neuron = false;
        second_->analyzable_alone = true;
        if (frees_connections(second_->request)) {
          const EdgeChoice choice = second_->request.subset.choice();
          if (auto few = few_connections(*input.connections, choice)) {
            second_->connections = std::move(few);
          }
        }
      }
    }
    job_ = make_(std::move(input));
  }

  bool advance() override {
    if (!job_->advance()) return false;
    if (!second_) return true;
    all_json_ = job_->json();
    job_.reset();  // before the other has graphs of its own
    job_ = make_(std::move(*second_));
    second_.reset();
    return false;
  }

  double share_done() const override {
    const double done = job_->share_done();
    if (!all_json_.empty()) return first_share_ + (1 - first_share_) * done;
    return second_ ? first_share_ * done : done;
  }

  std::string json() const override {
    if (!all_json_.empty()) return with_text(all_json_, "\"analyzable\":" + job_->json());
    return with_text(job_->json(),
                     "\"analyzable\":null,\"analyzable_why_not\":" + text_of(Json(why_not_)));
  }

  std::string partial_json() const override {
    std::string partial = job_->partial_json();
    if (all_json_.empty()) return partial;
    const bool told = std::exchange(told_, true);
    if (!partial.empty()) return with_text(all_json_, "\"analyzable\":" + partial);
    // It may be long, and nothing about it changes.
    return told ? std::string() : all_json_;
  }

  bool has_news() const override { return !all_json_.empty() && !told_; }

 private:
  /// Of the work, the part of the first: as if it were in proportion to the pre neurons.
  static double share_of_first(const StatisticsRequest& all, const StatisticsRequest& part) {
    const auto n = static_cast<double>(count_ones(all.chosen)),
               analyzable = static_cast<double>(count_ones(part.chosen));
    return n / (n + analyzable);
  }

  MakeJob make_;
  std::string why_not_;               // empty: there is something to count beside
  double first_share_ = 1;            // of the work
  std::unique_ptr<JobInput> second_;  // until it begins
  std::unique_ptr<Job> job_;          // the first, then the second
  std::string all_json_;              // of the first, once the second has begun
  mutable bool told_ = false;         // that
};

}  // namespace

StatisticsRequest analyzable_part(StatisticsRequest subset, bool both_sides) {
  const std::vector<std::uint8_t>& analyzable = subset.analyzable_axon;
  CNX_CHECK(analyzable.size() == subset.chosen.size());
  for (std::size_t v = 0; v < analyzable.size(); ++v) subset.chosen[v] &= analyzable[v];
  for (std::size_t v = 0; both_sides && v < subset.post.size(); ++v) {
    subset.post[v] &= analyzable[v];
  }
  return subset;
}

AnalyzableCounts analyzable_counts(const StatisticsRequest& subset) {
  AnalyzableCounts counts;
  if (subset.analyzable_axon.empty()) {
    counts.why_not = kNobodySays;
    return counts;
  }
  counts.request = analyzable_part(subset, false);
  counts.request.groups.clear();
  counts.request.post_groups.clear();
  counts.request.group_count = 1;
  counts.request.post_group_count = 0;
  counts.why_not = why_not(subset, counts.request);
  return counts;
}

std::unique_ptr<Job> analyzable_beside(MakeJob make, JobInput input) {
  return std::make_unique<AnalyzableBeside>(make, std::move(input));
}

AnalyzablePart take_analyzable(std::string& text) {
  Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  AnalyzablePart part;
  if (!json.contains("analyzable")) return part;
  if (json["analyzable"].is_object()) {
    part.json = text_of(json["analyzable"]);
    const Json& about = json["analyzable"]["about"];
    part.pre_neurons = about["pre_neurons"].get<std::uint64_t>();
    part.block =
        about["pre_neurons"] != about["neurons"] || about["post_neurons"] != about["neurons"];
  } else {
    part.why_not = json["analyzable_why_not"].get<std::string>();
  }
  json.erase("analyzable");
  json.erase("analyzable_why_not");
  text = text_of(json);
  return part;
}

void AnalyzableMembers::add(const AnalyzablePart& part) {
  if (why_not_.empty()) why_not_ = part.why_not;
  if (part.json.empty()) return;
  members_ = members_.empty() ? part.json : with_members(std::move(members_), part.json);
}

std::string AnalyzableMembers::json() const {
  if (!members_.empty()) {
    std::string all = members_;
    if (!why_not_.empty())
      all = with_text(std::move(all), "\"why_not\":" + text_of(Json(why_not_)));
    return "{\"analyzable\":" + all + "}";
  }
  if (why_not_.empty()) return "{}";
  return "{\"analyzable\":null,\"analyzable_why_not\":" + text_of(Json(why_not_)) + "}";
}

}  // namespace cnx
