#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <random>

#include "app/headless_page.h"
#include "app/page_calls.h"
#include "render/style.h"
#include "view/view_url.h"

using namespace cnx;
using namespace cnx::test;

namespace {

nlohmann::json call(Headless& page, const std::string& name, const std::string& argument) {
  auto answer = nlohmann::json::parse(page_call(*page.app, name, argument));
  page.settle();
  return answer;
}

/// Neurons with a connection of at least `min` synapses with one of `from`, either way, and those.
NeuronMask grown(const HeadlessPage& page, NeuronMask from, std::uint32_t min) {
  NeuronMask result = from;
  for (NeuronIndex pre = 0; pre < from.size(); ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) {
      if (count < min || pre == post) continue;
      if (from[pre] != 0) result[post] = 1;
      if (from[post] != 0) result[pre] = 1;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("a typed query becomes facets where they can say it, and stays a query where not") {
  HeadlessPage page;
  page.settle();
  auto answer = call(page, "query", "class in {23P, bc} and y >= 100000");
  CHECK(answer["ok"] == true);
  CHECK(answer["query"] == "cell_type in {23P, BC} and y_nm >= 100000");
  CHECK(page.app->view().query.empty());
  CHECK(page.app->view().category_filters ==
        std::vector<CategoryFilter>{{"cell_type", {"23P", "BC"}}});
  // A click on a facet is seen in the line.
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp"}});
  CHECK(page.app->query_text() == "cell_type in {23P, BC} and region = visp and y_nm >= 100000");
  answer = call(page, "query", "class = 23P or score < 3");
  CHECK(page.app->view().query == "(cell_type = 23P or score < 3)");
  CHECK(page.app->view().category_filters.empty());
  const auto state = page.state();
  CHECK(state["query"] == "(cell_type = 23P or score < 3)");
  std::uint32_t expected = 0;
  const NeuronTable& table = page.app->neurons();
  for (NeuronIndex i = 0; i < table.neuron_count(); ++i) {
    expected += table.text(4, i) == "23P" || table.reals(7)[i] < 3 ? 1 : 0;
  }
  CHECK(state["neurons_shown"] == expected);
  // Facet counts are of what the query leaves.
  std::uint32_t counted = 0;
  for (const Facet& facet : page.app->shown().facets()) {
    if (facet.column != 4) continue;
    for (const std::uint32_t after : facet.counts.after) counted += after;
  }
  CHECK(counted == expected);
  // A file says it.
  page.request(SaveNeurons{ExportSet::Shown});
  REQUIRE(page.platform.saved_files().size() == 1);
  CHECK(page.platform.saved_files()[0].bytes.find(
            " of 150 neurons, filtered by the query (cell_type = 23P or score < 3)") !=
        std::string::npos);
  page.request(Undo{});
  CHECK(page.app->query_text() == "cell_type in {23P, BC} and region = visp and y_nm >= 100000");
  CHECK(call(page, "query", "  ")["query"] == "");
  CHECK(page.state()["neurons_shown"] == 150);
}

TEST_CASE("the query line says what is in force, not what a link asked for besides") {
  struct Case {
    const char* fragment;
    const char* line;
    const char* class_shown;
    std::size_t notes;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"v=1&f.nosuch=a&r.nor=1,2&f.cell_type=23P", "cell_type = 23P", "23P", 2},
           {"v=1&f.cell_type=23P,zebra", "cell_type = 23P", "23P", 1},
           {"v=1&f.cell_type=zebra", "", nullptr, 1},
           {"v=1&q=nosuch%20%3D%203&f.cell_type=23P", "cell_type = 23P", "23P", 1},
           {"v=1&q=and%20or", "", nullptr, 1},
           {"v=1&q=in%20set%20A", "", nullptr, 1}}) {
    CAPTURE(std::string(c.fragment));
    Headless page(c.fragment);
    page.settle();
    const auto state = page.state();
    CHECK(state["query"] == c.line);
    CHECK(page.app->query_text() == c.line);
    CHECK(state["notes"].size() == c.notes);
    std::uint32_t expected = 0;
    for (NeuronIndex i = 0; i < 150; ++i) {
      expected += c.class_shown == nullptr || page.app->neurons().text(4, i) == c.class_shown;
    }
    CHECK(state["neurons_shown"] == expected);
    // Another dataset may have it: the link keeps it until the line is sent.
    CHECK(state["view"] != "v=1");
    call(page, "query", c.line);
    CHECK(page.app->view().query.empty());
    CHECK(page.app->view().range_filters.empty());
    CHECK(page.state()["query"] == c.line);
    CHECK(page.state()["neurons_shown"] == expected);
  }
}

TEST_CASE("a query with a mistake changes nothing and says where it is, in UTF-16") {
  HeadlessPage page;
  page.settle();
  const auto answer = call(page, "query", "class = \"\xc3\xa4\xf0\x9f\x98\x80\" and scroe > 3");
  CHECK(answer["ok"] == false);
  CHECK(answer["begin"] == 8);
  CHECK(answer["end"] == 13);
  const auto second = call(page, "query", "region = \"\" and scroe > 3");
  CHECK(second["begin"] == 16);
  CHECK(second["suggestions"][0] == "score");
  CHECK(page.app->view() == ViewState{});
  CHECK(call(page, "no such call", "")["ok"] == false);
  CHECK(call(page, "complete", "not json")["ok"] == false);
  const auto complete = call(page, "complete", R"({"text":"class = 2","cursor":9})");
  CHECK(complete["begin"] == 8);
  CHECK(complete["items"][0]["text"] == "23P");
}

TEST_CASE("graph operators are answered from the connections, one inside the other") {
  for (std::uint32_t seed = 1; seed < 5; ++seed) {
    CAPTURE(seed);
    HeadlessPage page(seed);
    page.settle();
    const auto id = static_cast<std::int64_t>(page.app->neurons().id(7));
    const auto answer = call(page, "query",
                             "within 1 hop of (within 1 hop of " + std::to_string(id) +
                                 " by >= 3 synapses) by >= 4 synapses");
    REQUIRE(answer["ok"] == true);
    CHECK_FALSE(page.app->query_waits());
    NeuronMask from(150);
    from[7] = 1;
    CHECK(page.app->shown().mask() == grown(page, grown(page, from, 3), 4));
    // With another minimum for operators that say nothing.
    call(page, "query", "within 1 hop of " + std::to_string(id));
    CHECK(page.app->shown().mask() == grown(page, from, 1));
    page.command(SetConnectionFilter{{4, 0, UINT32_MAX, "", ""}});
    CHECK(page.app->shown().mask() == grown(page, from, 4));
  }
}

TEST_CASE("\"selected\" in a query is the selection, or the neuron in focus while it is empty") {
  HeadlessPage page;
  page.settle();
  call(page, "query", "selected");
  CHECK(page.state()["neurons_shown"] == 0);
  REQUIRE(page.state()["notes"].size() == 1);
  CHECK(page.state()["notes"][0].get<std::string>().find("none is selected") != std::string::npos);
  page.command(SelectNeuron{page.app->neurons().id(3)});
  CHECK(page.state()["notes"].empty());
  CHECK(page.state()["neurons_shown"] == 1);
  page.command(ChangeSelection{NeuronSet::from_neurons({5, 6})});
  CHECK(page.app->shown().mask()[3] == 0);
  CHECK(page.state()["neurons_shown"] == 2);
}

TEST_CASE("a link with a query that this dataset cannot answer shows everything and says why") {
  HeadlessPage page;
  page.settle();
  page.platform.go_to("v=1&q=no%20such%20%3E%203");
  page.settle();
  CHECK(page.state()["neurons_shown"] == 150);
  REQUIRE(page.state()["notes"].size() == 1);
  CHECK(page.state()["notes"][0].get<std::string>().starts_with(
      "The query \"no such > 3\" was left"));
  page.platform.go_to("v=1&q=in%20set%20A");
  page.settle();
  CHECK(page.state()["notes"][0].get<std::string>().find("There is no set \"A\" yet") !=
        std::string::npos);
}

TEST_CASE("the selection grows by its partners among the shown neurons, and each step is undone") {
  HeadlessPage page(2);
  page.settle();
  NeuronMask from(150);
  from[3] = from[4] = 1;
  page.command(ChangeSelection{NeuronSet::from_mask(from)});
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P", "4P"}});
  page.request(GrowSelection{});
  NeuronMask expected = grown(page, from, 1);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    expected[i] = (expected[i] & page.app->shown().mask()[i]) | from[i];
  }
  CHECK(page.app->view().selection.mask(150) == expected);
  page.request(Undo{});
  CHECK(page.app->view().selection.mask(150) == from);
  page.command(ClearFilters{});
  page.request(GrowSelection{2});
  CHECK(page.app->view().selection.mask(150) == grown(page, grown(page, from, 1), 1));
}

TEST_CASE("the selection is all that is shown, its inverse, a kept set, a sample, or nothing") {
  HeadlessPage page;
  page.settle();
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}});
  page.request(SelectShown{});
  CHECK(page.app->view().selection.mask(150) == page.app->shown().mask());
  page.request(KeepSelection{});
  CHECK(page.state()["sets"] ==
        nlohmann::json::array({{{"name", "A"}, {"neurons", page.app->shown().count()}}}));
  page.command(ClearFilters{});
  page.request(InvertSelection{});
  CHECK(page.app->view().selection.count() == 150 - page.app->view().sets[0].neurons.count());
  page.request(KeepSelection{});
  CHECK(page.app->view().sets.size() == 2);
  CHECK(page.app->view().sets[1].name == "B");

  page.command(ChangeSelection{NeuronSet::from_neurons({1, 2, 3})});
  page.request(SampleMatched{});
  REQUIRE(page.app->view().sets.size() == 3);
  CHECK(page.app->view().sets[2].name == "sample 1");
  CHECK(page.app->view().sets[2].neurons.count() == 3);
  page.request(SampleMatched{});
  CHECK(page.app->view().sets[3].name == "sample 2");
  CHECK_FALSE(page.app->view().sets[2].neurons == page.app->view().sets[3].neurons);

  page.request(UseTool{SelectionTool::Lasso});
  page.request(StepBack{});
  CHECK(page.app->tool() == SelectionTool::None);
  CHECK_FALSE(page.app->view().selection.empty());
  page.request(StepBack{});
  CHECK(page.app->view().selection.empty());
}

TEST_CASE(
    "pasted ids become a set and the selection, and those that are not there are given back") {
  HeadlessPage page;
  page.settle();
  const NeuronTable& table = page.app->neurons();
  std::string text = "ids: [";
  for (NeuronIndex i = 10; i < 30; ++i) {
    text += std::to_string(static_cast<std::int64_t>(table.id(i))) + (i % 2 == 0 ? ", " : "\n");
  }
  text += std::to_string(static_cast<std::int64_t>(table.id(10))) + ";\"12\" 99999999999999999999]";
  const auto answer = call(page, "ids", text);
  CHECK(answer["matched"] == 20);
  CHECK(answer["repeated"] == 1);
  CHECK(answer["unmatched"] == nlohmann::json::array({"ids:", "12", "99999999999999999999"}));
  CHECK(answer["set"] == "A");
  CHECK(page.app->view().selection.count() == 20);
  page.request(Undo{});  // both at once
  CHECK(page.app->view() == ViewState{});
  CHECK(call(page, "ids", "1 2 3")["set"].is_null());
  CHECK(page.app->view() == ViewState{});
  // A name of one's own.
  call(page, "ids", std::to_string(static_cast<std::int64_t>(table.id(0))));
  CHECK(call(page, "rename_set", R"({"from":"A","to":"my cells"})")["ok"] == true);
  CHECK(page.app->view().sets[0].name == "my cells");
  CHECK(call(page, "rename_set", R"({"from":"my cells","to":""})")["ok"] == false);
}

TEST_CASE("a set that is renamed is renamed in the query that names it") {
  HeadlessPage page;
  page.settle();
  page.command(PutSet{"A", NeuronSet::from_neurons({1, 2, 3})});
  call(page, "query", "in set A and not upstream of A");
  call(page, "rename_set", R"({"from":"A","to":"my cells"})");
  CHECK(page.app->view().query == "in set \"my cells\" and not upstream of set \"my cells\"");
  page.request(Undo{});
  CHECK(page.app->view().query == "in set A and not upstream of set A");
  CHECK(page.app->view().sets[0].name == "A");
}

TEST_CASE("what keys ask for, the page can ask for by the action's number") {
  HeadlessPage page;
  page.settle();
  const auto items = call(page, "actions", "")["items"];
  std::string select_all;
  for (const auto& item : items) {
    if (item["keys"] == "Ctrl + A") select_all = std::to_string(item["action"].get<int>());
  }
  REQUIRE_FALSE(select_all.empty());
  CHECK(call(page, "act", select_all)["ok"] == true);
  CHECK(page.app->view().selection.count() == 150);
  CHECK(call(page, "act", "999")["ok"] == false);
}

TEST_CASE("selected neurons keep their color, are drawn in front, and the others fade") {
  HeadlessPage page;
  page.settle();
  page.command(ChangeSelection{NeuronSet::from_neurons({5, 6})});
  for (NeuronIndex i = 0; i < 150; ++i) {
    CAPTURE(i);
    const bool selected = i == 5 || i == 6;
    CHECK((page.app->styles()[i] >= kFadedStyleOffset) == !selected);
    CHECK((page.app->prominent()[i] != 0) == selected);
  }
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{}});
  CHECK(page.app->styles()[5] == kHiddenStyle);
  CHECK(page.app->prominent()[5] == 0);
}

TEST_CASE("partner lists and lines hold the connections that the filter lets through") {
  HeadlessPage page(3);
  page.settle();
  page.command(SelectNeuron{page.app->neurons().id(9)});
  const auto outputs = [&](std::uint32_t min) {
    std::uint32_t count = 0;
    for (const auto& [post, synapses] : page.site.out[9]) count += post != 9 && synapses >= min;
    return count;
  };
  CHECK(page.state()["partners"]["outputs"] == outputs(1));
  page.command(SetConnectionFilter{{3, 0, UINT32_MAX, "", ""}});
  CHECK(page.state()["partners"]["outputs"] == outputs(3));
  CHECK(page.app->lines().outputs.all == outputs(3));
  page.command(PutSet{"A", NeuronSet::from_neurons({page.site.out[9].begin()->first})});
  page.command(SetConnectionFilter{{1, 0, UINT32_MAX, "", "A"}});
  CHECK(page.state()["partners"]["outputs"] == (page.site.out[9].begin()->first == 9 ? 0 : 1));
}

TEST_CASE(
    "a view that is too long for a link is kept for a reload, and Copy link makes a file of it") {
  HeadlessPage page(1, 521);
  page.settle();
  std::mt19937 random(4);
  for (int i = 0; i < 64; ++i) {
    NeuronMask mask(521);
    for (auto& value : mask) value = random() % 2;
    // Names count too: 60 bytes of a space each, three characters in a link.
    page.command(
        PutSet{std::string(57, ' ') + std::to_string(100 + i), NeuronSet::from_mask(mask)});
  }
  page.platform.advance(1000);
  page.settle();
  const std::string text = encode_view_url(page.app->view());
  CHECK(text.size() > kMaxFragmentBytes);
  CHECK(page.platform.fragment() == "");
  CHECK(page.platform.kept() == text);
  page.request(CopyLink{});
  CHECK(page.platform.copied().empty());
  const auto asked = page.app->take_page_requests();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].name == "save");
  CHECK(asked[0].argument == text);
  CHECK(asked[1].argument.find("too long for a link") != std::string::npos);

  HeadlessPage reloaded(1, 521);
  reloaded.platform.keep(text);
  reloaded.app.emplace(reloaded.platform, "data/");
  reloaded.settle();
  CHECK(reloaded.app->view() == page.app->view());
  reloaded.command(ReplaceView{});
  CHECK(reloaded.platform.kept() == "");
}

TEST_CASE("a saved view opens again, sets and all, and another file is refused") {
  HeadlessPage page;
  page.settle();
  page.command(PutSet{"A", NeuronSet::from_neurons({1, 5, 9})});
  page.request(SaveViewFile{});
  const auto asked = page.app->take_page_requests();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].name == "save");
  const ViewState before = page.app->view();
  page.command(RemoveSet{"A"});
  CHECK(call(page, "view_file", "\n" + asked[0].argument + "\r\n")["ok"] == true);
  CHECK(page.app->view() == before);
  CHECK(call(page, "view_file", "<html>")["ok"] == false);
  CHECK(page.app->view() == before);
}

TEST_CASE("bars of a histogram select what is shown of them") {
  HeadlessPage page;
  page.settle();
  page.command(SetCategoryFilter{"region", std::vector<std::string>{"visp"}});
  const NeuronTable& table = page.app->neurons();
  const std::span<const double> scores = table.reals(7);
  const double low = *std::min_element(scores.begin(), scores.end());
  const double high = *std::max_element(scores.begin(), scores.end());
  NeuronMask first(150), expected(150);
  for (NeuronIndex i = 0; i < 150; ++i) {
    const bool shown = table.text(5, i) == "visp" && !std::isnan(scores[i]);
    const int bar =
        shown ? static_cast<int>((scores[i] - low) / (high - low) * 32) : -1;  // the last: 32
    first[i] = shown && bar >= 3 && bar <= 10;
    expected[i] = first[i] != 0 || (shown && bar >= 31) ? 1 : 0;
  }
  REQUIRE(count_shown(first) > 5);
  page.request(SelectBars{7, 3, 10, false});
  CHECK(page.app->view().selection.mask(150) == first);
  page.request(SelectBars{7, 31, 31, true});
  CHECK(page.app->view().selection.mask(150) == expected);
  page.request(Undo{});
  CHECK(page.app->view().selection.mask(150) == first);
  page.request(Redo{});
  // Each histogram says how many of each bar are selected.
  for (const RangeFacet& facet : page.app->shown().range_facets()) {
    std::uint32_t selected = 0;
    for (std::size_t bin = 0; bin < facet.selected.size(); ++bin) {
      CHECK(facet.selected[bin] <= facet.histogram[bin]);
      selected += facet.selected[bin];
    }
    CHECK(selected == count_shown(expected));
  }
}

TEST_CASE("a logarithmic histogram has bins of equal ratio, where every value is above zero") {
  HeadlessPage page;
  page.settle();
  page.command(SetLogColumn{"z_nm", true});
  page.command(SetLogColumn{"score", true});
  const NeuronTable& table = page.app->neurons();
  for (const RangeFacet& facet : page.app->shown().range_facets()) {
    const std::string& name = table.columns()[facet.column].name;
    CAPTURE(name);
    CHECK(facet.log == (name == "z_nm"));
    if (!facet.log) continue;
    std::vector<std::uint32_t> bins(facet.histogram.size());
    for (const std::int64_t z : table.integers(facet.column)) {
      const double ratio = static_cast<double>(z) / facet.column_min;
      std::size_t bin = 0;
      while (bin + 1 < bins.size() &&
             ratio >= std::pow(facet.column_max / facet.column_min,
                               static_cast<double>(bin + 1) / static_cast<double>(bins.size()))) {
        ++bin;
      }
      bins[bin] += 1;
    }
    CHECK(bins == facet.histogram);
  }
}
