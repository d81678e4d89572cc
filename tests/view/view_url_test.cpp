#include "view/view_url.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "view/random_view.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The state of a link that must be readable to the last key.
ViewState read(std::string_view fragment) {
  const DecodedView decoded = decode_view_url(fragment);
  CAPTURE(std::string(fragment));
  CHECK(decoded.notes == std::vector<std::string>{});
  return decoded.state;
}

std::size_t note_count(std::string_view fragment) { return decode_view_url(fragment).notes.size(); }

/// What any text must satisfy, however broken.
void check_total(const std::string& text) {
  const DecodedView decoded = decode_view_url(text);
  CHECK(decoded.notes.size() <= kMaxViewNotes);
  for (const std::string& note : decoded.notes) {
    CHECK(note.size() < 300);
    for (const char c : note) CHECK((c >= 0x20 && c < 0x7f));
  }
  const std::string canonical = encode_view_url(decoded.state);
  CHECK(canonical.size() <= kMaxFragmentBytes);
  const DecodedView again = decode_view_url(canonical);
  CHECK(again.notes.empty());
  CHECK(again.state == decoded.state);
  CHECK(encode_view_url(again.state) == canonical);
}

}  // namespace

TEST_CASE("the default view has an empty link, and an empty link is the default view") {
  CHECK(encode_view_url(ViewState{}) == "");
  CHECK(read("") == ViewState{});
  CHECK(read("v=1") == ViewState{});
}

TEST_CASE("each part of the view has the text that docs/view-url.md gives it") {
  const auto encoded = [](auto change) {
    ViewState state;
    change(state);
    const std::string text = encode_view_url(state);
    CHECK(read(text) == state);
    return text;
  };
  CHECK(encoded([](ViewState& s) {
          s.camera = {{1, -2, 3, 400000, -180000, 89900}};
        }) == "v=1&cam=1,-2,3,400000,-180000,89900");
  CHECK(encoded([](ViewState& s) {
          s.category_filters = {{"cell_type", {"23P", "L2/3, x"}}};
        }) == "v=1&f.cell_type=23P,L2%2F3%2C%20x");
  CHECK(encoded([](ViewState& s) {
          s.category_filters = {{"cell_type", {}}};
        }) == "v=1&f.cell_type=");
  CHECK(encoded([](ViewState& s) {
          s.category_filters = {{"a", {""}}, {"b", {"", "x"}}};
        }) == "v=1&f.a=,&f.b=,x");
  CHECK(encoded([](ViewState& s) {
          s.range_filters = {{"a=b&c", -0.5, 1e300}};
        }) == "v=1&r.a%3Db%26c=-0.5..1e300");
  CHECK(encoded([](ViewState& s) { s.query = "not region = visp"; }) ==
        "v=1&q=not%20region%20%3D%20visp");
  CHECK(encoded([](ViewState& s) {
          s.connections = {3, 10, 250, "A", "B 2"};
        }) == "v=1&minsyn=3&dist=10..250&pre=A&post=B%202");
  CHECK(encoded([](ViewState& s) { s.connections.min_distance_um = 10; }) == "v=1&dist=10..");
  CHECK(encoded([](ViewState& s) {
          s.connections.min_mean_size = 250;
          s.connections.min_size_sum = 1000;
        }) == "v=1&meansize=250&sumsize=1000");
  CHECK(encoded([](ViewState& s) {
          s.rows_of = "0123abcd";
          s.selection = NeuronSet::from_runs({{0, 3}, {10, 1}});
          s.sets = {{"A", NeuronSet::from_neurons({7})}, {"none", {}}};
        }) == "v=1&rows=0123abcd&chosen=CAUbg&s.A=EAOw&s.none=");
  CHECK(encoded([](ViewState& s) {
          s.log_columns = {"depth", "size, nm"};
        }) == "v=1&log=depth,size%2C%20nm");
  CHECK(encoded([](ViewState& s) { s.color_by = "Größe."; }) == "v=1&color=Gr%C3%B6%C3%9Fe%2E");
  CHECK(encoded([](ViewState& s) { s.selected = NeuronId{864691135400010101}; }) ==
        "v=1&sel=864691135400010101");
  CHECK(encoded([](ViewState& s) { s.selected = NeuronId{INT64_MIN}; }) ==
        "v=1&sel=-9223372036854775808");
  CHECK(encoded([](ViewState& s) {
          s.selected = NeuronId{5};
          s.partner = NeuronId{-6};
          s.path_synapses = 3;
        }) == "v=1&sel=5&with=-6&paths=3");
  CHECK(encoded([](ViewState& s) { s.max_lines = 10'000; }) == "v=1&lines=10000");
  CHECK(encoded([](ViewState& s) { s.show_synapses = false; }) == "v=1&synapses=off");
  CHECK(encoded([](ViewState& s) { s.show_region_borders = false; }) == "v=1&borders=off");
  CHECK(encoded([](ViewState& s) {
          s.depth_range = DepthRange{100, 250};
        }) == "v=1&depth=100..250");
  CHECK(encoded([](ViewState& s) {
          s.slice = UprightSlice{-90'000, 20, 50};
        }) == "v=1&slice=-90000,20,50");
  CHECK(encoded([](ViewState& s) { s.partner_side = PartnerSide::Afferent; }) == "v=1&side=aff");
  CHECK(encoded([](ViewState& s) { s.partner_side = PartnerSide::Efferent; }) == "v=1&side=eff");
  CHECK(encoded([](ViewState& s) { s.statistics_scope = StatisticsScope::Neighborhood; }) ==
        "v=1&scope=near");
  CHECK(encoded([](ViewState& s) {
          s.statistics_sides = {{SideKind::Usual, "left part"}, {SideKind::Others, {}}};
        }) == "v=1&from=s.left%20part&onto=others");
  CHECK(encoded([](ViewState& s) { s.matrix = {"cell type", ""}; }) == "v=1&groupby=cell%20type");
  CHECK(encoded([](ViewState& s) { s.matrix = {"", "region"}; }) == "v=1&postgroupby=region");
  CHECK(encoded([](ViewState& s) {
          s.inference.model = ChanceModel::Neurons;
          s.inference.match = "distance to the border (µm)";
        }) == "v=1&null=neurons&match=distance%20to%20the%20border%20%28%C2%B5m%29");
  CHECK(encoded([](ViewState& s) {
          s.inference = {3, ProfileMeasure::Deeper, 20, ChanceModel::ErdosRenyi, 199, 7, true};
        }) == "v=1&stat=dc&bin=20&measure=deeper&null=erdos-renyi&controls=199&seed=7&triads=1");
  CHECK(encoded([](ViewState& s) { s.inference.degrees = true; }) == "v=1&degrees=1");
  CHECK(encoded([](ViewState& s) { s.inference.shared = true; }) == "v=1&shared=1");
  CHECK(encoded([](ViewState& s) { s.inference.lengths = true; }) == "v=1&lengths=1");
  CHECK(encoded([](ViewState& s) { s.inference.distance = true; }) == "v=1&distance=1");
  CHECK(encoded([](ViewState& s) { s.inference.sizes = true; }) == "v=1&sizes=1");
  CHECK(encoded([](ViewState& s) { s.inference.participation = s.inference.classes = true; }) ==
        "v=1&participation=1&cells=1");
  CHECK(encoded([](ViewState& s) { s.inference.beside = "left part"; }) ==
        "v=1&beside=left%20part");
  CHECK(encoded([](ViewState& s) { s.motifs_open = true; }) == "v=1&motifs=on");
  CHECK(encoded([](ViewState& s) { s.structure_open = true; }) == "v=1&structure=on");
  CHECK(encoded([](ViewState& s) {
          s.comparison = {true, "L23", "L4", "L4", "L5 IT"};
        }) == "v=1&compare=on&a=L23&b=L4&aonto=L4&bonto=L5%20IT");
  CHECK(encoded([](ViewState& s) {
          s.comparison = {true, "left part", "right"};
        }) == "v=1&compare=on&a=left%20part&b=right");
  CHECK(encoded([](ViewState& s) { s.robustness_open = true; }) == "v=1&robust=on");
  CHECK(encoded([](ViewState& s) { s.edge_map = true; }) == "v=1&edgemap=on");
  CHECK(encoded([](ViewState& s) { s.label_accuracy = 90; }) == "v=1&accuracy=90");
  CHECK(encoded([](ViewState& s) { s.thresholds = 20; }) == "v=1&thresholds=20");
  CHECK(encoded([](ViewState& s) { s.inference.groups = "soma side"; }) ==
        "v=1&groups=soma%20side");
  CHECK(encoded([](ViewState& s) { s.experiment = {true, 350, 8, 60, 1000, 7}; }) ==
        "v=1&experiment=on&thickness=350&patched=8&spread=60&repeats=1000&expseed=7");
  CHECK(encoded([](ViewState& s) { s.sites = {true, 30, 5}; }) == "v=1&sites=on&near=30&clump=5");
  CHECK(encoded([](ViewState& s) {
          s.sites.block = {"L2/3, IT", ""};
        }) == "v=1&block=L2%2F3%2C%20IT,");
  CHECK(encoded([](ViewState& s) { s.panels = 15; }) == "v=1&panels=fnsa");
  CHECK(encoded([](ViewState& s) { s.panels = 0; }) == "v=1&panels=");
  CHECK(encoded([](ViewState& s) { s.theme = Theme::Dark; }) == "v=1&theme=dark");
  CHECK(encoded([](ViewState& s) { s.theme = Theme::Light; }) == "v=1&theme=light");
  CHECK(encoded([](ViewState& s) { s.color_vision = ColorVision::Protan; }) == "v=1&vision=protan");
  CHECK(encoded([](ViewState& s) { s.color_vision = ColorVision::Deutan; }) == "v=1&vision=deutan");
  CHECK(encoded([](ViewState& s) { s.color_vision = ColorVision::Tritan; }) == "v=1&vision=tritan");
}

TEST_CASE("a random view comes back from its link equal, bit for bit") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    const ViewState state = RandomView(seed).state();
    const std::string text = encode_view_url(state);
    CAPTURE(text);
    const DecodedView decoded = decode_view_url(text);
    CHECK(decoded.state == state);
    CHECK(decoded.notes.empty());
    CHECK(encode_view_url(decoded.state) == text);
  }
}

TEST_CASE("a link holds only characters that chat programs and mail readers leave alone") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const std::string text = encode_view_url(RandomView(seed).state());
    const std::string allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%=&,";
    CHECK(text.find_first_not_of(allowed) == std::string::npos);
    if (!text.empty()) CHECK(text.back() != '.');
  }
}

TEST_CASE("any text at all gives a view that has a link of its own") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    RandomView random(seed);
    std::string text = encode_view_url(random.state());
    // Break a good link in a few places, or begin with nothing.
    if (random.below(4) == 0) text.clear();
    for (std::uint32_t i = random.below(6); i > 0; --i) {
      const auto at = random.below(static_cast<std::uint32_t>(text.size()) + 1);
      switch (random.below(3)) {
        case 0: text.insert(at, random.name(true)); break;
        case 1: text.erase(at, random.below(5)); break;
        default: text.insert(at, text.substr(random.below(at + 1), random.below(40)));
      }
    }
    check_total(text);
  }
}

TEST_CASE("keys of a newer build are skipped in silence, the others are read") {
  const ViewState state = read("v=1&edges=full&future&color=region&=3&x.y=%zz&sel=7");
  CHECK(state.color_by == "region");
  CHECK(state.selected == NeuronId{7});
}

TEST_CASE("a version other than 1 gives a note and is read all the same") {
  const DecodedView decoded = decode_view_url("v=2&theme=dark");
  CHECK(decoded.state.theme == Theme::Dark);
  REQUIRE(decoded.notes.size() == 1);
  CHECK(
      decoded.notes[0] ==
      "This link was made for another version (\"2\") of this page, so what it shows may differ.");
  CHECK(read("theme=dark").theme == Theme::Dark);
}

TEST_CASE("a value that a key cannot have leaves the default and one note") {
  for (const char* bad : {"cam=1,2,3,4,5",
                          "cam=1,2,3,4,5,6,7",
                          "cam=1,2,3,0,0,0",
                          "cam=1,2,3,4,180001,0",
                          "cam=a,2,3,4,5,6",
                          "cam=1,2,3,4,0,-90001",
                          "cam=2147483648,0,0,1,0,0",
                          "cam=",
                          "cam",
                          "cam=1.5,2,3,4,5,6",
                          "f.a",
                          "f.a=%4",
                          "f.a=x,%GG",
                          "f.=x",
                          "f.%=x",
                          "r.a=1",
                          "r.a=2..1",
                          "r.a=1..",
                          "r.a=nan..1",
                          "r.a=0..inf",
                          "r.a=0..1e999",
                          "r.a=0x1..2",
                          "r.a= 1..2",
                          "r.a=1...2",
                          "r.=1..2",
                          "color=%",
                          "color",
                          "sel=",
                          "sel=1.0",
                          "sel=9223372036854775808",
                          "sel=abc",
                          "with=1.0",
                          "paths=0",
                          "paths=1000001",
                          "paths=-1",
                          "synapses=no",
                          "borders=no",
                          "side=left",
                          "side",
                          "scope=far",
                          "panels=fx",
                          "panels",
                          "theme=Dark",
                          "vision=blue",
                          "q",
                          "q=%",
                          "minsyn=0",
                          "minsyn=-1",
                          "meansize=-1",
                          "sumsize=4294967296",
                          "dist=3",
                          "dist=5..4",
                          "dist=..4",
                          "dist=1..4294967296",
                          "chosen=A",
                          "chosen=*",
                          "chosen",
                          "s.A",
                          "s.=EAOw",
                          "s.%=EAOw",
                          "s.A=EA",
                          "log",
                          "log=%",
                          "v=",
                          "v"}) {
    CAPTURE(bad);
    const DecodedView decoded = decode_view_url(bad);
    CHECK(decoded.state == ViewState{});
    CHECK(decoded.notes.size() == 1);
  }
}

TEST_CASE("a note is one sentence that echoes at most 40 printable characters") {
  const DecodedView decoded = decode_view_url("cam=<b>\x01\xff\"" + std::string(200, 'x'));
  REQUIRE(decoded.notes.size() == 1);
  CHECK(decoded.notes[0] ==
        "The camera in this link (\"<b>%01%FF%22xxxxxxxxxxxxxxxxxxxxxxxxxxxx...\") is not readable "
        "and was left out: x,y,z,distance,yaw,pitch in whole numbers within their limits is "
        "expected.");
}

TEST_CASE("many unreadable parts give five notes, the last of which counts the rest") {
  CHECK(note_count("cam&sel&side&scope&panels") == 5);
  const DecodedView decoded = decode_view_url("cam&sel&side&scope&panels&theme&v");
  REQUIRE(decoded.notes.size() == 5);
  CHECK(decoded.notes[4] == "3 more parts of this link are not readable and were left out.");
}

TEST_CASE("of a key that comes twice the last readable one counts") {
  CHECK(read("color=a&color=b").color_by == "b");
  CHECK(read("f.a=x&f.b=z&f.%61=y").category_filters ==
        std::vector<CategoryFilter>{{"a", {"y"}}, {"b", {"z"}}});
  const DecodedView decoded = decode_view_url("sel=5&sel=x");
  CHECK(decoded.state.selected == NeuronId{5});
  CHECK(decoded.notes.size() == 1);
}

TEST_CASE("names are sorted and unique, however a link lists them") {
  CHECK(read("f.a=b,a,b,%61").category_filters == std::vector<CategoryFilter>{{"a", {"a", "b"}}});
  CHECK(read("f.a=,").category_filters == std::vector<CategoryFilter>{{"a", {""}}});
}

TEST_CASE("what mail readers and hands do to links is read as it was meant") {
  const ViewState state = read("v=1&amp;color=a b&amp;f.c=Größe&&cam=1%2C2%2c3,4,5,6&");
  CHECK(state.color_by == "a b");
  CHECK(state.category_filters == std::vector<CategoryFilter>{{"c", {"Größe"}}});
  CHECK(state.camera == CameraState{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a link of more than 16384 bytes is the default view and a note") {
  const std::string longest = "color=" + std::string(kMaxFragmentBytes - 10, 'x');
  CHECK(read(longest).color_by.size() == kMaxFragmentBytes - 10);  // "v=1&" takes the other four
  const DecodedView decoded = decode_view_url(longest + "&&&&&");
  CHECK(decoded.state == ViewState{});
  CHECK(decoded.notes.size() == 1);
}

TEST_CASE("a link whose own canonical form would be too long is the default view and a note") {
  const DecodedView decoded = decode_view_url("theme=dark&color=" + std::string(6000, ' '));
  CHECK(decoded.state == ViewState{});
  CHECK(decoded.notes.size() == 1);
}

TEST_CASE("filters over the limit of 64 are left out, each with a note") {
  std::string text;
  for (int i = 100; i < 100 + 32; ++i) {
    text += "&f.a" + std::to_string(i) + "=x&r.b" + std::to_string(i) + "=0..1";
  }
  CHECK(read(text).category_filters.size() == 32);
  CHECK(read(text + "&f.a100=y").category_filters.size() == 32);  // replaces, adds none
  const DecodedView decoded = decode_view_url(text + "&f.c=x&r.d=0..1");
  CHECK(decoded.state.category_filters.size() == 32);
  CHECK(decoded.state.range_filters.size() == 32);
  CHECK(decoded.notes.size() == 2);
}

TEST_CASE("a filter of more than 4096 names is left out with a note") {
  std::string names;
  for (int i = 0; i < 4096; ++i) {
    if (i > 0) names += ',';
    names += static_cast<char>('a' + i % 26);
    names += static_cast<char>('a' + i / 26 % 26);
  }
  CHECK(read("f.a=" + names).category_filters.size() == 1);
  const DecodedView decoded = decode_view_url("f.a=" + names + ",z");
  CHECK(decoded.state == ViewState{});
  CHECK(decoded.notes.size() == 1);
}

TEST_CASE("the examples of docs/view-url.md are read and written as it says") {
  const char* const source = std::getenv("CNX_SOURCE_DIR");
  if (source == nullptr) {
    MESSAGE("skipped: CNX_SOURCE_DIR is not set");
    return;
  }
  std::ifstream document(std::string(source) + "/docs/view-url.md");
  REQUIRE(document.good());
  std::string line, link;
  int examples = 0;
  DecodedView decoded;
  while (std::getline(document, line)) {
    const auto value = [&](const std::string& label) { return line.substr(label.size()); };
    if (line.starts_with("link   ")) {
      link = value("link   ");
      decoded = decode_view_url(link);
      CAPTURE(link);
      check_total(link);
      ++examples;
    } else if (line.starts_with("again  ")) {
      CAPTURE(link);
      const std::string again = value("again  ");
      CHECK(encode_view_url(decoded.state) == (again == "(nothing)" ? "" : again));
    } else if (line.starts_with("notes  ")) {
      CAPTURE(link);
      CHECK(std::to_string(decoded.notes.size()) == value("notes  "));
    } else if (line.starts_with("note   ")) {
      CAPTURE(link);
      REQUIRE(decoded.notes.size() == 1);
      CHECK(decoded.notes[0] == value("note   "));
    }
  }
  CHECK(examples >= 8);
}

TEST_CASE("depth ranges and slices outside their limits are left out, with a note each") {
  for (const char* value :
       {"", "1", "1..", "..1", "-1..5", "5..4", "0..1000001", "1.5..2", "a..b"}) {
    CAPTURE(value);
    const DecodedView decoded = decode_view_url("v=1&depth=" + std::string(value));
    CHECK_FALSE(decoded.state.depth_range);
    CHECK(decoded.notes.size() == 1);
  }
  for (const char* value : {"", "0", "0,0", "0,0,0", "0,0,-1", "180001,0,1", "0,1000001,1",
                            "0,-1000001,1", "0,0,1000001", "0,0,1,1", "x,0,1"}) {
    CAPTURE(value);
    const DecodedView decoded = decode_view_url("v=1&slice=" + std::string(value));
    CHECK_FALSE(decoded.state.slice);
    CHECK(decoded.notes.size() == 1);
  }
}
