#pragma once
// orientation.h — whether the data itself says where the pia is.

#include "dataset/neuron_table.h"

namespace cnx {

/// True when y is cortical depth, growing from the pia: soma positions are real, the cell classes
/// name layers as MICrONS does (23P, and 6IT or 6CT), and those of layer 2/3 lie at smaller y on
/// average. False when the columns have not arrived. O(neurons).
bool y_is_cortical_depth(const NeuronTable& neurons, Layout layout);

}  // namespace cnx
