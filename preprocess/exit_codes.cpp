#include "exit_codes.h"

#include <cstdio>

#include "say.h"

namespace cnx {

int after_printing(int code) {
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return code;
  if (code == kExitUnwritable) return code;  // it has said why
  say("could not write the result; is the disk full?");
  return kExitUnwritable;
}

}  // namespace cnx
