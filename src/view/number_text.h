#pragma once
// number_text.h — doubles as text that reads back equal, whatever the locale says.

#include <optional>
#include <string>
#include <string_view>

namespace cnx {

/// The shortest of 15, 16 and 17 significant digits that reads back equal: "0.1", "-2.5",
/// "1e300". No plus sign and no leading zeros in the exponent; minus zero is "0".
/// Precondition: finite.
std::string number_text(double value);

/// Reads  [ "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ]  and nothing else; nullopt
/// also for a number that no double can hold. O(length).
std::optional<double> parse_number(std::string_view text);

}  // namespace cnx
