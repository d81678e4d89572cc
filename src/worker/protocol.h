#pragma once
// protocol.h — requests and replies between page and worker, as bytes: tagged, versioned
// with the build (both modules come from one build, so there is no compatibility to keep).

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "worker/engine.h"
#include "worker/job.h"
#include "worker/neuron_questions.h"
#include "worker/synapse_store.h"

namespace cnx {

struct OpenDataset {
  struct Family {
    std::uint32_t block_neurons = 0;
    std::vector<std::byte> model;  // as in the manifest
  };
  std::uint32_t neuron_count = 0;
  Family out;
  std::optional<Family> in;  // none: only all of `out` tells the inputs of a neuron
  std::optional<SynapseStore::Family> synapses =
      std::nullopt;  // none: the dataset has no tiles of them
};
struct AddTile {
  std::uint32_t ticket = 0;
  std::vector<std::byte> tile;
};
struct DropTile {
  TileKind kind = TileKind::ConnectionsOut;  // or ConnectionsIn, or Synapses
  std::uint32_t tile_index = 0;
};
struct AskPartners {
  std::uint32_t ticket = 0;
  NeuronIndex neuron = 0;
};
struct AskStatistics {
  std::uint32_t ticket = 0;
  StatisticsRequest request;
};
/// Progress and a result come with the same ticket, until a CancelJob of it or the result.
struct AskJob {
  std::uint32_t ticket = 0;
  JobRequest request;
};
/// Nothing comes with this ticket any more, but for what is on its way already.
struct CancelJob {
  std::uint32_t ticket = 0;
};
struct AskReach {
  std::uint32_t ticket = 0;
  ReachRequest request;
};
struct AskNeurons {
  std::uint32_t ticket = 0;
  NeuronQuestion question;
};
/// From now on connections of smaller synapses do not count (Engine::limit_sizes); ignored where
/// the dataset has no sizes.
struct LimitSizes {
  SizeLimits limits;
};
using WorkerRequest = std::variant<OpenDataset, AddTile, DropTile, AskPartners, AskStatistics,
                                   AskJob, CancelJob, AskReach, AskNeurons, LimitSizes>;

struct TileAdded {
  std::uint32_t ticket = 0;
  std::string error;
};  // error empty: it is resident
struct PartnersReply {
  std::uint32_t ticket = 0;
  Partners partners;
};
struct StatisticsAnswer {
  std::uint32_t ticket = 0;
  StatisticsReply reply;
};
struct JobProgress {
  std::uint32_t ticket = 0;
  float share_done = 0;      // 0 .. 1
  std::string partial_json;  // what is known so far, or empty
};
struct JobResult {
  std::uint32_t ticket = 0;
  std::string json;  // one JSON object (worker/job.h)
};
struct ReachAnswer {
  std::uint32_t ticket = 0;
  ReachReply reply;
};
struct NeuronsReply {
  std::uint32_t ticket = 0;
  NeuronAnswer answer;
};
using WorkerReply = std::variant<TileAdded, PartnersReply, StatisticsAnswer, JobProgress, JobResult,
                                 ReachAnswer, NeuronsReply>;

std::vector<std::byte> encode_request(const WorkerRequest& request);
Result<WorkerRequest> decode_request(std::span<const std::byte> bytes);
std::vector<std::byte> encode_reply(const WorkerReply& reply);
Result<WorkerReply> decode_reply(std::span<const std::byte> bytes);

/// The worker's main function without the worker: one request in, at most one reply out; and jobs,
/// which are worked off in slices between the requests, one after the other. What asks for
/// connections of large synapses while the sizes of many have yet to be summed waits, and is
/// answered by work() too, before any job.
class WorkerCore {
 public:
  /// The reply's bytes, or empty when the request has none. Malformed bytes are a bug.
  std::vector<std::byte> handle(std::span<const std::byte> request);

  /// Whether something waits for work().
  bool has_work() const { return !jobs_.empty() || !waiting_.empty(); }
  /// One slice of what came first: some milliseconds. The bytes of the reply, a JobResult of a job,
  /// when that was the last one; those of progress() when the job has news; else empty.
  /// Precondition: has_work().
  std::vector<std::byte> work();
  /// The bytes of the JobProgress of the first job; empty while requests wait.
  /// Precondition: has_work().
  std::vector<std::byte> progress() const;

 private:
  Result<Done> add_tile(std::span<const std::byte> tile);
  /// Of AskStatistics, AskReach and AskNeurons; AskJob has none and becomes a job.
  std::vector<std::byte> answer_question(WorkerRequest request);

  struct RunningJob {
    std::uint32_t ticket = 0;
    std::unique_ptr<Job> job;
  };
  std::optional<Engine> engine_;
  std::deque<WorkerRequest> waiting_;  // for sizes to be summed
  std::deque<RunningJob> jobs_;
  std::shared_ptr<SynapseStore> synapses_;
};

}  // namespace cnx
