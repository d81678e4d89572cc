#include "commands/stats_question.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

Json name_of(const Manifest& manifest, std::optional<std::uint32_t> column) {
  return column ? Json(manifest.columns[*column].name) : Json(nullptr);
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json or_null(std::optional<std::uint32_t> number) { return number ? Json(*number) : Json(nullptr); }

}  // namespace

std::string stats_question_json(const Manifest& manifest, const StatsOptions& options,
                                const StatsQuestionInput& input) {
  std::vector<std::string> statistics = options.statistics;
  const bool triads = std::find(statistics.begin(), statistics.end(), "triads") != statistics.end();
  if (options.null_triads && !triads) statistics.emplace_back("triads");
  Json question = {
      {"dataset", manifest.dataset_name},
      {"fingerprint", hash_to_hex(manifest.fingerprint)},
      {"source_file", manifest.source_file},
      {"source_group", manifest.source_group},
      {"neurons_of_dataset", manifest.neuron_count},
      {"parts", std::vector<std::string>(input.parts.begin(), input.parts.end())},
      {"where", options.where},
      {"where_ids", nullptr},
      {"and_where_post", options.and_where_post},
      {"and_where_b", options.and_where_b},
      {"and_where_b_post", options.and_where_b_post},
      {"min_synapses", options.min_synapses},
      {"min_mean_size", options.min_mean_size},
      {"min_size_sum", options.min_size_sum},
      {"group_by", name_of(manifest, input.group_column)},
      {"post_group_by",
       name_of(manifest, input.post_group_column ? input.post_group_column : input.group_column)},
      {"bin_um", options.bin_um},
      {"measure", options.measure},
      {"null", or_null(options.null_model)},
      {"match", or_null(options.match)},
      {"controls", or_null(options.controls)},
      {"seed", options.seed},
      {"statistics", statistics},
      {"label_accuracy", input.label_accuracy == 0 ? Json(nullptr) : Json(input.label_accuracy)},
      {"thresholds", options.thresholds},
      {"thickness_um", options.thickness_um},
      {"patched", options.patched},
      {"spread_um", options.spread_um},
      {"repeats", or_null(options.repeats)},
      {"near_um", options.near_um},
      {"clump_um", options.clump_um}};
  if (input.ids != nullptr) {
    question["where_ids"] = {{"file", options.where_ids},
                             {"ids", input.ids->ids},
                             {"not_in_dataset", input.ids->missing.size()}};
  }
  return text_of({{"question", std::move(question)}});
}

}  // namespace cnx
