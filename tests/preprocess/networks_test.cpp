#include "read/networks.h"

#include <doctest/doctest.h>

using namespace cnx;

namespace {

const std::vector<std::string> kWorm = {"chemical/full_matrix", "electrical/full_matrix"};
const std::vector<std::string> kMouse = {"connectivity/condensed", "connectivity/full"};
const std::vector<std::string> kMany = {"a/x", "a/y", "b/condensed", "b/full", "c/full"};

std::string chosen(const std::vector<std::string>& groups, std::string_view choice) {
  const auto network = choose_network(networks_of(groups), choice);
  if (!network.ok()) return error_code_name(network.error().code);
  std::string text = network.value().name + ":";
  for (const std::string& group : network.value().groups) text += " " + group;
  return text;
}

}  // namespace

TEST_CASE("full and condensed of one prefix are one network, full first, and come before others") {
  CHECK(networks_of(kMouse) ==
        std::vector<Network>{{"connectivity", {"connectivity/full", "connectivity/condensed"}}});
  CHECK(networks_of(kWorm) ==
        std::vector<Network>{{"chemical/full_matrix", {"chemical/full_matrix"}},
                             {"electrical/full_matrix", {"electrical/full_matrix"}}});
  CHECK(list_networks(networks_of(kMany)) == "b, a/x, a/y, c/full");
  CHECK(networks_of({"full", "condensed"}) == std::vector<Network>{{"/", {"full", "condensed"}}});
}

TEST_CASE("a network is chosen by its group, its prefix or its last name where only one fits") {
  CHECK(chosen(kMouse, "") == "connectivity: connectivity/full connectivity/condensed");
  CHECK(chosen(kMouse, "connectivity") == "connectivity: connectivity/full connectivity/condensed");
  CHECK(chosen(kMouse, "/connectivity/full/") == "connectivity/full: connectivity/full");
  CHECK(chosen(kMouse, "full") == "connectivity/full: connectivity/full");
  CHECK(chosen(kWorm, "") == "chemical/full_matrix: chemical/full_matrix");
  CHECK(chosen(kWorm, "electrical") == "electrical/full_matrix: electrical/full_matrix");
  CHECK(chosen(kWorm, "full_matrix") == "Syntax");
  CHECK(chosen(kWorm, "optical") == "Missing");
  CHECK(chosen(kMany, "a") == "Syntax");
  CHECK(chosen(kMany, "y") == "a/y: a/y");
  CHECK(chosen(kMany, "full") == "Syntax");
  CHECK(chosen(kMany, "c") == "c/full: c/full");
}

TEST_CASE("a choice that fits nothing says what there is") {
  const auto network = choose_network(networks_of(kWorm), "optical");
  REQUIRE_FALSE(network.ok());
  CHECK(network.error().where ==
        "--group optical: there is no such network; there are chemical/full_matrix, "
        "electrical/full_matrix");
  const auto of_pair = choose_network(networks_of(kMouse), "optical");
  REQUIRE_FALSE(of_pair.ok());
  CHECK(of_pair.error().where ==
        "--group optical: there is no such network; there are connectivity (of connectivity/full "
        "and connectivity/condensed)");
}
