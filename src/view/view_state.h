#pragma once
// view_state.h — everything a link restores, and nothing else.
//
// One plain struct. Panels read it, commands replace it, undo stores copies of it,
// the URL codec writes it. Three kinds of state are kept out on purpose: what
// follows from the data (tiles, statistics), what belongs to one screen (window
// sizes), and what lives one frame (hover, drag).
//
// Columns and categories are named, not numbered: a link made for one version of a
// dataset still says what it means on the next. Camera numbers are integers in the unit
// their name carries, so that a state written to a URL and read back is equal, bit for bit.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/usual_counts.h"
#include "view/neuron_set.h"

namespace cnx {

enum class PartnerSide : std::uint8_t { Both, Afferent, Efferent };

/// Which neurons the statistics panel counts.
enum class StatisticsScope : std::uint8_t {
  Shown,         // every neuron that passes the filters
  Neighborhood,  // the selected neuron and its partners that pass the filters
};

/// One side of the connections that the statistics count.
enum class SideKind : std::uint8_t {
  Usual,      // pre: the neurons of the scope; post: the same as pre
  Scope,      // post only: the neurons of the scope
  Selection,  // the neurons that were selected together
  Others,     // post only: every neuron that is not on the pre side
  All,        // every neuron, shown or not
};
struct StatisticsSide {
  SideKind kind = SideKind::Usual;
  std::string set;  // the name of a set; `kind` is Usual then

  bool usual() const { return kind == SideKind::Usual && set.empty(); }
  bool operator==(const StatisticsSide&) const = default;
};
struct StatisticsSides {
  StatisticsSide pre, post;

  bool usual() const { return pre.usual() && post.usual(); }
  bool operator==(const StatisticsSides&) const = default;
};

/// What the matrix of the statistics is by: names of columns of categories.
struct MatrixColumns {
  std::string rows;     // of the pre neurons; empty: the cell class
  std::string columns;  // of the post neurons; empty: as the rows

  bool operator==(const MatrixColumns&) const = default;
};

/// A block of the matrices by group, by the names of its groups.
struct GroupBlock {
  std::string pre, post;

  bool operator==(const GroupBlock&) const = default;
};

/// Which of the matrices of the statistics is shown, in the order of the choice on the page.
enum class MatrixKind : std::uint8_t {
  Probability,
  Connections,
  Synapses,
  OutputShare,
  InputShare,
  Reciprocity
};

/// How the charts of the statistics are looked at.
struct ChartsState {
  bool cumulative = false;  // histograms as the share of all that is at most as large
  MatrixKind matrix = MatrixKind::Probability;
  std::optional<GroupBlock> cell = std::nullopt;  // of that matrix, said in words; none: of no one

  bool operator==(const ChartsState&) const = default;
};

/// Whose eyes the page is shown to: it simulates what people without one kind of cone see.
enum class ColorVision : std::uint8_t { Usual, Protan, Deutan, Tritan };

/// Statistics that are counted only when someone asks; bits of InferenceState::open.
enum class InferenceSection : std::uint8_t { Distance = 1, Chance = 2 };

/// As cnx::DistanceMeasure (stats/distance_pairs.h), in the same order.
enum class ProfileMeasure : std::uint8_t { Soma, Lateral, Depth, Deeper, Shallower };

/// As cnx::NullModel (worker/job_options.h), in the same order.
enum class ChanceModel : std::uint8_t {
  ErdosRenyi,
  Blocks,
  Rewired,
  Configuration,
  Distance,
  Neurons
};

inline constexpr std::uint32_t kMaxProfileBin_um = 10'000;
inline constexpr std::uint32_t kMaxChanceControls = 10'000;

/// What the sections "By distance" and "Against chance" of the statistics panel count.
struct InferenceState {
  std::uint8_t open = 0;
  ProfileMeasure measure = ProfileMeasure::Soma;
  std::uint32_t bin_um = 50;  // 1 .. kMaxProfileBin_um
  ChanceModel model = ChanceModel::Rewired;
  std::uint32_t controls = kUsualControls;  // 1 .. kMaxChanceControls
  std::uint32_t seed = 1;
  // Counted of each control, and of each deal of A against B.
  bool triads = false, simplices = false, structure = false;
  bool degrees = false, shared = false, lengths = false, distance = false, sizes = false;
  bool participation = false;
  bool classes = false;     // of two sets and of sweeps; random controls always have them
  std::string beside = {};  // name of a set whose profile by distance is drawn, too; empty: none
  // The column of numbers that ChanceModel::Neurons keeps; empty: the groups.
  std::string match = {};
  // The column of categories by which all sections but the matrix group neurons; empty: the class.
  std::string groups = {};

  bool is_open(InferenceSection section) const {
    return (open & static_cast<std::uint8_t>(section)) != 0;
  }
  bool operator==(const InferenceState&) const = default;
};

inline constexpr std::uint32_t kClassAccuracy = 77;  // percent, published of MICrONS v117

// As those of worker/job_options.h.
inline constexpr std::uint32_t kMaxExperimentSlice_um = 1'000'000, kMaxExperimentPatched = 100,
                               kMaxExperimentSpread_um = 10'000, kMaxExperiments = 10'000;

/// What the section "Virtual experiment" of the statistics does, while it is open.
struct ExperimentState {
  bool open = false;
  std::uint32_t thickness_um = 300;           // 1 .. kMaxExperimentSlice_um
  std::uint32_t patched = 12;                 // 2 .. kMaxExperimentPatched
  std::uint32_t spread_um = 100;              // 1 .. kMaxExperimentSpread_um
  std::uint32_t repeats = kUsualExperiments;  // 1 .. kMaxExperiments
  std::uint32_t seed = 1;

  bool operator==(const ExperimentState&) const = default;
};

/// As those of worker/job_options.h.
inline constexpr std::uint32_t kMaxSitesLimit_um = 10'000, kMaxSweptThresholds = 100;

/// What the section "Synapses one by one" of the statistics counts, while it is open.
struct SitesState {
  bool open = false;
  std::uint32_t near_um = 50;   // of the soma, 1 .. kMaxSitesLimit_um
  std::uint32_t clump_um = 15;  // of each other, 1 .. kMaxSitesLimit_um
  // Whose sizes are shown; none: of no block.
  std::optional<GroupBlock> block = std::nullopt;

  bool operator==(const SitesState&) const = default;
};

enum class Theme : std::uint8_t { System, Dark, Light };

/// Panels that can be open; bits of ViewState::panels.
enum class Panel : std::uint8_t { Filters = 1, Neuron = 2, Statistics = 4, About = 8 };
inline constexpr std::uint8_t kDefaultPanels = 1 | 2 | 4;

struct CameraState {
  std::int32_t target_x_nm = 0, target_y_nm = 0, target_z_nm = 0;  // dataset axes
  std::int32_t distance_nm = 1;                                    // > 0
  std::int32_t yaw_mdeg = 0;    // -180'000 .. 180'000, 0 looks along +z
  std::int32_t pitch_mdeg = 0;  //  -90'000 ..  90'000, positive looks from above (from the pia)

  bool operator==(const CameraState&) const = default;
};

struct CategoryFilter {
  std::string column;
  std::vector<std::string> shown;  // category names, sorted, unique; empty hides every neuron

  bool operator==(const CategoryFilter&) const = default;
};

struct RangeFilter {
  std::string column;
  double min = 0, max = 0;  // closed; finite; min <= max

  bool operator==(const RangeFilter&) const = default;
};

struct NamedSet {
  std::string name;  // not empty, at most kMaxSetNameBytes
  NeuronSet neurons;

  bool operator==(const NamedSet&) const = default;
};
inline constexpr std::size_t kMaxSetNameBytes = 60;

/// Which connections count; docs/view-url.md says where.
struct ConnectionFilter {
  std::uint32_t min_synapses = 1;              // >= 1; connections of fewer are left out
  std::uint32_t min_distance_um = 0;           // between the somas, both ends included
  std::uint32_t max_distance_um = UINT32_MAX;  // UINT32_MAX: no limit; >= min_distance_um
  std::string pre_set, post_set;               // names of sets; empty: any neuron
  // Sizes of a connection's synapses, voxels of their clefts: mean and sum. 0: no limit. What is
  // counted of all connections keeps to them once the tiles of every synapse are fetched.
  std::uint32_t min_mean_size = 0, min_size_sum = 0;

  bool limits_sizes() const { return min_mean_size > 0 || min_size_sum > 0; }

  bool operator==(const ConnectionFilter&) const = default;
};

inline constexpr std::uint32_t kMaxPathSynapses = 1'000'000;

/// Lines of connections that are drawn, the strongest first: usually, and at most.
inline constexpr std::uint32_t kUsualLines = 1000, kMostLines = 100'000;

/// A against B in the statistics: what is compared while the section is open.
struct ComparisonState {
  bool open = false;
  std::string a, b;  // names of sets; empty: A is the selection, B all other neurons
  // Names of the sets that receive from A and from B; empty: its own neurons. Where either has one
  // A and B are blocks of connections, else sets of neurons.
  std::string a_onto = {}, b_onto = {};

  bool blocks() const { return !a_onto.empty() || !b_onto.empty(); }

  bool operator==(const ComparisonState&) const = default;
};

/// A slice along y: only what lies in it is shown. Micrometres below the smallest y of the data.
struct DepthRange {
  std::int32_t min_um = 0, max_um = 0;  // 0 <= min_um <= max_um <= kMaxSlabUm

  bool operator==(const DepthRange&) const = default;
};
/// An upright slice, as a razor blade that looks in the direction of a camera's yaw would cut it.
struct UprightSlice {
  std::int32_t yaw_mdeg = 0;       // -180'000 .. 180'000
  std::int32_t position_um = 0;    // of its middle, from the centre of the data, along the yaw
  std::int32_t thickness_um = 50;  // 1 .. kMaxSlabUm

  bool operator==(const UprightSlice&) const = default;
};
inline constexpr std::int32_t kMaxSlabUm = 1'000'000;  // a metre: no brain is larger

struct ViewState {
  std::optional<CameraState> camera;             // none: the whole dataset in view
  std::vector<CategoryFilter> category_filters;  // sorted by column, one a column
  std::vector<RangeFilter> range_filters;        // sorted by column, one a column
  // What the two lists above cannot say, as a query in its canonical form (docs/query.md): a neuron
  // is shown when it passes all three. The query line shows them as one query.
  std::string query;
  std::optional<DepthRange> depth_range;  // neurons and synapses outside are not shown
  std::optional<UprightSlice> slice;
  ConnectionFilter connections;
  std::string color_by;              // column name; empty: cell class, or the first category
  std::optional<NeuronId> selected;  // the neuron in focus: its partners, its lines
  std::optional<NeuronId> partner;   // looked at together with `selected`; none without it
  // > 0: the shortest paths between the two, along connections of at least so many synapses; at
  // most kMaxPathSynapses.
  std::uint32_t path_synapses = 0;
  std::uint32_t max_lines = kUsualLines;  // 1 .. kMostLines; the strongest connections are drawn
  bool show_synapses = true;              // where the synapses of `selected`, or of the pair, are
  bool show_region_borders = true;
  NeuronSet selection;         // the neurons that were selected together
  std::vector<NamedSet> sets;  // sorted by name, one a name
  // Selection and sets name rows of one dataset: the first 8 hex digits of its fingerprint. Empty
  // while both are empty.
  std::string rows_of;
  std::vector<std::string> log_columns;  // histograms on a logarithmic axis; sorted, unique
  PartnerSide partner_side = PartnerSide::Both;
  StatisticsScope statistics_scope = StatisticsScope::Shown;
  StatisticsSides statistics_sides;  // from which neurons onto which others the connections count
  MatrixColumns matrix;
  ChartsState charts;
  InferenceState inference;
  bool motifs_open = false;      // the section "Motifs" of the statistics: counted while it is open
  bool structure_open = false;   // the section "Structure", as well
  bool robustness_open = false;  // the section "Robustness", as well
  bool edge_map = false;         // the map of the edge in it
  // Percent of the neurons whose group is right, 1 .. 100. 0: kClassAccuracy of the classes, and
  // not known of other groups.
  std::uint32_t label_accuracy = 0;
  std::uint32_t thresholds = kUsualThresholds;  // in the same section, 2 .. kMaxSweptThresholds
  ComparisonState comparison;                   // the section "A against B"
  ExperimentState experiment;                   // the section "Virtual experiment"
  SitesState sites;                             // the section "Synapses one by one"
  std::uint8_t panels = kDefaultPanels;
  Theme theme = Theme::System;
  ColorVision color_vision = ColorVision::Usual;

  bool operator==(const ViewState&) const = default;
};

inline bool is_open(const ViewState& state, Panel panel) {
  return (state.panels & static_cast<std::uint8_t>(panel)) != 0;
}

}  // namespace cnx
