#pragma once
// complete_query.h — what the word that is being typed could become.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/neuron_table.h"
#include "view/view_state.h"

namespace cnx {

struct Completion {
  std::string text;    // to put in place of the word, with the quotes that it needs
  std::string detail;  // what it is: "column of names", "1,234 neurons", "upstream of X"
};

struct Completions {
  std::size_t begin = 0, end = 0;  // bytes of the text that a completion replaces
  std::vector<Completion> all;     // best first, at most kMaxCompletions
};
inline constexpr std::size_t kMaxCompletions = 12;

/// For the cursor after byte `cursor` of `text`. Names that begin with the typed word come before
/// those that have it inside, without regard to case; with nothing typed, all in their order.
/// O(length + names).
Completions complete_query(std::string_view text, std::size_t cursor, const NeuronTable& table,
                           std::span<const NamedSet> sets);

}  // namespace cnx
