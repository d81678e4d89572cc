#pragma once
// measure_words.h — the numbers of a network (stats/network_measures.h) for people.

#include <string>
#include <string_view>

namespace cnx {

/// "triad_030T" is "Triad 030T", "simplices_3" "Directed simplices of dimension 3".
std::string measure_title(std::string_view name);

/// Whether it is a share from 0 to 1, written in percent.
bool measure_is_share(std::string_view name);

}  // namespace cnx
