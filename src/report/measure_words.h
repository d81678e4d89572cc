#pragma once
// measure_words.h — the numbers of a network (stats/network_measures.h) for people.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace cnx {

/// "triad_030T" is "Triad 030T", "simplices_3" "Directed simplices of dimension 3".
std::string measure_title(std::string_view name);

/// Whether it is a share from 0 to 1, written in percent.
bool measure_is_share(std::string_view name);

/// What is said of classes ("by class", "of the classes", "a class"), said of the groups of a
/// result: those of its column, where that is not the cell class. Only for the program's own words.
std::string of_groups(std::string text, const Json& result);

/// "Left out: fall with distance. The dataset has no soma positions.": sentences on what needs
/// places or sizes of synapses and is not there; none where it is, or nobody asked.
std::vector<std::string> left_out_sentences(const Json& told);

/// The same, each with a space in front.
std::string left_out_words(const Json& told);

}  // namespace cnx
