#include "view/view_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "view/neuron_set_text.h"
#include "view/number_text.h"
#include "view/quoted.h"

namespace cnx {

namespace {

struct PanelLetter {
  char letter;
  Panel panel;
};
constexpr std::array<PanelLetter, 4> kPanelLetters = {
    {{'f', Panel::Filters}, {'n', Panel::Neuron}, {'s', Panel::Statistics}, {'a', Panel::About}}};

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

/// RFC 3986's unreserved characters: what no chat program or mail reader rewrites.
bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encode(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    // A full stop at the end of a link is taken for the end of the sentence around it.
    const bool final_stop = name[i] == '.' && i + 1 == name.size();
    if (is_unreserved(name[i]) && !final_stop) {
      text += name[i];
    } else {
      const auto byte = static_cast<unsigned char>(name[i]);
      text += '%';
      text += kHexDigits[byte >> 4];
      text += kHexDigits[byte & 15];
    }
  }
  return text;
}

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

/// nullopt: a "%" without two hex digits after it. Every other byte stands for itself.
std::optional<std::string> percent_decode(std::string_view text) {
  std::string name;
  name.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      name += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const auto high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
    if (!high || !low) return std::nullopt;
    name += static_cast<char>(*high << 4 | *low);
    i += 2;
  }
  return name;
}

/// Names between commas. No name at all is "", so the one empty name is ",": read as two empty
/// names, which are one.
std::string join_names(const std::vector<std::string>& names) {
  if (names.size() == 1 && names[0].empty()) return ",";
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += ',';
    text += percent_encode(names[i]);
  }
  return text;
}

/// Calls `take` with each part of `text` between separators, until it returns false.
/// False: it did.
template <typename Take>
bool split(std::string_view text, char separator, Take take) {
  for (;;) {
    const std::size_t end = text.find(separator);
    if (!take(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

template <typename Integer>
std::optional<Integer> parse_integer(std::string_view text) {
  Integer value = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

/// Exactly `kCount` whole numbers with commas between.
template <std::size_t kCount>
std::optional<std::array<std::int32_t, kCount>> parse_integers(std::string_view text) {
  std::array<std::int32_t, kCount> numbers{};
  std::size_t count = 0;
  const bool all = split(text, ',', [&](std::string_view part) {
    const auto value = parse_integer<std::int32_t>(part);
    if (!value || count == kCount) return false;
    numbers[count++] = *value;
    return true;
  });
  if (!all || count != kCount) return std::nullopt;
  return numbers;
}

std::optional<CameraState> parse_camera(std::string_view text) {
  const auto numbers = parse_integers<6>(text);
  if (!numbers) return std::nullopt;
  const auto& n = *numbers;
  const CameraState camera{n[0], n[1], n[2], n[3], n[4], n[5]};
  if (camera.distance_nm < 1) return std::nullopt;
  if (camera.yaw_mdeg < -180'000 || camera.yaw_mdeg > 180'000) return std::nullopt;
  if (camera.pitch_mdeg < -90'000 || camera.pitch_mdeg > 90'000) return std::nullopt;
  return camera;
}

/// Sorted and unique, as ViewState wants them.
std::optional<std::vector<std::string>> parse_names(std::string_view text) {
  std::vector<std::string> names;
  if (text.empty()) return names;
  const bool all = split(text, ',', [&](std::string_view part) {
    auto name = percent_decode(part);
    if (!name || names.size() == kMaxNamesPerFilter) return false;
    names.push_back(*std::move(name));
    return true;
  });
  if (!all) return std::nullopt;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// min and max; the column is the caller's to fill in.
std::optional<RangeFilter> parse_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto min = parse_number(text.substr(0, dots));
  const auto max = parse_number(text.substr(dots + 2));
  if (!min || !max || *min > *max) return std::nullopt;
  return RangeFilter{"", *min, *max};
}

std::optional<std::uint8_t> parse_panels(std::string_view text) {
  unsigned panels = 0;
  for (const char c : text) {
    const auto found = std::find_if(kPanelLetters.begin(), kPanelLetters.end(),
                                    [&](const PanelLetter& entry) { return entry.letter == c; });
    if (found == kPanelLetters.end()) return std::nullopt;
    panels |= static_cast<unsigned>(found->panel);
  }
  return static_cast<std::uint8_t>(panels);
}

/// "min..max" or "min.." in whole micrometers.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse_distances(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto min = parse_integer<std::uint32_t>(text.substr(0, dots));
  const std::string_view end = text.substr(dots + 2);
  const auto max = end.empty() ? UINT32_MAX : parse_integer<std::uint32_t>(end);
  if (!min || !max || *min > *max) return std::nullopt;
  return std::pair(*min, *max);
}

std::optional<NeuronId> parse_id(std::string_view text) {
  const auto number = parse_integer<std::int64_t>(text);
  if (!number) return std::nullopt;
  return NeuronId{*number};
}

std::optional<std::uint32_t> parse_path_synapses(std::string_view text) {
  const auto number = parse_integer<std::uint32_t>(text);
  if (!number || *number < 1 || *number > kMaxPathSynapses) return std::nullopt;
  return number;
}

std::optional<bool> parse_shown(std::string_view text) {
  if (text == "on") return true;
  if (text == "off") return false;
  return std::nullopt;
}

/// "min..max" in whole micrometers below the smallest y.
std::optional<DepthRange> parse_depth_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto min = parse_integer<std::int32_t>(text.substr(0, dots));
  const auto max = parse_integer<std::int32_t>(text.substr(dots + 2));
  if (!min || !max || *min < 0 || *min > *max || *max > kMaxSlabUm) return std::nullopt;
  return DepthRange{*min, *max};
}

std::optional<UprightSlice> parse_slice(std::string_view text) {
  const auto numbers = parse_integers<3>(text);
  if (!numbers) return std::nullopt;
  const auto& n = *numbers;
  if (n[0] < -180'000 || n[0] > 180'000) return std::nullopt;
  if (n[1] < -kMaxSlabUm || n[1] > kMaxSlabUm) return std::nullopt;
  if (n[2] < 1 || n[2] > kMaxSlabUm) return std::nullopt;
  return UprightSlice{n[0], n[1], n[2]};
}

std::optional<PartnerSide> parse_side(std::string_view text) {
  if (text == "both") return PartnerSide::Both;
  if (text == "aff") return PartnerSide::Afferent;
  if (text == "eff") return PartnerSide::Efferent;
  return std::nullopt;
}

std::optional<StatisticsScope> parse_scope(std::string_view text) {
  if (text == "shown") return StatisticsScope::Shown;
  if (text == "near") return StatisticsScope::Neighborhood;
  return std::nullopt;
}

constexpr std::string_view kSetOfSide = "s.";  // then the name, as the keys of sets begin

/// By SideKind; Usual has none.
constexpr std::array<std::string_view, 5> kSideWords = {"", "scope", "chosen", "others", "all"};

/// A word, or "s.NAME"; `pre`: only what that side can be.
std::optional<StatisticsSide> parse_statistics_side(std::string_view text, bool pre) {
  if (text.starts_with(kSetOfSide) && text.size() > kSetOfSide.size()) {
    return StatisticsSide{SideKind::Usual, std::string(text.substr(kSetOfSide.size()))};
  }
  const auto at = std::find(kSideWords.begin() + 1, kSideWords.end(), text);
  if (at == kSideWords.end()) return std::nullopt;
  const auto kind = static_cast<SideKind>(at - kSideWords.begin());
  if (pre && (kind == SideKind::Scope || kind == SideKind::Others)) return std::nullopt;
  return StatisticsSide{kind, {}};
}

std::string statistics_side_text(const StatisticsSide& side) {
  if (side.set.empty()) return std::string(kSideWords[static_cast<std::size_t>(side.kind)]);
  return std::string(kSetOfSide) + percent_encode(side.set);
}

std::optional<ColorVision> parse_vision(std::string_view text) {
  if (text == "usual") return ColorVision::Usual;
  if (text == "protan") return ColorVision::Protan;
  if (text == "deutan") return ColorVision::Deutan;
  if (text == "tritan") return ColorVision::Tritan;
  return std::nullopt;
}

// In the order of ProfileMeasure and of ChanceModel; the tool's words too.
constexpr std::array<std::string_view, 5> kMeasureWords = {"soma", "lateral", "depth", "deeper",
                                                           "shallower"};
constexpr std::array<std::string_view, 6> kModelWords = {"erdos-renyi",   "blocks",   "rewired",
                                                         "configuration", "distance", "neurons"};

// In the order of MatrixKind.
constexpr std::array<std::string_view, 6> kMatrixWords = {
    "probability", "connections", "synapses", "output", "input", "reciprocity"};

/// The value whose word it is, of an enumeration that counts from 0.
template <typename Enum, std::size_t n>
std::optional<Enum> parse_word(std::string_view text,
                               const std::array<std::string_view, n>& words) {
  const auto at = std::find(words.begin(), words.end(), text);
  if (at == words.end()) return std::nullopt;
  return static_cast<Enum>(at - words.begin());
}

/// "d", "c" or "dc".
std::optional<std::uint8_t> parse_sections(std::string_view text) {
  unsigned open = 0;
  for (const char c : text) {
    if (c != 'd' && c != 'c') return std::nullopt;
    open |= static_cast<unsigned>(c == 'd' ? InferenceSection::Distance : InferenceSection::Chance);
  }
  return static_cast<std::uint8_t>(open);
}

std::optional<std::uint32_t> parse_count(std::string_view text, std::uint32_t most) {
  const auto count = parse_integer<std::uint32_t>(text);
  return count && *count >= 1 && *count <= most ? count : std::nullopt;
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "0" || text == "1") return text == "1";
  return std::nullopt;
}

/// Two names, each percent-encoded.
std::optional<GroupBlock> parse_block(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  auto pre = percent_decode(text.substr(0, comma)), post = percent_decode(text.substr(comma + 1));
  if (!pre || !post || text.find(',', comma + 1) != std::string_view::npos) return std::nullopt;
  return GroupBlock{*std::move(pre), *std::move(post)};
}

std::string block_text(const GroupBlock& block) {
  return percent_encode(block.pre) + "," + percent_encode(block.post);
}

std::optional<Theme> parse_theme(std::string_view text) {
  if (text == "system") return Theme::System;
  if (text == "dark") return Theme::Dark;
  if (text == "light") return Theme::Light;
  return std::nullopt;
}

/// Puts `filter` where its column belongs; the column's old filter goes.
template <typename Filter>
void put_filter(std::vector<Filter>& filters, Filter filter) {
  const auto at =
      std::lower_bound(filters.begin(), filters.end(), filter,
                       [](const Filter& a, const Filter& b) { return a.column < b.column; });
  if (at != filters.end() && at->column == filter.column) {
    *at = std::move(filter);
  } else {
    filters.insert(at, std::move(filter));
  }
}

template <typename Filter>
bool has_filter(const std::vector<Filter>& filters, const std::string& column) {
  return std::any_of(filters.begin(), filters.end(),
                     [&](const Filter& filter) { return filter.column == column; });
}

/// Reads one "key=value" after another into a state, and collects what it could not read.
class Decoder {
 public:
  explicit Decoder(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  void read_pair(std::string_view pair) {
    // Mail readers that show a link as HTML source leave "&amp;" for "&".
    if (pair.starts_with("amp;")) pair.remove_prefix(4);
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    std::optional<std::string_view> value;  // none: there is no "="
    if (equals != std::string_view::npos) value = pair.substr(equals + 1);

    if (key.starts_with("f.")) {
      read_category_filter(key.substr(2), value);
    } else if (key.starts_with("r.")) {
      read_range_filter(key.substr(2), value);
    } else if (key.starts_with("s.")) {
      read_set(key.substr(2), value);
    } else {
      read_single(key, value);
    }
  }

  DecodedView finish() && {
    if (view_.state.selection.empty() && view_.state.sets.empty()) view_.state.rows_of.clear();
    // A second neuron needs a first, and paths need both, whatever a link says.
    ViewState& state = view_.state;
    if (!state.selected || state.partner == state.selected) state.partner.reset();
    if (!state.partner) state.path_synapses = 0;
    if (state.matrix.columns == state.matrix.rows) state.matrix.columns.clear();
    if (state.inference.groups.empty() && state.label_accuracy == kClassAccuracy) {
      state.label_accuracy = 0;
    }
    if (encode_view_url(view_.state).size() > max_bytes_) {
      // Possible with names that are not percent-encoded: reading must not give a state that
      // has no link of its own.
      view_.state = ViewState{};
      note("This link describes more than a link can hold, so the default view is shown.");
    }
    if (notes_left_out_ > 0) {
      view_.notes.back() = std::to_string(notes_left_out_ + 1) +
                           " more parts of this link are not readable and were left out.";
    }
    return std::move(view_);
  }

  void note(std::string sentence) {
    if (view_.notes.size() < kMaxViewNotes) {
      view_.notes.push_back(std::move(sentence));
    } else {
      ++notes_left_out_;
    }
  }

 private:
  void unreadable(std::string_view what, std::optional<std::string_view> value,
                  std::string_view expected) {
    note("The " + std::string(what) + " in this link (" + quoted(value.value_or("")) +
         ") is not readable and was left out: " + std::string(expected) + " is expected.");
  }

  /// The column of a filter key, or nullopt after a note.
  std::optional<std::string> read_column(std::string_view encoded) {
    auto column = percent_decode(encoded);
    if (!column || column->empty()) {
      note("A filter in this link names a column (" + quoted(encoded) +
           ") that is not readable, and was left out.");
      return std::nullopt;
    }
    if (!has_filter(view_.state.category_filters, *column) &&
        !has_filter(view_.state.range_filters, *column) &&
        view_.state.category_filters.size() + view_.state.range_filters.size() >= kMaxLinkFilters) {
      note("This link has more than " + std::to_string(kMaxLinkFilters) +
           " filters, so the one on " + quoted(*column) + " was left out.");
      return std::nullopt;
    }
    return column;
  }

  void read_category_filter(std::string_view encoded, std::optional<std::string_view> value) {
    auto column = read_column(encoded);
    if (!column) return;
    auto names = value ? parse_names(*value) : std::nullopt;
    if (!names) {
      return unreadable(
          "filter on " + quoted(*column), value,
          "a list of at most " + std::to_string(kMaxNamesPerFilter) + " percent-encoded names");
    }
    put_filter(view_.state.category_filters, CategoryFilter{*std::move(column), *std::move(names)});
  }

  void read_range_filter(std::string_view encoded, std::optional<std::string_view> value) {
    auto column = read_column(encoded);
    if (!column) return;
    const auto text = value ? percent_decode(*value) : std::nullopt;
    auto range = text ? parse_range(*text) : std::nullopt;
    if (!range) {
      return unreadable("range of " + quoted(*column), value, "min..max with min <= max");
    }
    range->column = *std::move(column);
    put_filter(view_.state.range_filters, *std::move(range));
  }

  void read_set(std::string_view encoded, std::optional<std::string_view> value) {
    auto name = percent_decode(encoded);
    if (!name || name->empty() || name->size() > kMaxSetNameBytes) {
      return note("A set in this link has a name (" + quoted(encoded) +
                  ") that is not readable, and was left out.");
    }
    const auto neurons = value ? parse_neuron_set(*value) : std::nullopt;
    if (!neurons) {
      return unreadable("set " + quoted(*name), value, "neurons as Connectoscope writes them");
    }
    auto& sets = view_.state.sets;
    const auto at = std::lower_bound(
        sets.begin(), sets.end(), *name,
        [](const NamedSet& set, const std::string& wanted) { return set.name < wanted; });
    if (at != sets.end() && at->name == *name) {
      at->neurons = *neurons;
    } else if (sets.size() >= kMaxLinkSets) {
      note("This link has more than " + std::to_string(kMaxLinkSets) + " sets, so " +
           quoted(*name) + " was left out.");
    } else {
      sets.insert(at, NamedSet{*std::move(name), *neurons});
    }
  }

  void read_single(std::string_view key, std::optional<std::string_view> value) {
    ViewState& state = view_.state;
    const auto text = value ? percent_decode(*value) : std::nullopt;
    const auto read = [&](auto& field, auto parse, std::string_view what,
                          std::string_view expected) {
      if (const auto parsed = text ? parse(*text) : std::nullopt) {
        field = *parsed;
      } else {
        unreadable(what, value, expected);
      }
    };
    if (key == "v") {
      if (text != "1") {
        note("This link was made for another version (" + quoted(value.value_or("")) +
             ") of this page, so what it shows may differ.");
      }
    } else if (key == "cam") {
      read(state.camera, parse_camera, "camera",
           "x,y,z,distance,yaw,pitch in whole numbers within their limits");
    } else if (key == "q") {
      const auto same = [](const std::string& query) { return std::optional(query); };
      read(state.query, same, "query", "a percent-encoded query");
    } else if (key == "depth") {
      read(state.depth_range, parse_depth_range, "depth range",
           "min..max in whole micrometers with min <= max");
    } else if (key == "slice") {
      read(state.slice, parse_slice, "slice",
           "yaw,position,thickness in whole numbers within their limits");
    } else if (key == "minsyn") {
      const auto parse_count = [](std::string_view number) -> std::optional<std::uint32_t> {
        const auto count = parse_integer<std::uint32_t>(number);
        return count && *count >= 1 ? count : std::nullopt;
      };
      read(state.connections.min_synapses, parse_count, "least number of synapses",
           "a whole number from 1 on");
    } else if (key == "dist") {
      std::pair<std::uint32_t, std::uint32_t> limits(state.connections.min_distance_um,
                                                     state.connections.max_distance_um);
      read(limits, parse_distances, "distance of connections",
           "min..max in whole micrometers with min <= max");
      state.connections.min_distance_um = limits.first;
      state.connections.max_distance_um = limits.second;
    } else if (key == "meansize" || key == "sumsize") {
      read(key == "meansize" ? state.connections.min_mean_size : state.connections.min_size_sum,
           parse_integer<std::uint32_t>, "least size of synapses", "a whole number of voxels");
    } else if (key == "pre" || key == "post") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(key == "pre" ? state.connections.pre_set : state.connections.post_set, same,
           "set of the connections", "a percent-encoded name");
    } else if (key == "rows") {
      const auto same = [](const std::string& tag) { return std::optional(tag); };
      read(state.rows_of, same, "dataset of the sets", "the start of a fingerprint");
    } else if (key == "chosen") {
      read(state.selection, parse_neuron_set, "selection", "neurons as Connectoscope writes them");
    } else if (key == "log") {
      const auto parsed = value ? parse_names(*value) : std::nullopt;
      if (parsed) {
        state.log_columns = *parsed;
      } else {
        unreadable("list of logarithmic histograms", value, "percent-encoded names");
      }
    } else if (key == "color") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(state.color_by, same, "color column", "a percent-encoded name");
    } else if (key == "sel") {
      read(state.selected, parse_id, "selected neuron", "a whole number of at most 64 bits");
    } else if (key == "with") {
      read(state.partner, parse_id, "second neuron", "a whole number of at most 64 bits");
    } else if (key == "paths") {
      read(state.path_synapses, parse_path_synapses, "threshold of the paths",
           "a whole number from 1 to " + std::to_string(kMaxPathSynapses));
    } else if (key == "lines") {
      const auto parse = [](std::string_view lines) { return parse_count(lines, kMostLines); };
      read(state.max_lines, parse, "number of lines",
           "a whole number from 1 to " + std::to_string(kMostLines));
    } else if (key == "synapses") {
      read(state.show_synapses, parse_shown, "switch of the synapses", "on or off");
    } else if (key == "borders") {
      read(state.show_region_borders, parse_shown, "switch of the region borders", "on or off");
    } else if (key == "side") {
      read(state.partner_side, parse_side, "side of partners", "aff, eff or both");
    } else if (key == "scope") {
      read(state.statistics_scope, parse_scope, "scope of the statistics", "near or shown");
    } else if (key == "from" || key == "onto") {
      const bool pre = key == "from";
      const auto parse = [&](std::string_view side) { return parse_statistics_side(side, pre); };
      read(pre ? state.statistics_sides.pre : state.statistics_sides.post, parse,
           pre ? "pre side of the statistics" : "post side of the statistics",
           pre ? "chosen, all or s. and the name of a set"
               : "scope, chosen, others, all or s. and the name of a set");
    } else if (key == "groupby" || key == "postgroupby") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(key == "groupby" ? state.matrix.rows : state.matrix.columns, same,
           "column of the matrix", "a percent-encoded name");
    } else if (key == "matrix") {
      const auto parse = [](std::string_view word) {
        return parse_word<MatrixKind>(word, kMatrixWords);
      };
      read(state.charts.matrix, parse, "kind of matrix",
           "probability, connections, synapses, output, input or reciprocity");
    } else if (key == "cell") {
      if (auto cell = value ? parse_block(*value) : std::nullopt) {
        state.charts.cell = *std::move(cell);
      } else {
        unreadable("cell of the matrix", value, "two percent-encoded names with a comma between");
      }
    } else if (key == "ecdf") {
      read(state.charts.cumulative, parse_flag, "switch of cumulative histograms", "0 or 1");
    } else if (key == "groups") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(state.inference.groups, same, "column of the groups", "a percent-encoded name");
    } else if (key == "stat") {
      read(state.inference.open, parse_sections, "list of statistics", "the letters d and c");
    } else if (key == "bin") {
      const auto parse = [](std::string_view text_um) {
        return parse_count(text_um, kMaxProfileBin_um);
      };
      read(state.inference.bin_um, parse, "width of distance bins", "1 to 10000 micrometers");
    } else if (key == "measure") {
      const auto parse = [](std::string_view word) {
        return parse_word<ProfileMeasure>(word, kMeasureWords);
      };
      read(state.inference.measure, parse, "kind of distance",
           "soma, lateral, depth, deeper or shallower");
    } else if (key == "beside") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(state.inference.beside, same, "set beside the profile", "a percent-encoded name");
    } else if (key == "null") {
      const auto parse = [](std::string_view word) {
        return parse_word<ChanceModel>(word, kModelWords);
      };
      read(state.inference.model, parse, "null model",
           "erdos-renyi, blocks, rewired, configuration, distance or neurons");
    } else if (key == "match") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(state.inference.match, same, "column that other neurons are matched by",
           "a percent-encoded name");
    } else if (key == "controls") {
      const auto parse = [](std::string_view number) {
        return parse_count(number, kMaxChanceControls);
      };
      read(state.inference.controls, parse, "number of controls", "1 to 10000");
    } else if (key == "seed") {
      read(state.inference.seed, parse_integer<std::uint32_t>, "seed", "a whole number");
    } else if (key == "triads") {
      read(state.inference.triads, parse_flag, "choice of triads", "0 or 1");
    } else if (key == "simplices") {
      read(state.inference.simplices, parse_flag, "choice of simplices", "0 or 1");
    } else if (key == "cores") {
      read(state.inference.structure, parse_flag, "choice of cores", "0 or 1");
    } else if (key == "degrees") {
      read(state.inference.degrees, parse_flag, "choice of degrees", "0 or 1");
    } else if (key == "shared") {
      read(state.inference.shared, parse_flag, "choice of shared partners", "0 or 1");
    } else if (key == "lengths") {
      read(state.inference.lengths, parse_flag, "choice of lengths", "0 or 1");
    } else if (key == "distance") {
      read(state.inference.distance, parse_flag, "choice of the fall with distance", "0 or 1");
    } else if (key == "sizes") {
      read(state.inference.sizes, parse_flag, "choice of synapse sizes", "0 or 1");
    } else if (key == "participation") {
      read(state.inference.participation, parse_flag, "choice of connections in simplices",
           "0 or 1");
    } else if (key == "cells") {
      read(state.inference.classes, parse_flag, "choice of cells of the class matrix", "0 or 1");
    } else if (key == "motifs") {
      read(state.motifs_open, parse_shown, "switch of the motifs", "on or off");
    } else if (key == "structure") {
      read(state.structure_open, parse_shown, "switch of the structure", "on or off");
    } else if (key == "compare") {
      read(state.comparison.open, parse_shown, "switch of the comparison", "on or off");
    } else if (key == "a" || key == "b") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(key == "a" ? state.comparison.a : state.comparison.b, same, "set to compare",
           "a percent-encoded name");
    } else if (key == "aonto" || key == "bonto") {
      const auto same = [](const std::string& name) { return std::optional(name); };
      read(key == "aonto" ? state.comparison.a_onto : state.comparison.b_onto, same,
           "set that receives in a block to compare", "a percent-encoded name");
    } else if (key == "robust") {
      read(state.robustness_open, parse_shown, "switch of the robustness", "on or off");
    } else if (key == "edgemap") {
      read(state.edge_map, parse_shown, "switch of the map of the edge", "on or off");
    } else if (key == "accuracy") {
      const auto parse = [](std::string_view percent) { return parse_count(percent, 100); };
      read(state.label_accuracy, parse, "accuracy of the classes", "1 to 100 percent");
    } else if (key == "thresholds") {
      const auto parse = [](std::string_view count) -> std::optional<std::uint32_t> {
        const auto number = parse_count(count, kMaxSweptThresholds);
        return number && *number >= 2 ? number : std::nullopt;
      };
      read(state.thresholds, parse, "number of least numbers of synapses", "2 to 100");
    } else if (key == "experiment") {
      read(state.experiment.open, parse_shown, "switch of the virtual experiment", "on or off");
    } else if (key == "thickness") {
      const auto parse = [](std::string_view um) {
        return parse_count(um, kMaxExperimentSlice_um);
      };
      read(state.experiment.thickness_um, parse, "thickness of the virtual slice",
           "1 to 1000000 micrometers");
    } else if (key == "patched") {
      const auto parse = [](std::string_view number) -> std::optional<std::uint32_t> {
        const auto count = parse_count(number, kMaxExperimentPatched);
        return count && *count >= 2 ? count : std::nullopt;
      };
      read(state.experiment.patched, parse, "number of patched neurons", "2 to 100");
    } else if (key == "spread") {
      const auto parse = [](std::string_view um) {
        return parse_count(um, kMaxExperimentSpread_um);
      };
      read(state.experiment.spread_um, parse, "spread of the patched neurons",
           "1 to 10000 micrometers");
    } else if (key == "repeats") {
      const auto parse = [](std::string_view number) {
        return parse_count(number, kMaxExperiments);
      };
      read(state.experiment.repeats, parse, "number of experiments", "1 to 10000");
    } else if (key == "expseed") {
      read(state.experiment.seed, parse_integer<std::uint32_t>, "seed of the experiments",
           "a whole number");
    } else if (key == "sites") {
      read(state.sites.open, parse_shown, "switch of the synapses one by one", "on or off");
    } else if (key == "near" || key == "clump") {
      const auto parse = [](std::string_view um) { return parse_count(um, kMaxSitesLimit_um); };
      const bool near = key == "near";
      read(near ? state.sites.near_um : state.sites.clump_um, parse,
           near ? "distance near the soma" : "distance of clumped synapses",
           "1 to 10000 micrometers");
    } else if (key == "block") {
      if (auto block = value ? parse_block(*value) : std::nullopt) {
        state.sites.block = *std::move(block);
      } else {
        unreadable("block of synapses", value, "two percent-encoded names with a comma between");
      }
    } else if (key == "panels") {
      read(state.panels, parse_panels, "list of panels", "any of the letters f, n, s and a");
    } else if (key == "theme") {
      read(state.theme, parse_theme, "theme", "dark, light or system");
    } else if (key == "vision") {
      read(state.color_vision, parse_vision, "color vision", "protan, deutan, tritan or usual");
    }
    // Any other key is of a newer build: skipped in silence.
  }

  std::size_t max_bytes_;
  DecodedView view_;
  std::size_t notes_left_out_ = 0;
};

}  // namespace

std::string encode_view_url(const ViewState& state) {
  std::string text;
  const auto put = [&](std::string_view key, std::string_view value) {
    text.append("&").append(key).append("=").append(value);
  };
  if (const auto& c = state.camera) {
    std::string value;
    for (const std::int32_t n : {c->target_x_nm, c->target_y_nm, c->target_z_nm, c->distance_nm,
                                 c->yaw_mdeg, c->pitch_mdeg}) {
      value.append(value.empty() ? "" : ",").append(std::to_string(n));
    }
    put("cam", value);
  }
  for (const CategoryFilter& filter : state.category_filters) {
    put("f." + percent_encode(filter.column), join_names(filter.shown));
  }
  for (const RangeFilter& filter : state.range_filters) {
    put("r." + percent_encode(filter.column),
        number_text(filter.min) + ".." + number_text(filter.max));
  }
  if (!state.query.empty()) put("q", percent_encode(state.query));
  if (const auto& range = state.depth_range) {
    put("depth", std::to_string(range->min_um) + ".." + std::to_string(range->max_um));
  }
  if (const auto& slice = state.slice) {
    put("slice", std::to_string(slice->yaw_mdeg) + "," + std::to_string(slice->position_um) + "," +
                     std::to_string(slice->thickness_um));
  }
  const ConnectionFilter& connections = state.connections;
  if (connections.min_synapses != 1) put("minsyn", std::to_string(connections.min_synapses));
  if (connections.min_distance_um != 0 || connections.max_distance_um != UINT32_MAX) {
    std::string limits = std::to_string(connections.min_distance_um) + "..";
    if (connections.max_distance_um != UINT32_MAX) {
      limits += std::to_string(connections.max_distance_um);
    }
    put("dist", limits);
  }
  if (connections.min_mean_size > 0) put("meansize", std::to_string(connections.min_mean_size));
  if (connections.min_size_sum > 0) put("sumsize", std::to_string(connections.min_size_sum));
  if (!connections.pre_set.empty()) put("pre", percent_encode(connections.pre_set));
  if (!connections.post_set.empty()) put("post", percent_encode(connections.post_set));
  if (!state.color_by.empty()) put("color", percent_encode(state.color_by));
  if (state.selected) put("sel", std::to_string(static_cast<std::int64_t>(*state.selected)));
  if (state.partner) put("with", std::to_string(static_cast<std::int64_t>(*state.partner)));
  if (state.path_synapses > 0) put("paths", std::to_string(state.path_synapses));
  if (state.max_lines != kUsualLines) put("lines", std::to_string(state.max_lines));
  if (!state.show_synapses) put("synapses", "off");
  if (!state.show_region_borders) put("borders", "off");
  if (!state.rows_of.empty()) put("rows", percent_encode(state.rows_of));
  if (!state.selection.empty()) put("chosen", neuron_set_text(state.selection));
  for (const NamedSet& set : state.sets) {
    put("s." + percent_encode(set.name), neuron_set_text(set.neurons));
  }
  if (state.partner_side == PartnerSide::Afferent) put("side", "aff");
  if (state.partner_side == PartnerSide::Efferent) put("side", "eff");
  if (state.statistics_scope == StatisticsScope::Neighborhood) put("scope", "near");
  const StatisticsSides& sides = state.statistics_sides;
  if (!sides.pre.usual()) put("from", statistics_side_text(sides.pre));
  if (!sides.post.usual()) put("onto", statistics_side_text(sides.post));
  if (!state.matrix.rows.empty()) put("groupby", percent_encode(state.matrix.rows));
  if (!state.matrix.columns.empty()) put("postgroupby", percent_encode(state.matrix.columns));
  if (state.charts.matrix != MatrixKind::Probability) {
    put("matrix", kMatrixWords[static_cast<std::size_t>(state.charts.matrix)]);
  }
  if (const auto& cell = state.charts.cell) put("cell", block_text(*cell));
  if (state.charts.cumulative) put("ecdf", "1");
  const InferenceState& inference = state.inference;
  const InferenceState usual;
  if (!inference.groups.empty()) put("groups", percent_encode(inference.groups));
  if (inference.open != 0) {
    std::string letters;
    if (inference.is_open(InferenceSection::Distance)) letters += 'd';
    if (inference.is_open(InferenceSection::Chance)) letters += 'c';
    put("stat", letters);
  }
  if (inference.bin_um != usual.bin_um) put("bin", std::to_string(inference.bin_um));
  if (inference.measure != usual.measure) {
    put("measure", kMeasureWords[static_cast<std::size_t>(inference.measure)]);
  }
  if (!inference.beside.empty()) put("beside", percent_encode(inference.beside));
  if (inference.model != usual.model) {
    put("null", kModelWords[static_cast<std::size_t>(inference.model)]);
  }
  if (!inference.match.empty()) put("match", percent_encode(inference.match));
  if (inference.controls != usual.controls) put("controls", std::to_string(inference.controls));
  if (inference.seed != usual.seed) put("seed", std::to_string(inference.seed));
  if (inference.triads) put("triads", "1");
  if (inference.simplices) put("simplices", "1");
  if (inference.structure) put("cores", "1");
  if (inference.degrees) put("degrees", "1");
  if (inference.shared) put("shared", "1");
  if (inference.lengths) put("lengths", "1");
  if (inference.distance) put("distance", "1");
  if (inference.sizes) put("sizes", "1");
  if (inference.participation) put("participation", "1");
  if (inference.classes) put("cells", "1");
  if (state.motifs_open) put("motifs", "on");
  if (state.structure_open) put("structure", "on");
  if (state.comparison.open) put("compare", "on");
  if (!state.comparison.a.empty()) put("a", percent_encode(state.comparison.a));
  if (!state.comparison.b.empty()) put("b", percent_encode(state.comparison.b));
  if (!state.comparison.a_onto.empty()) put("aonto", percent_encode(state.comparison.a_onto));
  if (!state.comparison.b_onto.empty()) put("bonto", percent_encode(state.comparison.b_onto));
  if (state.robustness_open) put("robust", "on");
  if (state.edge_map) put("edgemap", "on");
  if (state.label_accuracy > 0) put("accuracy", std::to_string(state.label_accuracy));
  const ExperimentState& experiment = state.experiment;
  const ExperimentState usual_experiment;
  const auto put_number = [&](const char* key, std::uint32_t number, std::uint32_t usually) {
    if (number != usually) put(key, std::to_string(number));
  };
  put_number("thresholds", state.thresholds, kUsualThresholds);
  if (experiment.open) put("experiment", "on");
  put_number("thickness", experiment.thickness_um, usual_experiment.thickness_um);
  put_number("patched", experiment.patched, usual_experiment.patched);
  put_number("spread", experiment.spread_um, usual_experiment.spread_um);
  put_number("repeats", experiment.repeats, usual_experiment.repeats);
  put_number("expseed", experiment.seed, usual_experiment.seed);
  const SitesState usual_sites;
  if (state.sites.open) put("sites", "on");
  put_number("near", state.sites.near_um, usual_sites.near_um);
  put_number("clump", state.sites.clump_um, usual_sites.clump_um);
  if (const auto& block = state.sites.block) put("block", block_text(*block));
  if (!state.log_columns.empty()) put("log", join_names(state.log_columns));
  if (state.panels != kDefaultPanels) {
    std::string letters;
    for (const PanelLetter& entry : kPanelLetters) {
      if (is_open(state, entry.panel)) letters += entry.letter;
    }
    put("panels", letters);
  }
  if (state.theme == Theme::Dark) put("theme", "dark");
  if (state.theme == Theme::Light) put("theme", "light");
  if (state.color_vision == ColorVision::Protan) put("vision", "protan");
  if (state.color_vision == ColorVision::Deutan) put("vision", "deutan");
  if (state.color_vision == ColorVision::Tritan) put("vision", "tritan");
  return text.empty() ? text : "v=1" + text;
}

DecodedView decode_view_url(std::string_view fragment, std::size_t max_bytes) {
  Decoder decoder(max_bytes);
  if (fragment.size() > max_bytes) {
    decoder.note("This link is longer than " + std::to_string(max_bytes) +
                 " bytes, so the default view is shown.");
    return std::move(decoder).finish();
  }
  split(fragment, '&', [&](std::string_view pair) {
    if (!pair.empty()) decoder.read_pair(pair);
    return true;
  });
  return std::move(decoder).finish();
}

}  // namespace cnx
