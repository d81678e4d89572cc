#pragma once
// stats_question.h — what was asked, as the JSON of `connectoscope stats` says it: a report that
// was saved tells from which data it is, of which neurons, and within which limits.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "commands/stats.h"
#include "commands/stats_ids.h"
#include "format/manifest.h"

namespace cnx {

struct StatsQuestionInput {
  std::span<const std::string> parts;  // that were counted
  const ChosenIds* ids = nullptr;      // null: not by ids
  std::optional<std::uint32_t> group_column, post_group_column;
  std::uint32_t label_accuracy = 0;  // percent that is used; 0: none is known
};

/// One object with the key "question" (docs/statistics.md). Clauses are as they were typed, all
/// else is what is used, the defaults included.
std::string stats_question_json(const Manifest& manifest, const StatsOptions& options,
                                const StatsQuestionInput& input);

}  // namespace cnx
