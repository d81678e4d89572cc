#pragma once
// minus.h — what stands before a negative number on the screen; in files for programs it is "-".

#include <string_view>

namespace cnx {

/// A minus, not a hyphen.
inline constexpr std::string_view kMinus = "\xe2\x88\x92";

}  // namespace cnx
