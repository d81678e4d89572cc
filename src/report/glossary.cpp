#include "report/glossary.h"

#include <optional>

namespace cnx {
namespace {

constexpr GlossaryWord kWords[] = {
    {WordKind::CellClass, "23P", "layer 2/3 pyramidal cell (excitatory)"},
    {WordKind::CellClass, "4P", "layer 4 pyramidal cell (excitatory)"},
    {WordKind::CellClass, "5P_IT", "layer 5 intratelencephalic pyramidal cell (excitatory)"},
    {WordKind::CellClass, "5P_NP", "layer 5 near-projecting pyramidal cell (excitatory)"},
    {WordKind::CellClass, "5P_PT", "layer 5 pyramidal-tract cell (excitatory)"},
    {WordKind::CellClass, "6IT", "layer 6 intratelencephalic pyramidal cell (excitatory)"},
    {WordKind::CellClass, "6CT", "layer 6 corticothalamic pyramidal cell (excitatory)"},
    {WordKind::CellClass, "BC", "basket cell (inhibitory)"},
    {WordKind::CellClass, "BPC", "bipolar cell (inhibitory)"},
    {WordKind::CellClass, "MC", "Martinotti cell (inhibitory)"},
    {WordKind::CellClass, "NGC", "neurogliaform cell (inhibitory)"},
    {WordKind::Region, "visp", "primary visual area"},
    {WordKind::Region, "visrl", "rostrolateral visual area"},
    {WordKind::Region, "visal", "anterolateral visual area"},
    {WordKind::Region, "vislm", "lateromedial visual area"},
    {WordKind::Proofreading, "non", "not comprehensively proofread"},
    {WordKind::Proofreading, "clean", "false merges removed, but not every tip followed"},
    {WordKind::Proofreading, "extended", "clean, and followed as far as possible"},
    {WordKind::Term, "afferents, inputs", "the neurons that a neuron receives synapses from"},
    {WordKind::Term, "efferents, outputs", "the neurons that a neuron makes synapses on"},
    {WordKind::Term, "autapse", "a connection of a neuron with itself"},
    {WordKind::Term, "reciprocity", "the share of connections that are answered by one back"},
    {WordKind::Term, "analyzable axon",
     "proofread well enough that a connection it lacks means something"},
    {WordKind::Term, "tentative border",
     "where the region of most somas changes, estimated from this dataset alone"},
    {WordKind::Term, "pia", "the skin of the brain: the cortex's surface, above layer 1"},
};

std::optional<WordKind> kind_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::CellClass: return WordKind::CellClass;
    case ColumnRole::Region: return WordKind::Region;
    case ColumnRole::AxonStatus:
    case ColumnRole::DendriteStatus: return WordKind::Proofreading;
    case ColumnRole::None:
    case ColumnRole::SourceRow:
    case ColumnRole::NeuronId:
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::span<const GlossaryWord> glossary() { return kWords; }

const char* category_meaning(ColumnRole role, std::string_view category) {
  const std::optional<WordKind> kind = kind_of(role);
  if (!kind) return nullptr;
  for (const GlossaryWord& word : kWords) {
    if (word.kind == *kind && word.word == category) return word.meaning;
  }
  return nullptr;
}

const char* column_meaning(const Column& column) {
  switch (column.role) {
    case ColumnRole::CellClass: return "What kind of cell each neuron is.";
    case ColumnRole::Region: return "The brain area that each neuron's cell body lies in.";
    case ColumnRole::AxonStatus:
      return "How far people have corrected each neuron's axon, the branch that sends. Outputs "
             "of an axon that is not proofread cannot be analyzed.";
    case ColumnRole::DendriteStatus:
      return "How far people have corrected each neuron's dendrites, the branches that receive.";
    case ColumnRole::SourceRow: return "The neuron's row in the file that was converted.";
    case ColumnRole::NeuronId:
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return nullptr;
    case ColumnRole::None: break;
  }
  if (column.name == "indegree")
    return "Synapses that each neuron receives, as the file counts them.";
  if (column.name == "outdegree")
    return "Synapses that each neuron makes, as the file counts them.";
  return nullptr;
}

}  // namespace cnx
