#pragma once
// python_copy.h — the statistics on the screen as a program in Python (report/to_python.h).

#include <array>
#include <span>

#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "report/to_python.h"
#include "view/view_state.h"
#include "worker/statistics_request.h"

namespace cnx {

/// What the program is to count: the neurons of `question` with the options of `view`. Neurons are
/// named by `filters` where those choose just them, and the file has their columns; else by their
/// rows of the file, which have to be there then. O(neurons * filters).
PythonQuestion python_question(const Manifest& manifest, const NeuronTable& neurons,
                               const ViewState& view, const StatisticsQuestion& question,
                               std::span<const ColumnFilter> filters);

/// Makes it the question of the section "A against B", whose sets these are, or whose blocks these
/// send in and `onto` receive in, which is empty of sets. O(neurons).
void put_comparison(PythonQuestion& asked, const Manifest& manifest, const NeuronTable& neurons,
                    const std::array<NeuronMask, 2>& sets, const std::array<NeuronMask, 2>& onto);

/// Has the profile by distance of this set counted, too. O(neurons).
void put_beside_set(PythonQuestion& asked, const Manifest& manifest, const NeuronTable& neurons,
                    const NeuronMask& set);

}  // namespace cnx
