#pragma once
// number_stream.h — sequences of symbols with their model, and of numbers with their raw bits
// (docs/format.md §2.6).
//
// What a coded section of a tile is made of: the model, the symbols, and, where the symbols are
// tokens of numbers, the raw bits of all of them in the same order.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"
#include "format/number_tokens.h"
#include "format/rans.h"

namespace cnx {

/// Symbols in their order with the context of each; `contexts` counts those of the model.
/// Writes the model that fits them best and then them. Symbol i is in lane i mod 4.
///   context_of(i)  context of symbol i, below `contexts`
template <typename ContextOf>
void write_symbols(std::span<const std::uint8_t> symbols, unsigned contexts,
                   const ContextOf& context_of, ByteWriter& writer) {
  SymbolCounts counts(contexts);
  for (std::size_t i = 0; i < symbols.size(); ++i) counts.add(context_of(i), symbols[i]);
  RansWriter steps;
  steps.put_in_turn(0, symbols, context_of);
  const RansFrequencies model(counts);
  model.write(writer);
  steps.finish(model, writer);
}

/// Reads `symbols.size()` symbols. `context_of(i)` may look at the symbols before i, which are in
/// place. Errors: those of the model; Truncated; NotCanonical (not as write_symbols writes it).
template <typename ContextOf>
Result<Done> read_symbols(ByteReader& reader, unsigned contexts, const ContextOf& context_of,
                          std::span<std::uint8_t> symbols, std::string_view what) {
  const auto model = RansModel::read(reader, contexts);
  if (!model.ok()) return model.error();
  RansReader steps(model.value(), reader);
  if (reader.failed()) return reader.error(what);
  read_in_turn(steps, 0, symbols.size(), context_of, [&](std::size_t i, std::uint32_t symbol) {
    symbols[i] = static_cast<std::uint8_t>(symbol);
  });
  if (const auto problem = steps.problem()) return Error{*problem, std::string(what) + ", symbols"};
  SymbolCounts counts(contexts);
  for (std::size_t i = 0; i < symbols.size(); ++i) counts.add(context_of(i), symbols[i]);
  if (model.value() != RansFrequencies(counts)) {
    return Error{ErrorCode::NotCanonical, std::string(what) + ", model"};
  }
  return Done{};
}

/// The bytes that hold `bits` raw bits, for a BitReader. Sets the reader's error when there are
/// not as many.
inline BitReader take_bits(ByteReader& reader, std::uint64_t bits) {
  return BitReader(reader.take(static_cast<std::size_t>((bits + 7) / 8)));
}

/// Numbers as tokens of one context, then their raw bits.
void write_numbers(std::span<const std::uint64_t> numbers, ByteWriter& writer);

/// Reads numbers.size() numbers. Errors: as read_symbols; OutOfRange (a symbol that is no token).
Result<Done> read_numbers(ByteReader& reader, std::span<std::uint64_t> numbers,
                          std::string_view what);

/// Signed numbers as tokens of their magnitudes, twice the token plus 1 below zero, then their
/// raw bits. Where no number is negative that costs nothing.
void write_signed(std::span<const std::int64_t> numbers, ByteWriter& writer);
Result<Done> read_signed(ByteReader& reader, std::span<std::int64_t> numbers,
                         std::string_view what);

}  // namespace cnx
