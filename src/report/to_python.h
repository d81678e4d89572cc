#pragma once
// to_python.h — a program in Python that gets the same numbers from the HDF5 file that the tiles
// were made of, with numpy, pandas, scipy and networkx alone: for whoever wants to check a number,
// or to go on from it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/usual_counts.h"
#include "dataset/neuron_mask.h"
#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

/// What a program can count; each is a part of `connectoscope stats --json`, with its keys.
enum class PythonPart : std::uint8_t {
  Counts,
  Degrees,
  Classes,
  Triads,
  Simplices,
  Distance,
  Nulls,       // controls of numpy's random numbers
  Compare,     // the same of the permutations
  Experiment,  // with the page's own random numbers: the same neurons are patched
  Synapses,    // sizes and places, by block
  Structure,   // controls of the rich club of numpy's random numbers
  Thresholds,  // other least numbers of synapses
  Labels,      // draws of numpy's random numbers
  Erosion,
  Participation,
  EdgeMap,
};

/// Which neurons: those that pass filters, or rows of the table, rising.
struct PythonSide {
  std::vector<ColumnFilter> filters;
  std::optional<std::vector<std::int64_t>> rows;  // instead of filters
};

struct PythonQuestion {
  PythonSide pre;
  std::optional<PythonSide> post;  // none: as pre
  std::optional<PythonSide> b;     // what pre, set A, is compared with, or drawn beside by distance
  bool blocks = false;             // A and B are blocks of connections, not sets
  std::optional<PythonSide> b_post;  // who receives in block B; none: as b
  std::uint32_t min_synapses = 1;
  std::uint32_t min_mean_size = 0, min_size_sum = 0;  // of a connection's synapses
  std::optional<std::uint32_t> group_column;          // none: one group, "all"
  std::optional<std::uint32_t> post_group_column;     // none: as group_column
  std::string measure = "soma";                       // of distances: a word of --measure
  std::uint32_t bin_um = 50;
  ChanceModel null_model = ChanceModel::ErdosRenyi;
  bool null_triads = false, null_simplices = false, null_structure = false;  // also of Compare
  bool null_degrees = false, null_shared = false, null_lengths = false;      // as those
  bool null_distance = false;                                                // in bins of bin_um
  bool null_sizes = false;  // of synapses, of networks that have them
  bool null_participation = false, null_classes = false;
  std::optional<std::uint32_t> match_column;  // of numbers, for ChanceModel::Neurons; none: classes
  std::uint32_t controls = kUsualControls, club_controls = kUsualRichClubControls;
  std::uint32_t permutations = kUsualPermutations;
  std::uint32_t label_draws = kUsualLabelDraws,
                label_accuracy = kClassAccuracy;  // percent; 0: not known
  std::uint32_t thresholds = kUsualThresholds;
  std::uint32_t seed = 1;
  // A virtual experiment (stats/virtual_experiment.h).
  std::uint32_t thickness_um = 300, patched = 12, spread_um = 100;
  std::uint32_t repeats = kUsualExperiments, experiment_seed = 1;
  std::uint32_t near_um = 50, clump_um = 15;  // of the places of synapses
};

/// Why there is no program for this, one sentence; empty when there is one. The tiles may be made
/// of tables in text, sizes not be those of a column of synapses, positions of other units; and
/// what has no number has no program.
std::string why_no_python(const Manifest& manifest, const PythonQuestion& question,
                          PythonPart part);

/// Whether these filters say in the file what they say here: not so for columns that the tool made
/// (positions in another unit). Neurons are named by their rows then.
bool has_file_columns(const Manifest& manifest, std::span<const ColumnFilter> filters);

/// The program. It prints one JSON object, with the keys and numbers of `connectoscope stats
/// --json`: counts are equal, reals but for the last digits. It reads a file with the name of the
/// input from the folder that it runs in. Parts that have no program are left out, with a comment.
/// Precondition: columns of the question are those of the manifest. O(size of the result).
std::string to_python(const Manifest& manifest, const PythonQuestion& question,
                      std::span<const PythonPart> parts);

}  // namespace cnx
