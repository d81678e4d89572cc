#pragma once
// loader.h — brings the manifest and the tiles: from the platform, checked, to where they live
// (neuron columns in the table, connections in the worker).

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "format/pack.h"
#include "platform/platform.h"
#include "stream/tile_cache.h"
#include "stream/tile_plan.h"
#include "ui/frame_model.h"
#include "worker/protocol.h"

namespace cnx {

class Loader {
 public:
  /// `data_url` is the folder of the manifest, relative to the page, with a slash at its end; or,
  /// without one, a pack (format/pack.h), of which only the parts that are wanted are fetched.
  Loader(Platform& platform, std::string data_url);

  /// Takes what has arrived from the server.
  void take();
  /// Takes what has arrived from the worker. Returns the replies that are not about tiles.
  std::vector<WorkerReply> take_replies();
  /// From now on the worker is started and told of the dataset, and more tiles are fetched than those
  /// of the first picture.
  void use_worker();

  /// What the view needs now; asked again only when it differs.
  void want(const TileNeed& need);
  /// Connections of smaller synapses do not count any more in what the worker answers
  /// (Engine::limit_sizes): a new version of the connections.
  /// True when they are others than before.
  bool limit_sizes(SizeLimits limits);
  /// Sends out the next requests, when tiles are due.
  void pump();
  /// What failed is asked for again, now: tiles that were given up too, and the manifest.
  void retry_failed();

  const std::optional<Manifest>& manifest() const { return manifest_; }
  const NeuronTable& neurons() const { return neurons_; }
  /// Why there is no manifest: empty while it is on its way. The first line says what, the
  /// others what to do.
  const std::string& manifest_failure() const { return manifest_failure_; }

  /// Changes whenever a column of the table is complete, or a connection tile is in the worker;
  /// where sizes are limited, or a tile of synapses.
  std::uint32_t neurons_version() const { return neurons_version_; }
  std::uint32_t connections_version() const { return connections_version_; }
  /// Changes whenever a tile of synapses is in the worker.
  std::uint32_t synapses_version() const { return synapses_version_; }

  /// What a visitor should know of how the data comes; empty when all is as it should be.
  const std::string& note() const { return note_; }

  /// Bytes of these tiles of synapses, and of those that the worker has. O(tiles).
  std::uint64_t synapse_bytes(std::span<const std::uint32_t> tiles) const;
  std::uint64_t synapse_bytes_here(std::span<const std::uint32_t> tiles) const;

  LoadStatus status() const;
  /// Why the tile with this neuron's rows stays away until retry_failed(); empty: it does not.
  /// Preconditions: there is a manifest, the neuron is in it.
  std::string given_up(TileKind kind, NeuronIndex neuron) const;
  /// Nothing on its way, nothing being decoded, nothing due to be tried again.
  bool idle() const;

 private:
  void ask_for_manifest();
  void take_pack_head(FetchResult result);
  void take_manifest(FetchResult result);
  void refuse_manifest(const Error& error);
  bool is_pack() const { return !data_url_.ends_with('/'); }
  std::string manifest_url() const;
  void take_tile(const FetchOrder& order, FetchResult result);
  void take_neurons(const FetchOrder& order, std::span<const std::byte> tile);
  void open_in_worker();
  void fill_border();
  void add_to_worker(const FetchOrder& order, std::vector<std::byte> tile);
  void drop_from_worker(TileKind kind, std::uint32_t index);
  void send_to_worker(const WorkerRequest& request);
  std::string describe(TileKey key) const;
  std::uint16_t synapse_family() const;

  Platform& platform_;
  std::string data_url_;
  std::optional<PackIndex> pack_;     // where the tiles are, when they are in a pack
  std::vector<std::byte> pack_head_;  // header and as much of the manifest as has come
  std::string note_;
  std::optional<Manifest> manifest_;
  bool uses_worker_ = false;
  std::string manifest_failure_;
  NeuronTable neurons_;
  TileCache cache_;
  std::optional<TileNeed> need_;
  SizeLimits limits_;
  std::map<std::uint32_t, FetchOrder> fetches_;   // by ticket
  std::map<std::uint32_t, FetchOrder> decoding_;  // in the worker, by ticket
  std::uint32_t last_ticket_ = 0;
  std::uint32_t manifest_ticket_ = 0;
  std::uint32_t manifest_tries_ = 0;
  std::optional<double> manifest_retry_at_ms_;
  std::uint32_t neurons_version_ = 0, connections_version_ = 0, synapses_version_ = 0;
};

}  // namespace cnx
