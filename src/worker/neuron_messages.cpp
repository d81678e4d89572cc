// neuron_messages.cpp — questions about single neurons and their answers, as bytes.

#include <utility>

#include "worker/message_parts.h"
#include "worker/neuron_questions.h"

namespace cnx {
namespace {

// First byte: the index of the alternative in NeuronQuestion or NeuronAnswer.

void put(ByteWriter& writer, const std::vector<Synapse>& synapses) {
  writer.u32(static_cast<std::uint32_t>(synapses.size()));
  for (const Synapse& synapse : synapses) {
    writer.u32(synapse.pre);
    writer.u32(synapse.post);
    for (const std::int64_t voxels : synapse.residual) {
      writer.u64(static_cast<std::uint64_t>(voxels));
    }
    writer.u32(synapse.size);
  }
}

void put(ByteWriter& writer, const std::vector<CommonNeighbor>& neighbors) {
  writer.u32(static_cast<std::uint32_t>(neighbors.size()));
  for (const CommonNeighbor& neighbor : neighbors) {
    writer.u32(neighbor.vertex);
    writer.u32(neighbor.asked);
    writer.u32(neighbor.min_weight);
    writer.u64(neighbor.weight_sum);
  }
}

void put(ByteWriter& writer, const AskPaths& ask) {
  for (const std::uint32_t value : {ask.from, ask.to, ask.min_synapses, ask.max_listed}) {
    writer.u32(value);
  }
}

void put(ByteWriter& writer, const AskSubnetwork& ask) {
  put(writer, ask.neurons);
  writer.u32(ask.max_connections);
}

std::vector<Synapse> read_synapses(MessageReader& reader) {
  return reader.list<Synapse>(36, [&] {
    Synapse synapse;
    synapse.pre = reader.u32();
    synapse.post = reader.u32();
    for (std::int64_t& voxels : synapse.residual) voxels = static_cast<std::int64_t>(reader.u64());
    synapse.size = reader.u32();
    return synapse;
  });
}

std::vector<CommonNeighbor> read_neighbors(MessageReader& reader) {
  return reader.list<CommonNeighbor>(20, [&] {
    CommonNeighbor neighbor;
    neighbor.vertex = reader.u32();
    neighbor.asked = reader.u32();
    neighbor.min_weight = reader.u32();
    neighbor.weight_sum = reader.u64();
    return neighbor;
  });
}

AskPaths read_paths(MessageReader& reader) {
  AskPaths ask;
  for (std::uint32_t* value : {&ask.from, &ask.to, &ask.min_synapses, &ask.max_listed}) {
    *value = reader.u32();
  }
  return ask;
}

AskSubnetwork read_subnetwork(MessageReader& reader) {
  AskSubnetwork ask;
  ask.neurons = reader.u32s();
  ask.max_connections = reader.u32();
  return ask;
}

AskInnerDegrees read_inner_degrees(MessageReader& reader) {
  AskInnerDegrees ask;
  for (auto* side : {&ask.chosen, &ask.post}) *side = reader.booleans();
  ask.min_synapses = reader.u32();
  return ask;
}

}  // namespace

std::vector<std::byte> encode_question(const NeuronQuestion& question) {
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(question.index()));
  if (const auto* synapses = std::get_if<AskSynapses>(&question)) {
    writer.u32(synapses->neuron);
  } else if (const auto* common = std::get_if<AskCommonPartners>(&question)) {
    put(writer, common->neurons);
  } else if (const auto* paths = std::get_if<AskPaths>(&question)) {
    put(writer, *paths);
  } else if (const auto* subnetwork = std::get_if<AskSubnetwork>(&question)) {
    put(writer, *subnetwork);
  } else if (const auto* degrees = std::get_if<AskInnerDegrees>(&question)) {
    put(writer, degrees->chosen);
    put(writer, degrees->post);
    writer.u32(degrees->min_synapses);
  }
  return std::move(writer).finish();
}

Result<NeuronQuestion> decode_question(std::span<const std::byte> bytes) {
  MessageReader reader(bytes);
  switch (reader.u8()) {
    case 0: return reader.finish<NeuronQuestion>(AskSynapses{reader.u32()});
    case 1: return reader.finish<NeuronQuestion>(AskCommonPartners{reader.u32s()});
    case 2: return reader.finish<NeuronQuestion>(read_paths(reader));
    case 3: return reader.finish<NeuronQuestion>(read_subnetwork(reader));
    case 4: return reader.finish<NeuronQuestion>(AskDegrees{});
    case 5: return reader.finish<NeuronQuestion>(read_inner_degrees(reader));
    default: return Error{ErrorCode::OutOfRange, "worker message, kind of question"};
  }
}

std::vector<std::byte> encode_answer(const NeuronAnswer& answer) {
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(answer.index()));
  if (const auto* synapses = std::get_if<NeuronSynapses>(&answer)) {
    writer.u32(synapses->neuron);
    put(writer, synapses->inputs);
    put(writer, synapses->outputs);
    writer.u64(synapses->inputs_total);
    writer.u64(synapses->outputs_total);
    put(writer, synapses->inputs_known);
    put(writer, synapses->outputs_known);
    put(writer, synapses->damaged);
  } else if (const auto* common = std::get_if<CommonPartners>(&answer)) {
    put(writer, common->neurons);
    put(writer, common->complete);
    put(writer, common->inputs);
    put(writer, common->outputs);
  } else if (const auto* found = std::get_if<PathsAnswer>(&answer)) {
    put(writer, found->asked);
    put(writer, found->complete);
    put(writer, found->paths.length.has_value());
    writer.u32(found->paths.length.value_or(0));
    writer.u64(found->paths.count);
    writer.u32(static_cast<std::uint32_t>(found->paths.listed.size()));
    for (const Path& path : found->paths.listed) {
      writer.u32(path.weakest);
      put(writer, path.vertices);
    }
  } else if (const auto* degrees = std::get_if<Degrees>(&answer)) {
    put(writer, degrees->complete);
    put(writer, degrees->in);
    put(writer, degrees->out);
  } else if (const auto* inner = std::get_if<InnerDegrees>(&answer)) {
    put(writer, inner->complete);
    put(writer, inner->in);
    put(writer, inner->out);
  } else if (const auto* network = std::get_if<Subnetwork>(&answer)) {
    put(writer, network->asked);
    put(writer, network->complete);
    writer.u64(network->connection_count);
    writer.u32(static_cast<std::uint32_t>(network->connections.size()));
    for (const Subnetwork::Connection& connection : network->connections) {
      writer.u32(connection.pre);
      writer.u32(connection.post);
      writer.u32(connection.synapse_count);
    }
  }
  return std::move(writer).finish();
}

Result<NeuronAnswer> decode_answer(std::span<const std::byte> bytes) {
  MessageReader reader(bytes);
  switch (reader.u8()) {
    case 0: {
      NeuronSynapses synapses;
      synapses.neuron = reader.u32();
      synapses.inputs = read_synapses(reader);
      synapses.outputs = read_synapses(reader);
      synapses.inputs_total = reader.u64();
      synapses.outputs_total = reader.u64();
      synapses.inputs_known = reader.boolean();
      synapses.outputs_known = reader.boolean();
      synapses.damaged = reader.boolean();
      return reader.finish<NeuronAnswer>(std::move(synapses));
    }
    case 1: {
      CommonPartners common;
      common.neurons = reader.u32s();
      common.complete = reader.boolean();
      common.inputs = read_neighbors(reader);
      common.outputs = read_neighbors(reader);
      return reader.finish<NeuronAnswer>(std::move(common));
    }
    case 2: {
      PathsAnswer found;
      found.asked = read_paths(reader);
      found.complete = reader.boolean();
      const bool reached = reader.boolean();
      const std::uint32_t length = reader.u32();
      reader.require(reached || length == 0);
      if (reached) found.paths.length = length;
      found.paths.count = reader.u64();
      found.paths.listed = reader.list<Path>(8, [&] {
        Path path;
        path.weakest = reader.u32();
        path.vertices = reader.u32s();
        return path;
      });
      return reader.finish<NeuronAnswer>(std::move(found));
    }
    case 3: {
      Subnetwork network;
      network.asked = read_subnetwork(reader);
      network.complete = reader.boolean();
      network.connection_count = reader.u64();
      network.connections = reader.list<Subnetwork::Connection>(12, [&] {
        Subnetwork::Connection connection;
        connection.pre = reader.u32();
        connection.post = reader.u32();
        connection.synapse_count = reader.u32();
        return connection;
      });
      return reader.finish<NeuronAnswer>(std::move(network));
    }
    case 4: {
      Degrees degrees;
      degrees.complete = reader.boolean();
      degrees.in = reader.u32s();
      degrees.out = reader.u32s();
      return reader.finish<NeuronAnswer>(std::move(degrees));
    }
    case 5: {
      InnerDegrees degrees;
      degrees.complete = reader.boolean();
      degrees.in = reader.u32s();
      degrees.out = reader.u32s();
      return reader.finish<NeuronAnswer>(std::move(degrees));
    }
    default: return Error{ErrorCode::OutOfRange, "worker message, kind of answer"};
  }
}

}  // namespace cnx
