#pragma once
// exit_codes.h — what the exit code of `connectoscope` means; printed by --help.

#include "base/result.h"

namespace cnx {

enum ExitCode : int {
  kExitDone = 0,
  kExitFindings = 1,      // verify: the folder is not what its manifest promises
  kExitUsage = 2,         // the command line is wrong
  kExitUnreadable = 3,    // the input cannot be read
  kExitWrongInput = 4,    // the input is not what it should be
  kExitUnwritable = 5,    // the output cannot be written
  kExitBug = 70,          // a bug in connectoscope
  kExitInterrupted = 130  // Ctrl-C
};

/// The exit code for an error that reading or tiling an input ends with.
constexpr int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Unreadable:
    case ErrorCode::BadMagic: return kExitUnreadable;
    case ErrorCode::Unwritable: return kExitUnwritable;
    default: return kExitWrongInput;
  }
}

/// `code`, or kExitUnwritable and a sentence on stderr where stdout has not taken all that was
/// printed.
int after_printing(int code);

}  // namespace cnx
