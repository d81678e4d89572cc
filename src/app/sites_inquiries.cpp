#include "app/sites_inquiries.h"

#include <algorithm>
#include <span>
#include <utility>

namespace cnx {
namespace {

static_assert(kMaxSitesLimit_um == kMaxSite_um);

/// Tiles of synapses that hold a row of one of these neurons.
std::vector<std::uint32_t> tiles_of(const Manifest& manifest, std::span<const std::uint8_t> post) {
  std::vector<std::uint32_t> tiles;
  const TileFamily* const family = manifest.family(TileKind::Synapses);
  if (family == nullptr) return tiles;
  for (std::uint32_t t = 0; t < family->tiles.size(); ++t) {
    const std::size_t first = std::size_t{t} * family->block_neurons;
    const auto rows =
        post.subspan(first, std::min<std::size_t>(family->block_neurons, post.size() - first));
    if (std::find(rows.begin(), rows.end(), std::uint8_t{1}) != rows.end()) tiles.push_back(t);
  }
  return tiles;
}

}  // namespace

void SitesInquiries::derive(const SitesState& sites, const StatisticsQuestion* question,
                            std::uint32_t version, const Loader& loader) {
  SitesState limits = sites;
  limits.open = true;  // to open and to close changes nothing about what is counted
  if (version_ != version || sites_ != limits) {
    wish_ += 1;
    // What is shown says with which limits it was counted; of other neurons it would be wrong.
    if (version_ != version) {
      answer_.report.reset();
      if (question != nullptr)
        tiles_ = tiles_of(*loader.manifest(), question->request.choice().post);
    }
    // Without a question the tiles are not known: look again when there is one.
    if (question != nullptr) version_ = version;
    sites_ = limits;
  }
  const bool known = sites.open && question != nullptr && version_ == version;
  const bool held = held_wish_ == wish_;
  answer_.stopped = known && held;  // while it is fetched; the job says of itself
  answer_.fetching = false;
  answer_.bytes_missing = answer_.bytes_total = 0;
  wanted_.clear();
  if (known) {
    answer_.bytes_total = loader.synapse_bytes(tiles_);
    answer_.bytes_missing = answer_.bytes_total - loader.synapse_bytes_here(tiles_);
    const bool allowed = answer_.bytes_missing <= free_bytes_ || allowed_version_ == version_;
    if (allowed && !held) wanted_ = tiles_;
    answer_.fetching = allowed && !held && answer_.bytes_missing > 0;
    if (answer_.fetching) {
      answer_.share_done = static_cast<float>(answer_.bytes_total - answer_.bytes_missing) /
                           static_cast<float>(answer_.bytes_total);
    }
  }
  const bool ready = known && !held && answer_.bytes_missing == 0;
  if (!job_.derive(sites.open, ready, wish_, answer_)) return;
  JobRequest request = job_request(Statistic::Synapses, *question);
  ask_synapse_places(*loader.manifest(), loader.neurons(), request);
  request.synapses.near_um = sites.near_um;
  request.synapses.clump_um = sites.clump_um;
  job_.ask(std::move(request), answer_);
}

void SitesInquiries::fetch() {
  allowed_version_ = version_;
  held_wish_.reset();
  answer_.stopped = false;
  job_.resume();
}

void SitesInquiries::stop() {
  if (answer_.fetching) {
    held_wish_ = wish_;
  } else {
    job_.stop(answer_);
  }
}

void SitesInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (job_.is_out(progress->ticket)) answer_.share_done = progress->share_done;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = sites_report(result->json);
    answer_.running = false;
  }
}

}  // namespace cnx
