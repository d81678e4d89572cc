#include "read/pickle_names.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace cnx {
namespace {

constexpr std::size_t kMaxValues = 65536;                   // on the stack, in a list, in the memo
constexpr std::size_t kMaxTextBytes = 4 * kMaxPickleBytes;  // `g` can repeat a long text
constexpr int kMaxDepth = 4;  // [(1, [('a', 'b')])] is the deepest that pandas writes

struct Value {
  enum class Kind : std::uint8_t { Mark, None, Integer, Text, List, Tuple };
  Kind kind = Kind::None;
  int depth = 0;  // of nested lists and tuples: 0 for a scalar
  std::int64_t number = 0;
  std::string text = {};
  std::vector<Value> items = {};
};
using Kind = Value::Kind;

void append_utf8(std::string& text, std::uint32_t code_point) {
  if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000)) code_point = 0xfffd;
  const auto put = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  } else {
    put(0xf0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3f));
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  }
}

/// Python's raw-unicode-escape: bytes are Latin-1, but for \uXXXX and \UXXXXXXXX.
std::optional<std::string> decode_raw_unicode_escape(std::string_view raw) {
  std::string text = {};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool escaped =
        raw[i] == '\\' && i + 1 < raw.size() && (raw[i + 1] == 'u' || raw[i + 1] == 'U');
    if (!escaped) {
      append_utf8(text, static_cast<unsigned char>(raw[i]));
      continue;
    }
    const std::size_t digits = raw[i + 1] == 'u' ? 4 : 8;
    if (raw.size() - i - 2 < digits) return std::nullopt;
    const char* const first = raw.data() + i + 2;
    std::uint32_t code_point = 0;
    const auto [end, problem] = std::from_chars(first, first + digits, code_point, 16);
    if (problem != std::errc{} || end != first + digits) return std::nullopt;
    append_utf8(text, code_point);
    i += 1 + digits;
  }
  return text;
}

template <typename Number>
std::optional<Number> parse_integer(std::string_view digits) {
  Number number = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, problem] = std::from_chars(digits.data(), last, number);
  if (problem != std::errc{} || end != last) return std::nullopt;
  return number;
}

/// The stack machine. Every step takes at least one byte, so it ends.
class PickleParser {
 public:
  explicit PickleParser(std::string_view pickle) : pickle_(pickle) {}

  Result<Value> parse() {
    if (pickle_.size() > kMaxPickleBytes) return error(ErrorCode::OutOfRange, "is too long");
    while (position_ < pickle_.size()) {
      const char opcode = pickle_[position_++];
      if (opcode == '.') {
        if (position_ != pickle_.size())
          return error(ErrorCode::TrailingBytes, "goes on after its end");
        if (stack_.size() != 1 || stack_[0].kind == Kind::Mark)
          return error(ErrorCode::Syntax, "has no value");
        return std::move(stack_[0]);
      }
      if (const auto problem = step(opcode)) return *problem;
      if (stack_.size() > kMaxValues) return error(ErrorCode::OutOfRange, "has too many values");
    }
    return error(ErrorCode::Truncated, "ends too early");
  }

 private:
  std::optional<Error> step(char opcode) {
    switch (opcode) {
      case '(': push({.kind = Kind::Mark}); return std::nullopt;
      case 'N': push({.kind = Kind::None}); return std::nullopt;
      case 'l': return collect(Kind::List);
      case 't': return collect(Kind::Tuple);
      case 'a': return append();
      case 'V':
      case 'I':
      case 'L':
      case 'p':
      case 'g': break;
      default: return error(ErrorCode::Syntax, "holds something else than names");
    }
    const std::size_t end = pickle_.find('\n', position_);
    if (end == std::string_view::npos) return error(ErrorCode::Truncated, "ends too early");
    const std::string_view line = pickle_.substr(position_, end - position_);
    position_ = end + 1;
    switch (opcode) {
      case 'V': return push_text(line);
      case 'p': return remember(line);
      case 'g': return recall(line);
      default:
        return push_integer(opcode == 'L' && line.ends_with('L') ? line.substr(0, line.size() - 1)
                                                                 : line);
    }
  }

  void push(Value value) { stack_.push_back(std::move(value)); }

  std::optional<Error> push_text(std::string_view raw) {
    auto text = decode_raw_unicode_escape(raw);
    if (!text) return error(ErrorCode::Syntax, "has a bad escape");
    push({.kind = Kind::Text, .text = std::move(*text)});
    return std::nullopt;
  }

  std::optional<Error> push_integer(std::string_view digits) {
    const auto number = parse_integer<std::int64_t>(digits);
    if (!number) return error(ErrorCode::Syntax, "has a bad integer");
    push({.kind = Kind::Integer, .number = *number});
    return std::nullopt;
  }

  std::optional<Error> collect(Kind kind) {
    std::size_t mark = stack_.size();
    while (mark > 0 && stack_[mark - 1].kind != Kind::Mark) --mark;
    if (mark == 0) return error(ErrorCode::Syntax, "has no mark");
    Value collected{.kind = kind, .depth = 1};
    for (std::size_t i = mark; i < stack_.size(); ++i) {
      if (!add_item(collected, std::move(stack_[i])))
        return error(ErrorCode::OutOfRange, "is too deep");
    }
    stack_.resize(mark - 1);
    push(std::move(collected));
    return std::nullopt;
  }

  std::optional<Error> append() {
    if (stack_.size() < 2 || stack_[stack_.size() - 2].kind != Kind::List ||
        stack_.back().kind == Kind::Mark)
      return error(ErrorCode::Syntax, "appends to no list");
    Value item = std::move(stack_.back());
    stack_.pop_back();
    if (stack_.back().items.size() >= kMaxValues || !add_item(stack_.back(), std::move(item)))
      return error(ErrorCode::OutOfRange, "is too deep or has too many values");
    return std::nullopt;
  }

  static bool add_item(Value& list, Value item) {
    list.depth = std::max(list.depth, item.depth + 1);
    list.items.push_back(std::move(item));
    return list.depth <= kMaxDepth;
  }

  /// Only scalars are kept: a list that can be recalled could double itself with every byte.
  std::optional<Error> remember(std::string_view digits) {
    const auto slot = parse_integer<std::uint32_t>(digits);
    if (!slot || *slot >= kMaxValues) return error(ErrorCode::OutOfRange, "remembers too much");
    if (stack_.empty()) return error(ErrorCode::Syntax, "remembers nothing");
    if (memo_.size() <= *slot) memo_.resize(*slot + std::size_t{1});
    const Kind kind = stack_.back().kind;
    if (kind == Kind::Text || kind == Kind::Integer) memo_[*slot] = stack_.back();
    return std::nullopt;
  }

  std::optional<Error> recall(std::string_view digits) {
    const auto slot = parse_integer<std::uint32_t>(digits);
    if (!slot || *slot >= memo_.size() || memo_[*slot].kind == Kind::None)
      return error(ErrorCode::Syntax, "recalls what it did not remember");
    text_bytes_ += memo_[*slot].text.size();
    if (text_bytes_ > kMaxTextBytes) return error(ErrorCode::OutOfRange, "is too long");
    push(memo_[*slot]);
    return std::nullopt;
  }

  Error error(ErrorCode code, const char* what) const {
    return {code, std::string("the pickled list ") + what + ", byte " + std::to_string(position_)};
  }

  std::string_view pickle_;
  std::size_t position_ = 0;
  std::size_t text_bytes_ = 0;
  std::vector<Value> stack_;
  std::vector<Value> memo_;
};

std::optional<std::string> name_of(const Value& value) {
  if (value.kind == Kind::Text) return value.text;
  if (value.kind == Kind::Integer) return std::to_string(value.number);
  if (value.kind != Kind::Tuple || value.depth != 1) return std::nullopt;
  std::string joined;
  for (const Value& part : value.items) {
    const auto name = name_of(part);
    if (!name) return std::nullopt;
    joined += (joined.empty() ? "" : " / ") + *name;
  }
  return joined;
}

Result<std::vector<std::string>> names_of(const Value& list) {
  std::vector<std::string> names;
  if (list.kind != Kind::List && list.kind != Kind::Tuple)
    return Error{ErrorCode::Syntax, "the pickled value is no list of names"};
  for (const Value& item : list.items) {
    auto name = name_of(item);
    if (!name) return Error{ErrorCode::Syntax, "the pickled list holds something else than names"};
    names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace

Result<std::vector<std::string>> parse_pickled_names(std::string_view pickle) {
  const auto value = PickleParser(pickle).parse();
  if (!value.ok()) return value.error();
  return names_of(value.value());
}

Result<std::vector<std::string>> parse_pickled_axis(std::string_view pickle) {
  const auto value = PickleParser(pickle).parse();
  if (!value.ok()) return value.error();
  const Value& axes = value.value();
  if (axes.kind != Kind::List || axes.items.size() != 1 || axes.items[0].kind != Kind::Tuple ||
      axes.items[0].items.size() != 2)
    return Error{ErrorCode::Syntax, "the pickled value is no list of one axis"};
  return names_of(axes.items[0].items[1]);
}

Result<std::vector<std::uint64_t>> parse_pickled_shape(std::string_view pickle) {
  const auto value = PickleParser(pickle).parse();
  if (!value.ok()) return value.error();
  std::vector<std::uint64_t> shape;
  if (value.value().kind != Kind::Tuple)
    return Error{ErrorCode::Syntax, "the pickled value is no shape"};
  for (const Value& item : value.value().items) {
    if (item.kind != Kind::Integer || item.number < 0)
      return Error{ErrorCode::Syntax, "the pickled value is no shape"};
    shape.push_back(static_cast<std::uint64_t>(item.number));
  }
  return shape;
}

}  // namespace cnx
