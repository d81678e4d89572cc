#pragma once
// parallel_for.h — a loop over independent items, on all cores; TBB stays behind this one door.
//
// Under WebAssembly it is a plain loop. Items write to their own places only, so that the result
// does not depend on the number of threads.

#include <cstddef>

#ifndef __EMSCRIPTEN__
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#endif

namespace cnx {

#ifdef __EMSCRIPTEN__

class ThreadLimit {
 public:
  explicit ThreadLimit(unsigned) {}
};

template <typename Body>
void parallel_for(std::size_t count, const Body& body) {
  for (std::size_t i = 0; i < count; ++i) body(i);
}

#else

/// While it lives, parallel_for uses at most `threads` threads; 0 means one per core.
class ThreadLimit {
 public:
  explicit ThreadLimit(unsigned threads)
      : control_(tbb::global_control::max_allowed_parallelism,
                 threads > 0 ? threads
                             : tbb::global_control::active_value(
                                   tbb::global_control::max_allowed_parallelism)) {}

 private:
  tbb::global_control control_;
};

/// Calls body(i) once for every i in 0 .. count - 1, in no promised order, and waits for all.
template <typename Body>
void parallel_for(std::size_t count, const Body& body) {
  tbb::parallel_for(std::size_t{0}, count, body);
}

#endif

}  // namespace cnx
