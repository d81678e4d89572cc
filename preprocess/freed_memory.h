#pragma once
// freed_memory.h — what is freed goes back to the system, so that a peak is what is needed at one
// time. glibc keeps it otherwise: after the first large vector that was freed, those up to 32 MB
// lie in heaps that seldom shrink. Elsewhere these do nothing.

#include <cstddef>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace cnx {

/// From now on, memory of `bytes` and more is the system's again when it is freed. A smaller number
/// costs time: the system clears what it gives out again.
inline void give_back_from([[maybe_unused]] std::size_t bytes) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, static_cast<int>(bytes));
#endif
}

/// Gives back what lies free in the heaps of all threads; milliseconds.
inline void give_back_freed() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace cnx
