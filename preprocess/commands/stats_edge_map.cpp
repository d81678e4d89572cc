#include "commands/stats_edge_map.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "commands/stats_synapses.h"
#include "commands/text_format.h"
#include "stats/edge_effect.h"
#include "worker/edge_map_job.h"

namespace cnx {
namespace {}  // namespace

Result<std::string> edge_map_json(const TileSource& source, const NeuronTable& neurons,
                                  const StatisticsQuestion& question, const Engine& connections) {
  JobRequest request = job_request(Statistic::EdgeMap, question);
  ask_edge_places(source.manifest(), neurons, request);
  JobInput input = connections.job_input(std::move(request));
  if (!input.request.edge_places.soma_nm.empty()) {
    auto store = read_synapses(source, std::vector<std::uint8_t>(neurons.neuron_count(), 1));
    if (!store.ok()) return store.error();
    input.synapses = std::move(store).value();
  } else if (source.manifest().synapse_shape.has_position) {
    // Somata are what is missing: the job says so, whatever tiles there are.
    input.synapses = std::make_shared<const SynapseStore>(
        neurons.neuron_count(), SynapseStore::Family{1, source.manifest().synapse_shape});
  }
  Json json = Json::parse(run_job(std::move(input)), nullptr, false);
  CNX_CHECK(json.is_object());
  if (json["edge_map"].is_null()) return json.dump();
  const auto row_of = neurons.integers(*neurons.find(ColumnRole::SourceRow));
  for (Json* const part : {&json["edge_map"], &json["edge_map"]["analyzable"]}) {
    if (part->is_null()) continue;
    Json& fractions = (*part)["outer_fraction"];
    const Json by_neuron = std::exchange(fractions, Json(Json::array_t(fractions.size())));
    for (std::size_t v = 0; v < by_neuron.size(); ++v) {
      if (row_of[v] < 0 || static_cast<std::uint64_t>(row_of[v]) >= by_neuron.size()) {
        return Error{ErrorCode::OutOfRange,
                     "a neuron has row " + std::to_string(row_of[v]) +
                         " of the input, which has fewer; make the tiles anew"};
      }
      fractions[static_cast<std::size_t>(row_of[v])] = by_neuron[v];
    }
  }
  return json.dump();
}

std::string edge_map_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  if (json.contains("edge_map_why_not")) return json["edge_map_why_not"].get<std::string>() + "\n";
  const Json& map = json["edge_map"];
  std::string out = format(
      "Edge effect: share of a neuron's inputs in outer bins, by where its soma lies\n"
      "%s of %s neurons with inputs (%s synapses) have less than 5 %% of them there.\n",
      whole(map["neurons"]["trusted"]).c_str(), whole(map["neurons"]["with_inputs"]).c_str(),
      whole(map["neurons"]["inputs"]).c_str());
  if (const Json& some = map["analyzable"]; !some.is_null()) {
    out += format("Of their inputs from analyzable axons alone, %s of %s.\n",
                  whole(some["neurons"]["trusted"]).c_str(),
                  whole(some["neurons"]["with_inputs"]).c_str());
  }
  if (!map["limits_why_not"].is_null()) out += map["limits_why_not"].get<std::string>() + "\n";
  out +=
      "Each letter is a bin of x (down) and z (across): o below 5 %, + below 50 %, # more, . no "
      "soma\n";
  for (const Json& row : map["soma_fraction"]) {
    out += "  ";
    for (const Json& value : row) {
      if (value.is_null()) {
        out += '.';
      } else {
        const double fraction = value.get<double>();
        out += fraction < kEdgeTrustedFraction ? 'o' : fraction < 0.5 ? '+' : '#';
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace cnx
