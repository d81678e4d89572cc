#pragma once
// check.h — broken preconditions stop the program, in every build.
//
// For mistakes in our own code only. What data can get wrong is a Result (result.h).

#include <cstdio>
#include <cstdlib>

namespace cnx::detail {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "connectoscope: bug: %s does not hold (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace cnx::detail

#define CNX_CHECK(condition) \
  ((condition) ? void() : ::cnx::detail::check_failed(#condition, __FILE__, __LINE__))
