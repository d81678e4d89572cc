// rest_mark.cpp — linked before and after the files of rest.txt: where in the program's memory what
// only they use begins and ends, for split.mjs to find. CNX_MARK is "begins" or "ends".

#include <emscripten/emscripten.h>

#define CNX_WORDS(kind) "The rest of the program " CNX_MARK ": " kind "."

namespace {
const char constants[] = CNX_WORDS("constants");
char data[] = CNX_WORDS("data");
}  // namespace

/// Called by nobody: what is exported is not left out.
extern "C" EMSCRIPTEN_KEEPALIVE const char* CNX_MARK_FUNCTION(int kind) {
  data[0] = static_cast<char>(kind);
  return kind == 0 ? constants : kind == 1 ? data : CNX_WORDS("texts");
}
