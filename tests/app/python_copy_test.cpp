#include "app/python_copy.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/headless_page.h"

using namespace cnx;
using namespace cnx::test;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The rows of the file that a mask means, as the program has to list them.
PythonQuestion asked_of(Headless& page, const NeuronMask& mask) {
  // As if the columns were the file's; those of the page in memory are nobody's.
  Manifest manifest = page.app->manifest();
  for (Column& column : manifest.columns) column.type = StoredType::Text;
  StatisticsQuestion question;
  question.request.chosen = mask;
  question.request.groups.assign(kNeurons, 0);
  question.group_column = manifest.column_index(ColumnRole::CellClass);
  return python_question(manifest, page.app->neurons(), page.app->view(), question,
                         page.app->shown().filters());
}

}  // namespace

TEST_CASE("neurons are named by the filters that choose them, else by their rows of the file") {
  Headless page;
  page.settle();
  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P", "BC"}});
  page.settle();
  NeuronMask mask = page.app->shown().mask();
  const PythonQuestion by_filter = asked_of(page, mask);
  CHECK_FALSE(by_filter.pre.rows.has_value());
  CHECK(by_filter.pre.filters == page.app->shown().filters());
  CHECK(by_filter.group_column == page.app->manifest().column_index(ColumnRole::CellClass));

  mask[0] ^= 1;  // what no filter says
  const PythonQuestion by_row = asked_of(page, mask);
  REQUIRE(by_row.pre.rows.has_value());
  const auto rows = page.app->neurons().integers(*page.app->neurons().find(ColumnRole::SourceRow));
  std::vector<std::int64_t> expected;
  for (std::size_t i = 0; i < kNeurons; ++i) {
    if (mask[i] != 0) expected.push_back(rows[i]);
  }
  std::sort(expected.begin(), expected.end());
  CHECK(*by_row.pre.rows == expected);
}

TEST_CASE("the options of the view are those of the program") {
  Headless page(
      "v=1&bin=20&measure=lateral&null=configuration&controls=19&seed=7&accuracy=60&thresholds=4&"
      "triads=1&"
      "degrees=1&shared=1");
  page.settle();
  const PythonQuestion question = asked_of(page, NeuronMask(kNeurons, 1));
  CHECK(question.measure == "lateral");
  CHECK(question.bin_um == 20);
  CHECK(question.null_model == ChanceModel::Configuration);
  CHECK(question.controls == 19);
  CHECK(question.null_triads);
  CHECK(question.null_degrees);
  CHECK(question.null_shared);
  CHECK_FALSE(question.null_lengths);
  CHECK(question.seed == 7);
  CHECK(question.label_accuracy == 60);
  CHECK(question.thresholds == 4);
}

TEST_CASE("a comparison names set A and set B by their rows, and counts one set each") {
  Headless page;
  page.settle();
  Manifest manifest = page.app->manifest();
  PythonQuestion question = asked_of(page, NeuronMask(kNeurons, 1));
  question.post = PythonSide{};
  std::array<NeuronMask, 2> sets{NeuronMask(kNeurons, 0), NeuronMask(kNeurons, 1)};
  sets[0][3] = 1;
  put_comparison(question, manifest, page.app->neurons(), sets, {});
  const auto rows = page.app->neurons().integers(*page.app->neurons().find(ColumnRole::SourceRow));
  CHECK(question.pre.rows == std::vector<std::int64_t>{rows[3]});
  CHECK_FALSE(question.post.has_value());
  REQUIRE(question.b.has_value());
  CHECK_FALSE(question.b->rows.has_value());  // all neurons: nothing has to be said
  CHECK(question.b->filters.empty());
  CHECK_FALSE(question.blocks);
  CHECK(question.permutations == 999);
}

TEST_CASE("two blocks name who sends and who receives in each") {
  Headless page;
  page.settle();
  PythonQuestion question = asked_of(page, NeuronMask(kNeurons, 1));
  std::array<NeuronMask, 2> sets{NeuronMask(kNeurons, 0), NeuronMask(kNeurons, 1)};
  std::array<NeuronMask, 2> onto{NeuronMask(kNeurons, 1), NeuronMask(kNeurons, 0)};
  sets[0][3] = onto[1][5] = 1;
  put_comparison(question, page.app->manifest(), page.app->neurons(), sets, onto);
  const auto rows = page.app->neurons().integers(*page.app->neurons().find(ColumnRole::SourceRow));
  CHECK(question.blocks);
  CHECK(question.pre.rows == std::vector<std::int64_t>{rows[3]});
  REQUIRE(question.post.has_value());
  CHECK_FALSE(question.post->rows.has_value());
  CHECK_FALSE(question.b->rows.has_value());
  REQUIRE(question.b_post.has_value());
  CHECK(question.b_post->rows == std::vector<std::int64_t>{rows[5]});
  CHECK(why_no_python(page.app->manifest(), question, PythonPart::Compare).empty() ==
        !page.app->manifest().source_edges.empty());
  const PythonPart parts[] = {PythonPart::Compare};
  const std::string program = to_python(page.app->manifest(), question, parts);
  CHECK(has(program, "blocks = True\n") == !page.app->manifest().source_edges.empty());
}

TEST_CASE("the button puts a program on the clipboard, once something has been counted") {
  Headless page;
  page.request(CopyPython{{PythonPart::Counts}});
  CHECK(page.platform.copied().empty());
  page.settle();
  page.request(CopyPython{{PythonPart::Counts}});
  CHECK(has(page.platform.copied(), page.app->manifest().source_edges.empty()
                                        ? "not made from an HDF5 file"
                                        : "print(json.dumps(result"));
}
