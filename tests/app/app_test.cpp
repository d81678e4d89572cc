#include "app/app.h"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "app/headless_page.h"
#include "render/style.h"
#include "view/view_url.h"
#include "worker/statistics_json.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("a page loads, shows every neuron, counts as an engine does, and comes to rest") {
  Headless page;
  CHECK_FALSE(page.app->idle());
  page.settle();
  CHECK(page.app->shown().count() == kNeurons);
  const auto state = page.state();
  CHECK(state["neurons_total"] == kNeurons);
  CHECK(state["neurons_shown"] == kNeurons);
  CHECK(state["view"] == "");
  CHECK(state["selected"].is_null());
  CHECK(state["frames_drawn"] == 7);
  CHECK(state["scenes_drawn"] == 5);
  CHECK(state["errors"].empty());
  CHECK(state["tiles_loaded"] == state["tiles_wanted"]);
  CHECK(state["statistics"] == nlohmann::json::parse(page.direct(NeuronMask(kNeurons, 1))));
  // At rest nothing changes any more, so nothing is drawn.
  page.app->take_dirty();
  const int messages = page.site.messages;
  for (int i = 0; i < 20; ++i) {
    page.platform.advance(500);
    page.frame();
    CHECK_FALSE(page.app->take_dirty());
  }
  CHECK(page.site.messages == messages);
  CHECK(page.platform.fragments() == std::vector<std::string>{""});
}

TEST_CASE(
    "before all of the program is here neurons are shown, filtered and looked at; all else waits") {
  Headless page;
  page.app.emplace(page.platform, "data/", false);
  page.app->set_viewport(800, 600);
  for (int i = 0; i < 50; ++i) page.frame();
  CHECK(page.app->shown().count() == kNeurons);
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P", "BC"}});
  page.frame();
  const std::uint32_t passing = page.app->shown().count();
  CHECK(passing > 0);
  CHECK(passing < kNeurons);
  page.command(SetCamera{CameraState{1000, 2000, 3000, 400'000, 10'000, -5'000}});
  page.command(SelectNeuron{page.id_of(3)});
  page.request(SelectShown{});
  page.platform.advance(1000);
  for (int i = 0; i < 50; ++i) page.frame();
  CHECK(page.app->camera().distance_nm == 400'000);
  // Nobody was asked, nothing was written, and the page does not say that it has come to rest.
  CHECK(page.site.messages == 0);
  CHECK(page.platform.fragments() == std::vector<std::string>{""});
  CHECK_FALSE(page.app->idle());
  const auto early = page.state();
  CHECK(early["neurons_shown"] == passing);
  CHECK(early["statistics"].is_null());
  CHECK(early["selected"].is_null());
  CHECK(early["selection"] == 0);

  page.app->set_whole();
  page.settle();
  const auto state = page.state();
  CHECK(state["selected"] == std::to_string(std::get<IntegerValues>(page.site.values[6])[3]));
  CHECK(state["selection"] == passing);
  CHECK(state["neurons_shown"] == passing);
  CHECK(state["view"] == page.platform.fragments().back());
  CHECK(state["statistics"] == nlohmann::json::parse(page.direct(page.app->shown().mask())));
}

TEST_CASE("a fragment that was typed before all of the program is here is followed then") {
  Headless page;
  page.app.emplace(page.platform, "data/", false);
  page.app->set_viewport(800, 600);
  for (int i = 0; i < 50; ++i) page.frame();
  page.platform.go_to("v=1&panels=n");
  for (int i = 0; i < 5; ++i) page.frame();
  CHECK(is_open(page.app->view(), Panel::Statistics));
  page.app->set_whole();
  page.settle();
  CHECK_FALSE(is_open(page.app->view(), Panel::Statistics));
}

TEST_CASE("the statistics of any filter are those of a direct call of the engine") {
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    Headless page("", seed);
    page.settle();
    page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P", "BC"}});
    if (seed % 2 == 0) page.command(SetRangeFilter{"score", RangeFilter{"score", -30, 40}});
    page.settle();
    const NeuronMask& mask = page.app->shown().mask();
    CHECK(page.state()["statistics"] == nlohmann::json::parse(page.direct(mask)));
    CHECK(page.state()["neurons_shown"] == count_shown(mask));
  }
}

TEST_CASE("what a depth range and a slice leave is shown, counted and said") {
  Headless page;
  page.settle();
  const Manifest& manifest = page.app->manifest();
  const auto middle_um = static_cast<std::int32_t>(
      (static_cast<double>(manifest.max_nm[1]) - static_cast<double>(manifest.min_nm[1])) / 2000);
  page.command(SetDepthRange{DepthRange{0, middle_um}});
  page.command(SetSlice{UprightSlice{90'000, 0, 1'000'000}});  // thick: all of it
  page.settle();
  const auto um = page.app->neurons().positions_um();
  const double top_um =
      (static_cast<double>(manifest.min_nm[1]) - page.app->neurons().center_nm()[1]) / 1000;
  NeuronMask expected(kNeurons);
  for (std::size_t i = 0; i < kNeurons; ++i) {
    expected[i] = um[3 * i + 1] - top_um >= 0 && um[3 * i + 1] - top_um <= middle_um;
  }
  const std::uint32_t inside = count_shown(expected);
  REQUIRE(inside > 10);
  REQUIRE(inside < kNeurons - 10);
  CHECK(page.app->shown().mask() == expected);
  CHECK(page.state()["neurons_shown"] == inside);
  CHECK(page.state()["statistics"] == nlohmann::json::parse(page.direct(expected)));
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.statistics != nullptr);
  CHECK(model.statistics->scope.find("filtered by depth 0 to ") != std::string::npos);
  CHECK(model.statistics->scope.find("a slice 1,000,000 µm thick") != std::string::npos);
  std::uint32_t before = 0, after = 0;
  for (std::size_t code = 0; code < model.facets[0].counts.before.size(); ++code) {
    before += model.facets[0].counts.before[code];
    after += model.facets[0].counts.after[code];
  }
  CHECK(before == kNeurons);
  CHECK(after == inside);
  page.request(SelectShown{});
  CHECK(page.state()["selection"] == inside);
  page.command(ClearFilters{});
  page.settle();
  CHECK(page.app->shown().count() == kNeurons);
}

TEST_CASE("a selected neuron has the partners that the rows have, and its id is exact text") {
  Headless page;
  page.settle();
  for (const NeuronIndex neuron : {0u, 41u, kNeurons - 1}) {
    CAPTURE(neuron);
    page.command(SelectNeuron{page.id_of(neuron)});
    page.settle();
    CHECK(page.app->selected() == neuron);
    const auto state = page.state();
    CHECK(state["selected"] ==
          std::to_string(std::get<IntegerValues>(page.site.values[6])[neuron]));
    // A neuron's contacts with itself are no partner of it.
    const auto synapses = [&](const auto& row) {
      std::uint64_t sum = 0;
      for (const auto& [partner, count] : row) sum += partner == neuron ? 0 : count;
      return sum;
    };
    const std::size_t autapse = page.site.out[neuron].count(neuron);
    CHECK(state["partners"]["outputs"] == page.site.out[neuron].size() - autapse);
    CHECK(state["partners"]["output_synapses"] == synapses(page.site.out[neuron]));
    CHECK(state["partners"]["inputs"] == page.site.in[neuron].size() - autapse);
    CHECK(state["partners"]["input_synapses"] == synapses(page.site.in[neuron]));
    CHECK(state["partners"]["inputs_complete"] == true);
    // A line for each connection but an autapse; others are faded.
    CHECK(page.app->lines().lines.size() ==
          page.site.out[neuron].size() + page.site.in[neuron].size() - 2 * autapse);
    for (NeuronIndex i = 0; i < kNeurons; ++i) {
      const bool meant =
          i == neuron || page.site.out[neuron].count(i) != 0 || page.site.in[neuron].count(i) != 0;
      CHECK((page.app->styles()[i] < kFadedStyleOffset) == meant);
    }
  }
  page.command(SelectNeuron{std::nullopt});
  page.settle();
  CHECK(page.state()["partners"].is_null());
  CHECK(page.app->lines().lines.empty());
}

TEST_CASE(
    "at most as many lines are drawn as the view allows, the strongest, and fewer in motion") {
  Headless page;
  page.command(SelectNeuron{page.id_of(41)});
  page.settle();
  const std::vector<ConnectionLine> all = page.app->lines().lines;
  REQUIRE(all.size() > 5);
  const FrameModel at_rest = page.app->frame_model(1, 800, 600);
  CHECK(at_rest.lines.drawn == all.size());
  CHECK(lines_sentence(at_rest.lines).empty());
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i].strength <= all[i - 1].strength);

  page.app->set_lines_in_motion(4);
  CHECK(page.app->lines_cut_by_motion());
  CHECK(page.app->lines_drawn() == 4);
  page.app->set_lines_in_motion(static_cast<std::uint32_t>(all.size()));
  CHECK_FALSE(page.app->lines_cut_by_motion());
  page.app->set_lines_in_motion(std::nullopt);
  CHECK(page.app->lines_drawn() == all.size());

  page.command(SetMaxLines{3});
  page.settle();
  const std::vector<ConnectionLine>& few = page.app->lines().lines;
  REQUIRE(few.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(few[i].from == all[i].from);
    CHECK(few[i].to == all[i].to);
  }
  CHECK(lines_sentence(page.app->frame_model(1, 800, 600).lines) ==
        "Lines: the strongest 3 of " + std::to_string(all.size()) + " connections.");
  page.request(Undo{});
  page.settle();
  CHECK(page.app->lines().lines.size() == all.size());
}

TEST_CASE("statistics of the neighborhood are those of the neuron and its shown partners") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(7)});
  page.command(SetStatisticsScope{StatisticsScope::Neighborhood});
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp", "visal"}});
  page.settle();
  NeuronMask chosen(kNeurons, 0);
  const NeuronMask& shown = page.app->shown().mask();
  for (const auto* side : {&page.site.out[7], &page.site.in[7]}) {
    for (const auto& [partner, count] : *side) chosen[partner] = shown[partner];
  }
  chosen[7] = shown[7];
  CHECK(page.state()["statistics"] == nlohmann::json::parse(page.direct(chosen)));
}

TEST_CASE("statistics of the connections from one side onto another are those of the two masks") {
  Headless page;
  page.settle();
  const NeuronSet a = NeuronSet::from_runs({{0, 50}}), b = NeuronSet::from_runs({{30, 60}});
  page.command(PutSet{"A", a});
  page.command(PutSet{"B", b});
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp"}});
  page.settle();
  const NeuronMask in_a = a.mask(kNeurons), in_b = b.mask(kNeurons);
  const NeuronMask shown = page.app->shown().mask(), all(kNeurons, 1);
  const auto counts = [&](const StatisticsSides& sides) {
    page.command(SetStatisticsSides{sides});
    page.settle();
    return page.state()["statistics"];
  };
  const auto words = [&] { return page.app->frame_model(1, 800, 600).statistics->scope; };
  const auto direct = [&](const NeuronMask& pre, const NeuronMask& post) {
    return nlohmann::json::parse(page.direct(pre, post));
  };
  const StatisticsSide set_a{SideKind::Usual, "A"}, set_b{SideKind::Usual, "B"};
  NeuronMask others = in_a;
  for (std::uint8_t& in : others) in ^= 1;

  CHECK(counts({set_a, set_b}) == direct(in_a, in_b));
  CHECK(words() == "from set A (50 neurons) onto set B (60 neurons)");
  CHECK(counts({set_a, {SideKind::Others, {}}}) == direct(in_a, others));
  CHECK(counts({set_a, {SideKind::Scope, {}}}) == direct(in_a, shown));
  CHECK(counts({{}, set_b}) == direct(shown, in_b));
  CHECK(words().find("filtered by region visp, onto set B (60 neurons)") != std::string::npos);
  CHECK(counts({{SideKind::All, {}}, set_b}) == direct(all, in_b));
  CHECK(counts({{SideKind::Selection, {}}, set_b})["connections"] == 0);
  page.command(ChangeSelection{a});
  page.settle();
  CHECK(page.state()["statistics"] == direct(in_a, in_b));
  // Equal sides are one set, as without sides.
  CHECK(counts({set_a, {SideKind::Selection, {}}}) == direct(in_a, {}));
  CHECK(words() == "set A (50 neurons)");
  CHECK(counts({set_a, {}}) == direct(in_a, {}));
  CHECK(counts({}) == direct(shown, {}));

  // A set that no side names is no new question; one that a side names is.
  counts({set_a, set_b});
  page.command(PutSet{"B", NeuronSet::from_runs({{0, 20}})});
  page.settle();
  CHECK(page.state()["statistics"] == direct(in_a, NeuronSet::from_runs({{0, 20}}).mask(kNeurons)));
  page.command(RenameSet{"B", "C"});
  page.settle();
  CHECK(page.app->view().statistics_sides.post.set == "C");
  page.command(RemoveSet{"C"});
  page.settle();
  CHECK(page.state()["statistics"] == direct(in_a, {}));

  // Only a link can name a set that is not there.
  const NeuronMask none(kNeurons, 0);
  CHECK(counts({set_a, {SideKind::Usual, "C"}}) == direct(in_a, none));
  CHECK(words() == "from set A (50 neurons) onto set C (missing) (0 neurons)");
  CHECK(page.state()["notes"] ==
        std::vector<std::string>{
            "There is no set \"C\": the statistics count no neuron in its place."});
  // One that is there and empty says no more than that; it comes back with the same numbers.
  page.command(PutSet{"C", {}});
  page.settle();
  CHECK(words() == "from set A (50 neurons) onto set C (0 neurons)");
  CHECK(page.state()["notes"].empty());

  // The same of limits on connections: one that does not hold is not said to be left out either.
  ConnectionFilter limits;
  limits.pre_set = "D";
  page.command(SetConnectionFilter{limits});
  CHECK(words() == "from set A (50 neurons) onto set C (0 neurons)");
  page.command(PutSet{"D", {}});
  CHECK(counts({set_a, {}}) == direct(in_a, {}));
  CHECK(words() == "set A (50 neurons); not applied here: connections from set D");
}

TEST_CASE("what the keyboard is at in a chart is told for as long as it is there") {
  Headless page;
  page.settle();
  Actions reads;
  reads.requests.push_back(ReadValue{"23P to 4P"});
  page.app->decide(reads, 0);
  CHECK(page.state()["chart_value"] == "23P to 4P");
  page.app->take_dirty();
  page.app->decide(reads, 0);
  CHECK_FALSE(page.app->take_dirty());
  page.app->decide({}, 0);
  CHECK(page.app->take_dirty());
  CHECK(page.state()["chart_value"] == "");
}

TEST_CASE("the address is written at most four times a second, with an entry only for choices") {
  Headless page;
  page.settle();
  CameraState camera = page.app->camera();
  std::size_t writes = 0;
  std::string last = page.platform.fragment();
  for (int ms = 0; ms < 3000; ms += 10) {  // three seconds of dragging
    camera.yaw_mdeg = 100 + ms;
    page.command(SetCamera{camera}, 5);
    if (page.platform.fragment() != last) {
      last = page.platform.fragment();
      writes += 1;
    }
    page.platform.advance(10);
  }
  CHECK(writes >= 10);
  CHECK(writes <= 12);
  CHECK(page.platform.fragments().size() == 1);  // no entry for a camera
  page.platform.advance(250);
  page.frame();
  CHECK(page.platform.fragment() == encode_view_url(page.app->view()));

  page.platform.advance(250);
  page.command(SetColorBy{"region"});
  CHECK(page.platform.fragments().size() == 2);
  page.platform.advance(250);
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"4P"}});
  CHECK(page.platform.fragments().size() == 3);
}

TEST_CASE("Back, Forward and typed addresses are followed and not written again") {
  Headless page;
  page.settle();
  page.platform.advance(250);
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"4P"}});
  page.settle();
  const auto entries = page.platform.fragments().size();
  page.platform.go_back();
  page.settle();
  CHECK(page.app->view() == ViewState{});
  CHECK(page.app->shown().count() == kNeurons);
  CHECK(page.platform.fragments().size() == entries - 1);
  page.platform.go_to("v=1&f.cell_type=zebra&cam=x&panels=s");
  page.settle();
  CHECK(page.state()["notes"].size() == 2);
  CHECK(page.app->shown().count() == kNeurons);
  CHECK(page.platform.fragment() == "v=1&f.cell_type=zebra&cam=x&panels=s");
  page.request(DismissNotes{});
  page.settle();
  CHECK(page.state()["notes"].empty());
}

TEST_CASE("undo takes back one gesture at a time, redo does it again, and the filters follow") {
  Headless page;
  page.settle();
  CameraState camera = page.app->camera();
  for (int step = 1; step <= 30; ++step) {
    camera.yaw_mdeg = step * 1000;
    page.command(SetCamera{camera}, 4);  // one drag
  }
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}}, 5);
  page.settle();
  const std::uint32_t filtered = page.app->shown().count();
  CHECK(filtered < kNeurons);
  page.request(Undo{});
  page.settle();
  CHECK(page.app->shown().count() == kNeurons);
  CHECK(page.app->view().camera->yaw_mdeg == 30'000);
  page.request(Undo{});
  CHECK_FALSE(page.app->view().camera.has_value());
  page.request(Undo{});  // nothing left
  CHECK(page.app->view() == ViewState{});
  page.request(Redo{});
  page.request(Redo{});
  page.settle();
  CHECK(page.app->shown().count() == filtered);
}

TEST_CASE("a link gives a page that is equal in everything") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(11)});
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"", "visp"}});
  page.command(SetRangeFilter{"score", RangeFilter{"score", -12.5, 33.25}});
  page.command(SetColorBy{"score"});
  page.command(SetPanelOpen{Panel::About, true});
  CameraState camera = page.app->camera();
  camera.pitch_mdeg = 12'345;
  page.command(SetCamera{camera});
  page.request(CopyLink{});
  page.settle();
  const std::string link = page.platform.copied();
  CHECK(link == page.platform.page_address());
  Headless again(link.substr(link.find('#') + 1));
  again.settle();
  CHECK(again.app->view() == page.app->view());
  CHECK(again.app->styles() == page.app->styles());
  auto mine = page.state(), theirs = again.state();
  for (auto* state : {&mine, &theirs}) {
    for (const char* key : {"tiles_loaded", "tiles_wanted", "bytes_loaded"}) state->erase(key);
  }
  CHECK(mine == theirs);
}

TEST_CASE(
    "while tiles are missing the statistics are partial and say so, and in the end they are "
    "whole") {
  Headless page;
  const std::string url = page.site.address(kOutFamily, 1);
  page.site.faults[url] = "the server answered 500";
  page.settle();  // all retries
  auto state = page.state();
  CHECK(state["statistics"]["partial"]["tiles_missing"] == 1);
  CHECK(state["statistics"]["partial"]["tiles_total"] == 4);
  REQUIRE(state["errors"].size() == 1);
  CHECK(state["neurons_shown"] == kNeurons);
  page.site.faults.clear();
  page.request(RetryFailedTiles{});
  page.settle();
  state = page.state();
  CHECK(state["errors"].empty());
  CHECK(state["statistics"] == nlohmann::json::parse(page.direct(NeuronMask(kNeurons, 1))));
}

TEST_CASE("closed statistics ask for no connections, and opening them brings them") {
  Headless page("v=1&panels=f");
  page.settle();
  CHECK(page.state()["statistics"].is_null());
  for (std::size_t i = 0; i < 4; ++i) CHECK(page.site.asked[page.site.address(kOutFamily, i)] == 0);
  page.command(SetPanelOpen{Panel::Statistics, true});
  page.settle();
  CHECK(page.state()["statistics"] == nlohmann::json::parse(page.direct(NeuronMask(kNeurons, 1))));
}

TEST_CASE("a neuron that the dataset does not have is a note, not a selection") {
  Headless page("v=1&sel=12");
  page.settle();
  CHECK(page.state()["selected"].is_null());
  REQUIRE(page.state()["notes"].size() == 1);
  CHECK(page.state()["notes"][0] == "The selected neuron 12 is not in this dataset.");
}

TEST_CASE("flying to the selected neuron looks at it from near by") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(20)});
  page.settle();
  page.request(FocusSelected{});
  page.settle();
  const auto camera = page.app->view().camera;
  REQUIRE(camera.has_value());
  CHECK(std::abs(camera->target_x_nm - std::get<IntegerValues>(page.site.values[1])[20]) <= 100);
  CHECK(std::abs(camera->target_y_nm - std::get<IntegerValues>(page.site.values[2])[20]) <= 100);
  CHECK(std::abs(camera->target_z_nm - std::get<IntegerValues>(page.site.values[3])[20]) <= 200);
  CHECK(camera->distance_nm <= 600'000);
}

TEST_CASE("without a neuron in focus one flies to the selection, else to what is shown") {
  Headless page;
  page.settle();
  const auto nm = [&](std::size_t axis, NeuronIndex n) {
    return std::get<IntegerValues>(page.site.values[1 + axis])[n];
  };
  page.command(ChangeSelection{NeuronSet::from_neurons({3, 20}), SetOperation::Replace});
  page.request(FocusSelected{});
  page.settle();
  auto camera = page.app->view().camera;
  REQUIRE(camera.has_value());
  CHECK(std::abs(camera->target_x_nm - (nm(0, 3) + nm(0, 20)) / 2) <= 200);
  CHECK(std::abs(camera->target_y_nm - (nm(1, 3) + nm(1, 20)) / 2) <= 200);
  CHECK(std::abs(camera->target_z_nm - (nm(2, 3) + nm(2, 20)) / 2) <= 200);
  const auto of_two = *camera;

  page.command(ChangeSelection{{}, SetOperation::Replace});
  page.request(FocusSelected{});
  page.settle();
  camera = page.app->view().camera;
  REQUIRE(camera.has_value());
  CHECK(camera->distance_nm >= of_two.distance_nm);
  CHECK(camera->yaw_mdeg == of_two.yaw_mdeg);
}

TEST_CASE("without a manifest there is a state that says so, and no crash") {
  Headless page;
  page.site.files.erase("data/manifest.json");
  for (int i = 0; i < 5; ++i) page.frame();
  const auto state = page.state();
  CHECK(state["neurons_total"] == 0);
  CHECK(state["errors"].size() == 1);
  CHECK(state["statistics"].is_null());
  CHECK_FALSE(page.app->has_dataset());
}

TEST_CASE("tables, networks and ids leave the page with the data and the link they are of") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(41)});
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}});
  page.settle();
  page.request(SaveTable{page.app->frame_model(1, 800, 600).partners->afferents});
  REQUIRE(page.platform.saved_files().size() == 1);
  const auto& csv = page.platform.saved_files()[0];
  CHECK(csv.mime_type == "text/csv");
  CHECK(csv.name.find("made_for_a_test_Inputs_of_neuron_") == 0);
  CHECK(csv.bytes.find(hash_to_hex(page.site.manifest.fingerprint)) != std::string::npos);
  CHECK(csv.bytes.find("filtered by cell_type 23P") != std::string::npos);
  CHECK(csv.bytes.find("f.cell_type=23P") != std::string::npos);

  page.request(CopyIds{ExportSet::Shown});
  const std::string ids = page.platform.copied();
  CHECK(std::count(ids.begin(), ids.end(), '\n') == page.app->shown().count());
  page.request(SaveNetwork{ExportSet::Shown});
  page.settle();
  REQUIRE(page.platform.saved_files().size() == 2);
  const std::string& xml = page.platform.saved_files()[1].bytes;
  const NeuronMask& mask = page.app->shown().mask();
  std::size_t edges = 0, at = 0, found = 0;
  for (NeuronIndex pre = 0; pre < kNeurons; ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) edges += mask[pre] && mask[post];
  }
  while ((at = xml.find("<edge ", at + 1)) != std::string::npos) ++found;
  CHECK(found == edges);
  // The ids are made up, but look like root ids of MICrONS.
  page.request(OpenNeuroglancer{ExportSet::Neighborhood});
  REQUIRE(page.platform.opened_links().size() == 1);
  CHECK(page.platform.opened_links()[0].find("neuroglancer-demo.appspot.com") != std::string::npos);
  page.request(SaveSynapses{});
  CHECK(page.platform.saved_files().size() == 3);

  page.app->set_derived_column({"made up", "Of a test.", std::vector<double>(kNeurons, 0.5), {}});
  page.request(SaveNeurons{ExportSet::Shown});
  REQUIRE(page.platform.saved_files().size() == 4);
  const auto& table = page.platform.saved_files()[3];
  CHECK(table.name.find("made_for_a_test_Neurons") == 0);
  CHECK(table.bytes.find("filtered by cell_type 23P") != std::string::npos);
  CHECK(table.bytes.find(",made up\r\n") != std::string::npos);
  std::size_t lines = 0;
  for (at = 0; (at = table.bytes.find(",0.5\r\n", at + 1)) != std::string::npos;) ++lines;
  CHECK(lines == page.app->shown().count());
}

TEST_CASE(
    "a network and its file's notes keep to the connection filter; statistics say what they do") {
  Headless page;
  page.settle();
  page.command(PutSet{"A", NeuronSet::from_neurons({1, 2, 3, 4, 5, 6, 7, 8, 9})});
  ConnectionFilter filter;
  filter.min_synapses = 2;
  filter.pre_set = "A";
  page.command(SetConnectionFilter{filter});
  page.request(SaveNetwork{ExportSet::Shown});
  page.settle();
  REQUIRE(page.platform.saved_files().size() == 1);
  const std::string& xml = page.platform.saved_files()[0].bytes;
  std::size_t expected = 0, found = 0, at = 0;
  for (NeuronIndex pre = 1; pre <= 9; ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) expected += count >= 2;
  }
  while ((at = xml.find("<edge ", at + 1)) != std::string::npos) ++found;
  REQUIRE(expected > 0);
  CHECK(found == expected);
  CHECK(xml.find("only connections: at least 2 synapses, from set A") != std::string::npos);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.statistics != nullptr);
  CHECK(model.statistics->scope.find("connections of at least 2 synapses") != std::string::npos);
  CHECK(model.statistics->scope.find("not applied here: connections from set A") !=
        std::string::npos);
}

TEST_CASE("lists and lines keep to connections whose synapses are large enough") {
  Headless page;
  page.settle();
  NeuronIndex neuron = 0;
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    if (page.site.out[i].size() > page.site.out[neuron].size()) neuron = i;
  }
  page.command(SelectNeuron{page.id_of(neuron)});
  page.settle();
  ConnectionFilter filter;
  filter.min_mean_size = 2500;
  page.command(SetConnectionFilter{filter});
  page.settle();
  struct Sizes {
    std::uint64_t sum = 0, count = 0;
    bool large() const { return sum >= 2500 * count; }
  };
  std::map<NeuronIndex, Sizes> inputs, outputs;
  for (const Synapse& synapse : page.site.synapses) {
    if (synapse.pre == synapse.post) continue;
    if (synapse.pre == neuron) {
      outputs[synapse.post].sum += synapse.size;
      outputs[synapse.post].count += 1;
    }
    if (synapse.post == neuron) {
      inputs[synapse.pre].sum += synapse.size;
      inputs[synapse.pre].count += 1;
    }
  }
  std::size_t large_inputs = 0, large_outputs = 0;
  for (const auto& [partner, sizes] : inputs) large_inputs += sizes.large();
  for (const auto& [partner, sizes] : outputs) large_outputs += sizes.large();
  REQUIRE(large_outputs > 0);
  REQUIRE(large_outputs < outputs.size());
  const auto state = page.state();
  CHECK(state["partners"]["inputs"] == large_inputs);
  CHECK(state["partners"]["outputs"] == large_outputs);
  CHECK(page.app->lines().lines.size() == large_inputs + large_outputs);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.partners != nullptr);
  CHECK(model.partners->efferents.caption.find("Left out") == std::string::npos);
}

TEST_CASE("connections whose sizes have not arrived are left out by a size limit, and counted") {
  Headless page;
  for (std::size_t i = 0; i < page.site.manifest.families[kSynapseFamily].tiles.size(); ++i) {
    page.site.faults[page.site.address(kSynapseFamily, i)] = "the server answered 500";
  }
  page.settle();
  page.command(SelectNeuron{page.id_of(5)});
  ConnectionFilter filter;
  filter.min_size_sum = 1;
  page.command(SetConnectionFilter{filter});
  page.settle();
  const auto state = page.state();
  CHECK(state["partners"]["outputs"] == 0);
  const std::size_t outputs = page.site.out[5].size();
  REQUIRE(outputs > 1);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.partners != nullptr);
  CHECK(model.partners->efferents.caption.find("Left out: " + std::to_string(outputs) +
                                               " connections whose sizes are not here") !=
        std::string::npos);
  CHECK(page.app->lines().lines.empty());
}

TEST_CASE("neurons that are selected together have their shared partners beside them") {
  Headless page;
  page.settle();
  CHECK(page.app->frame_model(1, 800, 600).shared == nullptr);
  const std::vector<NeuronIndex> chosen = {3, 40, 41, 90};
  page.command(ChangeSelection{NeuronSet::from_neurons(chosen)});
  page.settle();
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.shared != nullptr);
  CHECK(model.shared->group == chosen);
  REQUIRE(model.shared->shared_outputs.has_value());
  std::vector<NeuronIndex> expected;
  for (NeuronIndex post = 0; post < kNeurons; ++post) {
    int shared_by = 0;
    for (const NeuronIndex pre : chosen) shared_by += pre != post && page.site.out[pre].count(post);
    if (shared_by >= 2) expected.push_back(post);
  }
  std::vector<NeuronIndex> found = model.shared->shared_outputs->neurons;
  std::sort(found.begin(), found.end());
  CHECK(found == expected);
  // A pair is looked at alone.
  page.command(SelectNeuron{page.id_of(5)});
  page.command(SetPartner{page.id_of(6)});
  page.settle();
  CHECK(page.app->frame_model(1, 800, 600).shared == nullptr);
  page.command(ChangeSelection{NeuronSet::from_neurons({3})});
  page.command(SetPartner{std::nullopt});
  page.settle();
  CHECK(page.app->frame_model(1, 800, 600).shared == nullptr);
}

TEST_CASE("the size of text is kept for the next visit, and no link has it") {
  Headless page;
  page.settle();
  CHECK(page.app->text_scale() == 1);
  const std::string link = page.platform.fragment();
  page.request(SetTextSize{150});
  page.settle();
  CHECK(page.app->text_scale() == 1.5f);
  CHECK(page.app->frame_model(1, 800, 600).text_percent == 150);
  CHECK(page.platform.fragment() == link);
  page.app.emplace(page.platform, "data/");
  CHECK(page.app->text_scale() == 1.5f);
  // What is kept may have been written by anyone.
  for (const char* kept : {"", "large", "-5", "12", "99999999999999999999", "201"}) {
    page.platform.keep_setting("text size (%)", kept);
    page.app.emplace(page.platform, "data/");
    CAPTURE(kept);
    CHECK(page.app->text_scale() >= 1);
    CHECK(page.app->text_scale() <= 2);
  }
}

TEST_CASE(
    "a network whose connections cannot be had is not saved, and says how many tiles it lacks") {
  for (const char* const view : {"v=1&panels=n", "v=1&panels=s"}) {
    CAPTURE(view);
    Headless page(view);
    const std::string tile = page.site.address(kOutFamily, 1);
    page.site.faults[tile] = "the server answered 500";
    page.settle();
    page.request(SaveNetwork{ExportSet::Shown});
    page.settle();  // it comes to rest
    CHECK(page.platform.saved_files().empty());
    CHECK(page.state()["notes"].back() ==
          "The network was not saved: 1 of 4 tiles of its connections did not load. Save it again "
          "to retry.");
    page.site.faults.clear();
    page.request(SaveNetwork{ExportSet::Shown});
    page.settle();
    CHECK(page.platform.saved_files().size() == 1);
    CHECK(page.state()["notes"].empty());
    CHECK(page.state()["errors"].empty());
  }
}

TEST_CASE("a page whose positions cannot be had comes to rest with no neuron shown") {
  Headless page;
  page.site.faults[page.site.address(kCoarseFamily, 0)] = "the server answered 500";
  page.settle();
  CHECK(page.state()["neurons_shown"] == 0);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  CHECK(model.shown_count == 0);
  CHECK(model.loading.positions_failed);
  page.site.faults.clear();
  page.app->retry_failed();
  page.settle();
  CHECK(page.state()["neurons_shown"] == kNeurons);
  CHECK(page.state()["errors"].empty());
}

TEST_CASE("what is saved from a part of the connections says so, until all are there") {
  Headless page("v=1&panels=s");
  page.site.faults[page.site.address(kOutFamily, 1)] = "the server answered 500";
  page.settle();
  const std::string partial =
      "Partial: 3 of 4 tiles loaded. These are numbers of part of the connections: counts are too "
      "low, ratios may be wrong.";
  const auto save = [&] {
    const StatisticsReport report = *page.app->frame_model(1, 800, 600).statistics;
    page.request(SaveTable{statistic_table("Counts", report.lines), verdict_sentence(report)});
    page.request(SaveChart{report.out_degree, verdict_sentence(report)});
    const auto& files = page.platform.saved_files();
    return std::pair(files[files.size() - 2].bytes, files.back().bytes);
  };
  const auto [csv, svg] = save();
  CHECK(csv.find("# " + partial) != std::string::npos);
  const std::size_t noted = svg.find(partial);
  CHECK(noted < svg.find("</desc>"));
  CHECK(svg.find(">Partial: 3 of 4 tiles loaded.", noted + 1) != std::string::npos);  // seen
  CHECK(svg.find(">Validity: ") != std::string::npos);                                // as well
  page.site.faults.clear();
  page.request(RetryFailedTiles{});
  page.settle();
  const auto [whole_csv, whole_svg] = save();
  CHECK(whole_csv.find("Partial") == std::string::npos);
  CHECK(whole_svg.find("Partial") == std::string::npos);
}

TEST_CASE("the width of the column at the right is kept for the next visit, once it is let go") {
  Headless page;
  const auto width = [&] { return page.app->frame_model(1, 800, 600).right_px; };
  CHECK(width() == kUsualRightPx);
  page.request(SetRightWidth{500});
  CHECK(width() == 500);
  CHECK(page.platform.setting("right column (px)").empty());
  page.request(SetRightWidth{510, true});
  for (const auto& row :
       std::initializer_list<std::pair<const char*, float>>{{nullptr, 510},
                                                            {"nonsense", kLeastRightPx},
                                                            {"-5", kLeastRightPx},
                                                            {"nan", kLeastRightPx},
                                                            {"1000000", kLargestRightPx},
                                                            {"", kUsualRightPx}}) {
    const char* const kept = row.first;
    const float expected = row.second;
    CAPTURE(expected);
    if (kept != nullptr) page.platform.keep_setting("right column (px)", kept);
    App next(page.platform, "data/");
    CHECK(next.frame_model(1, 800, 600).right_px == expected);
  }
}

TEST_CASE("a network is saved once its connections are there, statistics open or not") {
  Headless page("v=1&panels=n");
  page.settle();
  page.request(SaveNetwork{ExportSet::Shown});
  CHECK_FALSE(page.app->idle());
  page.settle();
  CHECK(page.platform.saved_files().size() == 1);
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{}});
  page.request(SaveNetwork{ExportSet::Shown});
  page.settle();
  CHECK(page.platform.saved_files().size() == 1);
  CHECK(page.state()["notes"].back() == "There is no neuron to export.");
}
