#include "report/motifs_report.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "report/chart_tables.h"
#include "report/to_csv.h"

using namespace cnx;

namespace {

const std::string kAbout =
    R"("about":{"neurons":4,"pre_neurons":4,"post_neurons":4,"min_synapses":1,)"
    R"("proofreading_known":true,"analyzable_pre_neurons":1,)"
    R"("partial":{"tiles_missing":0,"tiles_total":1}})";
const std::string kTriads =
    "{" + kAbout +
    R"(,"triad_census":{"003":0,"012":1,"102":2,"021D":0,"021U":0,"021C":0,"111D":0,"111U":0,)"
    R"("030T":0,"030C":0,"201":0,"120D":0,"120U":0,"120C":0,"210":0,"300":1},)"
    R"("motifs":{"triangles":1,"connected_triples":3,"transitivity":1.0,"transitive_triples":6,)"
    R"("two_paths":6,"transitive_share":1.0,"mean_clustering":null,"clustering_neurons":0,)"
    R"("mean_transitive_clustering":0.5,"transitive_clustering_neurons":3}})";
const std::string kSimplices =
    "{" + kAbout +
    R"(,"directed_simplices":[4,7,6],"simplices":{"cliques":[4,4,1],"reciprocal":[4,3,1],)"
    R"("neurons_in":[4,4,3],"truncated":true}})";

const std::string kParticipation =
    "{" + kAbout +
    R"(,"edge_participation":{"largest":[{"dimension":1,"connections":0,"share":0.0,)"
    R"("synapses_mean":null,"synapses_sd":null,"multiple":0,"multiple_share":null,)"
    R"("multiple_low":null,"multiple_high":null},{"dimension":2,"connections":1200,"share":1.0,)"
    R"("synapses_mean":1.5,"synapses_sd":0.5,"multiple":600,"multiple_share":0.5,)"
    R"("multiple_low":0.4717,"multiple_high":0.5283}],"connections":1200,"truncated":true}})";

}  // namespace

TEST_CASE("the results of both jobs come together in one report") {
  MotifsReport report;
  put_motifs(kTriads, report);
  CHECK(!report.simplices);
  REQUIRE(report.triads);
  REQUIRE(report.triads->rows.size() == 16);
  CHECK(report.triads->rows[15][0].text == "300");
  CHECK(report.triads->rows[15][1].text == "a ↔ b, b ↔ c, a ↔ c");
  CHECK(report.triads->rows[2][2].number == 2);
  REQUIRE(report.lines.size() == 5);
  CHECK(report.lines[1].value == "100 %");
  CHECK(report.lines[1].n == "3 of 3 connected triples are closed");
  CHECK(report.lines[3].value == "–");  // nothing to take a mean of

  put_motifs(kSimplices, report);
  CHECK(report.triads);
  REQUIRE(report.simplices);
  REQUIRE(report.simplices->rows.size() == 3);
  CHECK(report.simplices->rows[1][1].text == "7");
  CHECK(report.simplices->rows[2][2].text == "1");
  CHECK(report.simplices->rows[2][3].text == "3");
  CHECK(report.simplices->caption.find("were not counted") != std::string::npos);
}

TEST_CASE("connections stand by the largest simplex around them, with their synapses") {
  MotifsReport report;
  put_motifs(kParticipation, report);
  REQUIRE(report.connections);
  CHECK(report.connections->caption.find("n = 1,200 connections") == 0);
  CHECK(report.connections->caption.find("more than 20 neurons exist") != std::string::npos);
  REQUIRE(report.connections->rows.size() == 2);
  const auto texts = [&](std::size_t row) {
    std::string line;
    for (std::size_t c = 0; c < report.connections->columns.size(); ++c) {
      if (report.connections->columns[c].use == ColumnUse::Files) continue;
      line += report.connections->rows[row][c].text + " | ";
    }
    return line;
  };
  CHECK(texts(0) == "1 | 0 | – | – | – | – | ");
  CHECK(texts(1) == "2 | 1,200 | 1.500 | 0.50 | 50.0 % | 47.2 to 52.8 % | ");
  // A file has the two ends of an interval, in full, and nothing where there is none.
  const std::string csv = to_csv(*report.connections, {});
  CHECK(csv.find("\r\ndim.,number,synapses,sd,2 or more,95 % from,95 % to\r\n"
                 "1,0,,,,,\r\n2,1200,1.5,0.5,0.5,0.4717,0.5283\r\n") != std::string::npos);
}

TEST_CASE("a report of motifs says how many axons were proofread, or that nobody knows") {
  MotifsReport report;
  put_motifs(kTriads, report);
  CHECK(report.caveat.find("1 of 4 neurons have an axon that was proofread") == 0);
  std::string unknown = kTriads;
  unknown.replace(unknown.find("\"proofreading_known\":true"), 25, "\"proofreading_known\":false");
  put_motifs(unknown, report);
  CHECK(report.caveat.find("does not say") != std::string::npos);
}

namespace {

/// A result with another beside it, of three neurons with an analyzable axon.
std::string beside(const std::string& result, const std::string& keys) {
  return result.substr(0, result.size() - 1) +
         R"(,"analyzable":{"about":{"neurons":3,"pre_neurons":3,"post_neurons":3},)" + keys + "}}";
}

}  // namespace

TEST_CASE("numbers on analyzable axons stand beside those of all, with their own n") {
  const std::string triads =
      R"("triad_census":{"003":0,"012":0,"102":0,"021D":0,"021U":0,"021C":0,"111D":0,"111U":0,)"
      R"("030T":1,"030C":0,"201":0,"120D":0,"120U":0,"120C":0,"210":0,"300":0},)"
      R"("motifs":{"triangles":1,"connected_triples":30,"transitivity":0.1,)"
      R"("transitive_triples":6,"two_paths":60,"transitive_share":0.1,"mean_clustering":null,)"
      R"("clustering_neurons":0,"mean_transitive_clustering":0.25,)"
      R"("transitive_clustering_neurons":2})";
  MotifsReport report;
  put_motifs(beside(kTriads, triads), report);
  CHECK(report.lines[0].n == "among 3 connected triples; on analyzable axons 1, n = 30");
  CHECK(report.lines[1].n ==
        "3 of 3 connected triples are closed; on analyzable axons 10.0 %, n = 30");
  CHECK(report.lines[2].n.ends_with("; on analyzable axons 10.0 %, n = 60"));
  CHECK(report.lines[3].n.ends_with("; on analyzable axons –, n = 0"));
  CHECK(report.lines[4].n.ends_with("; on analyzable axons 25.0 %, n = 2"));
  REQUIRE(report.triads);
  REQUIRE(report.triads->columns.size() == 4);
  CHECK(report.triads->columns[3].title == "analyzable");
  CHECK(report.triads->caption.ends_with(
      " Analyzable: n = 3 neurons with an analyzable axon, among each other."));
  CHECK(report.triads->rows[8][3].text == "1");
  CHECK(report.triads->rows[15][2].text == "1");
  CHECK(report.triads->rows[15][3].text == "0");
  CHECK(
      report.caveat.ends_with("Numbers on analyzable axons are of the network of n = 3 neurons "
                              "with an analyzable axon, among each other."));

  put_motifs(beside(kSimplices, R"("directed_simplices":[3,2],"simplices":{"cliques":[3,2],)"
                                R"("reciprocal":[3,0],"neurons_in":[3,3],"truncated":false})"),
             report);
  REQUIRE(report.simplices_analyzable);
  CHECK(report.simplices_analyzable->title == "Directed simplices, analyzable axons alone");
  CHECK(report.simplices_analyzable->caption.find("n = 3 neurons with an analyzable axon") == 0);
  REQUIRE(report.simplices_analyzable->rows.size() == 2);
  CHECK(report.simplices_analyzable->rows[1][1].text == "2");
  CHECK(report.simplices->rows.size() == 3);

  put_motifs(beside(kParticipation,
                    R"("edge_participation":{"largest":[],"connections":7,"truncated":false})"),
             report);
  REQUIRE(report.connections_analyzable);
  CHECK(report.connections_analyzable->caption.find(
            "n = 7 connections (n = 3 neurons with an analyzable axon, among each other), by") ==
        0);
  put_motifs(kParticipation, report);
  CHECK(!report.connections_analyzable);
}

TEST_CASE("a report of motifs says why nothing stands beside, where the dataset could tell") {
  std::string all = kTriads;
  all.insert(all.size() - 1, R"(,"analyzable":null,"analyzable_why_not":"All are the same.")");
  MotifsReport report;
  put_motifs(all, report);
  CHECK(report.caveat.ends_with(" All are the same."));
  CHECK(report.triads->columns.size() == 3);
  all.replace(all.find("\"proofreading_known\":true"), 25, "\"proofreading_known\":false");
  put_motifs(all, report);
  CHECK(report.caveat.find("All are the same.") == std::string::npos);
}

TEST_CASE("bars of triads and simplices have the controls of the same numbers beside them") {
  MotifsReport report;
  CHECK(motif_charts(report, nullptr).empty());
  put_motifs(kTriads, report);
  put_motifs(kSimplices, report);
  std::vector<NamedBars> charts = motif_charts(report, nullptr);
  REQUIRE(charts.size() == 2);
  CHECK(charts[0].title == "Triads by kind");
  CHECK(charts[0].scale == BarScale::Log);
  REQUIRE(charts[0].bars.size() == 16);
  CHECK(charts[0].bars[2].label == "102");
  CHECK(charts[0].bars[2].value == 2);
  CHECK(charts[0].bars[2].tooltip == "Triad 102: 2.");
  CHECK(charts[0].expected_name.empty());
  CHECK(charts[0].caption ==
        "n = 4 neurons: every three of them, by how they are wired. Autapses are left out. 0 has "
        "no bar.");
  REQUIRE(charts[1].bars.size() == 3);
  CHECK(charts[1].bars[1].label == "dim. 1");
  CHECK(charts[1].bars[1].text == "7");

  ChanceReport chance;
  ControlsRow row;
  row.name = "Triad 102";
  row.observed = 2;
  row.mean = 3;
  row.sd = 0.5;
  row.values = {2.5, 3.5};
  row.text = "2; controls 3 ± 0.5";
  chance.controls.rows = {row, row, row};
  chance.controls.rows[1].name = "Triad 012";  // of which there is 1: of other neurons
  chance.controls.rows[2].name = "Directed simplices of dimension 2";
  chance.controls.rows[2].observed = 6;
  charts = motif_charts(report, &chance);
  CHECK(charts[0].bars[2].expected == 3.0);
  CHECK(charts[0].bars[2].low == 2.5);
  CHECK(charts[0].bars[2].high == 3.5);
  CHECK(charts[0].bars[2].tooltip == "Triad 102: 2; controls 3 ± 0.5.");
  CHECK(charts[0].expected_name == "mean of 2 random controls");
  CHECK_FALSE(charts[0].bars[1].expected);
  CHECK(charts[1].bars[2].expected == 3.0);
  const std::string csv = to_csv(chart_table(charts[0]), {});
  CHECK(csv.find("\r\nname,triads (log axis),mean of 2 random controls,\"mean ± sd, from\",\"mean "
                 "± sd, to\""
                 "\r\n003,0,,,\r\n012,1,,,\r\n102,2,3,2.5,3.5\r\n") != std::string::npos);
}

TEST_CASE("a chart with a single bar is left to the table, and its ticks have words for millions") {
  Json json = parse_json(kTriads);
  for (auto& [kind, count] : json["triad_census"].items()) count = kind == "003" ? 4 : 0;
  MotifsReport report;
  put_motifs(json.dump(), report);
  CHECK(motif_charts(report, nullptr).empty());
  CHECK(BarAxis::tick_text(0.01) == "0.01");
  CHECK(BarAxis::tick_text(1e5) == "100,000");
  CHECK(BarAxis::tick_text(1e7) == "10 million");
  CHECK(BarAxis::tick_text(1e9) == "1 billion");
  CHECK(BarAxis::tick_text(1e13) == "10 trillion");
}
