#include "app/edge_map_inquiries.h"

#include <numeric>
#include <utility>

#include "report/statistic_columns.h"
#include "worker/edge_map_job.h"

namespace cnx {

void EdgeMapInquiries::derive(bool wanted, const StatisticsQuestion* question,
                              std::uint32_t version, const Loader& loader) {
  const TileFamily* const family = loader.manifest()->family(TileKind::Synapses);
  if (family != nullptr && tiles_.size() != family->tiles.size()) {
    tiles_.resize(family->tiles.size());
    std::iota(tiles_.begin(), tiles_.end(), 0u);
  }
  answer_.bytes_total = loader.synapse_bytes(tiles_);
  answer_.bytes_missing = answer_.bytes_total - loader.synapse_bytes_here(tiles_);
  answer_.large = answer_.bytes_missing > free_bytes_ && !allowed_;
  const bool fetches = wanted && !answer_.large && !held_;
  if (fetches) {
    wanted_ = tiles_;
  } else {
    wanted_.clear();
  }
  answer_.fetching = fetches && answer_.bytes_missing > 0;
  if (answer_.fetching) {
    answer_.share_done = static_cast<float>(answer_.bytes_total - answer_.bytes_missing) /
                         static_cast<float>(answer_.bytes_total);
  }
  answer_.stopped = held_;  // while it is fetched; the job says of itself
  const bool known = question != nullptr && fetches && answer_.bytes_missing == 0;
  if (!job_.derive(wanted, known, version, answer_)) return;
  answer_.report.reset();
  JobRequest request = job_request(Statistic::EdgeMap, *question);
  ask_edge_places(*loader.manifest(), loader.neurons(), request);
  job_.ask(std::move(request), answer_);
}

void EdgeMapInquiries::fetch() {
  allowed_ = true;
  held_ = false;
  job_.resume();
}

void EdgeMapInquiries::stop() {
  if (answer_.fetching) {
    held_ = true;
  } else {
    job_.stop(answer_);
  }
}

void EdgeMapInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (job_.is_out(progress->ticket)) answer_.share_done = progress->share_done;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = edge_map_report(result->json);
    columns_.change(statistic_columns(result->json));
    answer_.running = false;
  }
}

}  // namespace cnx
