#include "worker/neuron_questions.h"

#include <optional>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

/// The row of a post neuron in a tile, when tile and connections agree on how long it is.
struct Row {
  std::uint32_t first = 0, count = 0;
};
std::optional<Row> row_of(const SynapseRows& rows, std::uint32_t row,
                          std::span<const Partner> afferents) {
  std::uint64_t promised = 0;
  for (const Partner& partner : afferents) promised += partner.synapse_count;
  const Row found{rows.offsets[row], rows.offsets[row + 1] - rows.offsets[row]};
  if (promised != found.count) return std::nullopt;
  return found;
}

Synapse synapse_at(const SynapseRows& rows, std::uint32_t entry, NeuronIndex pre,
                   NeuronIndex post) {
  Synapse synapse;
  synapse.pre = pre;
  synapse.post = post;
  if (!rows.residual[0].empty()) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      synapse.residual[axis] = rows.residual[axis][entry];
    }
  }
  if (!rows.size.empty()) synapse.size = rows.size[entry];
  return synapse;
}

void add_inputs(const SynapseStore& store, const Partners& partners, NeuronSynapses& answer) {
  const std::uint32_t tile = store.tile_of(answer.neuron);
  if (!store.has(tile) || !partners.afferents_complete) return;
  const SynapseRows rows = store.rows(tile);
  const auto row = row_of(rows, answer.neuron - store.first_neuron(tile), partners.afferents);
  if (!row) {
    answer.damaged = true;
    return;
  }
  std::uint32_t entry = row->first;
  for (const Partner& partner : partners.afferents) {
    for (std::uint32_t k = 0; k < partner.synapse_count; ++k) {
      answer.inputs.push_back(synapse_at(rows, entry++, partner.neuron, answer.neuron));
    }
  }
}

/// Its outputs lie in the rows of its partners: each tile is decoded once for all that are in it.
void add_outputs(const SynapseStore& store, const Engine& engine, const Partners& partners,
                 NeuronSynapses& answer) {
  for (std::size_t first = 0; first < partners.efferents.size();) {
    const std::uint32_t tile = store.tile_of(partners.efferents[first].neuron);
    std::size_t end = first;
    while (end < partners.efferents.size() &&
           store.tile_of(partners.efferents[end].neuron) == tile) {
      ++end;
    }
    const std::size_t begin = std::exchange(first, end);
    if (!store.has(tile)) continue;
    const SynapseRows rows = store.rows(tile);
    for (std::size_t p = begin; p < end; ++p) {
      const NeuronIndex post = partners.efferents[p].neuron;
      const Partners of_post = engine.partners(post);
      if (!of_post.afferents_complete) continue;
      const auto row = row_of(rows, post - store.first_neuron(tile), of_post.afferents);
      if (!row) {
        answer.damaged = true;
        continue;
      }
      std::uint32_t entry = row->first;
      for (const Partner& pre : of_post.afferents) {
        if (pre.neuron == answer.neuron) {
          for (std::uint32_t k = 0; k < pre.synapse_count; ++k) {
            answer.outputs.push_back(synapse_at(rows, entry + k, answer.neuron, post));
          }
          break;
        }
        entry += pre.synapse_count;
      }
    }
  }
}

NeuronSynapses answer_synapses(const AskSynapses& ask, const Engine& engine,
                               const SynapseStore* store) {
  NeuronSynapses answer;
  answer.neuron = ask.neuron;
  const Partners partners = engine.partners(ask.neuron);
  answer.inputs_known = partners.afferents_complete;
  answer.outputs_known = partners.efferents_complete;
  for (const Partner& partner : partners.afferents) answer.inputs_total += partner.synapse_count;
  for (const Partner& partner : partners.efferents) answer.outputs_total += partner.synapse_count;
  if (store == nullptr) return answer;
  add_inputs(*store, partners, answer);
  add_outputs(*store, engine, partners, answer);
  return answer;
}

CommonPartners answer_common(const AskCommonPartners& ask, const Engine& engine) {
  CommonPartners answer;
  answer.neurons = ask.neurons;
  const auto graph = engine.whole_graph();
  if (!graph) return answer;
  answer.complete = true;
  answer.inputs =
      common_neighbors(graph->edges, graph->synapse_counts, ask.neurons, EdgeDirection::In, 2);
  answer.outputs =
      common_neighbors(graph->edges, graph->synapse_counts, ask.neurons, EdgeDirection::Out, 2);
  return answer;
}

PathsAnswer answer_paths(const AskPaths& ask, const Engine& engine) {
  PathsAnswer answer;
  answer.asked = ask;
  const auto graph = engine.whole_graph();
  if (!graph) return answer;
  answer.complete = true;
  answer.paths = shortest_paths(graph->edges, graph->synapse_counts,
                                {ask.from, ask.to, ask.min_synapses, ask.max_listed});
  return answer;
}

Subnetwork answer_subnetwork(const AskSubnetwork& ask, const Engine& engine) {
  Subnetwork answer;
  answer.asked = ask;
  const auto graph = engine.counted_graph();
  if (!graph) return answer;
  answer.complete = true;
  std::vector<bool> member(graph->edges.vertex_count());
  for (const NeuronIndex neuron : ask.neurons) member[neuron] = true;
  for (const NeuronIndex pre : ask.neurons) {
    const auto posts = graph->edges.out_neighbors(pre);
    for (std::size_t i = 0; i < posts.size(); ++i) {
      if (!member[posts[i]]) continue;
      answer.connection_count += 1;
      if (answer.connection_count > ask.max_connections) continue;
      const std::size_t edge = graph->edges.out_offsets[pre] + i;
      answer.connections.push_back({pre, posts[i], graph->synapse_counts[edge]});
    }
  }
  if (answer.connection_count > ask.max_connections) answer.connections.clear();
  return answer;
}

Degrees answer_degrees(const Engine& engine) {
  Degrees answer;
  const auto graph = engine.whole_graph();
  if (!graph) return answer;
  answer.complete = true;
  answer.in.assign(graph->edges.vertex_count(), 0);
  answer.out.assign(graph->edges.vertex_count(), 0);
  for (Vertex pre = 0; pre < answer.out.size(); ++pre) {
    for (const Vertex post : graph->edges.out_neighbors(pre)) {
      if (post == pre) continue;
      answer.out[pre] += 1;
      answer.in[post] += 1;
    }
  }
  return answer;
}

InnerDegrees answer_inner_degrees(const AskInnerDegrees& ask, const Engine& engine) {
  InnerDegrees answer;
  const auto graph = engine.counted_graph();
  if (!graph) return answer;
  const std::size_t n = graph->edges.vertex_count();
  CNX_CHECK(ask.chosen.size() == n && (ask.post.empty() || ask.post.size() == n));
  const auto& chosen_post = ask.post.empty() ? ask.chosen : ask.post;
  answer.complete = true;
  answer.in.assign(n, 0);
  answer.out.assign(n, 0);
  for (Vertex pre = 0; pre < n; ++pre) {
    if (ask.chosen[pre] == 0) continue;
    for (std::uint32_t e = graph->edges.out_offsets[pre]; e < graph->edges.out_offsets[pre + 1];
         ++e) {
      const Vertex post = graph->edges.out_targets[e];
      if (post == pre || chosen_post[post] == 0) continue;
      if (graph->synapse_counts[e] < ask.min_synapses) continue;
      answer.out[pre] += 1;
      answer.in[post] += 1;
    }
  }
  return answer;
}

}  // namespace

NeuronAnswer answer(const NeuronQuestion& question, const Engine& engine,
                    const SynapseStore* synapses) {
  if (const auto* ask = std::get_if<AskSynapses>(&question)) {
    return answer_synapses(*ask, engine, synapses);
  }
  if (const auto* ask = std::get_if<AskCommonPartners>(&question)) {
    return answer_common(*ask, engine);
  }
  if (const auto* ask = std::get_if<AskSubnetwork>(&question)) {
    return answer_subnetwork(*ask, engine);
  }
  if (std::holds_alternative<AskDegrees>(question)) return answer_degrees(engine);
  if (const auto* ask = std::get_if<AskInnerDegrees>(&question)) {
    return answer_inner_degrees(*ask, engine);
  }
  return answer_paths(*std::get_if<AskPaths>(&question), engine);
}

}  // namespace cnx
