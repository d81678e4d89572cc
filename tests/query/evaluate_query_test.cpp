#include "query/evaluate_query.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

#include "query/queries.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kNeurons = 150;

struct World {
  NeuronTable table;
  std::vector<NamedSet> sets;
  NeuronMask selected;
};

World make_world(std::uint32_t seed) {
  World world{full_table(seed, kNeurons), {}, NeuronMask(kNeurons)};
  std::mt19937 random(seed);
  NeuronMask a(kNeurons), b(kNeurons);
  for (std::uint32_t i = 0; i < kNeurons; ++i) {
    a[i] = random() % 3 == 0;
    b[i] = random() % 5 == 0;
    world.selected[i] = random() % 4 == 0;
  }
  world.sets = {{"A", NeuronSet::from_mask(a)}, {"b c", NeuronSet::from_mask(b)}};
  return world;
}

/// Stands in for the graph: the same question has the same answer, another one another.
NeuronMask invented_answer(const GraphQuestion& question) {
  NeuronMask mask(question.from.size());
  std::uint32_t mixed = question.hops * 31 + question.min_synapses * 7 +
                        static_cast<std::uint32_t>(question.reach) * 3 + (question.within ? 1 : 0);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mixed = mixed * 1664525 + 1013904223 + question.from[i];
    mask[i] = static_cast<std::uint8_t>(mixed >> 20 & 1);
  }
  return mask;
}

/// The meaning of a query for one neuron, straight from the words of the language's page.
bool holds(const Expression& query, std::uint32_t i, const World& world) {
  using Kind = Expression::Kind;
  const auto all_of = [&](auto what) {
    NeuronMask mask(kNeurons);
    for (std::uint32_t k = 0; k < kNeurons; ++k) mask[k] = holds(what, k, world) ? 1 : 0;
    return mask;
  };
  switch (query.kind) {
    case Kind::And:
      for (const Expression& child : query.children) {
        if (!holds(child, i, world)) return false;
      }
      return true;
    case Kind::Or:
      for (const Expression& child : query.children) {
        if (holds(child, i, world)) return true;
      }
      return false;
    case Kind::Not: return !holds(query.children[0], i, world);
    case Kind::Selected: return world.selected[i] != 0;
    case Kind::InSet:
      for (const NamedSet& set : world.sets) {
        if (set.name == query.values[0].text) return set.neurons.contains(i);
      }
      return false;
    case Kind::Neuron:
      return static_cast<std::int64_t>(world.table.id(i)) == std::stoll(query.values[0].text);
    case Kind::Graph: {
      const GraphQuestion question{all_of(query.children[0]), query.reach, query.hops, query.within,
                                   query.min_synapses > 0 ? query.min_synapses : 5};
      return invented_answer(question)[i] != 0;
    }
    default: break;
  }
  const auto column = *world.table.find(std::string_view(query.column.text));
  if (world.table.columns()[column].kind == ColumnKind::Category) {
    const std::string name = world.table.text(column, i);
    if (query.kind == Kind::Compare) {
      return (name == query.values[0].text) == (query.comparison == Comparison::Equal);
    }
    for (const QueryWord& value : query.values) {
      if (name == value.text) return true;
    }
    return false;
  }
  const bool integer = world.table.columns()[column].kind == ColumnKind::Integer;
  // long double holds every 64-bit number and every double.
  const long double value = integer ? static_cast<long double>(world.table.integers(column)[i])
                                    : static_cast<long double>(world.table.reals(column)[i]);
  if (std::isnan(value)) return false;
  std::vector<long double> limits;
  for (const QueryWord& word : query.values) limits.push_back(std::stold(word.text));
  if (query.kind == Kind::Between) return limits[0] <= value && value <= limits[1];
  if (query.kind == Kind::In) {
    for (const long double limit : limits) {
      if (value == limit) return true;
    }
    return false;
  }
  switch (query.comparison) {
    case Comparison::Equal: return value == limits[0];
    case Comparison::NotEqual: return value != limits[0];
    case Comparison::Less: return value < limits[0];
    case Comparison::LessEqual: return value <= limits[0];
    case Comparison::Greater: return value > limits[0];
    case Comparison::GreaterEqual: return value >= limits[0];
  }
  return false;
}

}  // namespace

TEST_CASE("a query agrees with its meaning neuron by neuron") {
  if (std::numeric_limits<long double>::digits < 64) {
    MESSAGE("skipped: long double does not hold 64-bit numbers here");
    return;
  }
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const World world = make_world(seed);
    Expression query = RandomQuery(seed, false).expression(2);
    CAPTURE(query_text(query));
    const BindResult bound = bind_query(query, world.table, world.sets);
    if (bound.error) {
      CHECK(bound.error->message.find("No neuron has") == 0);  // ids beyond this small table
      continue;
    }
    std::vector<std::pair<GraphQuestion, NeuronMask>> known;
    QueryContext context{world.table, world.selected, world.sets, 5,
                         [&](const GraphQuestion& asked) {
                           const NeuronMask* answer = nullptr;
                           for (const auto& [question, mask] : known) {
                             if (question == asked) answer = &mask;
                           }
                           return answer;
                         }};
    QueryResult result = evaluate_query(*bound.query, context);
    // One round for each level of operators in operators.
    for (int round = 0; round < 5 && !result.complete; ++round) {
      CHECK(result.mask == NeuronMask(kNeurons, 1));
      REQUIRE_FALSE(result.missing.empty());
      for (const GraphQuestion& question : result.missing) {
        known.emplace_back(question, invented_answer(question));
      }
      result = evaluate_query(*bound.query, context);
    }
    REQUIRE(result.complete);
    NeuronMask expected(kNeurons);
    for (std::uint32_t i = 0; i < kNeurons; ++i) expected[i] = holds(query, i, world) ? 1 : 0;
    CHECK(result.mask == expected);
  }
}

TEST_CASE("a query whose columns have not arrived shows everything and says which it waits for") {
  const NeuronTable table(small_manifest(10));
  Expression query = parsed("not class = BC and score > 3 and score < 5");
  const BindResult bound = bind_query(query, table, {});
  REQUIRE(bound.query.has_value());
  const QueryContext context{table, NeuronMask(10), {}, 1, [](const GraphQuestion&) {
                               return static_cast<const NeuronMask*>(nullptr);
                             }};
  const QueryResult result = evaluate_query(*bound.query, context);
  CHECK_FALSE(result.complete);
  CHECK(result.mask == NeuronMask(10, 1));
  CHECK(result.columns == std::vector<std::uint32_t>{4, 7});
}

TEST_CASE("an operator inside an operator is asked for once the inner one is answered") {
  const World world = make_world(1);
  Expression query = parsed("upstream of (downstream of selected) by >= 2 synapses");
  const BindResult bound = bind_query(query, world.table, world.sets);
  std::vector<GraphQuestion> asked;
  NeuronMask answer(kNeurons, 0);
  answer[7] = 1;
  bool know_inner = false;
  const QueryContext context{world.table, world.selected, world.sets, 4,
                             [&](const GraphQuestion& question) {
                               const bool inner = question.reach == Reach::Downstream;
                               return inner && know_inner ? &answer : nullptr;
                             }};
  QueryResult result = evaluate_query(*bound.query, context);
  REQUIRE(result.missing.size() == 1);
  CHECK(result.missing[0] == GraphQuestion{world.selected, Reach::Downstream, 1, false, 4});
  know_inner = true;
  result = evaluate_query(*bound.query, context);
  REQUIRE(result.missing.size() == 1);
  CHECK(result.missing[0] == GraphQuestion{answer, Reach::Upstream, 1, false, 2});
}
