#pragma once
// peak_memory.h — for the reports of the tool.

#include <sys/resource.h>

#include <cstdint>

namespace cnx {

/// Largest resident memory of this process so far. macOS counts in bytes, others in KiB.
inline std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return static_cast<std::uint64_t>(usage.ru_maxrss);
#else
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
#endif
}

}  // namespace cnx
