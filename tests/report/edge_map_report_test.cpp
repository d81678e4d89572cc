#include "report/edge_map_report.h"

#include <doctest/doctest.h>

#include <string>

#include "report/to_svg.h"

using namespace cnx;

namespace {

// As worker/edge_map_job.cpp writes it, of two bins of x and two of z.
const char* const kMap =
    R"({"about":{},"edge_map":{"bins":2,"fewest":1000,"synapses":5400,"limits_why_not":null,
"x_edges_nm":[0.0,20000.0,40000.0],"z_edges_nm":[1000.0,31000.0,61000.0],
"bin_synapses":[[1200,400],[3800,0]],"outer":[[0,1],[0,1]],
"soma_fraction":[[0.25,0.5],[null,1.0]],"soma_neurons":[[12,2],[0,1]],
"neurons":{"with_inputs":15,"inputs":5100,"trusted":3,"by_fraction":[3,0,6,6]},"outer_fraction":[]}})";

}  // namespace

TEST_CASE("the map of the edge is drawn from above, x to the right, with the n of each bin") {
  const EdgeMapReport report = edge_map_report(kMap);
  CHECK(report.why_not.empty());
  REQUIRE(report.shares.cells.size() == 4);
  CHECK(report.shares.labels == std::vector<std::string>{"1", "31"});
  CHECK(report.shares.columns() == std::vector<std::string>{"0", "20"});
  CHECK(report.shares.caption.find("n = 15 neurons with inputs") != std::string::npos);
  // Rows are of z: the second cell is the second bin of x.
  CHECK(report.shares.cells[0].text == "25.0 %");
  CHECK_FALSE(report.shares.cells[0].uncertain);
  CHECK_FALSE(report.shares.cells[1].defined);
  CHECK(report.shares.cells[2].text == "50.0 %");
  CHECK(report.shares.cells[2].uncertain);  // of two neurons
  CHECK(report.shares.max_value == 0.25);   // hatched cells are beyond the end of the colors
  CHECK(report.shares.cells[2].tooltip ==
        "x 0 to 20 µm, z 31 to 61 µm\n400 synapses: an outer bin\n"
        "50.0 % of the inputs in outer bins, mean of 2 neurons");
  CHECK(report.shares.cells[1].tooltip ==
        "x 20 to 40 µm, z 1 to 31 µm\n3,800 synapses\n"
        "No soma of a neuron with inputs is here.");
  CHECK(report.synapses.max_value == 3800);
  CHECK(report.synapses.cells[1].text == "3,800");
  CHECK_FALSE(report.synapses.cells[1].uncertain);
  CHECK(report.synapses.cells[3].uncertain);
  const std::string svg = to_svg(report.synapses, {});
  CHECK(svg.find("Hatched: outer bin") != std::string::npos);
}

TEST_CASE("each picture has the synapses that it is of, and says where limits do not apply here") {
  const EdgeMapReport all = edge_map_report(kMap);
  CHECK(all.fractions.caption == "n = 15 neurons with inputs, 5,100 synapses");
  CHECK(all.synapses.caption.ends_with("n = 5,400 synapses of the whole dataset"));
  CHECK(all.bins.caption == "n = 5,400 synapses of the whole dataset");
  std::string json = kMap;
  json.replace(json.find("null"), 4, "\"They do not apply.\"");
  const EdgeMapReport report = edge_map_report(json);
  const std::string words = "; limits on connections do not apply here";
  CHECK(report.lines[0].n == all.lines[0].n + words);
  CHECK(report.fractions.caption == all.fractions.caption + words);
  CHECK(report.synapses.caption == all.synapses.caption + words);
  CHECK(report.bins.caption == all.bins.caption + words);
  CHECK(report.shares.caption.find("with inputs" + words + ". Empty") != std::string::npos);
  CHECK(report.shares.cells == all.shares.cells);
}

TEST_CASE("the table has every bin with the number of neurons that its mean is of") {
  const Table table = edge_map_report(kMap).bins;
  REQUIRE(table.rows.size() == 4);
  CHECK(table.columns.back().title == "n: neurons with inputs");
  CHECK(table.rows[1][0].number == 0);
  CHECK(table.rows[1][1].number == 31);
  CHECK(table.rows[1][2].number == 400);
  CHECK(table.rows[1][3].number == 1);
  CHECK(table.rows[1][4].number == 0.5);
  CHECK(table.rows[1][5].number == 2);
}

TEST_CASE("the map of inputs from analyzable axons alone stands beside that of all") {
  std::string json = kMap;
  json.insert(json.find("\"bins\""), R"("analyzable":{"soma_fraction":[[0.2,null],[null,0.5]],
"soma_neurons":[[3,0],[0,1]],"neurons":{"with_inputs":4,"inputs":90,"trusted":1,"by_fraction":[1,0,3,0]}},)");
  const EdgeMapReport before = edge_map_report(kMap), report = edge_map_report(json);
  CHECK(report.lines[0].value == before.lines[0].value);
  CHECK(report.lines[0].n ==
        before.lines[0].n + "; of inputs from analyzable axons 25.0 %, n = 4 neurons");
  CHECK(report.shares.cells[0].tooltip ==
        before.shares.cells[0].tooltip +
            "\nOf inputs from analyzable axons alone: 20.0 %, mean of 3 neurons.");
  CHECK(report.shares.cells[2].tooltip.ends_with("alone: –, mean of 0 neurons."));
  CHECK(report.synapses.cells == before.synapses.cells);
  CHECK(report.fractions.other == std::vector<std::uint64_t>{1, 0, 3, 0});
  CHECK(report.fractions.caption.ends_with(
      "; line: the shape of 4 neurons by their inputs from analyzable axons"));
  REQUIRE(report.bins.columns.size() == 8);
  CHECK(report.bins.rows[0][6].number == 0.2);
  CHECK(report.bins.rows[0][7].number == 3);
  CHECK(report.bins.rows[1][6].text == "–");
  // Why it is not there is said where the dataset knows such axons.
  for (const bool known : {true, false}) {
    std::string none = kMap;
    none.replace(none.find("{}"), 2,
                 std::string("{\"proofreading_known\":") + (known ? "true}" : "false}"));
    none.insert(none.find("\"bins\""), R"("analyzable":null,"analyzable_why_not":"Not here.",)");
    CHECK(edge_map_report(none).lines[0].n == before.lines[0].n + (known ? "; Not here." : ""));
  }
}

TEST_CASE("where there is no map, a sentence says why") {
  const EdgeMapReport report =
      edge_map_report(R"({"about":{},"edge_map":null,"edge_map_why_not":"No positions."})");
  CHECK(report.why_not == "No positions.");
  CHECK(report.shares.cells.empty());
}
