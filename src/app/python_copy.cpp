#include "app/python_copy.h"

#include <algorithm>
#include <vector>

#include "app/comparison_inquiries.h"
#include "base/usual_counts.h"
#include "report/inference_report.h"
#include "report/matrix_columns.h"
#include "worker/labels_job.h"
#include "worker/structure_job.h"

namespace cnx {
namespace {

PythonSide side_of(const Manifest& manifest, const NeuronTable& neurons, const NeuronMask& chosen,
                   std::span<const ColumnFilter> filters) {
  std::vector<ColumnFilter> list(filters.begin(), filters.end());
  if (has_file_columns(manifest, filters) && neuron_mask(neurons, list) == chosen) {
    return {std::move(list), std::nullopt};
  }
  std::vector<std::int64_t> rows;
  const auto column = neurons.find(ColumnRole::SourceRow);
  const auto row_of = neurons.integers(*column);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i] != 0) rows.push_back(row_of[i]);
  }
  std::sort(rows.begin(), rows.end());
  return {{}, std::move(rows)};
}

}  // namespace

PythonQuestion python_question(const Manifest& manifest, const NeuronTable& neurons,
                               const ViewState& view, const StatisticsQuestion& question,
                               std::span<const ColumnFilter> filters) {
  PythonQuestion asked;
  asked.pre = side_of(manifest, neurons, question.request.chosen, filters);
  if (!question.request.one_set()) {
    asked.post = side_of(manifest, neurons, question.request.post, filters);
  }
  asked.min_synapses = question.request.min_synapses;
  asked.group_column = question.group_column;
  asked.post_group_column = question.post_group_column;
  asked.measure = kDistanceMeasureNames[static_cast<std::size_t>(view.inference.measure)];
  asked.bin_um = view.inference.bin_um;
  asked.null_model = view.inference.model;
  if (view.inference.model == ChanceModel::Neurons) {
    asked.match_column = match_column(manifest.columns, view.inference.match);
  }
  asked.null_triads = view.inference.triads;
  asked.null_simplices = view.inference.simplices;
  asked.null_structure = view.inference.structure;
  asked.null_degrees = view.inference.degrees;
  asked.null_shared = view.inference.shared;
  asked.null_lengths = view.inference.lengths;
  asked.null_distance = view.inference.distance;
  asked.null_sizes = view.inference.sizes;
  asked.null_participation = view.inference.participation;
  asked.null_classes = view.inference.classes;
  asked.controls = view.inference.controls;
  asked.seed = view.inference.seed;
  asked.thresholds = view.thresholds;
  asked.label_draws = kUsualLabelDraws;
  asked.label_accuracy = label_accuracy(view, neurons);
  asked.club_controls = kUsualRichClubControls;
  asked.thickness_um = view.experiment.thickness_um;
  asked.patched = view.experiment.patched;
  asked.spread_um = view.experiment.spread_um;
  asked.repeats = view.experiment.repeats;
  asked.near_um = view.sites.near_um;
  asked.clump_um = view.sites.clump_um;
  asked.experiment_seed = view.experiment.seed;
  return asked;
}

void put_comparison(PythonQuestion& asked, const Manifest& manifest, const NeuronTable& neurons,
                    const std::array<NeuronMask, 2>& sets, const std::array<NeuronMask, 2>& onto) {
  asked.pre = side_of(manifest, neurons, sets[0], {});
  asked.post.reset();
  asked.b = side_of(manifest, neurons, sets[1], {});
  asked.blocks = !onto[0].empty();
  if (asked.blocks) {
    asked.post = side_of(manifest, neurons, onto[0], {});
    asked.b_post = side_of(manifest, neurons, onto[1], {});
  }
  asked.permutations = kUsualPermutations;
}

void put_beside_set(PythonQuestion& asked, const Manifest& manifest, const NeuronTable& neurons,
                    const NeuronMask& set) {
  asked.b = side_of(manifest, neurons, set, {});
}

}  // namespace cnx
