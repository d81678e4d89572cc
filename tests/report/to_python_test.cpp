#include "report/to_python.h"

#include <doctest/doctest.h>

#include <limits>

using namespace cnx;

namespace {

Column column(const char* name, ColumnRole role, ColumnKind kind, StoredType type) {
  Column made;
  made.name = name;
  made.role = role;
  made.kind = kind;
  made.type = type;
  return made;
}

Manifest a_manifest() {
  Manifest manifest;
  manifest.dataset_name = "two\nlines";
  manifest.source_file = "a \"b\\c\".h5";
  manifest.source_edges = {"connectivity/condensed"};
  manifest.edge_weight = "count";
  manifest.columns = {
      column("class", ColumnRole::CellClass, ColumnKind::Category, StoredType::Text),
      column("x_nm", ColumnRole::PositionX, ColumnKind::Integer, StoredType::Int64),
      column("y_nm", ColumnRole::PositionY, ColumnKind::Integer, StoredType::Int64),
      column("z_nm", ColumnRole::PositionZ, ColumnKind::Integer, StoredType::Int64)};
  manifest.columns[0].categories = {"A", "\"B\""};
  return manifest;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

constexpr PythonPart kCounts[] = {PythonPart::Counts};

}  // namespace

// That the programs run and get the same numbers is what preprocess/python_test.py checks.

TEST_CASE("names are literals of Python whatever is in them, and no line of a comment breaks") {
  PythonQuestion question;
  question.pre.filters = {{0, {1}, 0, 0}};
  const std::string code = to_python(a_manifest(), question, kCounts);
  CHECK(has(code, "# Dataset \"two\\x0alines\", fingerprint"));
  CHECK(has(code, "FILE = \"a \\\"b\\\\c\\\".h5\"\n"));
  CHECK(has(code, "neurons[\"class\"].astype(str).isin([\"\\\"B\\\"\"])"));
}

TEST_CASE("ends of ranges are whole numbers, reals, or infinite") {
  PythonQuestion question;
  question.pre.filters = {{1, {}, -std::numeric_limits<double>::infinity(), 900000},
                          {2, {}, 0.1, 9007199254740992.0}};
  const std::string code = to_python(a_manifest(), question, kCounts);
  CHECK(has(code, "neurons[\"x_nm\"].between(-np.inf, 900000)"));
  CHECK(has(code, "neurons[\"y_nm\"].between(0.1, 9007199254740992)"));
}

TEST_CASE("times, which pandas has as such, are compared as the whole numbers that tiles have") {
  Manifest manifest = a_manifest();
  manifest.columns[1].type = StoredType::DateTime;
  PythonQuestion question;
  question.pre.filters = {{1, {}, 5, 900000}};
  const std::string code = to_python(manifest, question, kCounts);
  CHECK(has(code, "neurons[\"x_nm\"].astype(\"int64\").between(5, 900000)"));
}

TEST_CASE("rows of the table are written as runs, and none at all is an empty mask") {
  PythonQuestion question;
  question.pre.rows = {0, 1, 2, 5, 7, 8};
  question.post = PythonSide{{}, std::vector<std::int64_t>{}};
  const std::string code = to_python(a_manifest(), question, kCounts);
  CHECK(has(code, "pre_side[np.r_[0:3, 5, 7:9]] = True"));
  CHECK(has(code, "post_side = np.zeros(len(neurons), dtype=bool)\n"));
  CHECK_FALSE(has(code, "post_side[np.r_"));
}

TEST_CASE("triads of random networks are in the program only where they are asked for") {
  PythonQuestion question;
  const PythonPart nulls[] = {PythonPart::Nulls};
  CHECK_FALSE(has(to_python(a_manifest(), question, nulls), "triadic_census"));
  question.null_triads = true;
  CHECK(has(to_python(a_manifest(), question, nulls), "triadic_census"));
}

TEST_CASE("lengths need places in nanometers, or are left out where nobody has a place") {
  Manifest manifest = a_manifest();
  PythonQuestion question;
  question.b = PythonSide{};
  question.null_lengths = true;
  const PythonPart parts[] = {PythonPart::Nulls, PythonPart::Compare};
  std::string code = to_python(manifest, question, parts);
  CHECK(has(code, "degrees_too, shared_too, lengths_too = False, False, True\n"));
  CHECK(has(code, "fall_too, fall_bin_nm = False, 50000\n"));
  CHECK(has(code, "positions = "));
  CHECK(has(code, "def shapes_of("));
  CHECK_FALSE(has(code, "triadic_census"));
  manifest.columns[1].type = StoredType::Generated;  // micrometers in the file
  CHECK(why_no_python(manifest, question, PythonPart::Compare) ==
        "Positions in the file are not in nanometers.");
  manifest.layout = Layout::Line;
  CHECK(why_no_python(manifest, question, PythonPart::Compare).empty());
  CHECK(has(to_python(manifest, question, parts), "lengths_too = False, False, False\n"));
  question.null_lengths = false;
  question.null_distance = true;
  manifest = a_manifest();
  code = to_python(manifest, question, parts);
  CHECK(has(code, "fall_too, fall_bin_nm = True, 50000\n"));
  CHECK(has(code, "positions = "));
}

TEST_CASE(
    "sizes of synapses are summed where they are counted, and missed where there is no column") {
  Manifest manifest = a_manifest();
  PythonQuestion question;
  question.b = PythonSide{};
  question.null_sizes = true;
  const PythonPart compare[] = {PythonPart::Compare}, nulls[] = {PythonPart::Nulls};
  CHECK(has(to_python(manifest, question, compare), "sizes_too = False\n"));  // there are none
  manifest.synapse_shape.has_size = true;
  CHECK(why_no_python(manifest, question, PythonPart::Compare) ==
        "The sizes of synapses are not in the file.");
  question.null_model = ChanceModel::Blocks;  // random connections have no synapses
  CHECK(why_no_python(manifest, question, PythonPart::Nulls).empty());
  EdgeColumn size;
  size.name = "size";
  size.source = EdgeSource::Size;
  manifest.synapse_columns = {size};
  const std::string code = to_python(manifest, question, compare);
  CHECK(has(code, "edges[\"size\"] = sizes[\"size\"]"));
  CHECK_FALSE(has(code, "every = every[("));  // nothing is limited
  CHECK(has(code, "sizes_too = True\n"));
  CHECK_FALSE(has(to_python(manifest, question, nulls), "edges[\"size\"]"));
  question.null_model = ChanceModel::Neurons;
  CHECK(has(to_python(manifest, question, nulls), "edges[\"size\"]"));
}

TEST_CASE("more numbers of each version of a sweep are in the program where they are asked for") {
  PythonQuestion question;
  const PythonPart parts[] = {PythonPart::Thresholds};
  std::string code = to_python(a_manifest(), question, parts);
  CHECK(has(code, "more_too = False\n"));
  CHECK_FALSE(has(code, "def shares_of("));
  CHECK_FALSE(has(code, "positions = "));
  question.null_shared = question.null_lengths = true;
  code = to_python(a_manifest(), question, parts);
  CHECK(has(code, "more_too = True\n"));
  CHECK(has(code, "def shares_of("));
  CHECK(has(code, "positions = "));
  CHECK_FALSE(has(code, "triadic_census"));
}

TEST_CASE("a part without a program is left out, and the program says why") {
  Manifest manifest = a_manifest();
  PythonQuestion question;
  question.null_model = ChanceModel::Distance;
  manifest.columns[1].type = StoredType::Generated;  // micrometers in the file
  const PythonPart parts[] = {PythonPart::Counts, PythonPart::Nulls, PythonPart::Distance};
  std::string code = to_python(manifest, question, parts);
  CHECK(has(code, "# Left out: Positions in the file are not in nanometers."));
  CHECK_FALSE(has(code, "controls"));
  for (const PythonPart part : {PythonPart::Distance, PythonPart::Nulls, PythonPart::Erosion}) {
    CHECK_FALSE(why_no_python(manifest, question, part).empty());
  }
  CHECK_FALSE(has(to_python(manifest, question, parts), "positions = "));
  const ColumnFilter by_x{1, {}, 0, 1}, by_class{0, {0}, 0, 0};
  CHECK_FALSE(has_file_columns(manifest, std::vector{by_class, by_x}));
  CHECK(has_file_columns(manifest, std::vector{by_class}));

  CHECK_FALSE(why_no_python(manifest, question, PythonPart::Compare).empty());  // with what?
  question.b.emplace();
  CHECK(why_no_python(manifest, question, PythonPart::Compare).empty());
  CHECK_FALSE(why_no_python(manifest, question, PythonPart::Labels).empty());  // no classes
  question.group_column = 0;
  CHECK(why_no_python(manifest, question, PythonPart::Labels).empty());

  CHECK(why_no_python(manifest, question, PythonPart::EdgeMap) ==
        "Positions in the file are not in nanometers.");
  manifest.columns[1].type = StoredType::Int64;
  CHECK(why_no_python(manifest, question, PythonPart::EdgeMap) ==
        "There are no positions of synapses in the file.");

  question = {};
  manifest.source_edges.clear();  // tables in text
  code = to_python(manifest, question, parts);
  CHECK(has(code, "# These tiles were not made from an HDF5 file"));
  CHECK_FALSE(has(code, "read_hdf"));
}
