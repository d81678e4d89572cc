#pragma once
// csv_values.h — fields of a table as numbers. Locales play no part, and nothing is rounded twice.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cnx {

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view field);

/// "42", "-7", "+1": a whole number of 64 bits, or nullopt. No blanks.
std::optional<std::int64_t> parse_integer(std::string_view field);

/// "1", "-.5", "6.02e23", "inf": the nearest double, or nullopt; not NaN, no hexadecimal. No
/// blanks. A number beyond the range of doubles is infinite.
std::optional<double> parse_real(std::string_view field);

/// Whether a field of a column of numbers says that there is none: empty, NaN, NA, N/A, null,
/// None, <NA> and their other spellings.
bool is_missing_number(std::string_view field);

/// "[1 2 3]", "(1, 2.5, 3)": three numbers in brackets, apart by blanks or commas; or nullopt.
/// Which of them are whole is told by parse_integer on the parts.
std::optional<std::array<std::string_view, 3>> parse_triple(std::string_view field);

}  // namespace cnx
