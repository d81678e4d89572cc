#include "worker/statistics_request.h"

#include <utility>

#include "dataset/proofreading.h"

namespace cnx {

std::vector<std::uint8_t> analyzable_axons(const NeuronTable& table) {
  const auto column = table.find(ColumnRole::AxonStatus);
  if (!column || !table.has(*column)) return {};
  const Column& status = table.columns()[*column];
  if (status.kind != ColumnKind::Category) return {};
  std::vector<std::uint8_t> analyzable_codes;
  for (const std::string& name : status.categories) {
    analyzable_codes.push_back(is_analyzable_status(name) ? 1 : 0);
  }
  std::vector<std::uint8_t> analyzable;
  analyzable.reserve(table.neuron_count());
  for (const std::uint16_t code : table.codes(*column)) {
    analyzable.push_back(analyzable_codes[code]);
  }
  return analyzable;
}

bool can_group_by(const NeuronTable& table, std::uint32_t column) {
  const Column& groups = table.columns()[column];
  return groups.kind == ColumnKind::Category && table.has(column) && !groups.categories.empty() &&
         groups.categories.size() <= kMaxStatisticsGroups;
}

StatisticsQuestion statistics_question(const NeuronTable& table, NeuronMask chosen,
                                       std::optional<std::uint32_t> group_column,
                                       std::optional<std::uint32_t> post_group_column) {
  StatisticsQuestion question;
  StatisticsRequest& request = question.request;
  request.chosen = std::move(chosen);
  request.analyzable_axon = analyzable_axons(table);
  question.proofreading_known = !request.analyzable_axon.empty();
  if (group_column && can_group_by(table, *group_column)) {
    const auto codes = table.codes(*group_column);
    request.groups.assign(codes.begin(), codes.end());
    question.group_names = table.columns()[*group_column].categories;
  } else {
    question.group_names = {"all"};
  }
  request.group_count = static_cast<std::uint32_t>(question.group_names.size());
  if (post_group_column && can_group_by(table, *post_group_column)) {
    const auto codes = table.codes(*post_group_column);
    request.post_groups.assign(codes.begin(), codes.end());
    question.post_group_names = table.columns()[*post_group_column].categories;
  }
  request.post_group_count = static_cast<std::uint32_t>(question.post_group_names.size());
  return question;
}

JobRequest job_request(Statistic statistic, const StatisticsQuestion& question) {
  JobRequest request;
  request.statistic = statistic;
  request.subset = question.request;
  request.group_names = question.group_names;
  request.post_group_names = question.post_group_names;
  return request;
}

}  // namespace cnx
