#pragma once
// memory_meter.h — counts the bytes that a call asks operator new for.

#include <cstddef>

namespace cnx::test {

/// Bytes asked for since the program began; never goes down, so a difference is an upper bound
/// of what was held at one time.
std::size_t bytes_allocated();

}  // namespace cnx::test
