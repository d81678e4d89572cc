#pragma once
// frame_model.h — what a panel may see. References to values that `app` owns and that stay
// the same during a frame; a panel reads them and queues actions, nothing else.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "dataset/region_borders.h"
#include "format/manifest.h"
#include "query/query_facets.h"
#include "report/chart.h"
#include "report/comparison_report.h"
#include "report/edge_map_report.h"
#include "report/experiment_report.h"
#include "report/inference_report.h"
#include "report/motifs_report.h"
#include "report/pair_report.h"
#include "report/partners_report.h"
#include "report/robustness_report.h"
#include "report/sites_report.h"
#include "report/statistics_report.h"
#include "report/structure_report.h"
#include "report/synapses_report.h"
#include "report/to_python.h"
#include "view/camera_directions.h"
#include "view/command.h"
#include "view/view_state.h"

namespace cnx {

/// 0xRRGGBB.
using Color = std::uint32_t;

/// How neurons are coloured now; the legend shows it.
struct ColorLegend {
  std::string column;  // name of the column, of the dataset or derived
  bool numeric = false;
  // Of a derived column (dataset/derived_column.h): what it is, and its categories; else empty.
  std::string definition;
  std::vector<std::string> categories;
  // categories: colour by code; numeric: colour stops from min to max
  std::vector<Color> colors;
  double min = 0, max = 0;
};

/// A facet: one categorical column, with its counts.
struct Facet {
  std::uint32_t column = 0;  // index into neurons.columns()
  FacetCounts counts;
  std::vector<std::uint8_t> shown;  // [category] 1: passes the facet's filter
};

/// A numeric column that can be filtered by range.
struct RangeFacet {
  std::uint32_t column = 0;
  double column_min = 0, column_max = 0;     // of all neurons
  double min = 0, max = 0;                   // of the filter, or the column's
  std::vector<std::uint32_t> histogram;      // 32 bins over column_min .. column_max, all neurons
  std::vector<std::uint32_t> selected = {};  // of those, the selected ones; empty: none is selected
  bool log = false;  // the bins are equally wide in the logarithm; only for column_min > 0
};

/// Progress of loading, in numbers for the status line.
struct LoadStatus {
  std::uint32_t tiles_loaded = 0, tiles_wanted = 0;
  std::uint64_t bytes_loaded = 0, bytes_wanted = 0;
  // Tiles that are kept, wanted or not, and how much of them is kept at most.
  std::uint64_t bytes_held = 0, bytes_budget = 0;
  bool neurons_complete = false;  // every soma is on the screen
  // Every ConnectionsOut tile is in the worker, and where sizes are limited every Synapses tile.
  bool connections_complete = false;
  // Of the tiles that this takes, how many are not there.
  std::uint32_t connection_tiles = 0, connection_tiles_missing = 0;
  std::uint64_t synapse_bytes_left = 0;  // of Synapses tiles that are not in the worker
  std::vector<std::string> failures;  // "connections of neurons 512 to 1,023: the server answered
                                      // 404; trying again in 4 s"
  std::string failure_reason;         // "the server answered 404", of the first of them
  std::uint32_t tiles_given_up = 0;   // of them, not tried again before somebody says so
  bool positions_failed = false;      // one of those has positions: there is nothing to see

  bool can_retry() const { return tiles_given_up > 0; }
  /// Nothing that is missing is on its way.
  bool ended() const { return can_retry() && tiles_loaded + tiles_given_up >= tiles_wanted; }
};

/// What is known of the selected neuron besides its partners, and of a second one beside it.
struct NeuronDetails {
  std::optional<SynapsesReport> synapses;
  std::optional<NeuronIndex> partner;  // view.partner, when the dataset has it
  std::vector<NeuronIndex> group;      // whose partners are compared: the pair, or the selection
  std::optional<NeuronRows> shared_inputs, shared_outputs;  // none: not asked, or still loading
  std::optional<PathsReport> paths;                         // the same
};
/// How a drag over the 3-D view selects; None: it turns the camera.
enum class SelectionTool : std::uint8_t { None, Lasso, Box, Sphere, Column };

/// The section "Motifs": what is counted, and what is known.
struct MotifsAnswer {
  bool running = false;
  bool stopped = false;       // by the button, before all was counted
  float share_done = 0;       // of what is being counted, 0 .. 1
  const char* counting = "";  // "triads"
  MotifsReport report;
};

/// Whether limits on the sizes of connections hold in what is counted of all connections:
/// statistics, queries, "Add partners", saved networks; and whether statistics can count sizes.
enum class SizesEverywhere : std::uint8_t {
  NotAsked,  // all sizes are too much to be fetched without being asked for
  Coming,    // not all are here yet
  Missing,   // some cannot be had
  Here,
};
/// Whether a section that counts sizes, too, has to wait for them, and whether it can count them.
inline bool waits_for_sizes(const InferenceState& wanted, SizesEverywhere sizes) {
  return wanted.sizes && sizes == SizesEverywhere::Coming;
}
inline bool counts_sizes(const InferenceState& wanted, SizesEverywhere sizes) {
  return wanted.sizes && sizes == SizesEverywhere::Here;
}

/// What draws the page, and what it costs.
struct ChooseRenderer {
  enum class Wish : std::uint8_t { Faster, WebGl, Soft };
  Wish wish = Wish::Faster;
};
struct DrawingStatus {
  bool soft = false;       // the processor draws, not WebGL2
  std::string webgl_name;  // WebGL2's own name for what is behind it; empty: there is none
  ChooseRenderer::Wish wish = ChooseRenderer::Wish::Faster;
  std::uint64_t memory_bytes = 0;  // of the page's program

  bool operator==(const DrawingStatus&) const = default;
};

/// The section "Structure".
struct StructureAnswer {
  bool running = false;
  bool stopped = false;  // by the button, before all was counted
  float share_done = 0;  // 0 .. 1
  std::optional<StructureReport> report;
};

/// The section "Robustness".
struct RobustnessAnswer {
  bool running = false;
  bool stopped = false;       // by the button, before all was counted
  float share_done = 0;       // of what is being counted, 0 .. 1
  const char* counting = "";  // "other thresholds"
  RobustnessReport report;
};

/// The section "Virtual experiment".
struct ExperimentAnswer {
  bool running = false;
  bool stopped = false;  // by the button, before all were made
  float share_done = 0;  // 0 .. 1
  std::optional<ExperimentReport> report;
};

/// The section "Synapses one by one".
struct SitesAnswer {
  bool running = false;
  bool stopped = false;   // by the button, before all was fetched and counted
  bool fetching = false;  // tiles are on their way
  float share_done = 0;   // of what is fetched or counted, 0 .. 1
  std::uint64_t bytes_missing = 0, bytes_total = 0;  // of the tiles of synapses that it needs
  std::optional<SitesReport> report;
};

/// The map of the edge in the section "Robustness".
struct EdgeMapAnswer {
  bool running = false;
  bool stopped = false;   // by the button, before all was fetched and counted
  bool fetching = false;  // tiles are on their way
  bool large = false;     // they are fetched only when somebody asks
  float share_done = 0;   // of what is fetched or counted, 0 .. 1
  std::uint64_t bytes_missing = 0, bytes_total = 0;  // of all tiles of synapses
  std::optional<EdgeMapReport> report;
};

/// How many of the selected neurons have each number of partners: the share of the degree
/// histograms that is selected.
struct SelectedDegrees {
  std::vector<std::uint32_t> in, out;  // [degree]
};

/// The section "A against B".
/// A set whose profile by distance is drawn beside that of the statistics' neurons.
struct BesideSet {
  std::string words;  // "set L5"
  std::uint32_t neurons = 0;
  Verdict verdict = Verdict::NotKnown;
  std::string proofreading;
};

struct ComparisonAnswer {
  struct Side {
    std::string words;  // "the selection"; of a block "set L4 onto set L5"
    std::uint32_t neurons = 0;
    Verdict verdict = Verdict::NotKnown;
    std::string proofreading;
    std::optional<std::uint32_t> receiving = {};  // neurons of a block; `neurons` send
  };
  bool running = false;
  bool stopped = false;  // by the button, before all permutations were drawn
  float share_done = 0;  // 0 .. 1
  std::array<Side, 2> sides;
  std::optional<ComparisonReport> report;
};

/// Connections of the neuron in focus that are drawn as lines, and that pass the filters.
struct LineCounts {
  std::size_t drawn = 0, passing = 0;
};
/// "Lines: the strongest 100 of 312 connections.", or nothing where all are drawn.
std::string lines_sentence(LineCounts lines);

struct FrameModel {
  const Manifest& manifest;
  const NeuronTable& neurons;
  const ViewState& view;
  const SplitQuery& in_force;  // filters and query of the view, without what was left out
  const NeuronMask& mask;
  std::uint32_t shown_count = 0;

  const std::vector<Facet>& facets;  // class, region, axon, dendrite first, then other categories
  const std::vector<RangeFacet>& range_facets;  // the numeric columns that have arrived
  const ColorLegend& legend;
  const RegionBorders* regions = nullptr;  // none: not known, or nothing that could be drawn

  std::optional<NeuronIndex> selected;           // view.selected, when the dataset has it
  LineCounts lines = {};                         // at rest
  const PartnersReport* partners = nullptr;      // of the selected neuron, or nullptr
  const StatisticsReport* statistics = nullptr;  // the last reply, or nullptr
  bool statistics_stale = false;                 // filters changed since; a new reply is on its way
  // The jobs of "By distance" and "Against chance"; what is not open is not counted.
  const InferenceAnswer<DistanceReport>* distance = nullptr;
  const BesideSet* beside = nullptr;  // in `distance`, or nullptr
  const InferenceAnswer<ChanceReport>* chance = nullptr;
  const MotifsAnswer* motifs = nullptr;        // of the same neurons; counted while it is open
  const StructureAnswer* structure = nullptr;  // as well
  const ComparisonAnswer* comparison = nullptr;
  const RobustnessAnswer* robustness = nullptr;
  const ExperimentAnswer* experiment = nullptr;
  const SitesAnswer* sites = nullptr;
  const EdgeMapAnswer* edge_map = nullptr;

  bool statistics_can_select = false;  // SelectDegrees and SelectCell will be answered
  const SelectedDegrees* selected_degrees = nullptr;  // none: not known, or nothing is selected

  const NeuronDetails* details = nullptr;  // of the selected neuron, or nullptr
  const NeuronDetails* shared = nullptr;   // when its group is the selection, or nullptr
  std::vector<NeuronId> recent = {};       // neurons that were selected before, the latest first
  bool can_go_back = false, can_go_on = false;  // among them
  std::string table_filter = "";                // what rows of tables must contain
  bool can_open_neuroglancer = false;           // its ids are known to the public MICrONS release

  std::optional<NeuronIndex> hovered;  // soma under the pointer
  const LoadStatus& loading;
  // What neurons can be colored by besides columns of the dataset, by name; a hint for each.
  std::vector<std::pair<std::string, std::string>> derived = {};
  SizesEverywhere sizes = SizesEverywhere::Here;
  bool colors_by_degree = false;  // by numbers of partners, which keep to no limits on connections
  const std::vector<std::string>& notes;  // polite notes about the link, the data; dismissable
  DrawingStatus drawing = {};
  bool can_undo = false, can_redo = false;
  bool dark = true;  // the theme after System was resolved
  // Pixels per CSS pixel, times the size of text: sizes in code are CSS pixels times this.
  float scale = 1;
  int text_percent = 100;
  float right_px = 360;               // see SetRightWidth
  float width_px = 0, height_px = 0;  // of the canvas

  // Where the whole volume ends in the 3-D view, as Home shows it; how far it is turned or near now
  // is no matter: what keeps clear of it is not to move with it.
  float volume_bottom_px = 0;

  bool query_waits = false;           // the query is not answered yet
  std::uint32_t selection_count = 0;  // neurons of view.selection in this dataset
  std::uint32_t selection_shown = 0;  // of those, the ones that are shown
  bool growing = false;               // the selection waits for its partners
  SelectionTool tool = SelectionTool::None;
  bool cheat_sheet = false;     // the list of keys is open
  std::string value_read = "";  // ReadValue of the frame before; empty: of none
  // False until all of the program is here: nothing that web/rest.txt leaves out may be drawn.
  bool whole = true;
};

// What a panel can ask for besides a change of the view.
struct Undo {};
struct Redo {};
struct CopyLink {};
struct CopyText {
  std::string text;
};  // to the clipboard
struct RetryFailedTiles {};
struct DismissNotes {};
/// Size of all text and controls, in percent of the usual one.
inline constexpr int kUsualTextPercent = 100, kLargestTextPercent = 200;
struct SetTextSize {
  int percent = kUsualTextPercent;
};
/// Width of the column at the right, CSS pixels, within what the screen has room for.
inline constexpr float kUsualRightPx = 360, kLeastRightPx = 300, kLargestRightPx = 2000;
struct SetRightWidth {
  float px = kUsualRightPx;
  bool keep = false;  // for the next visit: it is not being dragged any more
};
struct StopMotifs {};
struct ResumeMotifs {};
struct StopStructure {};
struct ResumeStructure {};
struct StopComparison {};
struct ResumeComparison {};
struct StopRobustness {};
struct ResumeRobustness {};
struct StopExperiment {};
struct ResumeExperiment {};
struct StopInference {
  InferenceSection section;
};
struct ResumeInference {
  InferenceSection section;
};
struct StopSites {};
struct StopEdgeMap {};
struct FetchEdgeMap {};  // whatever their size; also goes on with what was stopped
struct FetchSites {};    // whatever their size; also goes on with what was stopped
struct NeedColumn {
  std::uint32_t column = 0;
};                        // fetch a column that is not there yet
struct FocusSelected {};  // fly to the neuron in focus, else to the selection, or what is shown
/// Fly to where the whole dataset is seen from this direction.
struct LookFrom {
  ViewDirection direction;
};
struct GoBack {};  // to the neuron that was selected before
struct GoOn {};
struct LoadAllSynapses {};  // of the selected neuron, however many bytes
struct LoadAllSizes {};     // of all connections, for limits on them
struct SetTableFilter {
  std::string text;
};
/// For as long as it is asked for in every frame: neurons of this category stand out.
struct HighlightCategory {
  std::uint32_t column = 0;  // index into neurons.columns()
  std::uint32_t code = 0;

  bool operator==(const HighlightCategory&) const = default;
};
// Files to take along, and a way out.
struct SaveTable {
  Table table;
  std::string validity = {};  // of statistics: how far they can be trusted; else empty
};
struct SaveChart {
  std::variant<HistogramChart, NamedBars, HeatMap, LineChart, ControlsChart, SweepChart> chart;
  std::string validity = {};
};
/// A program that counts these parts of the statistics on the screen, to the clipboard.
struct CopyPython {
  std::vector<PythonPart> parts;
};
struct SaveSynapses {};  // of the selected neuron, or of the pair
/// Which neurons.
enum class ExportSet : std::uint8_t {
  Shown,         // that pass the filters
  Neighborhood,  // the selected neuron and its partners that pass them
};
enum class PictureBackground : std::uint8_t { AsShown, White, Transparent };
/// The 3-D view, so many times as large on each side as it is on the screen.
struct SavePicture {
  int factor = 1;
  PictureBackground background = PictureBackground::AsShown;
};
/// Their table, with every column.
struct SaveNeurons {
  ExportSet neurons = ExportSet::Shown;
};
struct SaveNetwork {
  ExportSet neurons = ExportSet::Shown;
};
struct CopyIds {
  ExportSet neurons = ExportSet::Shown;
};
struct OpenNeuroglancer {
  ExportSet neurons = ExportSet::Shown;
};
struct UseTool {
  SelectionTool tool = SelectionTool::None;  // the one in use: put it away
};
struct ShowCheatSheet {
  bool open = true;
};
/// For as long as it is asked for in every frame: the bar or cell that the keyboard is at, for
/// those who do not see it.
struct ReadValue {
  std::string text;
};
// What a chart stands for, as far as it is shown. `add`: to the selection, not in its place.
/// Neurons in the bars of a numeric column's histogram.
struct SelectBars {
  std::uint32_t column = 0;           // index into neurons.columns()
  std::uint32_t first = 0, last = 0;  // of RangeFacet::histogram
  bool add = false;
};
/// Neurons of the statistics with so many partners among them.
struct SelectDegrees {
  bool inputs = false;  // else outputs
  std::uint64_t least = 0, most = 0;
  bool add = false;
};
/// Neurons that make, and get, the connections from one group onto another in the matrix.
struct SelectCell {
  std::string pre_class, post_class;
  bool add = false;
};
/// Of the neurons that are shown only those that a row or a column of the matrix is about, which
/// are by different columns of the dataset.
struct ShowCell {
  std::string row_column, row, post_column, column;
};
struct SelectShown {};      // every neuron that is shown
struct InvertSelection {};  // the shown ones that are not selected
/// Add what is at most so many connections away from the selection, or from the neuron in focus.
struct GrowSelection {
  std::uint32_t hops = 1;  // 1 .. kMaxHops
};
struct SampleMatched {};  // a random sample with the selection's classes, as a set
struct KeepSelection {};  // as a set with a free name
/// What Escape means: the tool goes, else the selection, else the focus.
struct StepBack {};
// What the page's HTML does.
struct FocusQueryLine {};
struct AskForIds {};
struct AskForSetName {
  std::string set;
};
struct SaveViewFile {};
struct OpenViewFile {};
using Request = std::variant<
    Undo, Redo, CopyLink, CopyText, RetryFailedTiles, DismissNotes, NeedColumn, FocusSelected,
    GoBack, GoOn, LoadAllSynapses, SetTableFilter, HighlightCategory, SaveTable, SaveChart,
    CopyPython, SaveSynapses, SavePicture, SaveNeurons, SaveNetwork, CopyIds, OpenNeuroglancer,
    UseTool, SelectBars, SelectDegrees, SelectCell, ShowCheatSheet, SelectShown, InvertSelection,
    GrowSelection, SampleMatched, KeepSelection, StepBack, FocusQueryLine, AskForIds, AskForSetName,
    SaveViewFile, OpenViewFile, StopMotifs, ResumeMotifs, StopStructure, ResumeStructure,
    StopComparison, ResumeComparison, StopRobustness, ResumeRobustness, LookFrom, ChooseRenderer,
    SetTextSize, StopExperiment, ResumeExperiment, StopSites, FetchSites, LoadAllSizes, StopEdgeMap,
    FetchEdgeMap, ReadValue, StopInference, ResumeInference, ShowCell, SetRightWidth>;

/// As CommandQueue.
class RequestQueue : public std::vector<Request> {
 public:
  using std::vector<Request>::vector;
  void push_back(Request request);  // frame_model.cpp
};

struct Actions {
  CommandQueue commands;
  RequestQueue requests;
};

/// Where the panels leave the 3-D view free, in pixels. The query line is right above it.
struct ViewportRect {
  float x = 0, y = 0, width = 0, height = 0;
};

/// Height of the strip above the 3-D view that the page's query line takes, CSS pixels.
inline constexpr float kQueryLinePx = 44;

/// Draws every open panel, the menu bar, the status line, the legend and the tooltip of the
/// hovered neuron. Called between ImGui::NewFrame and ImGui::Render.
ViewportRect draw_panels(const FrameModel& model, Actions& actions);

/// Colours, spacing, rounding, font sizes: called when `dark` or `scale` changes.
void apply_theme(bool dark, float scale);

}  // namespace cnx
