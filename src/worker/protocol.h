#pragma once
// protocol.h — requests and replies between page and worker, as bytes: tagged, versioned
// with the build (both modules come from one build, so there is no compatibility to keep).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "worker/engine.h"

namespace cnx {

struct OpenDataset {
  struct Family {
    std::uint32_t block_neurons = 0;
    std::vector<std::byte> model;  // as in the manifest
  };
  std::uint32_t neuron_count = 0;
  Family out, in;
};
struct AddTile {
  std::uint32_t ticket = 0;
  std::vector<std::byte> tile;
};
struct DropTile {
  TileKind kind = TileKind::ConnectionsOut;
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
using WorkerRequest = std::variant<OpenDataset, AddTile, DropTile, AskPartners, AskStatistics>;

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
using WorkerReply = std::variant<TileAdded, PartnersReply, StatisticsAnswer>;

std::vector<std::byte> encode_request(const WorkerRequest& request);
Result<WorkerRequest> decode_request(std::span<const std::byte> bytes);
std::vector<std::byte> encode_reply(const WorkerReply& reply);
Result<WorkerReply> decode_reply(std::span<const std::byte> bytes);

/// The worker's main function without the worker: one request in, at most one reply out.
class WorkerCore {
 public:
  /// The reply's bytes, or empty when the request has none. Malformed bytes are a bug.
  std::vector<std::byte> handle(std::span<const std::byte> request);

 private:
  std::optional<Engine> engine_;
};

}  // namespace cnx
