#pragma once
// stats_ids.h — neurons that somebody names by their ids: a list, as the page copies it, or a
// table, as the page saves it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"

namespace cnx {

inline constexpr std::uint64_t kMaxIdListBytes = std::uint64_t{1} << 30;

/// One id a line; or a table (read/csv_parser.h) with a line of names above: its column
/// `id_column`, and the first one where it has none of that name. Lines before either that begin
/// with "#" are skipped. Whole numbers of 64 bits, to the last digit. Errors, each one sentence:
/// Syntax (what is no id, by its line; a table without names; nothing at all), the parser's.
Result<std::vector<NeuronId>> parse_id_list(std::string_view text, std::string_view id_column);

/// The text of a file, or with "-" of stdin. Errors: as read_file.
Result<std::string> read_id_list(const std::string& path);

struct ChosenIds {
  NeuronMask mask;                // 1: the id is in the list
  std::uint64_t ids = 0;          // different ones
  std::vector<NeuronId> missing;  // different ones that no neuron has, in the order of the list
};

/// Precondition: table.has_ids(). O(neurons + ids log(ids * neurons)).
ChosenIds choose_ids(const NeuronTable& table, const std::vector<NeuronId>& ids);

/// Leaves out of `mask` who is not in the list.
void keep_ids(const ChosenIds& chosen, NeuronMask& mask);

/// "2 of the 12 ids in FILE are not in this dataset: 7, 8", with the first five of them; empty
/// where all are there.
std::string missing_ids_sentence(const ChosenIds& chosen, const std::string& path);

/// "ids in FILE", or on stdin.
std::string ids_words(const std::string& path);

}  // namespace cnx
