#pragma once
// missing_text.h — what a missing value is called in a column of names.

namespace cnx {

inline constexpr const char* kMissingText = "nan";

}  // namespace cnx
