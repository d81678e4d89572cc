#include "dataset/orientation.h"

#include <doctest/doctest.h>

using namespace cnx;

namespace {

/// Two neurons at y = 0 and y = 100 um with the classes named.
NeuronTable two_neurons(const char* shallow, const char* deep) {
  Manifest manifest;
  manifest.neuron_count = 2;
  for (const auto& [name, role] :
       {std::pair{"x", ColumnRole::PositionX}, std::pair{"y", ColumnRole::PositionY},
        std::pair{"z", ColumnRole::PositionZ}}) {
    manifest.columns.push_back({name, role, ColumnKind::Integer, {}});
  }
  manifest.columns.push_back(
      {"cell_type", ColumnRole::CellClass, ColumnKind::Category, {shallow, deep}});
  NeuronTable table(manifest);
  const std::uint32_t columns[] = {0, 1, 2, 3};
  table.set_rows(
      0, columns,
      {IntegerValues{0, 0}, IntegerValues{0, 100'000}, IntegerValues{0, 0}, CategoryValues{0, 1}});
  return table;
}

}  // namespace

TEST_CASE("y is cortical depth when layer 2/3 lies above layer 6 in real positions") {
  CHECK(y_is_cortical_depth(two_neurons("23P", "6IT"), Layout::Soma));
  CHECK(y_is_cortical_depth(two_neurons("23P", "6CT"), Layout::Soma));
}

TEST_CASE("y is not called depth when the data does not say so") {
  CHECK_FALSE(y_is_cortical_depth(two_neurons("6IT", "23P"), Layout::Soma));   // upside down
  CHECK_FALSE(y_is_cortical_depth(two_neurons("23P", "BC"), Layout::Soma));    // no deep class
  CHECK_FALSE(y_is_cortical_depth(two_neurons("KCs", "PNs"), Layout::Soma));   // not cortex
  CHECK_FALSE(y_is_cortical_depth(two_neurons("23P", "6IT"), Layout::Group));  // made-up positions
  CHECK_FALSE(y_is_cortical_depth(NeuronTable{}, Layout::Soma));
}
