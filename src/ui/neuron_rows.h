#pragma once
// neuron_rows.h — tables whose rows are neurons, and what is said of one neuron in few words.

#include <string>
#include <vector>

#include "ui/frame_model.h"

namespace cnx {

/// "4P · visp" and, for the hint, what that means.
struct NeuronKind {
  std::string words, meaning;
};
NeuronKind neuron_kind(const FrameModel& model, NeuronIndex neuron);

/// What a click on a row does; a double click always selects its neuron.
enum class RowClick : std::uint8_t {
  Pair,    // looks at it together with the selected one
  Select,  // selects it
};

/// A table of neurons: sortable, with a line that filters its rows, drawn as far as it is seen. On
/// narrow screens it has the columns that fit, and a button for all.
/// `lost`: why a row may have no number.
void neuron_rows(const Table& table, const std::vector<NeuronIndex>& neurons_by_row, RowClick click,
                 const FrameModel& model, Actions& actions, const std::string& lost = "");

/// Height of a tab's list: what is left of the panel, but never less than a head and eight rows;
/// then the panel scrolls instead.
float list_height(float scale);

/// True in the first frame in which the current window shows this neuron.
bool is_new_here(NeuronIndex neuron);

/// Of an id the digits that tell it apart.
std::string short_id(const std::string& id);

}  // namespace cnx
