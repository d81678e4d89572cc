#pragma once
// app.h — owns everything, decides nothing: carries values from part to part, in the order of a
// frame. Knows no browser, no GL and no Dear ImGui, so that a test can run it whole.
//
//   take      what has arrived: tiles, replies, Back and Forward
//   decide    what the panels and the pointer asked for becomes the next ViewState
//   derive    mask, colours, questions to the worker, connection lines: only what changed
//   pump      requests go out, the address is written

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/beside_profile.h"
#include "app/comparison_inquiries.h"
#include "app/derived_columns.h"
#include "app/edge_map_inquiries.h"
#include "app/experiment_inquiries.h"
#include "app/exports.h"
#include "app/inference_inquiries.h"
#include "app/inquiries.h"
#include "app/loader.h"
#include "app/motif_inquiries.h"
#include "app/query_filter.h"
#include "app/reach_inquiries.h"
#include "app/region_estimate.h"
#include "app/robustness_inquiries.h"
#include "app/selected_neuron.h"
#include "app/selection_trail.h"
#include "app/shown_neurons.h"
#include "app/sites_inquiries.h"
#include "app/statistic_selection.h"
#include "app/statistics_sides.h"
#include "app/structure_inquiries.h"
#include "app/view_slabs.h"
#include "platform/platform.h"
#include "report/matrix_columns.h"
#include "report/partners_report.h"
#include "report/statistics_report.h"
#include "ui/frame_model.h"
#include "view/camera.h"
#include "view/history.h"
#include "view/view_url.h"

namespace cnx {

/// A straight line from the selected neuron to a partner.
struct ConnectionLine {
  NeuronIndex from = 0, to = 0;  // pre, post
  bool output = false;           // the selected neuron is pre
  float strength = 0;            // 0 .. 1, grows with the synapse count
};

/// Partners on one side: that pass the filters, and all.
struct PartnerCount {
  std::size_t shown = 0, all = 0;

  bool operator==(const PartnerCount&) const = default;
};

/// The lines that are drawn, and how many there would be: the strongest ViewState::max_lines of
/// those to partners that pass the filters, the strongest first.
struct ConnectionLines {
  std::vector<ConnectionLine> lines;
  bool paths = false;  // they are of the shortest paths, not of the selected neuron's partners
  PartnerCount inputs, outputs;
  std::uint32_t version = 0;
};

/// Something that the page's HTML has: a field to focus, a dialog to open (web/fields.js).
struct PageRequest {
  std::string name, argument;
};

class App {
 public:
  /// `data_url`: folder of manifest.json relative to the page, with a slash at its end, or a pack.
  /// Until set_whole() has been called, here by `whole` or later, only what web/rest.txt leaves in
  /// the page's first part is used: neurons are loaded, shown, filtered and looked at; nobody asks
  /// the worker or reads and writes the address, and what is asked for by panels waits.
  App(Platform& platform, std::string data_url, bool whole = true);
  ~App();  // where its many parts are complete: every user would compile it once more

  void take();
  /// The rest of the program is here.
  void set_whole();
  bool whole() const { return whole_; }
  /// Requests and commands of one frame. Commands with the same `gesture` (> 0), one after
  /// another, are one step of undo.
  void decide(const Actions& actions, std::uint32_t gesture);
  void derive();
  void pump();

  /// The gesture of commands that come from the page's HTML, and its end.
  static constexpr std::uint32_t kPageCallGesture = UINT32_MAX;
  void end_gesture() { last_gesture_ = 0; }
  /// Shows a view that did not come from the address: a file.
  void open_view(DecodedView decoded);
  std::vector<PageRequest> take_page_requests() { return std::exchange(page_requests_, {}); }

  /// Asks again for what failed: the network may be back.
  void retry_failed() {
    loader_.retry_failed();
    dirty_ = true;
  }

  bool has_dataset() const { return loader_.manifest().has_value(); }
  const Manifest& manifest() const { return *loader_.manifest(); }  // precondition: has_dataset()
  /// Why there is nothing to show, or empty; first line the title.
  const std::string& failure() const { return loader_.manifest_failure(); }

  /// Values for the panels; its references hold until the next call of take() or decide().
  FrameModel frame_model(float scale, float width_px, float height_px);

  const ViewState& view() const { return history_.present(); }
  const NeuronTable& neurons() const { return loader_.neurons(); }
  const ShownNeurons& shown() const { return shown_; }
  const ConnectionLines& lines() const { return lines_; }
  /// Of the lines, only so many are drawn in this frame; none: all. While the camera moves.
  void set_lines_in_motion(std::optional<std::uint32_t> lines) { lines_in_motion_ = lines; }
  bool lines_cut_by_motion() const {
    return lines_in_motion_ && *lines_in_motion_ < lines_.lines.size();
  }
  std::size_t lines_drawn() const {
    return lines_cut_by_motion() ? *lines_in_motion_ : lines_.lines.size();
  }
  const SelectedNeuron& selected_neuron() const { return selected_neuron_; }
  /// The result of a statistic as something to color by; see dataset/derived_column.h.
  void set_derived_column(DerivedColumn column) { derived_columns_.set(std::move(column)); }
  /// The style byte of every neuron: those that are shown; while one is selected, all but it and
  /// its partners faded. Changes with styles_version().
  const std::vector<std::uint8_t>& styles() const { return styles_; }
  std::uint32_t styles_version() const { return styles_version_; }
  const StylePalette& palette() const { return palette_; }
  /// Some styles are faded: a neuron is selected, or a category stands out.
  bool fades() const {
    return selected_.has_value() || highlighted_.has_value() || !view().selection.empty();
  }
  /// While a neuron is selected: it and the partners that have a line. They are drawn, and picked,
  /// in front of all others. Else empty.
  const NeuronMask& prominent() const { return prominent_; }
  std::optional<NeuronIndex> selected() const { return selected_; }
  SelectionTool tool() const { return tool_; }
  bool cheat_sheet() const { return cheat_sheet_; }
  /// All that decides which neurons are shown, as one query, as of the last derive().
  const std::string& query_text() const { return query_text_; }
  bool query_waits() const { return query_.waiting(); }

  /// The camera that is drawn: the view's, or one that has the whole dataset in view.
  CameraState camera() const;
  CameraFrame camera_frame() const;
  void set_viewport(double width_px, double height_px);

  void set_hovered(std::optional<NeuronIndex> neuron) { hovered_ = neuron; }
  std::optional<NeuronIndex> hovered() const { return hovered_; }
  bool dark() const;
  /// A picture has a theme of its own while it is made; none: the view's.
  void set_theme_of_picture(std::optional<Theme> theme) { picture_theme_ = theme; }

  /// What the view cuts out of the volume; docs/view-url.md, `depth` and `slice`.
  ViewSlabs slabs() const;
  /// Of the synapses that are drawn, those that lie in them.
  std::size_t synapses_in_view() const;
  /// Size of text and controls against the usual one, 1 .. 2. No part of the view: it is this
  /// person's, on every visit and in every link.
  float text_scale() const { return static_cast<float>(text_percent_) / 100; }
  /// From the page, which knows what draws.
  void set_drawing(DrawingStatus drawing) { drawing_ = std::move(drawing); }

  /// Moves smoothly to a camera; at once when motion is not wanted.
  void fly_to(const CameraState& camera);
  /// See dataset/orientation.h.
  bool y_is_depth() const { return y_is_depth_; }
  const RegionEstimate& regions() const { return regions_; }
  bool flying() const { return flight_.has_value(); }

  /// Every soma is on the screen, or would be if one were drawn.
  bool neurons_complete() const { return !neurons().positions_um().empty(); }
  /// They are on their way, and nothing has gone wrong with them so far.
  bool awaits_neurons() const { return !neurons_complete() && load_status_.failures.empty(); }
  bool idle() const;
  /// True once after anything changed that a new picture would show.
  bool take_dirty();
  void mark_dirty() { dirty_ = true; }

  /// What window.connectoscope.state() returns (docs/javascript.md). `backend` names what draws.
  std::string state_json(const char* backend, std::uint64_t frames_drawn,
                         std::uint64_t scenes_drawn) const;

 private:
  struct Flight {
    CameraState from, to;
    double start_ms = 0;
  };

  // Names of settings that the platform keeps.
  static constexpr const char* kTextSizeSetting = "text size (%)";
  static constexpr const char* kRightWidthSetting = "right column (px)";

  DecodedView decode_address(const std::string& fragment) const;
  void read_address();
  void take_fragment(const std::string& fragment);
  void take_replies();
  void decide_request(const Request& request);
  void copy_link();
  void apply(const Command& command, std::uint32_t gesture);
  void advance_flight();
  void derive_choice();
  void derive_selection();
  void follow_choice();
  void need_for_answers(TileNeed& need);
  void derive_answers(TileNeed& need);
  void derive_statistics_report();
  std::string statistics_text() const;
  bool shares_selection() const {
    return !selected_neuron_.details().partner && selected_neuron_.details().group.size() >= 2;
  }
  void derive_partners_report(const Partners& partners);
  std::vector<ConnectionLine> partner_lines(PartnerCount& inputs, PartnerCount& outputs) const;
  std::vector<ConnectionLine> path_lines(const PathsReport& paths) const;
  bool derive_lines();
  void derive_styles(bool shown_changed, bool lines_changed);
  bool take_selection_request(const Request& request);
  bool take_camera_request(const Request& request);
  void select_shown(const NeuronMask& mask, SetOperation operation = SetOperation::Replace);
  void select_found(NeuronMask mask, bool add);
  void show_cell(const ShowCell& cell);
  void sample_matched();
  void derive_growth();
  void derive_statistic_selection(const StatisticsQuestion* question);
  void derive_query();
  void derive_in_force();
  bool connections_settled() const;
  void ask_statistics();
  std::uint32_t number_of_network(StatisticsRequest request);
  /// What the matrix is to be by, and whether those columns are here.
  MatrixGrouping matrix_wish() const;
  MatrixGrouping matrix_here() const;
  std::string scope_text(std::uint32_t chosen) const;
  void write_url();
  bool decide_export(const Request& request);
  /// `with_sizes`: what is saved keeps to limits on the sizes of synapses, if there are any.
  ExportSource export_source(bool with_sizes = true);
  /// What a table or a chart says of itself: with a validity it is one of the statistics.
  ExportSource source_of(const std::string& validity);
  /// The view's limits on sizes, where they hold for all connections: not where all sizes are too
  /// much to be fetched unasked, and nobody has asked.
  SizeLimits size_limits() const;
  bool fetches_sizes() const;                // precondition: has_dataset()
  SizesEverywhere sizes_everywhere() const;  // as well
  /// Whether a section that is open counts the sizes of synapses. Precondition: has_dataset().
  bool counts_sizes_somewhere() const;
  std::vector<NeuronIndex> members_of(ExportSet set) const;
  void set_text_size(long percent);
  void set_right_width(float px);
  void update_notes();
  void highlight(std::optional<HighlightCategory> category);
  bool colors_by_degree() const;
  void derive_columns();
  std::vector<std::pair<std::string, std::string>> derived_names() const;
  std::vector<NeuronId> recent_neurons() const;

  Platform& platform_;
  bool whole_ = false;
  std::vector<Request> waiting_requests_;  // until whole_
  Loader loader_;
  Inquiries inquiries_;
  MotifInquiries motifs_;
  StructureInquiries structure_;
  RobustnessInquiries robustness_;
  ExperimentInquiries experiment_;
  SitesInquiries sites_;
  EdgeMapInquiries edge_map_;
  StatisticSelection statistic_selection_;
  ComparisonInquiries comparison_;
  SelectedNeuron selected_neuron_;
  Exports exports_;
  NeuronInquiries degree_inquiries_;
  std::optional<std::uint32_t> asked_degrees_version_;
  DerivedColumns derived_columns_;
  std::optional<Theme> picture_theme_;
  std::optional<HighlightCategory> highlighted_, styled_highlight_;
  std::optional<bool> microns_ids_;  // none: the ids have not arrived
  SelectionTrail trail_;
  std::string table_filter_, value_read_;
  bool all_sizes_asked_ = false;
  bool every_size_wanted_ = false;  // by limits, or to be counted
  ReachInquiries reach_;
  QueryFilter query_;
  InferenceInquiries inference_;
  BesideProfile beside_;
  ShownNeurons shown_;
  History history_;
  std::uint32_t last_gesture_ = 0;

  CameraFrame viewport_;  // only its size is used
  std::optional<Flight> flight_;
  std::optional<NeuronIndex> selected_, hovered_;
  std::vector<std::uint32_t> needed_columns_;  // asked for by panels, newest first

  std::optional<PartnersReport> partners_report_;
  std::uint32_t partners_shown_version_ = 0;
  std::uint32_t partners_neurons_version_ = 0;
  std::uint32_t partners_sites_version_ = 0, partners_tiles_given_up_ = 0;
  std::optional<StatisticsReport> statistics_report_;
  std::uint32_t statistics_shown_version_ = 0;
  bool beside_shown_ = false;  // what stands beside is in the report, too
  std::uint32_t asked_mask_version_ = 0;
  ConnectionFilter statistics_connections_;
  SizeLimits statistics_sizes_;
  std::uint32_t asked_partners_version_ = 0;
  std::uint32_t asked_connections_version_ = 0;
  std::optional<StatisticsScope> asked_scope_;
  SidesWish asked_sides_;
  MatrixGrouping asked_grouping_;                        // as far as its columns had arrived
  std::optional<std::uint32_t> asked_groups_;            // the same of the groups
  std::uint32_t asked_network_ = 0, asked_grouped_ = 0;  // of ScopedQuestion
  struct KnownNetwork {
    StatisticsRequest request;
    SizeLimits sizes;
    std::uint32_t number = 0;
  };
  std::vector<KnownNetwork> known_networks_;  // the latest last
  std::uint32_t last_network_ = 0;
  std::optional<NeuronIndex> asked_selected_;
  double statistics_asked_at_ms_ = 0;
  ConnectionFilter asked_connections_;
  std::vector<NamedSet> asked_sets_;
  ConnectionLines lines_;
  std::optional<std::uint32_t> lines_in_motion_;
  std::vector<std::uint8_t> styles_;
  StylePalette palette_{};
  NeuronMask prominent_;
  std::optional<NeuronIndex> styled_selected_;
  std::uint32_t styles_version_ = 0;

  SelectionTool tool_ = SelectionTool::None;
  bool cheat_sheet_ = false;
  bool statistics_can_select_ = false;    // see FrameModel
  std::optional<GraphQuestion> growing_;  // the selection waits for the answer
  std::vector<PageRequest> page_requests_;
  NeuronSet styled_selection_;
  SplitQuery in_force_;     // filters and query, without what was left out
  std::string query_text_;  // the same

  ViewState written_view_;  // what the address says
  double url_written_at_ms_ = -1e9;
  std::vector<std::string> link_notes_, notes_;
  std::vector<std::string> dismissed_notes_;
  LoadStatus load_status_;
  DrawingStatus drawing_;
  int text_percent_ = kUsualTextPercent;
  float right_px_ = kUsualRightPx;
  bool y_is_depth_ = false;
  RegionEstimate regions_;
  bool dirty_ = true;
};

}  // namespace cnx
