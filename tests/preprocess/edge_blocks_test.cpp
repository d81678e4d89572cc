// Survey, bins, blocks and what is made of them, each beside an obvious version.

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "build/condensed_group.h"
#include "build/edge_bins.h"
#include "build/edge_store.h"
#include "build/edge_survey.h"
#include "build/exact_division.h"
#include "build/overview_order.h"
#include "build/packed_record.h"
#include "build/radix_sort.h"
#include "build/scratch.h"
#include "preprocess/random_connectome.h"
#include "preprocess/surveyed_edges.h"

using namespace cnx;
using namespace cnx::test;

namespace {

const std::string kFolder = std::filesystem::temp_directory_path();

NumberBits bits_of(double number) { return std::bit_cast<NumberBits>(number); }

RawEdges list_of(std::vector<std::uint32_t> pre, std::vector<std::uint32_t> post,
                 std::vector<EdgeListColumn> columns, std::vector<std::vector<NumberBits>> values,
                 std::uint32_t neurons) {
  RawEdges edges;
  edges.name = "/full";
  edges.list = edges_in_memory(std::move(pre), std::move(post), std::move(columns),
                               std::move(values), neurons, "synapses");
  return edges;
}

EdgeListColumn integers(std::string name) {
  return {std::move(name), ColumnKind::Integer, StoredType::Int64};
}
EdgeListColumn reals(std::string name) {
  return {std::move(name), ColumnKind::Real, StoredType::Float64};
}

/// Three synapses onto neurons 1, 1 and 0, somas at (10, 20, 30) and (1000, 2000, 3000) nm.
struct ThreeSynapses {
  ThreeSynapses() : standing(2) { standing.soma_nm = {{{10, 1000}, {20, 2000}, {30, 3000}}}; }
  Standing standing;
  std::vector<NumberBits> x = {1004, 1012, 20}, y = {2000, 2000, 2000}, z = {3040, 2960, 3040};

  /// Position columns, and one more.
  RawEdges with(EdgeListColumn column, std::vector<NumberBits> values) const {
    RawEdges edges = list_of({0, 1, 1}, {1, 1, 0},
                             {integers("x"), integers("y"), integers("z"), std::move(column)},
                             {x, y, z, std::move(values)}, 2);
    edges.synapse.position = {0, 1, 2};
    return edges;
  }
  EdgeSource source_of(EdgeListColumn column, std::vector<NumberBits> values) const {
    const auto survey = survey_edges(with(std::move(column), std::move(values)), standing.places());
    REQUIRE(survey.ok());
    return survey.value().columns[3].source;
  }
};

EdgeBins filled(const RawEdges& edges, const EdgeSurvey& survey, const NeuronPlaces& places,
                std::uint32_t block, Scratch& scratch) {
  auto bins = EdgeBins::fill(edges, survey, places, block, scratch, 0);
  REQUIRE(bins.ok());
  return std::move(bins).value();
}

}  // namespace

TEST_CASE("radix sort sorts, by the upper bits alone where that is asked for") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    std::vector<std::uint64_t> numbers(seed * seed), space;
    for (auto& number : numbers) number = random() >> (seed % 60);
    auto expected = numbers;
    const unsigned lowest = seed % 3 == 0 ? 5 : 0;
    std::stable_sort(expected.begin(), expected.end(),
                     [&](auto a, auto b) { return a >> lowest < b >> lowest; });
    radix_sort(numbers, space, lowest);
    CHECK(numbers == expected);
  }
}

TEST_CASE("an exact divisor has the quotients that leave nothing over, and knows the others") {
  std::mt19937_64 random{1};
  std::vector<std::uint64_t> divisors = {
      1, 2, 3, 4, 40, 1'000'003, std::uint64_t{1} << 63, ~std::uint64_t{0}};
  for (int i = 0; i < 200; ++i) divisors.push_back(random() >> (random() % 64) | 1);
  for (const std::uint64_t divisor : divisors) {
    CAPTURE(divisor);
    const ExactDivisor exact(divisor);
    for (int i = 0; i < 50; ++i) {
      const std::uint64_t number = i == 0 ? 0 : random() >> (random() % 64);
      CHECK(exact.divides(number) == (number % divisor == 0));
      CHECK(exact.divides(number / divisor * divisor));
      CHECK(exact.quotient(number / divisor * divisor) == number / divisor);
      if (number % divisor != 0) CHECK(exact.quotient(number) > ~std::uint64_t{0} / divisor);
    }
  }
}

TEST_CASE("packed records give back their numbers, and are in the order of them") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    std::vector<PackedField> fields(seed == 0 ? 0 : 1 + random() % 9);
    for (PackedField& field : fields) {
      // Of a few numbers that have their highest bits in common.
      const auto bits = static_cast<unsigned>(random() % 65);
      const std::uint64_t mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
      const std::uint64_t high = random() & ~mask;
      field = PackedField::of(high | mask, high);
      CHECK(field.bits == bits);
      CHECK(field.base == high);
      if (bits < 64) CHECK_FALSE(field.holds(high ^ (mask + 1)));
    }
    const RecordLayout layout(fields);
    using Numbers = std::vector<std::uint64_t>;
    std::vector<std::pair<Numbers, std::vector<std::byte>>> records;
    for (int i = 0; i < 40; ++i) {
      Numbers numbers;
      std::vector<std::byte> record(layout.bytes(), std::byte{0xaa});
      RecordPacker packer(layout, record.data());
      for (const PackedField& field : fields) {
        const std::uint64_t above = random() % 3 == 0 ? 0 : random();
        numbers.push_back(field.base + (field.bits == 64
                                            ? above
                                            : above & ((std::uint64_t{1} << field.bits) - 1)));
        CHECK(field.holds(numbers.back()));
        packer.put(numbers.back(), field);
      }
      packer.finish();
      for (std::size_t f = 0; f < fields.size(); ++f) {
        CHECK(layout.number(record.data(), f) == numbers[f]);
      }
      records.emplace_back(numbers, record);
    }
    for (const auto& a : records) {
      for (const auto& b : records) {
        CHECK(layout.before(a.second.data(), b.second.data()) == (a.first < b.first));
      }
    }
  }
}

TEST_CASE("scratch gives back what was put away, wherever it went") {
  for (const std::size_t chunks : {0u, 1u, 2u, 100u}) {
    CAPTURE(chunks);
    MemoryBudget budget(chunks * Scratch::kChunkBytes);
    Scratch scratch(kFolder, budget);
    std::mt19937 random{1};
    std::map<std::uint64_t, std::vector<std::byte>> all;
    for (int i = 0; i < 50; ++i) {  // four chunks
      std::vector<std::byte> bytes(random() % (Scratch::kChunkBytes / 6));
      for (std::size_t b = 0; b < bytes.size(); b += 61)
        bytes[b] = static_cast<std::byte>(random());
      const auto place = scratch.append(bytes);
      REQUIRE(place.ok());
      if (!bytes.empty()) all[place.value()] = bytes;
    }
    for (const auto& [place, bytes] : all) {
      std::vector<std::byte> back(bytes.size());
      REQUIRE(scratch.read(place, back).ok());
      CHECK(back == bytes);
    }
  }
}

TEST_CASE("a scratch that is over, and what it was told to forget, leave their memory to others") {
  constexpr std::size_t kChunk = Scratch::kChunkBytes;
  MemoryBudget budget(3 * kChunk);
  std::byte* const own = budget.take();
  REQUIRE(own != nullptr);
  const std::vector<std::byte> bytes(2 * kChunk, std::byte{7});
  {
    Scratch scratch(kFolder, budget);
    REQUIRE(scratch.append(bytes).ok());
    CHECK(budget.take() == nullptr);
    scratch.forget_before(2 * kChunk - 1);  // one of its chunks, and most of another
    std::byte* const forgotten = budget.take();
    REQUIRE(forgotten != nullptr);
    CHECK(budget.take() == nullptr);
    std::vector<std::byte> back(kChunk);
    REQUIRE(scratch.read(kChunk, back).ok());
    CHECK(std::equal(back.begin(), back.end(), bytes.begin()));
    budget.give_back(forgotten);
  }
  std::byte* const first = budget.take();
  std::byte* const second = budget.take();
  CHECK(first != nullptr);
  CHECK(second != nullptr);
  CHECK(budget.take() == nullptr);
  for (std::byte* const chunk : {own, first, second}) budget.give_back(chunk);
}

TEST_CASE("records come back by bin, writer by writer in their order") {
  for (const bool announced : {false, true}) {
    CAPTURE(announced);
    MemoryBudget budget(0);
    Scratch scratch(kFolder, budget);
    std::array<std::uint64_t, 3> by_bin{};
    for (std::uint32_t i = 0; i < 5000; ++i) ++by_bin[i * i % 3];
    RecordBins bins(
        scratch, 4, 3, 2, 0,
        announced ? std::span<const std::uint64_t>(by_bin) : std::span<const std::uint64_t>());
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint32_t>> expected;
    for (std::uint32_t i = 0; i < 5000; ++i) {
      const std::size_t writer = i % 2, bin = i * i % 3;
      std::byte* const place = bins.add(writer, bin);
      REQUIRE(place != nullptr);
      std::memcpy(place, &i, sizeof i);
      expected[{bin, writer}].push_back(i);
    }
    REQUIRE(bins.flush(0).ok());
    REQUIRE(bins.flush(1).ok());
    for (std::size_t bin = 0; bin < 3; ++bin) {
      std::vector<std::uint32_t> all = expected[{bin, 0}];
      all.insert(all.end(), expected[{bin, 1}].begin(), expected[{bin, 1}].end());
      CHECK(bins.records(bin) == all.size());
      const auto taken = bins.take(bin);
      REQUIRE(taken.ok());
      REQUIRE(taken.value().size() == all.size() * 4);
      const auto* const back = reinterpret_cast<const std::uint32_t*>(taken.value().data());
      CHECK(std::equal(all.begin(), all.end(), back));
    }
  }
}

TEST_CASE("a bin that gets more records than were announced is told") {
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const std::array<std::uint64_t, 2> by_bin = {1, 2};
  RecordBins bins(scratch, 4, 2, 1, 0, by_bin);
  for (std::size_t i = 0; i < 4; ++i) REQUIRE(bins.add(0, i % 2) != nullptr);
  const auto flushed = bins.flush(0);
  REQUIRE_FALSE(flushed.ok());
  CHECK(flushed.error().code == ErrorCode::OutOfRange);
}

TEST_CASE("the voxel grid is the coarsest that holds every position") {
  ThreeSynapses three;
  three.x = {8, 20, static_cast<NumberBits>(-4)};
  three.y = {3, 43, 123};
  three.z = {7, 7, 7};
  const auto survey = survey_edges(three.with(integers("w"), {1, 2, 3}), three.standing.places());
  REQUIRE(survey.ok());
  CHECK(survey.value().grid == VoxelGrid{.origin_nm = {8, 3, 0}, .step_nm = {12, 40, 1}});
  CHECK(survey.value().min_voxel == std::array<std::int64_t, 3>{-1, 0, 7});
  CHECK(survey.value().max_voxel == std::array<std::int64_t, 3>{1, 3, 7});
}

TEST_CASE("a column is derived when every row says so to the bit, else it is carried") {
  const ThreeSynapses three;
  const auto minus40 = static_cast<NumberBits>(-40);
  CHECK(three.source_of(integers("dx"), {4, 12, 10}) == EdgeSource::OffsetX);
  CHECK(three.source_of(integers("dx"), {4, 12, 11}) == EdgeSource::Tiles);
  CHECK(three.source_of(reals("dz"), {bits_of(40), bits_of(-40), bits_of(3010)}) ==
        EdgeSource::OffsetZ);
  CHECK(three.source_of(integers("dz"), {40, minus40, 3010}) == EdgeSource::OffsetZ);
  CHECK(three.source_of(reals("dy"), {bits_of(-0.0), bits_of(0), bits_of(1980)}) ==
        EdgeSource::Tiles);  // -0.0 is not what comes back
  std::vector<NumberBits> distance;
  for (const auto& [dx, dy, dz] :
       {std::array<double, 3>{4, 0, 40}, {12, 0, -40}, {10, 1980, 3010}}) {
    distance.push_back(bits_of(std::sqrt(dx * dx + dy * dy + dz * dz) / 1000));
  }
  CHECK(three.source_of(reals("far"), distance) == EdgeSource::SomaDistance);
  distance[2] += 1;  // the next number
  CHECK(three.source_of(reals("far"), distance) == EdgeSource::Tiles);
}

TEST_CASE("sizes that are not whole are carried as they are, and are no sizes") {
  const ThreeSynapses three;
  RawEdges edges = three.with(reals("size"), {bits_of(3), bits_of(0.5), bits_of(7)});
  edges.synapse.size = 3;
  auto survey = survey_edges(edges, three.standing.places());
  REQUIRE(survey.ok());
  CHECK_FALSE(survey.value().shape.has_size);
  CHECK(survey.value().columns[3].source == EdgeSource::Tiles);
  CHECK(survey.value().columns[3].kind == ColumnKind::Real);
  REQUIRE(survey.value().notes.size() == 1);
  CHECK(survey.value().notes[0].find("not whole") != std::string::npos);

  edges = three.with(reals("size"), {bits_of(3), bits_of(5), bits_of(7)});
  edges.synapse.size = 3;
  survey = survey_edges(edges, three.standing.places());
  REQUIRE(survey.ok());
  CHECK(survey.value().shape.has_size);
  CHECK(survey.value().columns[3].source == EdgeSource::Size);
}

TEST_CASE("coordinates that are none, too far or too far apart are refused") {
  const ThreeSynapses three;
  RawEdges edges = three.with(reals("q"), {bits_of(1), bits_of(std::nan("")), bits_of(3)});
  edges.synapse.position = {0, 1, 3};
  auto survey = survey_edges(edges, three.standing.places());
  REQUIRE_FALSE(survey.ok());
  CHECK(survey.error().where ==
        "/full: edge column \"q\" has no usable number in row 1; leave such rows out, or read "
        "synapses without positions with --column synapse_x=none");
  ThreeSynapses far = three;
  far.x[0] = NumberBits{1} << 50;
  CHECK(survey_edges(far.with(integers("w"), {1, 2, 3}), far.standing.places())
            .error()
            .where.find("more than a kilometer") != std::string::npos);
  far.x = {1, NumberBits{1} << 35, 2};
  CHECK(survey_edges(far.with(integers("w"), {1, 2, 3}), far.standing.places())
            .error()
            .where.find("four meters apart") != std::string::npos);
}

TEST_CASE("an input that is another one when it is read again is refused") {
  const ThreeSynapses three;
  for (const std::size_t column : {0u, 3u}) {
    CAPTURE(column);
    RawEdges edges = three.with(integers("size"), {10, 20, 30});
    edges.synapse.size = 3;
    const auto survey = survey_edges(edges, three.standing.places());
    REQUIRE(survey.ok());
    const auto original = edges.list.read;
    edges.list.read = [&](std::uint64_t first, std::size_t rows, std::span<const std::size_t> which,
                          EdgePiece& piece) {
      const auto done = original(first, rows, which, piece);
      piece.values[column][0] = static_cast<NumberBits>(-7);
      return done;
    };
    MemoryBudget budget(0);
    Scratch scratch(kFolder, budget);
    const auto bins = EdgeBins::fill(edges, survey.value(), three.standing.places(), 2, scratch, 0);
    REQUIRE_FALSE(bins.ok());
    CHECK(bins.error().code == ErrorCode::Unreadable);
    CHECK(bins.error().where.find("changed while") != std::string::npos);
  }
}

TEST_CASE("an input with other ends when it is read again is refused") {
  const ThreeSynapses three;
  RawEdges edges = three.with(integers("w"), {1, 2, 3});
  const auto survey = survey_edges(edges, three.standing.places());
  REQUIRE(survey.ok());
  const auto original = edges.list.read;
  edges.list.read = [&](std::uint64_t first, std::size_t rows, std::span<const std::size_t> which,
                        EdgePiece& piece) {
    const auto done = original(first, rows, which, piece);
    for (auto& post : piece.post) post = 0;
    return done;
  };
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const auto bins = EdgeBins::fill(edges, survey.value(), three.standing.places(), 1, scratch, 0);
  REQUIRE_FALSE(bins.ok());
  CHECK(bins.error().code == ErrorCode::Unreadable);
  CHECK(bins.error().where.find("changed while") != std::string::npos);
}

TEST_CASE("synapses without position and size are in order of what is carried") {
  RawEdges edges = list_of({1, 1, 1}, {0, 0, 0}, {integers("id")}, {{30, 10, 20}}, 2);
  const Standing standing(2);
  const auto survey = survey_edges(edges, standing.places());
  REQUIRE(survey.ok());
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const auto block = filled(edges, survey.value(), standing.places(), 2, scratch).block(0);
  REQUIRE(block.ok());
  CHECK(block.value().carried[0] == std::vector<NumberBits>{10, 20, 30});
}

TEST_CASE("blocks have every row once, sorted, whatever fits into memory") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed * 2;
    const auto raw = with_ids(random_connectome(seed, neurons, seed * 15), seed).assembled();
    Standing standing(neurons);
    std::shuffle(standing.index.begin(), standing.index.end(), std::mt19937{seed});
    auto surveyed = survey_edges(*raw.edges, standing.places());
    REQUIRE(surveyed.ok());
    const EdgeSurvey survey = std::move(surveyed).value();
    MemoryBudget budget(seed % 2 == 0 ? 0 : Scratch::kChunkBytes);
    Scratch scratch(kFolder, budget);
    const EdgeBins bins = filled(*raw.edges, survey, standing.places(), 8, scratch);

    using Row = std::array<std::int64_t, 7>;  // post, pre, x, y, z, size, id
    std::multiset<Row> expected, found;
    const WholeSynapses whole = *whole_synapses(*raw.edges);
    const auto id_values = [&] {
      EdgePiece piece;
      const std::array<std::size_t, 1> id = {0};
      REQUIRE(raw.edges->list.rows < kPieceRows);
      if (raw.edges->list.rows > 0) {
        REQUIRE(raw.edges->list.read(0, raw.edges->list.rows, id, piece).ok());
      }
      return piece.values.empty() ? std::vector<NumberBits>{} : piece.values[0];
    }();
    for (std::size_t i = 0; i < whole.pre.size(); ++i) {
      expected.insert({standing.index[whole.post[i]], standing.index[whole.pre[i]],
                       whole.position_nm[0][i], whole.position_nm[1][i], whole.position_nm[2][i],
                       whole.size[i], static_cast<std::int64_t>(id_values[i])});
    }
    for (std::size_t b = 0; b < bins.blocks(); ++b) {
      const auto taken = bins.block(b);
      REQUIRE(taken.ok());
      const EdgeBlock& block = taken.value();
      CHECK(block.first_neuron == b * 8);
      Row last{};
      std::size_t s = 0;
      for (std::uint32_t r = 0; r + 1 < block.in.offsets.size(); ++r) {
        for (std::uint32_t e = block.in.offsets[r]; e < block.in.offsets[r + 1]; ++e) {
          if (e > block.in.offsets[r]) CHECK(block.in.targets[e - 1] < block.in.targets[e]);
          for (std::uint32_t k = 0; k < block.in.synapse_counts[e]; ++k, ++s) {
            Row row = {block.first_neuron + r, block.in.targets[e]};
            for (std::size_t axis = 0; axis < 3; ++axis) {
              row[2 + axis] =
                  survey.grid.origin_nm[axis] +
                  survey.grid.step_nm[axis] * (survey.min_voxel[axis] + block.voxel[axis][s]);
            }
            row[5] = block.size[s];
            row[6] = static_cast<std::int64_t>(block.carried[0][s]);
            CHECK(last <= row);
            last = row;
            found.insert(row);
          }
        }
      }
      CHECK(s == block.size.size());
    }
    CHECK(found == expected);
  }
}

TEST_CASE("both directions say the same") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::uint32_t neurons = 1 + seed % 19;
    const auto random = random_connectome(seed, neurons, seed * 4);
    const auto raw = random.assembled();
    const Standing standing(neurons);
    const auto survey = survey_edges(*raw.edges, standing.places());
    REQUIRE(survey.ok());
    MemoryBudget budget(0);
    Scratch scratch(kFolder, budget);
    const EdgeBins bins = filled(*raw.edges, survey.value(), standing.places(), 4, scratch);
    EdgeRowStore in(kFolder, budget), out(kFolder, budget);
    OutgoingBins outgoing(kFolder, budget, neurons, 1 << 20, 0);  // as if there were many
    for (std::size_t b = 0; b < bins.blocks(); ++b) {
      const auto block = bins.block(b);
      REQUIRE(block.ok());
      REQUIRE(in.append(block.value().in).ok());
      REQUIRE(outgoing.add(block.value().first_neuron, block.value().in).ok());
    }
    REQUIRE(outgoing.finish().ok());
    for (std::size_t b = 0; b < outgoing.blocks(); ++b) {
      const auto rows = outgoing.block(b);
      REQUIRE(rows.ok());
      REQUIRE(out.append(rows.value()).ok());
    }
    PairCounts by_pre, by_post;
    for (const auto& [pair, count] : slow_counts(*random.synapses)) {
      by_pre[pair] = count;
      by_post[{pair.second, pair.first}] = count;
    }
    const auto flat = [&](const PairCounts& counts) {
      EdgeRows result;
      result.offsets.assign(neurons + 1, 0);
      for (const auto& [pair, count] : counts) {
        result.offsets[pair.first + 1] += 1;
        result.targets.push_back(pair.second);
        result.synapse_counts.push_back(count);
      }
      for (std::uint32_t r = 0; r < neurons; ++r) result.offsets[r + 1] += result.offsets[r];
      return result;
    };
    CHECK(in.slice(0, neurons).value() == flat(by_post));
    CHECK(out.slice(0, neurons).value() == flat(by_pre));
    EdgeRows joined;  // slices are the whole, cut
    for (std::uint32_t first = 0; first < neurons; first += 4) {
      append(joined, out.slice(first, std::min(4u, neurons - first)).value());
    }
    CHECK(joined == flat(by_pre));
  }
}

TEST_CASE("rows of one connection are added up, those of weight 0 are dropped and told") {
  RawEdges edges = list_of({0, 1, 0, 2}, {1, 0, 1, 2}, {integers("n")}, {{2, 1, 3, 0}}, 3);
  edges.unit = EdgeUnit::Connection;
  edges.count = CountColumn{0, CountName::Yes};
  const Standing standing(3);
  const auto survey = survey_edges(edges, standing.places());
  REQUIRE(survey.ok());
  CHECK(survey.value().rows == 3);
  REQUIRE(survey.value().notes.size() == 1);
  CHECK(survey.value().notes[0] == "1 edge of /full had the weight 0 and was dropped");
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const auto block = filled(edges, survey.value(), standing.places(), 4, scratch).block(0);
  REQUIRE(block.ok());
  CHECK(block.value().merged == 1);
  CHECK(block.value().in ==
        EdgeRows{.offsets = {0, 1, 2, 2}, .targets = {1, 0}, .synapse_counts = {1, 5}});
}

TEST_CASE("sums beyond 32 bits are refused") {
  RawEdges edges = list_of({0, 0}, {1, 1}, {integers("n")}, {{0xffffffff, 1}}, 2);
  edges.unit = EdgeUnit::Connection;
  edges.count = CountColumn{0, CountName::Yes};
  const Standing standing(2);
  const auto survey = survey_edges(edges, standing.places());
  REQUIRE(survey.ok());
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const auto block = filled(edges, survey.value(), standing.places(), 2, scratch).block(0);
  REQUIRE_FALSE(block.ok());
  CHECK(block.error().code == ErrorCode::OutOfRange);
}

TEST_CASE("sums and means of a condensed group are known for what they are") {
  RawEdges full = list_of({0, 0, 1}, {1, 1, 0}, {integers("size"), integers("id")},
                          {{10, 15, 7}, {100, 200, 300}}, 2);
  full.synapse.size = 0;
  const Standing standing(2);
  auto surveyed = survey_edges(full, standing.places());
  REQUIRE(surveyed.ok());
  const EdgeSurvey survey = std::move(surveyed).value();
  const auto sources = [&](std::vector<NumberBits> mean) {
    RawEdges condensed = list_of({1, 0}, {0, 1},
                                 {integers("count"), integers("total_size"), reals("mean_size"),
                                  integers("total_id"), integers("other")},
                                 {{1, 2}, {7, 25}, std::move(mean), {300, 300}, {1, 1}}, 2);
    condensed.unit = EdgeUnit::Connection;
    condensed.count = CountColumn{0, CountName::Yes};
    auto read = CondensedGroup::read(condensed, standing.places(), survey.columns);
    REQUIRE(read.ok());
    CondensedGroup group = std::move(read).value();
    MemoryBudget budget(0);
    Scratch scratch(kFolder, budget);
    const EdgeBins bins = filled(full, survey, standing.places(), 2, scratch);
    const auto block = bins.block(0);
    REQUIRE(block.ok());
    group.add(group.sums_of(block.value(), bins.carried()));
    std::vector<EdgeSource> found;
    for (const EdgeColumn& column : group.columns()) found.push_back(column.source);
    return found;
  };
  CHECK(sources({bits_of(7), bits_of(12.5)}) ==
        std::vector<EdgeSource>{EdgeSource::Count, EdgeSource::Sum, EdgeSource::Mean,
                                EdgeSource::Sum, EdgeSource::Tiles});
  CHECK(sources({bits_of(12.5), bits_of(7)})[2] == EdgeSource::Tiles);
}

TEST_CASE("the overview's tiles are all places in order, level by level") {
  const auto raw = random_connectome(7, 40, 5000).assembled();
  const Standing standing(40);
  const auto survey = survey_edges(*raw.edges, standing.places());
  REQUIRE(survey.ok());
  const OverviewGrid grid = choose_overview_grid(survey.value());
  MemoryBudget budget(0);
  Scratch scratch(kFolder, budget);
  const EdgeBins bins = filled(*raw.edges, survey.value(), standing.places(), 8, scratch);
  OverviewPlaces places(kFolder, budget, grid, std::uint64_t{1} << 30, 0);  // as if there were many
  std::vector<std::uint64_t> expected;
  for (std::size_t b = 0; b < bins.blocks(); ++b) {
    const auto part = overview_places(bins.block(b).value(), grid);
    REQUIRE(places.add(part).ok());
    expected.insert(expected.end(), part.begin(), part.end());
  }
  REQUIRE(places.finish().ok());
  std::sort(expected.begin(), expected.end());
  REQUIRE(places.count() == expected.size());
  for (std::size_t t = 0; t < overview_tile_count(expected.size(), 300); ++t) {
    const OverviewTile tile = overview_tile(t, expected.size(), 300);
    const auto found = places.tile(tile);
    REQUIRE(found.ok());
    REQUIRE(found.value().size() == tile.count);
    for (std::uint32_t i = 0; i < tile.count; ++i) {
      CHECK(found.value()[i] == expected[overview_rank(tile.level, tile.first + i)]);
    }
  }
}
