#pragma once
// analyzable_words.h — the words around the numbers on analyzable axons that a job has beside its
// own (worker/analyzable_beside.h).

#include <cstdint>
#include <string>

#include "base/json.h"
#include "report/chart.h"

namespace cnx {

/// The name of a row of a table or a chart below the row of which it is the same on analyzable
/// axons.
inline constexpr const char* kOnAnalyzableRow = "… on analyzable axons";

/// Of one set: "n = 57 neurons with an analyzable axon, among each other"; of a block: "n = 57
/// sending neurons with an analyzable axon".
std::string analyzable_network_words(std::uint64_t pre_neurons, bool block);

/// "; on analyzable axons 12.3 %, n = 1,234", behind the n of a line: its value, and what that
/// rests on.
std::string on_analyzable(const std::string& value, std::uint64_t n);

/// The part on analyzable axons of the result of a job; null where there is none.
const Json* analyzable_of(const Json& result);

/// Of which network that part is. Precondition: the result has it.
std::string analyzable_words(const Json& result);

/// A sentence on it, or on why it is not there; empty where the dataset does not say, which the
/// caveats do, and while nobody knows yet. `key`: of what the part is about, which may be null in
/// it.
std::string analyzable_sentence(const Json& result, const std::string& key = {});

/// Behind the hint of each cell, and in its numbers: the same of the classes on analyzable axons.
/// O(cells * labels).
void put_analyzable_cells(const HeatMap& good, HeatMap& map);

}  // namespace cnx
