#pragma once
// glossary.h — what the short names in the data mean, in words for people who do not know them.
// One table for every hint and for the About panel.

#include <span>
#include <string_view>

#include "format/manifest.h"

namespace cnx {

enum class WordKind { CellClass, Region, Proofreading, Term };

struct GlossaryWord {
  WordKind kind;
  const char* word;     // as the data or the screen writes it: "23P"
  const char* meaning;  // "layer 2/3 pyramidal cell"
};

/// Every word, grouped by kind in the order of WordKind.
std::span<const GlossaryWord> glossary();

/// What a category of a column with this role means, or nullptr when nobody has said.
const char* category_meaning(ColumnRole role, std::string_view category);

/// What a column is, for the hint at its name; nullptr where the name says it.
const char* column_meaning(const Column& column);

}  // namespace cnx
