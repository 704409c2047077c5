// The grammar of calls: NAME [ "(" [ARGUMENT {"," ARGUMENT}] ")" ], ARGUMENT = [NAME "="] WORD.
#include "host/spec/spec_part_call.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/parameter_range.hpp"
#include "host/text/suggestion.hpp"

namespace myriad {
namespace {

struct Token {
  enum class Kind { word, open, close, comma, equals, end, stray };
  Kind kind = Kind::end;
  std::size_t offset = 0;
  std::string_view text;
};

/// Text for a message, however long it was.
std::string_view brief(std::string_view text) { return text.substr(0, 60); }

/// One argument as it was written; `name` is empty for one given by position.
struct WrittenArgument {
  Token name;
  Token value;
};

class CallScanner {
 public:
  explicit CallScanner(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    const std::size_t begin = at_;
    if (at_ == text_.size()) return {Token::Kind::end, begin, {}};
    const char c = text_[at_];
    if (is_word(c)) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      return {Token::Kind::word, begin, text_.substr(begin, at_ - begin)};
    }
    ++at_;
    while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xc0u) == 0x80u) ++at_;
    const std::string_view one = text_.substr(begin, at_ - begin);
    switch (c) {
      case '(':
        return {Token::Kind::open, begin, one};
      case ')':
        return {Token::Kind::close, begin, one};
      case ',':
        return {Token::Kind::comma, begin, one};
      case '=':
        return {Token::Kind::equals, begin, one};
      default:
        return {Token::Kind::stray, begin, one};
    }
  }

 private:
  /// Names and numbers alike; which it is, its reader decides.
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '+';
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class CallReader {
 public:
  CallReader(PartKind kind, std::string_view text, std::vector<CallFault>& faults)
      : kind_(kind), text_(text), faults_(faults), scanner_(text) {}

  std::optional<ParsedCall> read() {
    const std::size_t faults_before = faults_.size();
    const Token name = scanner_.next();
    if (name.kind != Token::Kind::word) {
      fault(name, fmt::format("the name of {} is missing", with_article()), valid_names());
      return std::nullopt;
    }
    const bool well_formed = read_arguments();  // complains of both the name and the arguments
    const int id = find_part(kind_, name.text);
    if (id < 0) {
      fault(name, fmt::format("unknown {} '{}'", part_noun(kind_), brief(name.text)),
            did_you_mean(name.text, part_names(kind_, true)) + valid_names());
      return std::nullopt;
    }
    if (!well_formed) return std::nullopt;
    part_ = &parts(kind_)[static_cast<std::size_t>(id)];
    result_.call.id = id;
    part_->info.variadic ? bind_variadic(name) : bind(name);
    if (faults_.size() > faults_before) return std::nullopt;
    return result_;
  }

 private:
  void fault(const Token& token, std::string what, std::string help = "") {
    faults_.push_back({token.offset, std::max<std::size_t>(token.text.size(), 1), std::move(what),
                       std::move(help)});
  }

  bool unexpected(const Token& token, const char* wanted) {
    if (token.kind == Token::Kind::end) {
      fault(token, fmt::format("'{}' ends where {} should follow", brief(text_), wanted));
    } else {
      const bool quote = token.text == "\"" || token.text == "'";
      fault(token, fmt::format("'{}' where {} should stand", brief(token.text), wanted),
            quote ? "words and numbers take no quotes here" : "");
    }
    return false;
  }

  /// Everything after the name; false, with one complaint, when it is not a list of arguments.
  bool read_arguments() {
    Token token = scanner_.next();
    if (token.kind == Token::Kind::end) return true;
    if (token.kind != Token::Kind::open) return unexpected(token, "'('");
    token = scanner_.next();
    while (token.kind != Token::Kind::close) {
      if (token.kind != Token::Kind::word) return unexpected(token, "an argument or ')'");
      WrittenArgument argument;
      argument.value = token;
      token = scanner_.next();
      if (token.kind == Token::Kind::equals) {
        argument.name = argument.value;
        argument.value = scanner_.next();
        if (argument.value.kind != Token::Kind::word) return unexpected(argument.value, "a value");
        token = scanner_.next();
      }
      arguments_.push_back(argument);
      if (token.kind == Token::Kind::close) break;
      if (token.kind != Token::Kind::comma) return unexpected(token, "',' or ')'");
      token = scanner_.next();
      if (token.kind == Token::Kind::close) return unexpected(token, "an argument");
    }
    token = scanner_.next();
    return token.kind == Token::Kind::end || unexpected(token, "nothing more");
  }

  void bind_variadic(const Token& name) {
    const std::string help = part_signature(*part_);
    if (arguments_.empty())
      fault(name, fmt::format("{} needs at least one value", name.text), help);
    if (arguments_.size() > static_cast<std::size_t>(kMaxArguments)) {
      fault(arguments_[kMaxArguments].value,
            fmt::format("{} takes at most {} values", part_->info.name, kMaxArguments));
      return;
    }
    for (const WrittenArgument& argument : arguments_) {
      if (!argument.name.text.empty()) {
        fault(argument.name, fmt::format("{} takes plain values, without names", part_->info.name),
              help);
        continue;
      }
      const Parameter& parameter = part_->parameters.front();
      result_.call.arguments.push_back(argument_value(parameter, argument.value).value_or(0));
    }
  }

  void bind(const Token& name) {
    const std::vector<Parameter>& parameters = part_->parameters;
    for (const Parameter& p : parameters) result_.call.arguments.push_back(p.fallback);
    bool named = false;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      const WrittenArgument& argument = arguments_[i];
      const bool by_name = !argument.name.text.empty();
      if (named && !by_name) {
        fault(argument.value, "an argument without a name after one with a name",
              part_signature(*part_));
        continue;
      }
      named = named || by_name;
      const std::optional<std::size_t> at = by_name ? position_of(argument.name) : i;
      if (!at) continue;
      if (*at >= parameters.size()) {
        fault(argument.value, too_many_text(), part_signature(*part_));
        return;
      }
      assign(*at, by_name ? argument.name : argument.value, argument.value);
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (parameters[i].required() && (result_.given >> i & 1u) == 0) {
        fault(name,
              fmt::format("{} needs its parameter '{}'", part_->info.name, parameters[i].name),
              part_signature(*part_));
      }
    }
    check_order();
  }

  void check_order() {
    for (const auto& [low, high] : misordered(*part_, result_.call.arguments)) {
      fault(spot_of_[(result_.given >> high & 1u) != 0 ? high : low],
            fmt::format("{} of {} must not be above {}", part_->parameters[low].name, part_->info.name,
                        part_->parameters[high].name),
            part_signature(*part_));
    }
  }

  void assign(std::size_t at, const Token& spot, const Token& value) {
    const Parameter& parameter = part_->parameters[at];
    if ((result_.given >> at & 1u) != 0) {
      fault(spot, fmt::format("'{}' is given twice", parameter.name));
      return;
    }
    result_.given |= 1u << at;
    spot_of_[at] = value;
    const std::optional<double> number = argument_value(parameter, value);
    if (number) result_.call.arguments[at] = *number == 0 ? 0 : *number;  // no -0
  }

  std::optional<std::size_t> position_of(const Token& name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < part_->parameters.size(); ++i) {
      if (name.text == part_->parameters[i].name) return i;
      names.emplace_back(part_->parameters[i].name);
    }
    fault(name, fmt::format("{} has no parameter '{}'", part_->info.name, brief(name.text)),
          did_you_mean(name.text, names) + part_signature(*part_));
    return std::nullopt;
  }

  std::optional<double> argument_value(const Parameter& parameter, const Token& token) {
    const auto refuse = [&](const std::string& why) {
      fault(token,
            fmt::format("{} of {} takes {}{}", parameter.name, part_->info.name,
                        takes_text(parameter), why),
            parameter.meaning);
      return std::nullopt;
    };
    const std::string not_this = fmt::format(", not '{}'", brief(token.text));
    if (parameter.kind == ParameterKind::boolean) {
      if (token.text == "true") return 1;
      if (token.text == "false") return 0;
      return refuse(not_this);
    }
    if (parameter.kind == ParameterKind::choice) {
      const std::vector<std::string> choices = choices_of(parameter);
      const auto at = std::find(choices.begin(), choices.end(), token.text);
      if (at != choices.end()) return static_cast<double>(at - choices.begin());
      return refuse(not_this);
    }
    if (parameter.kind == ParameterKind::text || parameter.kind == ParameterKind::texts) {
      return refuse(": write a table");
    }
    const Parsed<double> number = parse_real(token.text);
    if (!number.value) return refuse(": " + number.fault);
    if (!accepts(parameter, *number.value)) return refuse(not_this);
    return number.value;
  }

  std::string with_article() const {
    const std::string noun = part_noun(kind_);
    return (std::string("aio").find(noun[0]) != std::string::npos ? "an " : "a ") + noun;
  }

  std::string valid_names() const {
    return fmt::format("{}: {}", part_kind_names()[static_cast<std::size_t>(kind_)],
                       fmt::join(part_names(kind_), ", "));
  }

  std::string too_many_text() const {
    const std::size_t most = part_->parameters.size();
    if (most == 0) return fmt::format("{} takes no arguments", part_->info.name);
    return fmt::format("{} takes at most {} argument{}", part_->info.name, most,
                       most == 1 ? "" : "s");
  }

  PartKind kind_;
  std::string_view text_;
  std::vector<CallFault>& faults_;
  CallScanner scanner_;
  const PartDescription* part_ = nullptr;
  std::vector<WrittenArgument> arguments_;
  Token spot_of_[32];  ///< of each argument given
  ParsedCall result_;
};

std::string argument_text(const Parameter& parameter, double value) {
  if (parameter.kind == ParameterKind::boolean) return value != 0 ? "true" : "false";
  if (parameter.kind == ParameterKind::choice) {
    return choices_of(parameter).at(static_cast<std::size_t>(value));
  }
  return shortest_text(value);
}

}  // namespace

std::optional<ParsedCall> parse_part_call(PartKind kind, std::string_view text,
                                          std::vector<CallFault>& faults) {
  return CallReader(kind, text, faults).read();
}

std::string part_call_text(PartKind kind, const PartCall& call, std::uint32_t shown) {
  const PartDescription& part = parts(kind)[static_cast<std::size_t>(call.id)];
  std::vector<std::string> words;
  bool positional = part.info.variadic || part.parameters.size() <= 2;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Parameter& parameter = part.parameters[part.info.variadic ? 0 : i];
    const bool wanted = part.info.variadic || (shown >> i & 1u) != 0 || parameter.required() ||
                        call.arguments[i] != parameter.fallback;
    if (!wanted) {
      positional = positional && i + 1 == call.arguments.size();
      continue;
    }
    const std::string value = argument_text(parameter, call.arguments[i]);
    words.push_back(positional ? value : fmt::format("{}={}", parameter.name, value));
  }
  if (words.empty()) return part.info.name;
  return fmt::format("{}({})", part.info.name, fmt::join(words, ", "));
}

const char* part_noun(PartKind kind) {
  switch (kind) {
    case PartKind::activation:
      return "activation";
    case PartKind::initializer:
      return "initializer";
    case PartKind::optimizer:
      return "optimizer";
    case PartKind::loss:
      return "loss";
    case PartKind::preprocess:
      return "preprocessing";
    case PartKind::dataset:
      return "data set";
    case PartKind::schedule:
      return "schedule";
  }
  return "part";
}

std::vector<std::string> part_names(PartKind kind, bool with_aliases) {
  std::vector<std::string> names;
  for (const PartDescription& part : parts(kind)) {
    names.emplace_back(part.info.name);
    if (!with_aliases) continue;
    std::string_view rest = part.info.aliases;
    while (!rest.empty()) {
      const std::size_t blank = rest.find(' ');
      if (blank != 0) names.emplace_back(rest.substr(0, blank));
      rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
    }
  }
  return names;
}

std::string part_signature(const PartDescription& part) {
  if (part.info.variadic) return fmt::format("{}(a, b, …)", part.info.name);
  std::vector<std::string> words;
  for (const Parameter& p : part.parameters) {
    const bool text = p.kind == ParameterKind::text || p.kind == ParameterKind::texts;
    words.push_back(
        p.required() || text ? p.name : fmt::format("{}={}", p.name, argument_text(p, p.fallback)));
  }
  if (words.empty()) return part.info.name;
  return fmt::format("{}({})", part.info.name, fmt::join(words, ", "));
}

}  // namespace myriad
