#pragma once
// command.h — the only ways to change the view. A new way is a new struct here; the
// compiler then lists every switch to extend.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "view/view_state.h"

namespace cnx {

struct SetCamera {
  std::optional<CameraState> camera;
};
/// The complete new filter of a column; nullopt removes it.
struct SetCategoryFilter {
  std::string column;
  std::optional<std::vector<std::string>> shown;
};
struct SetRangeFilter {
  std::string column;
  std::optional<RangeFilter> range;
};
/// Facets, ranges, query, depth range and slice.
struct ClearFilters {};
/// What the query line says, taken apart: everything that decides which neurons are shown.
struct SetFilterExpression {
  std::vector<CategoryFilter> category_filters;
  std::vector<RangeFilter> range_filters;
  std::string query;
};
struct SetConnectionFilter {
  ConnectionFilter filter;
};
struct SetLogColumn {
  std::string column;
  bool log;
};
struct SetColorBy {
  std::string column;
};
/// Another neuron is looked at alone: the partner goes.
struct SelectNeuron {
  std::optional<NeuronId> neuron;
};
struct SetPartner {
  std::optional<NeuronId> partner;
};
/// 0: no paths.
struct SetPathSynapses {
  std::uint32_t min_synapses;
};
/// Out of 1 .. kMostLines: nothing changes.
struct SetMaxLines {
  std::uint32_t lines;
};
struct SetSynapsesShown {
  bool shown;
};
struct SetRegionBordersShown {
  bool shown;
};
struct ChangeSelection {
  NeuronSet neurons;
  SetOperation operation = SetOperation::Replace;
};
/// Makes the set, or replaces its neurons.
struct PutSet {
  std::string name;
  NeuronSet neurons;
};
struct RemoveSet {
  std::string name;
};
/// Nothing happens when there is no set `from`, or there is one that is named `to` already.
struct RenameSet {
  std::string from, to;
};
/// Says of which dataset the rows of selection and sets are; see ViewState::rows_of.
struct SetRowsOf {
  std::string tag;
};
struct SetPartnerSide {
  PartnerSide side;
};
struct SetStatisticsScope {
  StatisticsScope scope;
};
/// A side that cannot be so is as usual.
struct SetStatisticsSides {
  StatisticsSides sides;
};
/// The same column twice: the columns follow the rows.
struct SetMatrixColumns {
  MatrixColumns matrix;
};
struct SetCharts {
  ChartsState charts;
};
/// Sections and options of "By distance" and "Against chance"; out of range: nothing changes.
struct SetInference {
  InferenceState inference;
};
struct SetMotifsOpen {
  bool open;
};
struct SetStructureOpen {
  bool open;
};
struct SetComparisonState {
  ComparisonState comparison;
};
struct SetRobustnessOpen {
  bool open;
};
struct SetEdgeMap {
  bool on;
};
/// In percent; out of 0 .. 100: nothing changes.
struct SetLabelAccuracy {
  std::uint32_t percent;
};
/// Out of range: nothing changes.
struct SetThresholds {
  std::uint32_t count;
};
/// Out of range: nothing changes.
struct SetExperiment {
  ExperimentState experiment;
};
/// Out of range: nothing changes.
struct SetSites {
  SitesState sites;
};
struct SetPanelOpen {
  Panel panel;
  bool open;
};
struct SetColorVision {
  ColorVision vision;
};
struct SetTheme {
  Theme theme;
};
/// Show the cells of one matrix entry: both columns' filters become these names.
struct SetFilters {
  std::vector<CategoryFilter> category_filters;
};
/// nullopt: every depth.
struct SetDepthRange {
  std::optional<DepthRange> range;
};
/// nullopt: the whole volume.
struct SetSlice {
  std::optional<UprightSlice> slice;
};
/// A link, a reset: everything at once.
struct ReplaceView {
  ViewState state;
};

using Command =
    std::variant<SetCamera, SetCategoryFilter, SetRangeFilter, ClearFilters, SetColorBy,
                 SelectNeuron, SetPartnerSide, SetStatisticsScope, SetPanelOpen, SetTheme,
                 SetFilters, ReplaceView, SetFilterExpression, SetConnectionFilter, SetLogColumn,
                 ChangeSelection, PutSet, RemoveSet, RenameSet, SetRowsOf, SetColorVision,
                 SetPartner, SetPathSynapses, SetSynapsesShown, SetInference, SetMotifsOpen,
                 SetStructureOpen, SetComparisonState, SetRobustnessOpen, SetLabelAccuracy,
                 SetThresholds, SetDepthRange, SetSlice, SetExperiment, SetSites,
                 SetStatisticsSides, SetRegionBordersShown, SetEdgeMap, SetMaxLines,
                 SetMatrixColumns, SetCharts>;

/// Grows in one place: to compile what moves one of forty kinds takes longer than all else of a panel.
class CommandQueue : public std::vector<Command> {
 public:
  using std::vector<Command>::vector;
  void push_back(Command command);  // command.cpp
};

}  // namespace cnx
