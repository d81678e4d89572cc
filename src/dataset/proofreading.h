#pragma once
// proofreading.h — what the words of a proofreading column mean; the only place that knows them.

#include <string_view>

namespace cnx {

/// "clean" or "extended", in any case: the two statuses with which the MICrONS tutorial calls an
/// axon analyzable as an output map (clean: possibly biased by limited extent).
bool is_analyzable_status(std::string_view status);

/// "extended", in any case: clean, and followed as far as possible.
bool is_extended_status(std::string_view status);

/// The statuses that mean "nobody has followed this one" in the files that are known: "non",
/// "none", "no", "false", "not proofread", "unproofread", in any case.
bool is_unproofread_status(std::string_view status);

}  // namespace cnx
