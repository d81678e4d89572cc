#pragma once
// measure_words.h — the numbers of a network (stats/network_measures.h) for people.

#include <string>
#include <string_view>
#include <utility>

namespace cnx {

/// "triad_030T" is "Triad 030T", "simplices_3" "Directed simplices of dimension 3".
std::string measure_title(std::string_view name);

/// Whether it is a share from 0 to 1, written in percent.
bool measure_is_share(std::string_view name);

/// " Left out: fall with distance. The dataset has no soma positions.": why what needs places is
/// not there; empty where it is, or nobody asked. `Json` is either kind of nlohmann's.
template <typename Json>
std::string places_words(const Json& told) {
  std::string words;
  for (const auto& [key, name] : {std::pair{"lengths_why_not", "distance of connected somata"},
                                  std::pair{"distance_why_not", "fall with distance"}}) {
    const auto why = told.find(key);
    if (why == told.end()) continue;
    words += std::string(" Left out: ") + name + ". " + why->template get<std::string>();
  }
  return words;
}

}  // namespace cnx
