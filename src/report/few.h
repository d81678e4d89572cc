#pragma once
// few.h — below these a number is hatched, and its hint says that it rests on little.

#include <cstdint>

namespace cnx {

inline constexpr std::uint64_t kFewPairs = 100;  // one connection more or less is a percent
inline constexpr std::uint64_t kFewSynapses = 100;
inline constexpr double kFewExpected = 5;  // reciprocal pairs, in a cell

}  // namespace cnx
