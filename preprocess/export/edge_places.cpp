#include "export/edge_places.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace cnx {
namespace {

/// Spreads a number over 64 bits (the last step of MurmurHash3).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ number >> 33) * 0xff51afd7ed558ccd;
  number = (number ^ number >> 33) * 0xc4ceb9fe1a85ec53;
  return number ^ number >> 33;
}

Error not_promised(const TileSource& source, const char* what) {
  return {ErrorCode::OutOfRange,
          source.path() + ": the tiles hold another number of " + what +
              " than the manifest says (connectoscope verify tells more); tile the input again"};
}

/// All connections by post neuron, from those by pre neuron. `degrees` [neurons]: of the posts.
Result<FramePlaces::Incoming> turned(const TileSource& source,
                                     const std::vector<std::uint32_t>& degrees) {
  FramePlaces::Incoming incoming;
  incoming.offsets.push_back(0);
  for (const std::uint32_t degree : degrees) {
    incoming.offsets.push_back(incoming.offsets.back() + degree);
  }
  incoming.pre.resize(incoming.offsets.back());
  incoming.synapse_counts.resize(incoming.offsets.back());
  std::vector<std::uint64_t> next(incoming.offsets.begin(), incoming.offsets.end() - 1);
  ConnectionReader reader(source, TileKind::ConnectionsOut);
  for (NeuronIndex pre = 0; pre < degrees.size(); ++pre) {
    const auto row = reader.row(pre);
    if (!row.ok()) return row.error();
    const auto [posts, counts] = row.value();
    for (std::size_t k = 0; k < posts.size(); ++k) {
      const std::uint64_t at = next[posts[k]]++;
      incoming.pre[at] = pre;
      incoming.synapse_counts[at] = counts[k];
    }
  }
  return incoming;
}

}  // namespace

std::uint64_t edge_check(NeuronIndex pre, NeuronIndex post, std::uint32_t synapses) {
  return mixed(mixed(std::uint64_t{pre} << 32 | post) + synapses);
}

Result<FramePlaces> find_edge_places(const TileSource& source, std::vector<std::uint32_t> row_of) {
  const std::uint32_t neurons = source.manifest().neuron_count;
  FramePlaces places;
  places.row_of = std::move(row_of);
  // No more than tiles of this size can well hold: the manifest's number may be anything.
  std::uint64_t bits = 0;
  for (const TileEntry& tile : source.manifest().family(TileKind::ConnectionsOut)->tiles) {
    bits += std::uint64_t{8} * tile.bytes;
  }
  const auto expected =
      static_cast<std::size_t>(std::min(bits, source.manifest().connection_count));
  places.connection.reserve(expected);
  places.synapse.reserve(expected);
  places.offsets.push_back(0);
  // Held as numbers of the pre neuron's own first, and made into places below.
  places.first_connection.resize(neurons);
  places.first_synapse.resize(neurons);

  ConnectionReader reader(source, TileKind::ConnectionsOut);
  std::vector<std::uint32_t> order;
  const bool turns = source.manifest().family(TileKind::ConnectionsIn) == nullptr;
  std::vector<std::uint32_t> in_degrees(turns ? neurons : 0);
  for (NeuronIndex pre = 0; pre < neurons; ++pre) {
    const auto row = reader.row(pre);
    if (!row.ok()) return row.error();
    const auto [posts, counts] = row.value();
    order.resize(posts.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&, targets = posts](std::uint32_t a, std::uint32_t b) {
      return places.row_of[targets[a]] < places.row_of[targets[b]];
    });
    const std::size_t base = places.connection.size();
    places.connection.resize(base + posts.size());
    places.synapse.resize(base + posts.size());
    std::uint64_t synapses = 0;
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
      const std::uint32_t k = order[rank];
      places.connection[base + k] = rank;
      places.synapse[base + k] = static_cast<std::uint32_t>(synapses);
      synapses += counts[k];
      places.check += edge_check(pre, posts[k], counts[k]);
      if (turns) ++in_degrees[posts[k]];
    }
    if (synapses > std::numeric_limits<std::uint32_t>::max() &&
        source.manifest().family(TileKind::Synapses) != nullptr) {
      return Error{ErrorCode::OutOfRange, source.path() + ": neuron " + std::to_string(pre) +
                                              " has more than 4,294,967,295 outgoing synapses"};
    }
    places.offsets.push_back(places.connection.size());
    places.first_connection[pre] = posts.size();
    places.first_synapse[pre] = synapses;
  }

  std::vector<NeuronIndex> index_of(neurons);
  for (NeuronIndex i = 0; i < neurons; ++i) index_of[places.row_of[i]] = i;
  for (const NeuronIndex i : index_of) {
    const std::uint64_t connections = places.first_connection[i],
                        synapses = places.first_synapse[i];
    places.first_connection[i] =
        std::exchange(places.connection_count, places.connection_count + connections);
    places.first_synapse[i] = std::exchange(places.synapse_count, places.synapse_count + synapses);
  }
  if (places.connection_count != source.manifest().connection_count) {
    return not_promised(source, "connections");
  }
  if (places.synapse_count != source.manifest().synapse_count) {
    return not_promised(source, "synapses");
  }
  if (turns) {
    auto incoming = turned(source, in_degrees);
    if (!incoming.ok()) return incoming.error();
    places.incoming = std::move(incoming).value();
  }
  return places;
}

IncomingWalk::IncomingWalk(const TileSource& source, const FramePlaces& places)
    : source_(&source), places_(&places), due_(places.row_of.size()) {
  if (!places.incoming) reader_.emplace(source, TileKind::ConnectionsIn);
}

Result<ConnectionRow> IncomingWalk::read(NeuronIndex post) {
  if (reader_) return reader_->row(post);
  const FramePlaces::Incoming& rows = *places_->incoming;
  const std::uint64_t first = rows.offsets[post], count = rows.offsets[post + 1] - first;
  return ConnectionRow{std::span(rows.pre).subspan(first, count),
                       std::span(rows.synapse_counts).subspan(first, count)};
}

Result<ConnectionRow> IncomingWalk::row(NeuronIndex post) {
  auto row = read(post);
  if (!row.ok()) return row.error();
  const auto& partners = row.value().partners;
  const auto& counts = row.value().synapse_counts;
  numbers_.resize(partners.size());
  synapses_ = 0;
  for (std::size_t j = 0; j < partners.size(); ++j) {
    const NeuronIndex pre = partners[j];
    // Posts come in rising order here and in the rows of ConnectionsOut alike.
    numbers_[j] = due_[pre]++;
    if (numbers_[j] >= places_->offsets[pre + 1] - places_->offsets[pre]) return differs();
    check_ += edge_check(pre, post, counts[j]);
    synapses_ += counts[j];
  }
  return row;
}

Result<Done> IncomingWalk::finish() const {
  if (check_ != places_->check) return differs();
  return Done{};
}

Error IncomingWalk::differs() const {
  return {ErrorCode::OutOfRange,
          source_->path() +
              ": connections_out and connections_in do not hold the same connections "
              "(connectoscope verify tells more); tile the input again"};
}

}  // namespace cnx
