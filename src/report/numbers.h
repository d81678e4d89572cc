#pragma once
// numbers.h — numbers as people read them: separators, percentages, bytes. One way for every
// panel, figure and mirrored sentence. All functions are pure and never write "nan" or "inf".

#include <cstdint>
#include <string>

namespace cnx {

/// "60,048"
std::string with_separators(std::uint64_t count);

/// "1 neuron", "60,048 neurons". `plural` empty: `singular` + "s".
std::string counted(std::uint64_t count, const char* singular, const char* plural = "");

/// Fixed decimals, with separators: decimal_text(1234.56, 1) is "1,234.6". Not finite: "–".
std::string decimal_text(double value, int decimals);

/// About four significant digits for axis labels and ranges: "0.0123", "12.3", "1,234",
/// "1.2e+09". Not finite: "–".
std::string short_number(double value);

/// So many decimals that a spread of `sd` has two digits, since more of the value would be noise;
/// 3 where there is none.
int decimals_by_spread(double sd);

/// "p = 0.012"; "no p" when it is not finite.
std::string p_text(double p);

/// A share from 0 to 1 with three significant digits: "1.55 %", "0.0123 %", "100 %", "0 %".
/// Not finite: "–".
std::string percent_text(double share);

/// A share and its interval in the same decimals: as many as give the share three significant
/// digits, and more where it takes more to tell the two ends apart.
struct PercentTexts {
  std::string value;     // "1.55 %", as percent_text
  std::string interval;  // "1.54 to 1.56 %"
};
/// Precondition for sense, not for safety: low <= value <= high. Not finite: "–".
PercentTexts percent_with_interval(double value, double low, double high);

/// Decimal units: "512 bytes", "12.3 kB", "40.1 MB", "1.44 GB".
std::string bytes_text(std::uint64_t bytes);

/// The smallest of 1, 2, 5, 10, 20, 50 … that is at least `value`; 1 for value <= 1.
std::uint64_t nice_step(double value);

}  // namespace cnx
