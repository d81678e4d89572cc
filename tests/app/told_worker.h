#pragma once
// told_worker.h — a worker that notes what it is asked and does it when the test says so, and a
// page with nothing but one section and the loader.

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/loader.h"
#include "app/memory_site.h"

namespace cnx::test {

struct ToldWorker {
  std::vector<WorkerRequest> asked;
  HeadlessPlatform platform{[](const std::string&) { return FetchResult{}; },
                            [this](const std::vector<std::byte>& message) {
                              asked.push_back(decode_request(message).value());
                              return std::vector<std::byte>{};
                            }};

  const AskJob& job() const { return std::get<AskJob>(asked.back()); }

  /// The job asked last, of a worker that knows these connections; one synapse each without counts.
  JobInput input(CsrHalf out, std::vector<std::uint32_t> synapse_counts = {}) const {
    auto connections = std::make_shared<ConnectionGraph>();
    if (synapse_counts.empty()) synapse_counts.assign(out.targets.size(), 1);
    connections->edges = graph_from_out_half(std::move(out));
    connections->synapse_counts = std::move(synapse_counts);
    JobInput made;
    made.connections = std::move(connections);
    made.request = job().request;
    return made;
  }
};

/// A page with nothing but a section that needs tiles of synapses, and the loader. `Wanted` is what
/// the section is told of the view.
template <typename Inquiries, typename Wanted>
struct SynapsePage {
  explicit SynapsePage(std::uint64_t free_bytes, Wanted first = {})
      : inquiries(platform, free_bytes), wanted(std::move(first)) {
    for (int round = 0; round < 40; ++round) frame();
  }

  void frame() {
    loader.use_worker();
    loader.take();
    for (const WorkerReply& reply : loader.take_replies()) inquiries.take(reply);
    TileNeed need;
    need.columns = {0, 1, 2, 3, 4, 5, 6, 7};
    need.every_connection = true;
    if (loader.manifest()) {
      inquiries.derive(wanted, question ? &*question : nullptr, version, loader);
      need.synapse_tiles = inquiries.wanted_tiles();
      loader.want(need);
    }
    loader.pump();
  }
  /// Until nothing comes any more, the job included.
  void settle() {
    for (int round = 0; round < 60; ++round) {
      frame();
      while (site.worker.has_work()) {
        const auto reply = site.worker.work();
        if (!reply.empty()) inquiries.take(decode_reply(reply).value());
      }
    }
  }

  MemorySite site{1, 90, 1500, 20};
  HeadlessPlatform platform = site.platform();
  Loader loader{platform, "data/"};
  Inquiries inquiries;
  Wanted wanted;
  std::optional<StatisticsQuestion> question;
  std::uint32_t version = 1;
};

}  // namespace cnx::test
