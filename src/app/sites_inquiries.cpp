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
  const Manifest& manifest = *loader.manifest();
  const bool has_line = manifest.synapse_shape.has_size && manifest.layout == Layout::Soma;
  if (!has_line) beside_.reset();  // nothing can be drawn, so nothing more is fetched
  SitesState limits = sites;
  limits.open = true;  // to open and to close changes nothing about what is counted
  limits.block.reset();
  if (version_ != version || sites_ != limits || measure_ != distances.measure ||
      bin_um_ != distances.bin_um || asked_beside_ != beside_) {
    wish_ += 1;
    // What is shown says with which limits it was counted; of other neurons it would be wrong.
    if (version_ != version || asked_beside_ != beside_) answer_.report.reset();
    if (question != nullptr && (version_ != version || asked_beside_ != beside_)) {
      NeuronMask rows =
          question->request.one_set() ? question->request.chosen : question->request.post;
      if (beside_) {
        const NeuronMask set = beside_->neurons.mask(static_cast<std::uint32_t>(rows.size()));
        for (std::size_t v = 0; v < rows.size(); ++v) rows[v] |= set[v];
      }
      tiles_ = tiles_of(*loader.manifest(), rows);
      ++tiles_version_;  // more may have to be fetched: somebody is asked again
    }
    if (question != nullptr) asked_beside_ = beside_;
    // Without a question the tiles are not known: look again when there is one.
    if (question != nullptr) version_ = version;
    sites_ = limits;
    measure_ = distances.measure;
    bin_um_ = distances.bin_um;
  }
  const bool known = sites.open && question != nullptr && version_ == version;
  const auto tiles =
      known ? std::span<const std::uint32_t>(tiles_) : std::span<const std::uint32_t>();
  const bool here = fetch_.derive(known, tiles, tiles_version_, wish_, loader, answer_);
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
  next_.reset();
  counts_beside_ = false;
  if (beside_ && !request.positions_nm.empty()) {
    next_ = request;
    next_->subset.chosen =
        beside_->neurons.mask(static_cast<std::uint32_t>(question->request.chosen.size()));
    next_->subset.post.clear();
  }
  job_.ask(std::move(request), answer_);
}

void SitesInquiries::set_beside(const NamedSet* set) {
  if (set == nullptr) {
    beside_.reset();
  } else if (Beside beside{"set " + set_label(set->name, true), set->neurons}; beside_ != beside) {
    beside_ = std::move(beside);
  }
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
    if (!job_.is_out(progress->ticket)) return;
    // Two jobs, one after the other, where there is a set beside.
    answer_.share_done = counts_beside_ ? (1 + progress->share_done) / 2
                         : next_        ? progress->share_done / 2
                                        : progress->share_done;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.running = false;
    if (counts_beside_) {
      counts_beside_ = false;
      put_sizes_beside(*answer_.report, sites_report(result->json), asked_beside_->words);
      return;
    }
    answer_.report = sites_report(result->json);
    if (!next_) return;
    counts_beside_ = true;
    JobRequest request = std::move(*next_);
    next_.reset();
    job_.ask(std::move(request), answer_);
    answer_.share_done = 0.5f;
  }
}

}  // namespace cnx
