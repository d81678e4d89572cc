#include "query/parse_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cnx {

namespace {

constexpr std::array<std::string_view, 16> kKeywords = {
    "and",        "or", "not", "in",         "between", "selected", "set", "upstream",
    "downstream", "of", "by",  "reciprocal", "with",    "within",   "hop", "hops"};

enum class TokenKind : std::uint8_t { End, Word, Quoted, Symbol, Bad };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;  // a symbol is written in ASCII: "<=", "!=", "("
  TextSpan where;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_keyword(std::string_view word) {
  return std::any_of(kKeywords.begin(), kKeywords.end(),
                     [&](std::string_view keyword) { return same_word(keyword, word); });
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Characters that end a word; everything else, UTF-8 included, is part of one.
bool ends_word(char c) {
  return is_space(c) || std::string_view("(){},=!<>\"").find(c) != std::string_view::npos;
}

struct Spelling {
  std::string_view text, symbol;
};
// Longer ones first. The last three are ≤, ≥ and ≠ in UTF-8.
constexpr std::array<Spelling, 17> kSymbols = {{{"<=", "<="},
                                                {">=", ">="},
                                                {"!=", "!="},
                                                {"<>", "!="},
                                                {"==", "="},
                                                {"=<", "<="},
                                                {"=>", ">="},
                                                {"=", "="},
                                                {"<", "<"},
                                                {">", ">"},
                                                {"(", "("},
                                                {")", ")"},
                                                {"{", "{"},
                                                {"}", "}"},
                                                {",", ","},
                                                {"\xe2\x89\xa4", "<="},
                                                {"\xe2\x89\xa5", ">="}}};
constexpr std::string_view kNotEqualSign = "\xe2\x89\xa0";

const Spelling* symbol_at(std::string_view rest) {
  static constexpr Spelling kNotEqual = {kNotEqualSign, "!="};
  if (rest.starts_with(kNotEqualSign)) return &kNotEqual;
  for (const Spelling& spelling : kSymbols) {
    if (rest.starts_with(spelling.text)) return &spelling;
  }
  return nullptr;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    Token token;
    token.where = {at_, at_};
    if (at_ == text_.size()) return token;
    if (text_[at_] == '"') return quoted();
    if (const Spelling* symbol = symbol_at(text_.substr(at_))) {
      token.kind = TokenKind::Symbol;
      token.text = symbol->symbol;
      at_ += symbol->text.size();
    } else {
      token.kind = TokenKind::Word;
      const std::size_t begin = at_;
      while (at_ < text_.size() && !ends_word(text_[at_]) &&
             (at_ == begin || symbol_at(text_.substr(at_)) == nullptr)) {
        ++at_;
      }
      if (at_ == begin) {  // a lone "!"
        ++at_;
        token.kind = TokenKind::Bad;
      }
      token.text = text_.substr(begin, at_ - begin);
    }
    token.where.end = at_;
    return token;
  }

 private:
  /// Between double quotes; \" and \\ stand for " and \.
  Token quoted() {
    Token token;
    token.where.begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      token.text += text_[at_++];
    }
    const bool closed = at_ < text_.size();
    token.kind = closed ? TokenKind::Quoted : TokenKind::Bad;
    if (closed) ++at_;
    token.where.end = at_;
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::uint32_t> small_number(std::string_view text, std::uint32_t limit) {
  std::uint32_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  if (value < 1 || value > limit) return std::nullopt;
  return value;
}

/// Digits, perhaps with a sign: what is read as a neuron's id, however long it is.
bool is_digits(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// One pass with one token of foresight. After the first error everything is read as if the text
/// had ended there.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { advance(); }

  ParsedQuery parse() {
    ParsedQuery result;
    if (token_.kind != TokenKind::End) {
      Expression expression = any();
      if (!error_) {
        expect(expects_after_term());
        if (is_symbol(")")) {
          fail("There is a closing bracket too many.");
        } else if (token_.kind != TokenKind::End) {
          fail("Between two conditions stands \"and\" or \"or\".", {"and", "or"});
        }
      }
      if (!error_) result.expression = std::move(expression);
    }
    result.error = std::move(error_);
    result.expects = expects_;
    result.column = std::move(column_);
    return result;
  }

 private:
  void advance() {
    last_end_ = token_.where.end;
    token_ = lexer_.next();
    if (token_.kind != TokenKind::Bad) return;
    fail(token_.text.starts_with("!") && token_.where.end - token_.where.begin == 1
             ? "\"!\" alone means nothing; write \"!=\" or \"not\"."
             : "This quoted name has no end; close it with a double quote.");
  }

  bool is_word(std::string_view keyword) const {
    return token_.kind == TokenKind::Word && same_word(token_.text, keyword);
  }
  bool is_symbol(std::string_view symbol) const {
    return token_.kind == TokenKind::Symbol && token_.text == symbol;
  }
  bool take_word(std::string_view keyword) {
    if (!is_word(keyword)) return false;
    advance();
    return true;
  }
  bool take_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    advance();
    return true;
  }
  /// A name or a number, quoted or not. Keywords are none.
  bool is_name() const {
    if (token_.kind == TokenKind::Quoted) return true;
    return token_.kind == TokenKind::Word && !is_keyword(token_.text);
  }
  QueryWord take_name() {
    QueryWord word{std::move(token_.text), token_.where};
    advance();
    return word;
  }

  /// Remembers what could come here, when nothing does.
  void expect(QueryExpects what, const std::string& column = {}) {
    if (error_) return;
    expects_ = what;
    column_ = column;
  }
  QueryExpects expects_after_term() const {
    return after_operand_ ? QueryExpects::By : QueryExpects::Connective;
  }

  void fail(std::string message, std::vector<std::string> suggestions = {},
            std::optional<QueryWord> lone_word = std::nullopt) {
    if (error_) return;
    error_ =
        QueryError{token_.where, std::move(message), std::move(suggestions), std::move(lone_word)};
    token_ = Token{TokenKind::End, "", token_.where};
    lexer_ = Lexer("");
  }

  Expression any() { return chain("or", Expression::Kind::Or, &Parser::all); }
  Expression all() { return chain("and", Expression::Kind::And, &Parser::negated); }

  Expression chain(std::string_view word, Expression::Kind kind, Expression (Parser::*part)()) {
    const std::size_t begin = token_.where.begin;
    Expression first = (this->*part)();
    if (!is_word(word)) return first;
    Expression chained;
    chained.kind = kind;
    chained.children.push_back(std::move(first));
    while (take_word(word)) chained.children.push_back((this->*part)());
    chained.where = {begin, last_end_};
    return chained;
  }

  Expression negated() {
    after_operand_ = false;
    if (!is_word("not")) return term();
    const Deeper deeper(*this);
    Expression expression;
    expression.kind = Expression::Kind::Not;
    const std::size_t begin = token_.where.begin;
    advance();
    if (!error_) expression.children.push_back(negated());
    expression.where = {begin, last_end_};
    return expression;
  }

  Expression brackets() {
    const Deeper deeper(*this);
    advance();
    Expression inner;
    if (!error_) inner = any();
    expect(expects_after_term());
    if (!take_symbol(")")) {
      fail(token_.kind == TokenKind::End ? "A bracket is not closed."
                                         : "Between two conditions stands \"and\" or \"or\".");
    }
    after_operand_ = false;
    return inner;
  }

  Expression term() {
    expect(QueryExpects::Term);
    if (is_symbol("(")) return brackets();
    Expression expression;
    const std::size_t begin = token_.where.begin;
    if (take_word("selected")) {
      expression.kind = Expression::Kind::Selected;
    } else if (is_word("in")) {
      advance();
      expression = in_set();
    } else if (is_word("upstream") || is_word("downstream") || is_word("reciprocal") ||
               is_word("within")) {
      expression = graph();
    } else if (token_.kind == TokenKind::Word && is_digits(token_.text)) {
      expression.kind = Expression::Kind::Neuron;
      expression.values.push_back(take_name());
      expect(QueryExpects::Connective);
      if (token_.kind == TokenKind::Symbol && token_.text != ")") {
        fail("A number is taken as a neuron's id here; a column of that name needs quotes.");
      }
    } else if (is_name()) {
      expression = condition();
    } else if (token_.kind == TokenKind::End) {
      fail("The query ends where a condition should follow.");
    } else {
      fail("A condition begins here, like  class = 23P  or  upstream of selected.");
    }
    expression.where = {begin, last_end_};
    return expression;
  }

  /// After "in", where no column came before.
  Expression in_set() {
    Expression expression;
    expression.kind = Expression::Kind::InSet;
    if (token_.kind == TokenKind::End) expect(QueryExpects::SetName);
    if (!take_word("set")) {
      fail("\"in\" without a column before it is followed by \"set\" and a name.", {"set"});
      return expression;
    }
    expect(QueryExpects::SetName);
    if (!is_name()) {
      fail("The name of a set should follow.");
      return expression;
    }
    expression.values.push_back(take_name());
    return expression;
  }

  Expression condition() {
    Expression expression;
    expression.column = take_name();
    const std::string column = expression.column.text;
    expect(QueryExpects::Operator, column);
    const bool negative = is_word("not");
    if (negative) advance();
    if (take_word("in")) {
      if (is_word("set")) {
        fail("\"in set\" stands alone, without a column before it.");
        return expression;
      }
      expression.kind = Expression::Kind::In;
      value_list(expression);
    } else if (take_word("between")) {
      expression.kind = Expression::Kind::Between;
      value(expression);
      expect(QueryExpects::BetweenAnd, column);
      if (!take_word("and"))
        fail("\"between\" takes two numbers with \"and\" between them.", {"and"});
      value(expression);
    } else if (!negative && token_.kind == TokenKind::Symbol && comparison(expression)) {
      value(expression);
    } else {
      fail("After the column \"" + column +
               "\" comes  =  !=  <  <=  >  >=  in {…}  or  between … and ….",
           {"=", "!=", "in", "between"}, expression.column);
    }
    if (!negative) return expression;
    Expression inverse;
    inverse.kind = Expression::Kind::Not;
    inverse.children.push_back(std::move(expression));
    return inverse;
  }

  bool comparison(Expression& expression) {
    constexpr std::array<std::pair<std::string_view, Comparison>, 6> kComparisons = {
        {{"=", Comparison::Equal},
         {"!=", Comparison::NotEqual},
         {"<", Comparison::Less},
         {"<=", Comparison::LessEqual},
         {">", Comparison::Greater},
         {">=", Comparison::GreaterEqual}}};
    for (const auto& [symbol, meaning] : kComparisons) {
      if (!take_symbol(symbol)) continue;
      expression.kind = Expression::Kind::Compare;
      expression.comparison = meaning;
      return true;
    }
    return false;
  }

  void value(Expression& expression) {
    expect(QueryExpects::Value, expression.column.text);
    if (is_symbol("{") && expression.kind == Expression::Kind::Compare) {
      fail("A list of values comes after \"in\".");
      return;
    }
    if (!is_name()) {
      const bool keyword = token_.kind == TokenKind::Word;
      fail(keyword ? "\"" + token_.text +
                         "\" is a word of the query language; as a value it needs quotes."
                   : "A value of \"" + expression.column.text + "\" should follow.",
           keyword ? std::vector<std::string>{"\"" + token_.text + "\""}
                   : std::vector<std::string>{});
      return;
    }
    expression.values.push_back(take_name());
  }

  void value_list(Expression& expression) {
    expect(QueryExpects::Brace, expression.column.text);
    if (!take_symbol("{")) {
      fail("A list of values stands in braces: {a, b}.", {"{"});
      return;
    }
    expect(QueryExpects::Value, expression.column.text);
    if (take_symbol("}")) return;
    do {
      value(expression);
      expect(QueryExpects::ValueList, expression.column.text);
    } while (!error_ && take_symbol(","));
    if (!take_symbol("}"))
      fail("Values stand between commas, and a closing brace ends the list.", {",", "}"});
  }

  Expression graph() {
    const Deeper deeper(*this);
    Expression expression;
    expression.kind = Expression::Kind::Graph;
    if (take_word("reciprocal")) {
      expression.reach = Reach::Reciprocal;
      expect(QueryExpects::Of);
      if (!take_word("with")) fail("\"reciprocal\" is followed by \"with\".", {"with"});
    } else {
      if (take_word("within")) hops(expression);
      if (take_word("upstream")) {
        expression.reach = Reach::Upstream;
      } else if (take_word("downstream")) {
        expression.reach = Reach::Downstream;
      } else {
        expression.reach = Reach::Either;
      }
      expect(QueryExpects::Of);
      if (!take_word("of")) fail("\"of\" and neurons should follow.", {"of"});
    }
    if (!error_) expression.children.push_back(operand());
    by(expression);
    return expression;
  }

  void hops(Expression& expression) {
    expression.within = true;
    expect(QueryExpects::HopCount);
    const auto count =
        token_.kind == TokenKind::Word ? small_number(token_.text, kMaxHops) : std::nullopt;
    if (!count) {
      fail("\"within\" is followed by a number of hops from 1 to " + std::to_string(kMaxHops) + ".",
           {"1", "2", "3"});
      return;
    }
    expression.hops = *count;
    advance();
    expect(QueryExpects::Hops);
    if (!take_word("hops") && !take_word("hop")) fail("The word \"hops\" should follow.", {"hops"});
  }

  /// A neuron's id, "selected", a set or a query in brackets.
  Expression operand() {
    expect(QueryExpects::Operand);
    if (is_symbol("(")) return brackets();
    Expression expression;
    const std::size_t begin = token_.where.begin;
    if (take_word("selected")) {
      expression.kind = Expression::Kind::Selected;
    } else if (take_word("in")) {
      expression = in_set();
    } else if (token_.kind == TokenKind::Word && is_digits(token_.text)) {
      expression.kind = Expression::Kind::Neuron;
      expression.values.push_back(take_name());
    } else {
      take_word("set");
      expression.kind = Expression::Kind::InSet;
      if (is_name()) {
        expression.values.push_back(take_name());
      } else {
        fail("A neuron's id, \"selected\", the name of a set or a query in brackets should follow.",
             {"selected"});
      }
    }
    expression.where = {begin, last_end_};
    return expression;
  }

  void by(Expression& expression) {
    expect(QueryExpects::By);
    if (error_ || !take_word("by")) {
      after_operand_ = true;
      return;
    }
    expect(QueryExpects::AtLeast);
    if (!take_symbol(">=")) {
      fail("\"by\" is followed by \">=\" and a number of synapses.", {">="});
      return;
    }
    expect(QueryExpects::Count);
    const auto count =
        token_.kind == TokenKind::Word ? small_number(token_.text, 1'000'000'000) : std::nullopt;
    if (!count) {
      fail("A number of synapses from 1 on should follow.");
      return;
    }
    expression.min_synapses = *count;
    advance();
    expect(QueryExpects::Synapses);
    if (!take_word("synapses")) take_word("synapse");
    after_operand_ = false;
  }

  /// Counts how deep the recursion is; a text that goes too deep is refused before the stack is.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxQueryDepth) parser_.fail("This query is nested too deeply.");
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& parser_;
  };

  Lexer lexer_;
  Token token_;
  std::size_t last_end_ = 0;
  std::size_t depth_ = 0;
  bool after_operand_ = false;  // "by" may still follow
  std::optional<QueryError> error_;
  QueryExpects expects_ = QueryExpects::Term;
  std::string column_;
};

}  // namespace

ParsedQuery parse_query(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    ParsedQuery result;
    result.error = QueryError{
        {0, text.size()}, "A query has at most " + std::to_string(kMaxQueryBytes) + " bytes.", {}};
    return result;
  }
  return Parser(text).parse();
}

bool needs_quotes(std::string_view name) {
  if (name.empty() || is_digits(name)) return true;
  if (is_keyword(name)) return true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (ends_word(name[i]) || symbol_at(name.substr(i)) != nullptr) return true;
  }
  return false;
}

}  // namespace cnx
