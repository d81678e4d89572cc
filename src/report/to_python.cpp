#include "report/to_python.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string_view>

#include "base/hash.h"
#include "dataset/proofreading.h"
#include "report/python_parts.h"
#include "view/number_text.h"

namespace cnx {
namespace {

constexpr std::size_t kLineBytes = 96;

/// A literal in double quotes.
std::string quoted_text(const std::string& text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char escape[5];
      std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
      literal += escape;
    } else {
      literal += c;
    }
  }
  return literal + '"';
}

std::string number_literal(double value) {
  if (std::isinf(value)) return value < 0 ? "-np.inf" : "np.inf";
  // Whole numbers that a double holds exactly stay whole: pandas then compares integers.
  constexpr double kMaxExact = 9007199254740992.0;
  if (std::floor(value) == value && std::fabs(value) <= kMaxExact) {
    return std::to_string(static_cast<std::int64_t>(value));
  }
  return number_text(value);
}

/// "[a, b, c]" in lines of some 100 bytes; each further line begins below the first item.
std::string list_of(const std::vector<std::string>& items, std::size_t indent) {
  std::string text = "[";
  std::size_t line = indent;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ",";
    if (i > 0 && line + items[i].size() > kLineBytes) {
      text += "\n" + std::string(indent + 1, ' ');
      line = indent;
    } else if (i > 0) {
      text += " ";
    }
    text += items[i];
    line += items[i].size() + 2;
  }
  return text + "]";
}

/// The names of a column's categories as they are in the file: a Series of text.
std::string names_of(const Column& column) {
  return "neurons[" + quoted_text(column.name) + "].astype(str)";
}

bool in_file(const Column& column) {
  const bool made = column.type == StoredType::Generated;
  // Names of real numbers are written as whole ones here, as "1.0" by pandas.
  const bool renamed = column.kind == ColumnKind::Category &&
                       (column.type == StoredType::Float32 || column.type == StoredType::Float64);
  return !made && !renamed;
}

std::string condition_of(const ColumnFilter& filter, const Column& column) {
  if (column.kind != ColumnKind::Category) {
    // pandas has times where the tiles have their integers.
    const char* const as_number = is_time(column.type) ? ".astype(\"int64\")" : "";
    return "neurons[" + quoted_text(column.name) + "]" + as_number + ".between(" +
           number_literal(filter.min) + ", " + number_literal(filter.max) + ")";
  }
  std::vector<std::string> names;
  for (const std::uint16_t code : filter.shown_codes) {
    names.push_back(quoted_text(column.categories[code]));
  }
  const std::string head = names_of(column) + ".isin(";
  return head + list_of(names, 12 + head.size()) + ")";
}

std::string side_code(const char* name, const PythonSide& side, const Manifest& manifest) {
  const std::string mask = name;
  if (side.rows) {
    std::string code = mask + " = np.zeros(len(neurons), dtype=bool)\n";
    std::vector<std::string> runs;
    for (std::size_t i = 0; i < side.rows->size();) {
      std::size_t end = i + 1;
      while (end < side.rows->size() && (*side.rows)[end] == (*side.rows)[end - 1] + 1) ++end;
      const std::string first = std::to_string((*side.rows)[i]);
      runs.push_back(end == i + 1 ? first
                                  : first + ":" + std::to_string((*side.rows)[end - 1] + 1));
      i = end;
    }
    if (!runs.empty()) {
      const std::string head = mask + "[np.r_";
      code += head + list_of(runs, head.size()) + "] = True  # rows of the table\n";
    }
    return code;
  }
  if (side.filters.empty()) return mask + " = np.ones(len(neurons), dtype=bool)\n";
  std::string code = mask + " = (";
  for (std::size_t i = 0; i < side.filters.size(); ++i) {
    const ColumnFilter& filter = side.filters[i];
    if (i > 0) code += "\n            & ";
    code += condition_of(filter, manifest.columns[filter.column]);
  }
  return code + ").to_numpy()\n";
}

bool limits_sizes(const PythonQuestion& question) {
  return question.min_mean_size > 0 || question.min_size_sum > 0;
}

/// The column of synapses in the file that the tiles have their sizes from, or nullptr.
const EdgeColumn* size_column(const Manifest& manifest) {
  for (const EdgeColumn& column : manifest.synapse_columns) {
    if (column.source == EdgeSource::Size) return &column;
  }
  return nullptr;
}

/// The file's column of synapses with this meaning; empty when there is none.
std::string synapse_column(const Manifest& manifest, EdgeSource source) {
  for (const EdgeColumn& column : manifest.synapse_columns) {
    if (column.source == source) return column.name;
  }
  return {};
}

/// Literals of the columns with the places of synapses: none, or x, y and z.
std::vector<std::string> site_columns(const Manifest& manifest) {
  std::vector<std::string> columns;
  for (const EdgeSource source :
       {EdgeSource::PositionX, EdgeSource::PositionY, EdgeSource::PositionZ}) {
    const std::string name = synapse_column(manifest, source);
    if (!name.empty()) columns.push_back(quoted_text(name));
  }
  return columns;
}

/// Literals of the columns with the places of somata.
std::vector<std::string> soma_columns(const Manifest& manifest) {
  std::vector<std::string> columns;
  for (const ColumnRole role :
       {ColumnRole::PositionX, ColumnRole::PositionY, ColumnRole::PositionZ}) {
    columns.push_back(quoted_text(manifest.column(role)->name));
  }
  return columns;
}

/// "\nname, other = 1, 2\n"
std::string numbers_code(const char* names, std::initializer_list<std::uint32_t> values) {
  std::string numbers;
  for (const std::uint32_t value : values) {
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(value);
  }
  return std::string("\n") + names + " = " + numbers + "\n";
}

/// Adds to the program whether each synapse is near a soma and clumped, as far as the file says,
/// and returns the columns of that, to be summed.
std::string sites_code(const Manifest& manifest, const PythonQuestion& question,
                       std::string& program) {
  const std::vector<std::string> sites = site_columns(manifest);
  if (sites.empty()) return {};
  const bool somata =
      manifest.layout == Layout::Soma && in_file(*manifest.column(ColumnRole::PositionX));
  program += numbers_code("near_um, clump_um", {question.near_um, question.clump_um}) +
             "site_columns = " + list_of(sites, 15) + "\nsoma_columns = " +
             list_of(somata ? soma_columns(manifest) : std::vector<std::string>(), 15) + "\n" +
             kPythonSites;
  return somata ? ", \"near\", \"clumped\"" : ", \"clumped\"";
}

/// Whether a part counts how large synapses are: they may have no sizes.
bool sums_sizes(const Manifest& manifest, const PythonQuestion& question, PythonPart part) {
  const bool real = part == PythonPart::Compare || part == PythonPart::Thresholds ||
                    part == PythonPart::Erosion ||
                    (part == PythonPart::Nulls && question.null_model == ChanceModel::Neurons);
  return real && question.null_sizes && manifest.synapse_shape.has_size;
}

/// Whether the numbers of a part stand beside those of the network among analyzable neurons.
bool is_of_network(PythonPart part) {
  return part != PythonPart::Classes && part != PythonPart::Distance &&
         part != PythonPart::Synapses && part != PythonPart::EdgeMap;
}

// That network is the same program, started with a word.
constexpr const char* kAnalyzableAlone = R"py(
# `python3 PROGRAM analyzable`: the same of the network among those whose axon is analyzable alone
asked_for, may_send = pre_side | post_side, np.ones(len(neurons), dtype=bool)
analyzable_alone = "analyzable" in sys.argv[1:]
if analyzable_alone:
    post_side = post_side & analyzable if post_side is pre_side else post_side
    pre_side, may_send = pre_side & analyzable, analyzable
)py";
constexpr const char* kNobodyAlone =
    "asked_for, may_send = pre_side | post_side, np.ones(len(neurons), dtype=bool)\n"
    "analyzable_alone = False  # nobody says whose axon is analyzable\n";

/// Precondition of `proofreading`, which may be empty: proofreading_code(). `sums`: the sizes of
/// each connection's synapses are needed though nothing is limited by them.
std::string opening(const Manifest& manifest, const PythonQuestion& question,
                    const std::string& proofreading, bool of_network, bool sums) {
  const bool alone =
      of_network && proofreading.find("axons_known, dendrites_known = True") != std::string::npos;
  std::string code =
      "# Dataset " + quoted_text(manifest.dataset_name) + ", fingerprint " +
      hash_to_hex(manifest.fingerprint) +
      "\n# The same numbers as `connectoscope stats --json`, from the HDF5 file. Debian "
      "has what it\n# needs: python3-numpy python3-pandas python3-tables python3-scipy "
      "python3-networkx\nimport json\n" +
      (alone ? "import sys\n" : "") + "\nimport numpy as np\nimport pandas as pd\n\n";
  code += "FILE = " + quoted_text(manifest.source_file) + "\n";
  code += "GROUP = " + quoted_text("/" + manifest.source_edges.front()) + "\n";
  code += R"py(
# The neurons, and a row for each connection: pre, post (rows of the table of neurons), synapses
neurons = pd.read_hdf(FILE, GROUP + "/vertex_properties").reset_index(drop=True)
neurons.columns = neurons.columns.astype(str)
edges = pd.read_hdf(FILE, GROUP + "/edge_indices")
edges = pd.DataFrame({"pre": edges["row"].to_numpy(np.int64), "post": edges["col"].to_numpy(np.int64)})
)py";
  // Where a row is a synapse, the weight is the count of the condensed group beside it.
  if (manifest.edge_weight.empty() || !manifest.synapse_columns.empty()) {
    code += "edges[\"synapses\"] = 1  # each row is one\n";
  } else {
    code +=
        "weights = pd.read_hdf(FILE, GROUP + \"/edges\")\nweights.columns = "
        "weights.columns.astype(str)\nedges[\"synapses\"] = weights[" +
        quoted_text(manifest.edge_weight) +
        "].to_numpy()\nedges = edges[edges[\"synapses\"] > 0].astype(np.int64)\n";
  }
  const EdgeColumn* const size = size_column(manifest);
  const bool limited = limits_sizes(question) && size != nullptr;
  const bool sized = limited || (sums && size != nullptr);
  if (sized) {
    code +=
        "sizes = pd.read_hdf(FILE, GROUP + \"/edges\")\nsizes.columns = "
        "sizes.columns.astype(str)\n";
    code += "edges[\"size\"] = sizes[" + quoted_text(size->name) + "].to_numpy(np.int64)\n";
  }
  std::string summed = sized ? ", \"size\"" : "";
  if (sums && size != nullptr) summed += sites_code(manifest, question, code);
  code += "every = edges.groupby([\"pre\", \"post\"], as_index=False)[[\"synapses\"" + summed +
          "]].sum()\n";
  if (sums && size != nullptr) {
    code +=
        "every[\"sizes\"] = edges.groupby([\"pre\", \"post\"])[\"size\"].agg(list).to_numpy()\n";
  }
  if (limited) {
    code += "every = every[(every[\"size\"] >= " + std::to_string(question.min_size_sum) +
            ")\n              & (every[\"size\"] >= " + std::to_string(question.min_mean_size) +
            " * every[\"synapses\"])]\n";
  }
  code += "connections = every";
  if (question.min_synapses > 1) {
    code += "[every[\"synapses\"] >= " + std::to_string(question.min_synapses) + "]";
  }
  code += "\n";
  code += proofreading;
  code += "\n# Which of them are meant\n" + side_code("pre_side", question.pre, manifest);
  code +=
      question.post ? side_code("post_side", *question.post, manifest) : "post_side = pre_side\n";
  if (of_network) code += alone ? kAnalyzableAlone : kNobodyAlone;
  code += R"py(inside = connections[pre_side[connections["pre"]] & post_side[connections["post"]]]
between = inside[inside["pre"] != inside["post"]]  # without autapses
pairs = int(pre_side.sum()) * int(post_side.sum()) - int((pre_side & post_side).sum())
result = {}
)py";
  return code;
}

/// `names` and the number of each neuron's name in them.
std::string grouping(const char* names, const char* code,
                     const std::optional<std::uint32_t>& column_index, const Manifest& manifest) {
  const std::string list = names;
  if (!column_index) {
    return list + " = [\"all\"]\n" + code + " = np.zeros(len(neurons), dtype=int)\n";
  }
  const Column& column = manifest.columns[*column_index];
  if (column.kind == ColumnKind::Integer) {
    const std::string numbers = "neurons[" + quoted_text(column.name) + "]" +
                                (is_time(column.type) ? ".astype(\"int64\")" : "");
    return list + ", " + code + " = np.unique(" + numbers + ", return_inverse=True)\n" + list +
           " = " + list + ".astype(str).tolist()\n";
  }
  std::vector<std::string> literals;
  for (const std::string& name : column.categories) literals.push_back(quoted_text(name));
  return list + " = " + list_of(literals, list.size() + 3) + "\n" + code + " = " +
         names_of(column) + ".map({name: i for i, name in enumerate(" + list + ")}).to_numpy()\n";
}

std::string groups_code(const Manifest& manifest, const PythonQuestion& question) {
  std::string code = "\n" + grouping("groups", "code", question.group_column, manifest);
  code += question.post_group_column
              ? grouping("post_groups", "post_code", question.post_group_column, manifest)
              : "post_groups, post_code = groups, code\n";
  return code;
}

/// A mask of the neurons whose status in this column is one of those that `counts` takes.
std::string status_code(const char* name, const Column* column, bool (*counts)(std::string_view)) {
  const std::string mask = name;
  if (column == nullptr) return mask + " = np.zeros(len(neurons), dtype=bool)\n";
  std::vector<std::string> names;
  for (const std::string& status : column->categories) {
    if (counts(status)) names.push_back(quoted_text(status));
  }
  return mask + " = " + names_of(*column) + ".isin(" + list_of(names, 12) + ").to_numpy()\n";
}

/// What the file says of proofreading, as masks.
std::string proofreading_code(const Manifest& manifest) {
  const auto status = [&](ColumnRole role) -> const Column* {
    const Column* const column = manifest.column(role);
    return column != nullptr && column->kind == ColumnKind::Category && in_file(*column) ? column
                                                                                         : nullptr;
  };
  const Column* const axons = status(ColumnRole::AxonStatus);
  const Column* const dendrites = status(ColumnRole::DendriteStatus);
  const auto known = [](const Column* column) { return column == nullptr ? "False" : "True"; };
  return std::string("\n") + status_code("analyzable", axons, is_analyzable_status) +
         status_code("extended", axons, is_extended_status) +
         status_code("proofread", dendrites, is_analyzable_status) +
         "axons_known, dendrites_known = " + known(axons) + ", " + known(dendrites) + "\n";
}

std::string positions_code(const Manifest& manifest) {
  return "positions = neurons[" + list_of(soma_columns(manifest), 20) +
         "].to_numpy().astype(np.int64)  # nm\n";
}

std::string distance_code(const Manifest& manifest, const PythonQuestion& question) {
  return positions_code(manifest) + kPythonDistance +
         (question.b ? "\n" + side_code("b_side", *question.b, manifest) + kPythonDistanceB : "");
}

std::string experiment_code(const Manifest& manifest, const PythonQuestion& question) {
  return numbers_code("thickness_um, patched, spread_um, repeats, seed",
                      {question.thickness_um, question.patched, question.spread_um,
                       question.repeats, question.experiment_seed}) +
         positions_code(manifest) + kPythonExperiment;
}

std::string synapses_code(const Manifest& manifest, const PythonQuestion& question) {
  const std::string size = synapse_column(manifest, EdgeSource::Size);
  std::string code = numbers_code("near_um, clump_um", {question.near_um, question.clump_um}) +
                     "size_column = " + (size.empty() ? std::string("None") : quoted_text(size)) +
                     "\n";
  code += "site_columns = " + list_of(site_columns(manifest), 15) + "\n";
  const bool somata = manifest.layout == Layout::Soma;
  code += (somata ? positions_code(manifest) : "positions = None\n") + kPythonSynapses;
  if (!question.b || size.empty() || !somata) return code;
  return code + "\n" + side_code("b_side", *question.b, manifest) + kPythonSynapsesB;
}

std::string edge_map_code(const Manifest& manifest) {
  std::vector<std::string> columns;
  for (const EdgeSource source : {EdgeSource::PositionX, EdgeSource::PositionZ}) {
    columns.push_back(quoted_text(synapse_column(manifest, source)));
  }
  return "\nedge_columns = " + list_of(columns, 15) + "\n" + positions_code(manifest) +
         kPythonEdgeMap;
}

/// A null model, with its word of --null.
struct NullProgram {
  const char* word;
  const char* code;
  bool by_distance = false;
  bool by_pairs = false;
};
// As ChanceModel.
constexpr std::size_t kNullModels = 6;

const NullProgram& null_program(const PythonQuestion& question) {
  static const NullProgram programs[kNullModels] = {{"erdos-renyi", kPythonErdosRenyi, false, true},
                                                    {"blocks", kPythonBlocks, false, true},
                                                    {"rewired", kPythonRewired},
                                                    {"configuration", kPythonConfiguration},
                                                    {"distance", kPythonDistanceNull, true},
                                                    {"neurons", kPythonOtherNeurons}};
  return programs[static_cast<std::size_t>(question.null_model)];
}

/// Which neurons are matched with which.
std::string kinds_code(const Manifest& manifest, const PythonQuestion& question) {
  if (!question.match_column) return "kind = code\n";
  return "matched = neurons[" + quoted_text(manifest.columns[*question.match_column].name) +
         "].to_numpy(dtype=float)\n" + kPythonKinds;
}

/// Whether distances between somata are counted: they may be nowhere.
bool counts_places(const Manifest& manifest, const PythonQuestion& question) {
  return (question.null_lengths || question.null_distance) && manifest.layout == Layout::Soma;
}

/// What is counted of each network besides its connections.
std::string measures_code(const Manifest& manifest, const PythonQuestion& question) {
  const auto flag = [](bool value) { return std::string(value ? "True" : "False"); };
  return "\ntriads_too, simplices_too, structure_too = " + flag(question.null_triads) + ", " +
         flag(question.null_simplices) + ", " + flag(question.null_structure) + "\n" +
         "degrees_too, shared_too, lengths_too = " + flag(question.null_degrees) + ", " +
         flag(question.null_shared) + ", " +
         flag(question.null_lengths && counts_places(manifest, question)) + "\n" +
         "fall_too, fall_bin_nm = " +
         flag(question.null_distance && counts_places(manifest, question)) + ", " +
         std::to_string(question.bin_um * 1000) + "\n" +
         "sizes_too = " + flag(question.null_sizes && manifest.synapse_shape.has_size) + "\n" +
         "participation_too, classes_too = " + flag(question.null_participation) + ", " +
         flag(question.null_classes) + "\n";
}

std::string null_code(const Manifest& manifest, const PythonQuestion& question) {
  const NullProgram& model = null_program(question);
  std::string code = numbers_code("controls, seed", {question.controls, question.seed}) +
                     "model = " + quoted_text(model.word) + "\n" + kPythonNetwork;
  if (model.by_distance) code += numbers_code("bin_um", {question.bin_um});
  if (model.by_distance || counts_places(manifest, question)) code += positions_code(manifest);
  if (model.by_pairs) code += kPythonDrawnPairs;
  if (question.null_model == ChanceModel::Neurons) code += kinds_code(manifest, question);
  return code + model.code + measures_code(manifest, question) + kPythonNullNumbers;
}

/// Whether a part needs soma positions in nanometers.
bool needs_positions(const Manifest& manifest, const PythonQuestion& question, PythonPart part) {
  return part == PythonPart::Distance || part == PythonPart::Experiment ||
         part == PythonPart::Erosion || part == PythonPart::EdgeMap ||
         (part == PythonPart::Nulls && null_program(question).by_distance) ||
         ((part == PythonPart::Nulls || part == PythonPart::Compare ||
           part == PythonPart::Thresholds) &&
          counts_places(manifest, question));
}

/// Whether a part needs groups of neurons.
bool needs_groups(const PythonQuestion& question, PythonPart part) {
  const bool of_networks =
      part == PythonPart::Compare || part == PythonPart::Thresholds || part == PythonPart::Erosion;
  return (of_networks && (question.null_structure || question.null_classes)) ||
         part == PythonPart::Classes || part == PythonPart::Synapses ||
         part == PythonPart::Structure || part == PythonPart::Labels || part == PythonPart::Nulls;
}

}  // namespace

bool has_file_columns(const Manifest& manifest, std::span<const ColumnFilter> filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const ColumnFilter& filter) {
    return in_file(manifest.columns[filter.column]);
  });
}

std::string why_no_python(const Manifest& manifest, const PythonQuestion& question,
                          PythonPart part) {
  if (manifest.source_edges.empty()) {
    return "These tiles were not made from an HDF5 file, which is what the programs read.";
  }
  if ((limits_sizes(question) || sums_sizes(manifest, question, part)) &&
      size_column(manifest) == nullptr) {
    return "The sizes of synapses are not in the file.";
  }
  if (needs_groups(question, part)) {
    for (const auto& column : {question.group_column, question.post_group_column}) {
      if (column && !in_file(manifest.columns[*column])) {
        return "Column \"" + manifest.columns[*column].name + "\" has other names in the file.";
      }
    }
  }
  if (needs_positions(manifest, question, part)) {
    if (manifest.layout != Layout::Soma) return "There are no soma positions in the file.";
    for (const ColumnRole role :
         {ColumnRole::PositionX, ColumnRole::PositionY, ColumnRole::PositionZ}) {
      if (!in_file(*manifest.column(role))) return "Positions in the file are not in nanometers.";
    }
  }
  if (part == PythonPart::Labels && !question.group_column) {
    return "There are no classes whose labels could be wrong.";
  }
  if (part == PythonPart::Labels && question.label_accuracy == 0) {
    return "How often these labels are right is not known.";
  }
  if (part == PythonPart::Labels && question.post_group_column) {
    return "Rows and columns are by different columns; labels are drawn for one.";
  }
  if (part == PythonPart::Synapses) {
    if (manifest.synapse_columns.empty()) return "There is no row for each synapse in the file.";
    if (manifest.layout == Layout::Soma && !in_file(*manifest.column(ColumnRole::PositionX))) {
      return "Positions in the file are not in nanometers.";
    }
  }
  if (part == PythonPart::EdgeMap && (synapse_column(manifest, EdgeSource::PositionX).empty() ||
                                      synapse_column(manifest, EdgeSource::PositionZ).empty())) {
    return "There are no positions of synapses in the file.";
  }
  if (part == PythonPart::Nulls && question.match_column &&
      !in_file(manifest.columns[*question.match_column])) {
    return "Column \"" + manifest.columns[*question.match_column].name + "\" is not in the file.";
  }
  if (part == PythonPart::Compare && !question.b) {
    return "There is no second set of neurons to compare with.";
  }
  return {};
}

std::string to_python(const Manifest& manifest, const PythonQuestion& question,
                      std::span<const PythonPart> parts) {
  const auto wants = [&](PythonPart part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end() &&
           why_no_python(manifest, question, part).empty();
  };
  const auto wants_any = [&](std::initializer_list<PythonPart> some) {
    return std::any_of(some.begin(), some.end(), wants);
  };
  if (manifest.source_edges.empty()) {
    return "# " + why_no_python(manifest, question, PythonPart::Counts) + "\n";
  }
  const bool of_network = std::any_of(parts.begin(), parts.end(), is_of_network);
  const bool proofreading = of_network || wants_any({PythonPart::Classes, PythonPart::Distance,
                                                     PythonPart::Synapses, PythonPart::EdgeMap});
  const bool sums = std::any_of(parts.begin(), parts.end(), [&](PythonPart part) {
    return sums_sizes(manifest, question, part);
  });
  std::string code =
      opening(manifest, question, proofreading ? proofreading_code(manifest) : std::string(),
              of_network, sums);
  bool grouped = false;
  for (const PythonPart part : parts) {
    const std::string reason = why_no_python(manifest, question, part);
    if (!reason.empty()) code += "# Left out: " + reason + "\n";
    grouped = grouped || (reason.empty() && needs_groups(question, part));
  }
  const bool sweeps = wants_any({PythonPart::Thresholds, PythonPart::Erosion});
  if (sweeps || wants_any({PythonPart::Counts, PythonPart::Classes, PythonPart::Distance,
                           PythonPart::Experiment, PythonPart::Synapses, PythonPart::Participation,
                           PythonPart::Labels, PythonPart::Compare})) {
    code += kPythonWilson;
  }
  if (wants_any({PythonPart::Classes, PythonPart::Compare, PythonPart::Nulls})) {
    code += kPythonAdjusted;
  }
  if (wants_any({PythonPart::Structure, PythonPart::Compare, PythonPart::Nulls})) {
    code += kPythonAgainst;
  }
  if (wants_any({PythonPart::Compare, PythonPart::Nulls})) code += kPythonTests;
  const bool motifs = question.null_triads || question.null_simplices || question.null_structure ||
                      question.null_participation;
  const bool shapes = question.null_degrees || question.null_shared || question.null_lengths ||
                      question.null_distance;
  const bool sizes = question.null_sizes && manifest.synapse_shape.has_size;
  const bool shares = (sweeps && (motifs || shapes || sizes || question.null_classes)) ||
                      (wants(PythonPart::Compare) && (motifs || shapes || sizes));
  if (wants_any({PythonPart::Nulls, PythonPart::Compare}) || shares) {
    code += kPythonMeasures;
    if (sums) code += kPythonEachSynapse;
    if (motifs) code += kPythonMotifs;
    if (shapes) code += kPythonShapes;
    if (shares) code += kPythonShares;
  }
  const bool rewires = wants(PythonPart::Nulls) && question.null_model == ChanceModel::Rewired;
  if (rewires || wants(PythonPart::Structure)) code += kPythonRewiring;
  if (wants(PythonPart::Counts)) code += std::string(kPythonCounts) + kPythonValidity;
  if (wants(PythonPart::Degrees)) code += std::string("\n") + kPythonDegrees;
  if (grouped) code += groups_code(manifest, question);
  if (wants(PythonPart::Classes)) code += std::string("\n") + kPythonClasses;
  if (wants_any({PythonPart::Triads, PythonPart::Simplices, PythonPart::Participation,
                 PythonPart::Structure})) {
    code += kPythonMatrix;
  }
  if (wants(PythonPart::Triads)) code += kPythonTriads;
  if (wants(PythonPart::Simplices)) code += kPythonSimplices;
  if (wants(PythonPart::Participation)) code += kPythonParticipation;
  if (wants(PythonPart::Structure)) {
    code += numbers_code("controls, seed", {question.club_controls, question.seed});
    code += kPythonStructure;
  }
  if (sweeps) {
    code += kPythonSweep;
    code += shares ? "more_too = True" + measures_code(manifest, question) : "more_too = False\n";
  }
  if (wants(PythonPart::Thresholds)) {
    code += numbers_code("min_synapses, thresholds", {question.min_synapses, question.thresholds}) +
            (counts_places(manifest, question) ? positions_code(manifest) : "") + kPythonThresholds;
  }
  if (wants(PythonPart::Erosion)) code += "\n" + positions_code(manifest) + kPythonErosion;
  if (wants(PythonPart::Labels)) {
    code += numbers_code("draws, seed", {question.label_draws, question.seed}) +
            "accuracy = " + number_text(question.label_accuracy / 100.0) + "\n" + kPythonLabels;
  }
  if (wants(PythonPart::Compare)) {
    code +=
        numbers_code("permutations, seed", {question.permutations, question.seed}) +
        side_code("b_side", *question.b, manifest) +
        (question.b_post ? side_code("b_post", *question.b_post, manifest) : "b_post = b_side\n") +
        (question.blocks ? "blocks = True\n" : "blocks = False  # two sets of neurons\n") +
        "if analyzable_alone:  # of a block those that send\n"
        "    b_side = b_side & analyzable\n" +
        (counts_places(manifest, question) ? positions_code(manifest) : "") +
        measures_code(manifest, question) + kPythonComparison;
  }
  if (wants_any({PythonPart::Distance, PythonPart::Synapses})) {
    code += "\nmeasure, bin_um = " + quoted_text(question.measure) + ", " +
            std::to_string(question.bin_um) + "\n" + kPythonDistanceBins;
  }
  if (wants(PythonPart::Distance)) code += distance_code(manifest, question);
  if (wants(PythonPart::Nulls)) code += null_code(manifest, question);
  if (wants(PythonPart::Experiment)) code += experiment_code(manifest, question);
  if (wants(PythonPart::Synapses)) code += synapses_code(manifest, question);
  if (wants(PythonPart::EdgeMap)) code += edge_map_code(manifest);
  code += "\nprint(json.dumps(result, indent=1))\n";
  // Two empty lines are the most that Python's style knows.
  constexpr std::string_view kThree = "\n\n\n\n";
  for (std::size_t at = code.find(kThree); at != std::string::npos; at = code.find(kThree, at)) {
    code.erase(at, 1);
  }
  return code;
}

}  // namespace cnx
