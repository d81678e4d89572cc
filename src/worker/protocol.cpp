#include "worker/protocol.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "stats/null_models.h"
#include "worker/message_parts.h"

namespace cnx {
namespace {

// First byte of every message. Raised when a message changes, so that a page and a worker from
// two builds (one of them out of a browser's cache) find out instead of misreading each other.
constexpr std::uint8_t kProtocolVersion = 9;

// Second byte: the index of the alternative in WorkerRequest or WorkerReply.

ByteWriter begin_message(std::size_t tag) {
  ByteWriter writer;
  writer.u8(kProtocolVersion);
  writer.u8(static_cast<std::uint8_t>(tag));
  return writer;
}

// std::bit_cast, which Emscripten's library does not have yet.
std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}
float float_of(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

void put(ByteWriter& writer, const StatisticsRequest& request) {
  put(writer, request.chosen);
  put(writer, request.groups);
  writer.u32(request.group_count);
  put(writer, request.analyzable_axon);
  put(writer, request.post);
  put(writer, request.post_groups);
  writer.u32(request.post_group_count);
  writer.u32(request.min_synapses);
}
void put(ByteWriter& writer, const std::vector<Partner>& partners) {
  writer.u32(static_cast<std::uint32_t>(partners.size()));
  for (const Partner& partner : partners) {
    writer.u32(partner.neuron);
    writer.u32(partner.synapse_count);
    put(writer, partner.reciprocal);
  }
}
void put(ByteWriter& writer, const LocalStatistics& s) {
  for (const std::uint64_t value :
       {s.neurons, s.connections, s.synapses, s.autapses, s.reciprocal_pairs, s.pairs,
        s.analyzable_pre_neurons, s.analyzable_connections, s.analyzable_pairs, s.pre_neurons,
        s.post_neurons, s.answered}) {
    writer.u64(value);
  }
  put(writer, s.out_degrees);
  put(writer, s.in_degrees);
  writer.u32(s.groups.group_count);
  put(writer, s.groups.group_sizes);
  put(writer, s.groups.connections);
  put(writer, s.groups.synapses);
  put(writer, s.groups.pairs);
  put(writer, s.out_strengths);
  put(writer, s.in_strengths);
  put(writer, s.synapses_per_connection);
  writer.u32(s.groups.post_group_count);
  put(writer, s.groups.post_group_sizes);
  put(writer, s.groups.answered);
  put(writer, s.groups.way_back);
  put(writer, s.groups.analyzable_connections);
  put(writer, s.groups.analyzable_pairs);
}

std::vector<Partner> read_partners(MessageReader& reader) {
  return reader.list<Partner>(9, [&] {
    Partner partner;
    partner.neuron = reader.u32();
    partner.synapse_count = reader.u32();
    partner.reciprocal = reader.boolean();
    return partner;
  });
}

StatisticsRequest read_statistics_request(MessageReader& reader) {
  StatisticsRequest request;
  request.chosen = reader.booleans();
  request.groups = reader.u16s();
  request.group_count = reader.u32();
  request.analyzable_axon = reader.booleans();
  request.post = reader.booleans();
  request.post_groups = reader.u16s();
  request.post_group_count = reader.u32();
  request.min_synapses = reader.u32();
  const std::size_t n = request.chosen.size();
  reader.require(request.groups.empty() || request.groups.size() == n);
  reader.require(request.analyzable_axon.empty() || request.analyzable_axon.size() == n);
  reader.require(request.group_count >= 1 && request.group_count <= kMaxStatisticsGroups);
  for (const std::uint16_t group : request.groups) reader.require(group < request.group_count);
  reader.require(request.post.empty() || request.post.size() == n);
  reader.require(request.post_groups.empty() || request.post_groups.size() == n);
  reader.require(request.post_group_count <= kMaxStatisticsGroups);
  for (const std::uint16_t group : request.post_groups) {
    reader.require(group < request.post_group_count);
  }
  return request;
}

JobRequest read_job_request(MessageReader& reader) {
  JobRequest request;
  const std::uint8_t statistic = reader.u8();
  reader.require(statistic < kStatisticCount);
  request.statistic = static_cast<Statistic>(statistic);
  request.subset = read_statistics_request(reader);
  request.block_b.pre = reader.booleans();
  request.block_b.post = reader.booleans();
  reader.require(request.block_b.pre.size() == request.block_b.post.size());
  reader.require(!request.block_b.any() ||
                 request.block_b.pre.size() == request.subset.chosen.size());
  request.group_names = reader.texts();
  request.grouped_by = reader.text();
  request.groups_why_not = reader.text();
  request.post_group_names = reader.texts();
  request.positions_nm = reader.i32s();
  const std::uint8_t measure = reader.u8();
  request.distance.bin_nm = reader.u32();
  const std::uint8_t model = reader.u8();
  request.nulls.controls = reader.u32();
  request.nulls.seed = reader.u64();
  request.nulls.triads = reader.boolean();
  request.nulls.simplices = reader.boolean();
  request.nulls.structure = reader.boolean();
  request.nulls.degrees = reader.boolean();
  request.nulls.shared = reader.boolean();
  request.nulls.lengths = reader.boolean();
  request.nulls.distance = reader.boolean();
  request.nulls.sizes = reader.boolean();
  request.nulls.participation = reader.boolean();
  request.nulls.classes = reader.boolean();
  request.nulls.match = reader.u16s();
  request.nulls.matched_by = reader.text();
  reader.require(request.nulls.match.empty() ||
                 request.nulls.match.size() == request.subset.chosen.size());
  for (const std::uint16_t label : request.nulls.match) {
    reader.require(label <= kMatchBins || label == kNoLabel);
  }
  request.labels.accuracy_percent = reader.u8();
  reader.require(request.labels.accuracy_percent <= 100);
  request.thresholds = reader.u32();
  request.experiment.thickness_um = reader.u32();
  request.experiment.patched = reader.u32();
  request.experiment.spread_um = reader.u32();
  const auto within = [&](std::uint32_t value, std::uint32_t least, std::uint32_t most) {
    reader.require(value >= least && value <= most);
  };
  within(request.thresholds, 2, kMaxThresholds);
  within(request.experiment.thickness_um, 1, kMaxSlice_um);
  within(request.experiment.patched, 2, kMaxPatched);
  within(request.experiment.spread_um, 1, kMaxSpread_um);
  request.synapses.near_um = reader.u32();
  request.synapses.clump_um = reader.u32();
  within(request.synapses.near_um, 1, kMaxSite_um);
  within(request.synapses.clump_um, 1, kMaxSite_um);
  for (std::uint32_t& nm : request.synapses.voxel_nm) nm = reader.u32();
  request.soma_in_voxel_nm = reader.i32s();
  reader.require(request.soma_in_voxel_nm.empty() ||
                 request.soma_in_voxel_nm.size() == request.subset.chosen.size() * 3);
  for (const std::uint64_t nm : reader.u64s()) {
    request.edge_places.soma_nm.push_back(static_cast<std::int64_t>(nm));
  }
  reader.require(request.edge_places.soma_nm.empty() ||
                 request.edge_places.soma_nm.size() == request.subset.chosen.size() * 2);
  for (std::int64_t& nm : request.edge_places.origin_nm) {
    nm = static_cast<std::int64_t>(reader.u64());
  }
  for (std::int64_t& nm : request.edge_places.step_nm) {
    nm = static_cast<std::int64_t>(reader.u64());
    reader.require(nm >= 1);
  }
  request.per_neuron = reader.boolean();
  reader.require(measure < kDistanceMeasureCount && request.distance.bin_nm >= 1);
  reader.require(model < kNullModelCount && request.nulls.controls >= 1 &&
                 request.nulls.controls <= kMaxControls);
  request.distance.measure = static_cast<DistanceMeasure>(measure);
  request.nulls.model = static_cast<NullModel>(model);
  reader.require(request.group_names.size() == request.subset.group_count);
  reader.require(request.post_group_names.size() == request.subset.post_group_count);
  reader.require(request.positions_nm.empty() ||
                 request.positions_nm.size() == request.subset.chosen.size() * 3);
  return request;
}

LocalStatistics read_local_statistics(MessageReader& reader) {
  LocalStatistics s;
  for (std::uint64_t* const value :
       {&s.neurons, &s.connections, &s.synapses, &s.autapses, &s.reciprocal_pairs, &s.pairs,
        &s.analyzable_pre_neurons, &s.analyzable_connections, &s.analyzable_pairs, &s.pre_neurons,
        &s.post_neurons, &s.answered}) {
    *value = reader.u64();
  }
  s.out_degrees = reader.u32s();
  s.in_degrees = reader.u32s();
  s.groups.group_count = reader.u32();
  s.groups.group_sizes = reader.u32s();
  s.groups.connections = reader.u64s();
  s.groups.synapses = reader.u64s();
  s.groups.pairs = reader.u64s();
  s.out_strengths = reader.u32s();
  s.in_strengths = reader.u32s();
  s.synapses_per_connection = reader.u32s();
  s.groups.post_group_count = reader.u32();
  s.groups.post_group_sizes = reader.u32s();
  s.groups.answered = reader.u64s();
  s.groups.way_back = reader.u64s();
  s.groups.analyzable_connections = reader.u64s();
  s.groups.analyzable_pairs = reader.u64s();
  const std::uint64_t cells = std::uint64_t{s.groups.group_count} * s.groups.post_group_count;
  reader.require(s.groups.group_sizes.size() == s.groups.group_count);
  reader.require(s.groups.post_group_sizes.size() == s.groups.post_group_count);
  for (const auto* counts :
       {&s.groups.connections, &s.groups.synapses, &s.groups.pairs, &s.groups.answered,
        &s.groups.way_back, &s.groups.analyzable_connections, &s.groups.analyzable_pairs}) {
    reader.require(counts->size() == cells);
  }
  return s;
}

/// The tag of a message, after a look at its first two bytes.
Result<std::uint8_t> read_tag(std::span<const std::byte> bytes) {
  if (bytes.size() < 2) return Error{ErrorCode::Truncated, "worker message"};
  if (std::to_integer<std::uint8_t>(bytes[0]) != kProtocolVersion) {
    return Error{ErrorCode::UnsupportedVersion, "worker message, from another build"};
  }
  return std::to_integer<std::uint8_t>(bytes[1]);
}

}  // namespace

std::vector<std::byte> encode_request(const WorkerRequest& request) {
  ByteWriter writer = begin_message(request.index());
  if (const auto* open = std::get_if<OpenDataset>(&request)) {
    writer.u32(open->neuron_count);
    const auto put_family = [&](const OpenDataset::Family& family) {
      writer.u32(family.block_neurons);
      put(writer, family.model);
    };
    put_family(open->out);
    put(writer, open->in.has_value());
    if (open->in) put_family(*open->in);
    put(writer, open->synapses.has_value());
    if (open->synapses) {
      writer.u32(open->synapses->block_neurons);
      put(writer, open->synapses->shape.has_position);
      put(writer, open->synapses->shape.has_size);
    }
  } else if (const auto* add = std::get_if<AddTile>(&request)) {
    writer.u32(add->ticket);
    put(writer, add->tile);
  } else if (const auto* drop = std::get_if<DropTile>(&request)) {
    writer.u8(static_cast<std::uint8_t>(drop->kind));
    writer.u32(drop->tile_index);
  } else if (const auto* partners = std::get_if<AskPartners>(&request)) {
    writer.u32(partners->ticket);
    writer.u32(partners->neuron);
  } else if (const auto* statistics = std::get_if<AskStatistics>(&request)) {
    writer.u32(statistics->ticket);
    put(writer, statistics->request);
  } else if (const auto* job = std::get_if<AskJob>(&request)) {
    writer.u32(job->ticket);
    writer.u8(static_cast<std::uint8_t>(job->request.statistic));
    put(writer, job->request.subset);
    put(writer, job->request.block_b.pre);
    put(writer, job->request.block_b.post);
    put(writer, job->request.group_names);
    put(writer, job->request.grouped_by);
    put(writer, job->request.groups_why_not);
    put(writer, job->request.post_group_names);
    put(writer, job->request.positions_nm);
    writer.u8(static_cast<std::uint8_t>(job->request.distance.measure));
    writer.u32(job->request.distance.bin_nm);
    writer.u8(static_cast<std::uint8_t>(job->request.nulls.model));
    writer.u32(job->request.nulls.controls);
    writer.u64(job->request.nulls.seed);
    put(writer, job->request.nulls.triads);
    put(writer, job->request.nulls.simplices);
    put(writer, job->request.nulls.structure);
    put(writer, job->request.nulls.degrees);
    put(writer, job->request.nulls.shared);
    put(writer, job->request.nulls.lengths);
    put(writer, job->request.nulls.distance);
    put(writer, job->request.nulls.sizes);
    put(writer, job->request.nulls.participation);
    put(writer, job->request.nulls.classes);
    put(writer, job->request.nulls.match);
    put(writer, job->request.nulls.matched_by);
    writer.u8(static_cast<std::uint8_t>(job->request.labels.accuracy_percent));
    writer.u32(job->request.thresholds);
    writer.u32(job->request.experiment.thickness_um);
    writer.u32(job->request.experiment.patched);
    writer.u32(job->request.experiment.spread_um);
    writer.u32(job->request.synapses.near_um);
    writer.u32(job->request.synapses.clump_um);
    for (const std::uint32_t nm : job->request.synapses.voxel_nm) writer.u32(nm);
    put(writer, job->request.soma_in_voxel_nm);
    const EdgePlaces& places = job->request.edge_places;
    writer.u32(static_cast<std::uint32_t>(places.soma_nm.size()));
    for (const std::int64_t nm : places.soma_nm) writer.u64(static_cast<std::uint64_t>(nm));
    for (const std::int64_t nm : places.origin_nm) writer.u64(static_cast<std::uint64_t>(nm));
    for (const std::int64_t nm : places.step_nm) writer.u64(static_cast<std::uint64_t>(nm));
    put(writer, job->request.per_neuron);
  } else if (const auto* cancel = std::get_if<CancelJob>(&request)) {
    writer.u32(cancel->ticket);
  } else if (const auto* reach = std::get_if<AskReach>(&request)) {
    writer.u32(reach->ticket);
    put(writer, reach->request.from);
    writer.u8(static_cast<std::uint8_t>(reach->request.way));
    writer.u32(reach->request.hops);
    put(writer, reach->request.within);
    writer.u32(reach->request.min_synapses);
  } else if (const auto* neurons = std::get_if<AskNeurons>(&request)) {
    writer.u32(neurons->ticket);
    put(writer, encode_question(neurons->question));
  } else if (const auto* limit = std::get_if<LimitSizes>(&request)) {
    writer.u32(limit->limits.mean);
    writer.u32(limit->limits.sum);
  }
  return std::move(writer).finish();
}

Result<WorkerRequest> decode_request(std::span<const std::byte> bytes) {
  const auto tag = read_tag(bytes);
  if (!tag.ok()) return tag.error();
  MessageReader reader(bytes.subspan(2));
  switch (tag.value()) {
    case 0: {
      OpenDataset open;
      open.neuron_count = reader.u32();
      const auto read_family = [&] {
        OpenDataset::Family family;
        family.block_neurons = reader.u32();
        reader.require(family.block_neurons >= 1 && family.block_neurons <= kMaxTileNeurons);
        const auto model = reader.bytes();
        family.model.assign(model.begin(), model.end());
        return family;
      };
      open.out = read_family();
      if (reader.boolean()) open.in = read_family();
      if (reader.boolean()) {
        SynapseStore::Family& synapses = open.synapses.emplace();
        synapses.block_neurons = reader.u32();
        reader.require(synapses.block_neurons >= 1 && synapses.block_neurons <= kMaxTileNeurons);
        synapses.shape.has_position = reader.boolean();
        synapses.shape.has_size = reader.boolean();
        reader.require(synapses.shape.has_position || synapses.shape.has_size);
      }
      return reader.finish<WorkerRequest>(std::move(open));
    }
    case 1: {
      AddTile add;
      add.ticket = reader.u32();
      const auto tile = reader.bytes();
      add.tile.assign(tile.begin(), tile.end());
      return reader.finish<WorkerRequest>(std::move(add));
    }
    case 2: {
      DropTile drop;
      drop.kind = static_cast<TileKind>(reader.u8());
      reader.require(drop.kind == TileKind::ConnectionsOut ||
                     drop.kind == TileKind::ConnectionsIn || drop.kind == TileKind::Synapses);
      drop.tile_index = reader.u32();
      return reader.finish<WorkerRequest>(drop);
    }
    case 3: {
      AskPartners ask;
      ask.ticket = reader.u32();
      ask.neuron = reader.u32();
      return reader.finish<WorkerRequest>(ask);
    }
    case 4: {
      AskStatistics ask;
      ask.ticket = reader.u32();
      ask.request = read_statistics_request(reader);
      return reader.finish<WorkerRequest>(std::move(ask));
    }
    case 5: {
      AskJob ask;
      ask.ticket = reader.u32();
      ask.request = read_job_request(reader);
      return reader.finish<WorkerRequest>(std::move(ask));
    }
    case 6: {
      CancelJob cancel;
      cancel.ticket = reader.u32();
      return reader.finish<WorkerRequest>(cancel);
    }
    case 7: {
      AskReach ask;
      ask.ticket = reader.u32();
      ask.request.from = reader.booleans();
      const std::uint8_t way = reader.u8();
      reader.require(way < kReachWays);
      ask.request.way = static_cast<ReachWay>(way);
      ask.request.hops = reader.u32();
      ask.request.within = reader.boolean();
      ask.request.min_synapses = reader.u32();
      return reader.finish<WorkerRequest>(std::move(ask));
    }
    case 8: {
      const std::uint32_t ticket = reader.u32();
      auto question = decode_question(reader.bytes());
      if (!question.ok()) return question.error();
      return reader.finish<WorkerRequest>(AskNeurons{ticket, std::move(question).value()});
    }
    case 9: {
      LimitSizes limit;
      limit.limits.mean = reader.u32();
      limit.limits.sum = reader.u32();
      return reader.finish<WorkerRequest>(limit);
    }
    default: return Error{ErrorCode::OutOfRange, "worker message, kind of request"};
  }
}

std::vector<std::byte> encode_reply(const WorkerReply& reply) {
  ByteWriter writer = begin_message(reply.index());
  if (const auto* added = std::get_if<TileAdded>(&reply)) {
    writer.u32(added->ticket);
    put(writer, added->error);
  } else if (const auto* partners = std::get_if<PartnersReply>(&reply)) {
    writer.u32(partners->ticket);
    writer.u32(partners->partners.neuron);
    put(writer, partners->partners.afferents);
    put(writer, partners->partners.efferents);
    put(writer, partners->partners.afferents_complete);
    put(writer, partners->partners.efferents_complete);
  } else if (const auto* answer = std::get_if<StatisticsAnswer>(&reply)) {
    writer.u32(answer->ticket);
    put(writer, answer->reply.statistics);
    writer.u32(answer->reply.tiles_missing);
    writer.u32(answer->reply.tiles_total);
  } else if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    writer.u32(progress->ticket);
    writer.u32(bits_of(progress->share_done));
    put(writer, progress->partial_json);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    writer.u32(result->ticket);
    put(writer, result->json);
  } else if (const auto* reached = std::get_if<ReachAnswer>(&reply)) {
    writer.u32(reached->ticket);
    put(writer, reached->reply.reached);
    writer.u32(reached->reply.tiles_missing);
    writer.u32(reached->reply.tiles_total);
  } else if (const auto* neurons = std::get_if<NeuronsReply>(&reply)) {
    writer.u32(neurons->ticket);
    put(writer, encode_answer(neurons->answer));
  }
  return std::move(writer).finish();
}

Result<WorkerReply> decode_reply(std::span<const std::byte> bytes) {
  const auto tag = read_tag(bytes);
  if (!tag.ok()) return tag.error();
  MessageReader reader(bytes.subspan(2));
  switch (tag.value()) {
    case 0: {
      TileAdded added;
      added.ticket = reader.u32();
      added.error = reader.text();
      return reader.finish<WorkerReply>(std::move(added));
    }
    case 1: {
      PartnersReply partners;
      partners.ticket = reader.u32();
      partners.partners.neuron = reader.u32();
      partners.partners.afferents = read_partners(reader);
      partners.partners.efferents = read_partners(reader);
      partners.partners.afferents_complete = reader.boolean();
      partners.partners.efferents_complete = reader.boolean();
      return reader.finish<WorkerReply>(std::move(partners));
    }
    case 2: {
      StatisticsAnswer answer;
      answer.ticket = reader.u32();
      answer.reply.statistics = read_local_statistics(reader);
      answer.reply.tiles_missing = reader.u32();
      answer.reply.tiles_total = reader.u32();
      return reader.finish<WorkerReply>(std::move(answer));
    }
    case 3: {
      JobProgress progress;
      progress.ticket = reader.u32();
      progress.share_done = float_of(reader.u32());
      progress.partial_json = reader.text();
      reader.require(progress.share_done >= 0 && progress.share_done <= 1);
      return reader.finish<WorkerReply>(std::move(progress));
    }
    case 4: {
      JobResult result;
      result.ticket = reader.u32();
      result.json = reader.text();
      return reader.finish<WorkerReply>(std::move(result));
    }
    case 5: {
      ReachAnswer answer;
      answer.ticket = reader.u32();
      answer.reply.reached = reader.booleans();
      answer.reply.tiles_missing = reader.u32();
      answer.reply.tiles_total = reader.u32();
      return reader.finish<WorkerReply>(std::move(answer));
    }
    case 6: {
      const std::uint32_t ticket = reader.u32();
      auto found = decode_answer(reader.bytes());
      if (!found.ok()) return found.error();
      return reader.finish<WorkerReply>(NeuronsReply{ticket, std::move(found).value()});
    }
    default: return Error{ErrorCode::OutOfRange, "worker message, kind of reply"};
  }
}

namespace {

/// The job that it asks for, which may need to know how large synapses are, whatever the limits.
const JobRequest* job_of(const WorkerRequest& request) {
  const auto* const ask = std::get_if<AskJob>(&request);
  return ask != nullptr ? &ask->request : nullptr;
}

/// Whether the answer depends on which connections are large enough.
bool is_of_what_counts(const WorkerRequest& request) {
  if (const auto* const ask = std::get_if<AskNeurons>(&request)) {
    return std::holds_alternative<AskSubnetwork>(ask->question) ||
           std::holds_alternative<AskInnerDegrees>(ask->question);
  }
  return true;
}

}  // namespace

Result<Done> WorkerCore::add_tile(std::span<const std::byte> tile) {
  const auto header = decode_tile_header(tile);
  const bool of_synapses = header.ok() && header.value().kind == TileKind::Synapses;
  return of_synapses && synapses_ ? synapses_->add_tile(tile) : engine_->add_tile(tile);
}

std::vector<std::byte> WorkerCore::handle(std::span<const std::byte> bytes) {
  auto decoded = decode_request(bytes);
  CNX_CHECK(decoded.ok());
  WorkerRequest request = std::move(decoded).value();
  if (const auto* open = std::get_if<OpenDataset>(&request)) {
    const auto family = [&](const OpenDataset::Family& opened) {
      // The page has read the manifest, which refuses a damaged model.
      auto model = decode_edge_model(opened.model, open->neuron_count);
      CNX_CHECK(model.ok());
      return Engine::Family{opened.block_neurons, std::move(model).value()};
    };
    if (open->in) {
      engine_.emplace(open->neuron_count, family(open->out), family(*open->in));
    } else {
      engine_.emplace(open->neuron_count, family(open->out));
    }
    waiting_.clear();
    synapses_.reset();
    if (open->synapses) {
      synapses_ = std::make_shared<SynapseStore>(open->neuron_count, *open->synapses);
      if (synapses_->shape().has_size) engine_->limit_sizes({}, synapses_);
    }
    return {};
  }
  CNX_CHECK(engine_.has_value());
  if (const auto* add = std::get_if<AddTile>(&request)) {
    const auto added = add_tile(add->tile);
    TileAdded reply;
    reply.ticket = add->ticket;
    if (!added.ok()) reply.error = added.error().where;
    return encode_reply(reply);
  }
  if (const auto* drop = std::get_if<DropTile>(&request)) {
    if (drop->kind == TileKind::Synapses) {
      CNX_CHECK(synapses_ != nullptr);
      synapses_->drop_tile(drop->tile_index);
    } else {
      engine_->drop_tile(drop->kind, drop->tile_index);
    }
    return {};
  }
  if (const auto* ask = std::get_if<AskPartners>(&request)) {
    return encode_reply(PartnersReply{ask->ticket, engine_->partners(ask->neuron)});
  }
  if (const auto* cancel = std::get_if<CancelJob>(&request)) {
    std::erase_if(jobs_, [&](const RunningJob& job) { return job.ticket == cancel->ticket; });
    std::erase_if(waiting_, [&](const WorkerRequest& waits) {
      const auto* const ask = std::get_if<AskJob>(&waits);
      return ask != nullptr && ask->ticket == cancel->ticket;
    });
    return {};
  }
  if (const auto* limit = std::get_if<LimitSizes>(&request)) {
    if (synapses_ && synapses_->shape().has_size) engine_->limit_sizes(limit->limits, synapses_);
    return {};
  }
  if (is_of_what_counts(request) &&
      (!waiting_.empty() || engine_->has_sizes_to_sum(job_of(request)))) {
    waiting_.push_back(std::move(request));
    return {};
  }
  return answer_question(std::move(request));
}

std::vector<std::byte> WorkerCore::answer_question(WorkerRequest request) {
  if (auto* ask = std::get_if<AskJob>(&request)) {
    JobInput input = engine_->job_input(std::move(ask->request));
    const bool of_synapses = input.request.statistic == Statistic::Synapses ||
                             input.request.statistic == Statistic::EdgeMap;
    if (of_synapses && synapses_) {
      input.synapses = std::make_shared<const SynapseStore>(*synapses_);
    }
    jobs_.push_back({ask->ticket, make_job(std::move(input))});
    return {};
  }
  if (const auto* reach = std::get_if<AskReach>(&request)) {
    return encode_reply(ReachAnswer{reach->ticket, engine_->reach(reach->request)});
  }
  if (const auto* ask = std::get_if<AskNeurons>(&request)) {
    return encode_reply(
        NeuronsReply{ask->ticket, answer(ask->question, *engine_, synapses_.get())});
  }
  const auto& ask = *std::get_if<AskStatistics>(&request);
  return encode_reply(StatisticsAnswer{ask.ticket, engine_->statistics(ask.request)});
}

std::vector<std::byte> WorkerCore::work() {
  CNX_CHECK(has_work());
  if (!waiting_.empty()) {
    if (engine_->has_sizes_to_sum(job_of(waiting_.front()))) {
      engine_->sum_sizes();
      return {};
    }
    WorkerRequest request = std::move(waiting_.front());
    waiting_.pop_front();
    return answer_question(std::move(request));
  }
  RunningJob& first = jobs_.front();
  if (!first.job->advance()) {
    return first.job->has_news() ? progress() : std::vector<std::byte>();
  }
  const JobResult result{first.ticket, first.job->json()};
  jobs_.pop_front();
  return encode_reply(result);
}

std::vector<std::byte> WorkerCore::progress() const {
  CNX_CHECK(has_work());
  if (!waiting_.empty()) return {};
  const RunningJob& first = jobs_.front();
  return encode_reply(JobProgress{first.ticket, static_cast<float>(first.job->share_done()),
                                  first.job->partial_json()});
}

}  // namespace cnx
