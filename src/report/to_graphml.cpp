#include "report/to_graphml.h"

#include <array>
#include <optional>

#include "report/partners_report.h"
#include "report/svg_writer.h"

namespace cnx {
namespace {

struct NodeData {
  ColumnRole role;
  const char* key;
};
constexpr std::array<NodeData, 4> kNodeData = {{{ColumnRole::CellClass, "cell_class"},
                                                {ColumnRole::Region, "region"},
                                                {ColumnRole::AxonStatus, "axon"},
                                                {ColumnRole::DendriteStatus, "dendrite"}}};

/// A comment may not hold two hyphens in a row.
std::string comment_text(const std::string& text) {
  std::string result;
  for (const char c : xml_text(text)) {
    if (c == '-' && !result.empty() && result.back() == '-') result += ' ';
    result += c;
  }
  return result;
}

}  // namespace

std::string to_graphml(const NeuronTable& neurons, std::span<const NeuronIndex> members,
                       std::span<const NetworkEdge> edges, std::span<const std::string> notes) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- \n";
  for (const std::string& note : notes) xml += comment_text(note) + "\n";
  xml += " -->\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  std::array<std::optional<std::uint32_t>, kNodeData.size()> columns;
  for (std::size_t i = 0; i < kNodeData.size(); ++i) {
    columns[i] = neurons.find(kNodeData[i].role);
    if (columns[i] && !neurons.has(*columns[i])) columns[i].reset();
    if (!columns[i]) continue;
    const std::string key = kNodeData[i].key;
    xml +=
        "<key id=\"" + key + "\" for=\"node\" attr.name=\"" + key + "\" attr.type=\"string\"/>\n";
  }
  xml +=
      "<key id=\"synapses\" for=\"edge\" attr.name=\"synapses\" attr.type=\"long\"/>\n"
      "<graph edgedefault=\"directed\">\n";
  for (const NeuronIndex neuron : members) {
    xml += "<node id=\"" + xml_text(neuron_name(neurons, neuron)) + "\">";
    for (std::size_t i = 0; i < kNodeData.size(); ++i) {
      if (!columns[i]) continue;
      xml += "<data key=\"" + std::string(kNodeData[i].key) + "\">" +
             xml_text(neurons.text(*columns[i], neuron)) + "</data>";
    }
    xml += "</node>\n";
  }
  for (const NetworkEdge& edge : edges) {
    xml += "<edge source=\"" + xml_text(neuron_name(neurons, edge.pre)) + "\" target=\"" +
           xml_text(neuron_name(neurons, edge.post)) + "\"><data key=\"synapses\">" +
           std::to_string(edge.synapse_count) + "</data></edge>\n";
  }
  return xml + "</graph>\n</graphml>\n";
}

}  // namespace cnx
