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
  // Of other neurons it would be wrong.
  if (std::exchange(version_, version) != version) answer_.report.reset();
  // The same tiles for all neurons: once allowed or stopped, they are for all.
  const bool here = fetch_.derive(wanted, tiles_, 0, 0, loader, answer_);
  answer_.large = fetch_.large();
  if (!job_.derive(wanted, here && question != nullptr, version, answer_)) return;
  answer_.report.reset();
  JobRequest request = job_request(Statistic::EdgeMap, *question);
  ask_edge_places(*loader.manifest(), loader.neurons(), request);
  job_.ask(std::move(request), answer_);
}

void EdgeMapInquiries::fetch() {
  fetch_.allow();
  job_.resume();
}

void EdgeMapInquiries::stop() {
  if (answer_.fetching) {
    fetch_.stop();
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
