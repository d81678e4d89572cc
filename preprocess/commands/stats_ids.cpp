#include "commands/stats_ids.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <unordered_set>

#include "files.h"
#include "read/csv_parser.h"
#include "read/csv_values.h"
#include "report/numbers.h"

namespace cnx {
namespace {

constexpr std::size_t kMissingSaid = 5;

/// Where the line that begins at `at` ends, its line feed included.
std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t feed = text.find('\n', at);
  return feed == std::string_view::npos ? text.size() : feed + 1;
}

/// A cell with a comma has quotes.
bool is_note(std::string_view rest) { return rest.starts_with('#') || rest.starts_with("\"#"); }

Error no_id(std::uint64_t line, const std::string& what) {
  return {ErrorCode::Syntax, "line " + std::to_string(line) + ": " + what};
}

}  // namespace

Result<std::vector<NeuronId>> parse_id_list(std::string_view text, std::string_view id_column) {
  std::vector<NeuronId> ids;
  std::optional<std::size_t> field;  // none: no row was read
  const auto take = [&](const CsvRow& row) -> Result<Done> {
    if (!field) {
      field = 0;
      if (!parse_integer(trimmed(row[0]))) {
        for (std::size_t f = 0; f < row.size(); ++f) {
          if (trimmed(row[f]) == id_column) field = f;
        }
        return Done{};
      }
      if (row.size() > 1) {
        return no_id(row.line(),
                     "several values, and no line with the names of the columns above them; write "
                     "one id a line, or a table with names");
      }
    }
    const std::string_view cell = trimmed(row[*field]);
    const auto id = parse_integer(cell);
    if (!id) {
      return no_id(row.line(), "\"" + std::string(cell) + "\" is no id, a whole number of 64 bits");
    }
    ids.push_back(NeuronId{*id});
    return Done{};
  };
  std::size_t begin = 0;
  std::string notes;  // as blank lines, so that the numbers of lines stay
  while (is_note(text.substr(begin))) {
    begin = end_of_line(text, begin);
    notes += '\n';
  }
  const std::string_view table = text.substr(begin);
  CsvParser parser(guess_delimiter(table));
  for (const std::string_view part : {std::string_view(notes), table}) {
    if (const auto fed = parser.feed(part, take); !fed.ok()) return fed.error();
  }
  if (const auto ended = parser.finish(take); !ended.ok()) return ended.error();
  if (ids.empty()) return Error{ErrorCode::Syntax, "there is no id in it"};
  return ids;
}

Result<std::string> read_id_list(const std::string& path) {
  if (path != "-") {
    const auto bytes = read_file(path, kMaxIdListBytes);
    if (!bytes.ok()) return bytes.error();
    const auto& read = bytes.value();
    return std::string(reinterpret_cast<const char*>(read.data()), read.size());
  }
  std::string text;
  char part[1 << 16];
  while (const std::size_t read = std::fread(part, 1, sizeof part, stdin)) {
    text.append(part, read);
    if (text.size() > kMaxIdListBytes) {
      return Error{ErrorCode::OutOfRange,
                   "stdin: more than " + std::to_string(kMaxIdListBytes) + " bytes"};
    }
  }
  if (std::ferror(stdin) != 0) return Error{ErrorCode::Unreadable, "stdin: cannot be read"};
  return text;
}

ChosenIds choose_ids(const NeuronTable& table, const std::vector<NeuronId>& ids) {
  ChosenIds chosen;
  chosen.mask.assign(table.neuron_count(), 0);
  std::unordered_set<std::int64_t> met;
  for (const NeuronId id : ids) {
    if (!met.insert(static_cast<std::int64_t>(id)).second) continue;
    if (const auto neuron = table.find_id(id)) {
      chosen.mask[*neuron] = 1;
    } else {
      chosen.missing.push_back(id);
    }
  }
  chosen.ids = met.size();
  return chosen;
}

void keep_ids(const ChosenIds& chosen, NeuronMask& mask) {
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] &= chosen.mask[i];
}

std::string ids_words(const std::string& path) {
  return path == "-" ? "ids on stdin" : "ids in " + path;
}

std::string missing_ids_sentence(const ChosenIds& chosen, const std::string& path) {
  const std::size_t missing = chosen.missing.size();
  if (missing == 0) return {};
  std::string text = with_separators(missing) + " of the " + with_separators(chosen.ids) + " " +
                     ids_words(path) + (missing == 1 ? " is" : " are") + " not in this dataset: ";
  for (std::size_t i = 0; i < std::min(missing, kMissingSaid); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(static_cast<std::int64_t>(chosen.missing[i]));
  }
  return text + (missing > kMissingSaid ? ", …" : "");
}

}  // namespace cnx
