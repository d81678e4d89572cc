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
                            std::uint32_t version, const Loader& loader,
                            const InferenceState& distances) {
  SitesState limits = sites;
  limits.open = true;  // to open and to close changes nothing about what is counted
  limits.block.reset();
  if (version_ != version || sites_ != limits || measure_ != distances.measure ||
      bin_um_ != distances.bin_um) {
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
    measure_ = distances.measure;
    bin_um_ = distances.bin_um;
  }
  const bool known = sites.open && question != nullptr && version_ == version;
  const auto tiles =
      known ? std::span<const std::uint32_t>(tiles_) : std::span<const std::uint32_t>();
  const bool here = fetch_.derive(known, tiles, version, wish_, loader, answer_);
  if (!job_.derive(sites.open, here, wish_, answer_)) return;
  JobRequest request = job_request(Statistic::Synapses, *question);
  ask_synapse_places(*loader.manifest(), loader.neurons(), request);
  if (loader.manifest()->layout == Layout::Soma) {
    request.positions_nm = soma_positions_nm(loader.neurons());
  }
  request.distance.measure = static_cast<DistanceMeasure>(distances.measure);
  request.distance.bin_nm = distances.bin_um * 1000;
  request.synapses.near_um = sites.near_um;
  request.synapses.clump_um = sites.clump_um;
  job_.ask(std::move(request), answer_);
}

void SitesInquiries::fetch() {
  fetch_.allow();
  answer_.stopped = false;
  job_.resume();
}

void SitesInquiries::stop() {
  if (answer_.fetching) {
    fetch_.stop();
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
