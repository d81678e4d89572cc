#pragma once
// stats_usage.h — which options of `connectoscope stats` go together, before anything is read.

#include <span>
#include <string>

#include "commands/stats.h"

namespace cnx {

/// What is wrong with these options, whatever the dataset: one sentence, or nothing. `asked`: the
/// parts that will be counted, of stats_parts().
std::string wrong_options(const StatsOptions& options, std::span<const std::string> asked);

/// Which of StatsOptions::given no part that is asked for looks at: one sentence, or nothing.
std::string unused_options(const StatsOptions& options, std::span<const std::string> asked);

}  // namespace cnx
