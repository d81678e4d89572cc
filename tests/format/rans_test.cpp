#include "format/rans.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "format/hostile_bytes.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct Step {
  unsigned lane, context, symbol;
};

struct Sequence {
  std::vector<Step> steps;
  RansModel model;
};

/// Symbols of uneven frequency; the last context never occurs.
Sequence random_sequence(std::mt19937& random, std::size_t length, unsigned contexts) {
  Sequence sequence;
  SymbolCounts counts{contexts};
  const unsigned alphabet = 1 + random() % kRansSymbols;
  for (std::size_t i = 0; i < length; ++i) {
    const unsigned context = contexts == 1 ? 0 : random() % (contexts - 1);
    const unsigned symbol = random() % (1 + random() % alphabet);
    sequence.steps.push_back({static_cast<unsigned>(random() % kRansLanes), context, symbol});
    counts.add(context, symbol);
  }
  sequence.model = RansModel{counts};
  return sequence;
}

Bytes encode(const Sequence& sequence) {
  RansWriter rans;
  for (const Step& step : sequence.steps) rans.put(step.lane, step.context, step.symbol);
  ByteWriter writer;
  rans.finish(sequence.model, writer);
  return std::move(writer).finish();
}

/// Reads as many symbols from the same lanes and contexts, and writes them again.
Result<Bytes> recode(const Sequence& sequence, std::span<const std::byte> bytes) {
  ByteReader reader{bytes};
  RansReader rans{sequence.model, reader};
  if (reader.failed()) return reader.error("section");
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "section"};
  Sequence read = sequence;
  for (Step& step : read.steps) step.symbol = rans.get(step.lane, step.context);
  if (const auto problem = rans.problem()) return Error{*problem, "section"};
  return encode(read);
}

}  // namespace

TEST_CASE("symbols come back as they were on random sequences") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const Sequence sequence = random_sequence(random, random() % 2000, 1 + random() % 5);
    const Bytes coded = encode(sequence);
    ByteReader reader{coded};
    RansReader rans{sequence.model, reader};
    REQUIRE_FALSE(reader.failed());
    for (const Step& step : sequence.steps)
      REQUIRE(rans.get(step.lane, step.context) == step.symbol);
    CHECK_FALSE(rans.problem());
    CHECK(reader.remaining() == 0);
  }
}

TEST_CASE("a sequence takes little more than its entropy") {
  std::mt19937 random{1};
  const Sequence sequence = random_sequence(random, 100'000, 4);
  SymbolCounts counts{4};
  std::array<double, 4> totals{};
  for (const Step& step : sequence.steps)
    counts.add(step.context, step.symbol), ++totals[step.context];
  double bits = 0;
  for (const Step& step : sequence.steps)
    bits -=
        std::log2(static_cast<double>(counts.of(step.context)[step.symbol]) / totals[step.context]);
  CHECK(static_cast<double>(encode(sequence).size()) * 8 < bits * 1.01 + 200);
}

TEST_CASE("symbols of every frequency come back as they were") {
  std::mt19937 random{1};
  for (unsigned frequency = 1; frequency < 4096; frequency += frequency < 20 ? 1 : 37) {
    CAPTURE(frequency);
    Sequence sequence;
    SymbolCounts counts{1};
    for (unsigned i = 0; i < 4096; ++i) counts.add(0, i < frequency ? 0 : 1);
    sequence.model = RansModel{counts};
    REQUIRE(sequence.model.range(0, 0).frequency == frequency);
    // Runs of either symbol, so that the states reach their ends.
    for (unsigned i = 0, symbol = 0; i < 400; ++i) {
      if (random() % 16 == 0) symbol = 1 - symbol;
      sequence.steps.push_back({i % kRansLanes, 0, symbol});
    }
    const Bytes coded = encode(sequence);
    ByteReader reader{coded};
    RansReader rans{sequence.model, reader};
    for (const Step& step : sequence.steps) REQUIRE(rans.get(step.lane, 0) == step.symbol);
    CHECK_FALSE(rans.problem());
  }
}

TEST_CASE("symbols in turn are the same as one after another, from every lane on") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::size_t turn = random() % 8;
    Sequence sequence = random_sequence(random, random() % (seed % 10 == 0 ? 3000 : 40), 3);
    std::vector<std::uint8_t> symbols;
    for (std::size_t i = 0; i < sequence.steps.size(); ++i) {
      sequence.steps[i].lane = static_cast<unsigned>((turn + i) % kRansLanes);
      symbols.push_back(static_cast<std::uint8_t>(sequence.steps[i].symbol));
    }
    const auto context_of = [&](std::size_t i) { return sequence.steps[i].context; };
    RansWriter in_turn;
    in_turn.put_in_turn(turn, symbols, context_of);
    ByteWriter writer;
    in_turn.finish(sequence.model, writer);
    const Bytes coded = std::move(writer).finish();
    CHECK(coded == encode(sequence));

    ByteReader reader{coded};
    RansReader rans{sequence.model, reader};
    std::vector<std::uint8_t> read;
    read_in_turn(rans, turn, symbols.size(), context_of, [&](std::size_t i, std::uint32_t symbol) {
      REQUIRE(i == read.size());
      read.push_back(static_cast<std::uint8_t>(symbol));
    });
    CHECK(read == symbols);
    CHECK_FALSE(rans.problem());
  }
}

TEST_CASE("more symbols in turn than there are is an error, found without reading all of them") {
  std::mt19937 random{1};
  const Sequence sequence = random_sequence(random, 1000, 1);
  const Bytes coded = encode(sequence);
  ByteReader reader{coded};
  RansReader rans{sequence.model, reader};
  std::size_t read = 0;
  read_in_turn(
      rans, 0, 100'000'000, [](std::size_t) { return 0u; },
      [&](std::size_t, std::uint32_t) { ++read; });
  CHECK(rans.problem() == ErrorCode::Truncated);
  CHECK(read < 1'000'000);
}

TEST_CASE("damaged symbols give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const Sequence sequence = random_sequence(random, random() % 60, 3);
    check_hostile_bytes(encode(sequence),
                        [&](std::span<const std::byte> bytes) { return recode(sequence, bytes); });
  }
}

TEST_CASE("a symbol that always comes takes no bits") {
  SymbolCounts counts{1};
  counts.add(0, 7);
  const RansModel model{counts};
  RansWriter rans;
  for (int i = 0; i < 1000; ++i) rans.put(0, 0, 7);
  ByteWriter writer;
  rans.finish(model, writer);
  CHECK(writer.bytes().size() == 1 + 4 * kRansLanes);
}

TEST_CASE("frequencies sum to 4096 and leave nobody out who occurs") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    SymbolCounts counts{1};
    std::array<bool, kRansSymbols> occurs{};
    for (auto left = random() % 300; left > 0; --left) {
      const auto symbol = static_cast<unsigned>(random() % kRansSymbols);
      for (auto times = 1 + (random() % 1000 >> random() % 10); times > 0; --times)
        counts.add(0, symbol);
      occurs[symbol] = true;
    }
    const RansModel model{counts};
    unsigned sum = 0;
    for (unsigned s = 0; s < kRansSymbols; ++s) {
      sum += model.range(0, s).frequency;
      if (occurs[s]) CHECK(model.range(0, s).frequency >= 1);
    }
    CHECK(sum == 4096);
  }
}

TEST_CASE("a model comes back as it was, and damage gives an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const RansModel model = random_sequence(random, random() % 60, 3).model;
    ByteWriter writer;
    model.write(writer);
    check_hostile_bytes(std::move(writer).finish(),
                        [](std::span<const std::byte> bytes) -> Result<Bytes> {
                          ByteReader reader{bytes};
                          const auto read = RansModel::read(reader, 3);
                          if (!read.ok()) return read.error();
                          if (reader.remaining() != 0)
                            return Error{ErrorCode::TrailingBytes, "model"};
                          ByteWriter again;
                          read.value().write(again);
                          return std::move(again).finish();
                        });
  }
}

TEST_CASE("bits come back as they were, and damage gives an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::vector<unsigned> widths(random() % 40);
    for (unsigned& width : widths) width = random() % 33;
    const auto write = [&](const std::vector<std::uint32_t>& values) {
      BitWriter bits;
      for (std::size_t i = 0; i < widths.size(); ++i) bits.put(values[i], widths[i]);
      ByteWriter writer;
      std::move(bits).finish(writer);
      return std::move(writer).finish();
    };
    std::vector<std::uint32_t> values;
    for (const unsigned width : widths)
      values.push_back(static_cast<std::uint32_t>(random() & ((std::uint64_t{1} << width) - 1)));
    check_hostile_bytes(write(values), [&](std::span<const std::byte> bytes) -> Result<Bytes> {
      BitReader reader{bytes};
      std::vector<std::uint32_t> read;
      for (const unsigned width : widths) read.push_back(reader.get(width));
      if (const auto problem = reader.problem()) return Error{*problem, "bits"};
      if (bytes.size() == write(values).size() &&
          std::equal(bytes.begin(), bytes.end(), write(values).begin())) {
        CHECK(read == values);
      }
      return write(read);
    });
  }
}
