#include "app/neuron_rows.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE(
    "sets that say nothing of their dataset become this one's, those of another are left out") {
  Manifest manifest;
  manifest.fingerprint = 0x00ab'cdef'1234'5678u;
  CHECK(rows_tag(manifest) == "00abcdef");
  ViewState state;
  state.color_by = "region";
  CHECK_FALSE(settle_rows(state, manifest).has_value());

  state.sets = {{"A", NeuronSet::from_neurons({3})}};
  state.selection = NeuronSet::from_neurons({1});
  auto settled = settle_rows(state, manifest);
  REQUIRE(settled.has_value());
  CHECK(settled->note.empty());
  CHECK(settled->state.rows_of == "00abcdef");
  CHECK(settled->state.sets == state.sets);
  CHECK_FALSE(settle_rows(settled->state, manifest).has_value());

  state.rows_of = "11111111";
  settled = settle_rows(state, manifest);
  REQUIRE(settled.has_value());
  CHECK_FALSE(settled->note.empty());
  ViewState without;
  without.color_by = "region";
  CHECK(settled->state == without);
}
