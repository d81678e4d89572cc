// fuzz_edge_rows.cpp — any bytes as connections: refused, or the same bytes when encoded again.
//
// The first four bytes choose the number of rows (two bytes, few rows for most values) and of
// neurons (two bytes, scaled so that small and largest datasets both occur). Then come the length
// of a model (varint) and the model; without one, a model in which every number is possible. The
// rest is the payload.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "base/byte_reader.h"
#include "format/edge_rows.h"

namespace {

using namespace cnx;

EdgeModel model_of_everything() {
  SymbolCounts counts(kEdgeContexts);
  for (unsigned context = 0; context < kEdgeContexts; ++context) {
    for (unsigned symbol = 0; symbol <= kMaxEdgeSymbol; ++symbol) {
      // Small numbers more often: a tile of few bytes then has some edges.
      for (unsigned times = 1 + 64 / (1 + symbol * symbol); times > 0; --times) {
        counts.add(context, symbol);
      }
    }
  }
  return {1, RansModel(counts)};
}

/// The model that these bytes are, or nullptr. What was accepted is remembered for a while: most
/// inputs have another payload and the same model, and its tables take longest.
const EdgeModel* model_of(std::span<const std::byte> bytes, std::uint32_t neuron_count) {
  using Key = std::pair<std::vector<std::byte>, std::uint32_t>;
  static std::map<Key, EdgeModel> models;
  if (models.size() > 64) models.clear();
  const Key key{{bytes.begin(), bytes.end()}, neuron_count};
  if (const auto known = models.find(key); known != models.end()) return &known->second;
  auto model = decode_edge_model(bytes, neuron_count);
  CNX_CHECK(check_edge_model(bytes, neuron_count).ok() == model.ok());
  if (!model.ok()) return nullptr;
  const auto again = encode_edge_model(model.value());
  CNX_CHECK(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
  return &models.emplace(key, std::move(model).value()).first->second;
}

void check_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                std::uint32_t neuron_count, const EdgeModel& model) {
  const auto decoded = decode_edge_rows(payload, row_count, neuron_count, model);
  if (!decoded.ok()) return;
  const EdgeRows& rows = decoded.value();
  CNX_CHECK(rows.offsets.size() == std::size_t{row_count} + 1);
  CNX_CHECK(rows.targets.size() == rows.offsets.back());
  CNX_CHECK(rows.synapse_counts.size() == rows.offsets.back());
  for (std::size_t r = 0; r < row_count; ++r) {
    for (std::uint32_t e = rows.offsets[r]; e < rows.offsets[r + 1]; ++e) {
      CNX_CHECK(rows.targets[e] < neuron_count && rows.synapse_counts[e] >= 1);
      CNX_CHECK(e == rows.offsets[r] || rows.targets[e - 1] < rows.targets[e]);
    }
  }
  const auto again = encode_edge_rows(rows, neuron_count, model);
  CNX_CHECK(std::equal(again.begin(), again.end(), payload.begin(), payload.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteReader reader{std::as_bytes(std::span{data, size})};
  const std::uint32_t rows = reader.u16();
  const std::uint32_t row_count = rows % 256 * (rows < 0xff00 ? 1 : 16);
  const std::uint32_t neuron_count = 1u + reader.u8() + (std::uint32_t{reader.u8()} << 18);
  const std::uint32_t model_bytes = reader.varint();
  const auto coded_model = reader.take(model_bytes);
  if (reader.failed()) return 0;
  const auto payload = reader.take(reader.remaining());

  if (coded_model.empty()) {
    static EdgeModel any = model_of_everything();
    any.cell_bits = choose_cell_bits(neuron_count, 1u << 20, 64);
    check_rows(payload, row_count, neuron_count, any);
    return 0;
  }
  if (const EdgeModel* model = model_of(coded_model, neuron_count)) {
    check_rows(payload, row_count, neuron_count, *model);
  }
  return 0;
}
