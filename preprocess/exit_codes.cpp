#include "exit_codes.h"

#include <cstdio>

namespace cnx {

int after_printing(int code) {
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return code;
  if (code == kExitUnwritable) return code;  // it has said why
  std::fprintf(stderr, "connectoscope: could not write the result; is the disk full?\n");
  return kExitUnwritable;
}

}  // namespace cnx
