#pragma once
// measure_words.h — the numbers of a network (stats/network_measures.h) for people.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace cnx {

/// "triad_030T" is "Triad 030T", "simplices_3" "Directed simplices of dimension 3",
/// "reciprocal_simplices_3" "Reciprocal simplices of dimension 3".
std::string measure_title(std::string_view name);

/// Whether it is a share from 0 to 1, written in percent.
bool measure_is_share(std::string_view name);

/// A share in JSON as percent_text; "–" for null.
std::string share_text(const Json& share);

/// What its n counts: "ordered pairs".
std::string measure_n_title(std::string_view name);

/// Whether the groups of a result are the cell classes.
bool is_by_class(const Json& result);

/// What is said of classes ("by class", "of the classes", "a class"), said of the groups of a
/// result: those of its column, where that is not the cell class. Only for the program's own words.
std::string of_groups(std::string text, const Json& result);

/// How p-values of a least of 2 / (1 + draws) were corrected: "q is p corrected for 121 cells
/// (Benjamini and Hochberg), below 0.05 in 5". Where none is, and none could be but together with
/// others, instead of the number how many draws one alone would take. `unit`: "cell"; `draw`:
/// "control".
std::string corrected_words(std::uint64_t tests, const char* unit, std::uint64_t below,
                            std::uint64_t draws, const char* draw);
/// Its second half alone, a sentence; empty: so many draws are enough for one test alone.
std::string few_draws_sentence(std::uint64_t tests, const char* unit, std::uint64_t draws,
                               const char* draw);

/// "Left out: fall with distance. The dataset has no soma positions.": sentences on what needs
/// places or sizes of synapses and is not there, and on what near and clumped mean where they are;
/// none where nobody asked.
std::vector<std::string> measure_notes(const Json& told);

/// The same, each with a space in front.
std::string measure_note_words(const Json& told);

}  // namespace cnx
