#include "base/result.h"

namespace cnx {

const char* error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::Truncated: return "Truncated";
    case ErrorCode::TrailingBytes: return "TrailingBytes";
    case ErrorCode::BadMagic: return "BadMagic";
    case ErrorCode::UnsupportedVersion: return "UnsupportedVersion";
    case ErrorCode::OutOfRange: return "OutOfRange";
    case ErrorCode::NotCanonical: return "NotCanonical";
    case ErrorCode::Syntax: return "Syntax";
    case ErrorCode::HashMismatch: return "HashMismatch";
    case ErrorCode::Missing: return "Missing";
    case ErrorCode::Unreadable: return "Unreadable";
    case ErrorCode::Unwritable: return "Unwritable";
  }
  return "?";
}

}  // namespace cnx
