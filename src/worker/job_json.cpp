#include "worker/job_json.h"

namespace cnx {

Json about_json(const JobInput& input) {
  const StatisticsRequest& subset = input.request.subset;
  const EdgeChoice choice = subset.choice();
  std::uint64_t neurons = 0, pre = 0, post = 0, analyzable = 0;
  for (std::size_t v = 0; v < subset.chosen.size(); ++v) {
    neurons += choice.pre[v] | choice.post[v];
    pre += choice.pre[v];
    post += choice.post[v];
    if (!subset.analyzable_axon.empty()) analyzable += choice.pre[v] & subset.analyzable_axon[v];
  }
  return {
      {"neurons", neurons},
      {"pre_neurons", pre},
      {"post_neurons", post},
      {"min_synapses", subset.min_synapses},
      {"proofreading_known", !subset.analyzable_axon.empty()},
      {"analyzable_pre_neurons", analyzable},
      {"partial", {{"tiles_missing", input.tiles_missing}, {"tiles_total", input.tiles_total}}}};
}

Json ratio_json(double numerator, double denominator) {
  return denominator == 0 ? Json(nullptr) : Json(numerator / denominator);
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cnx
