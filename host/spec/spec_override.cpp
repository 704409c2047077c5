// Options of the command line that change a spec, with places inside the option.
#include "host/spec/spec_override.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace myriad {
namespace {

constexpr std::size_t kShownOption = 60;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Offsets [begin, end) of a text without the blanks about it.
struct Span {
  std::size_t begin = 0, end = 0;
};

Span trimmed(const std::string& text, Span span) {
  while (span.begin < span.end && is_blank(text[span.begin])) ++span.begin;
  while (span.end > span.begin && is_blank(text[span.end - 1])) --span.end;
  return span;
}

struct SplitOption {
  const SourceText* source;
  Span key, value;
};

std::optional<SplitOption> split_option(const std::string& option, const std::string& text,
                                        SpecDocument& document, Complaints& complaints) {
  const bool is_long = text.size() > kShownOption;
  const std::string name = option + " " + text.substr(0, kShownOption) + (is_long ? "…" : "");
  const SourceText& source = document.add_source(name, text);
  const std::size_t equals = text.find('=');
  const std::size_t key_end = equals == std::string::npos ? text.size() : equals;
  SplitOption split{&source, trimmed(text, {0, key_end}), {text.size(), text.size()}};
  if (equals != std::string::npos) split.value = trimmed(text, {equals + 1, text.size()});
  const bool whole = split.key.begin < split.key.end && split.value.begin < split.value.end;
  if (whole) return split;
  complaints.add({&source, 1, 1, std::max<std::size_t>(text.size(), 1)},
                 fmt::format("{} takes key=value", option),
                 option == "--set" ? "--set lr=0.5" : "--axis lr=0.1,1");
  return std::nullopt;
}

/// The parts between commas that stand outside brackets and quotes.
std::vector<Span> split_list(const std::string& text, Span span) {
  std::vector<Span> result;
  std::size_t begin = span.begin;
  int depth = 0;
  char quote = 0;
  for (std::size_t at = span.begin; at < span.end; ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'') quote = c;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c != ',' || depth > 0) continue;
    result.push_back(trimmed(text, {begin, at}));
    begin = at + 1;
  }
  result.push_back(trimmed(text, {begin, span.end}));
  return result;
}

Place place_of(const SourceText& source, Span span) {
  return {&source, 1, span.begin + 1, std::max<std::size_t>(span.end - span.begin, 1)};
}

}  // namespace

std::optional<OverrideText> read_set(const std::string& text, SpecDocument& document,
                                     Complaints& complaints) {
  const auto split = split_option("--set", text, document, complaints);
  if (!split) return std::nullopt;
  const auto [begin, end] = split->value;
  return OverrideText{text.substr(split->key.begin, split->key.end - split->key.begin),
                      place_of(*split->source, split->key),
                      document.read_argument(*split->source, begin + 1, end - begin, complaints)};
}

std::optional<OverrideText> read_axis(const std::string& text, SpecDocument& document,
                                      Complaints& complaints) {
  const auto split = split_option("--axis", text, document, complaints);
  if (!split) return std::nullopt;
  const auto [begin, end] = split->value;
  const std::vector<Span> spans = split_list(text, split->value);
  OverrideText result{text.substr(split->key.begin, split->key.end - split->key.begin),
                      place_of(*split->source, split->key),
                      {}};
  if (spans.size() == 1 && (text[begin] == '[' || text[begin] == '{')) {
    result.value = document.read_argument(*split->source, begin + 1, end - begin, complaints);
    return result;
  }
  result.value.kind = Value::Kind::list;
  result.value.place = place_of(*split->source, split->value);
  for (const Span& span : spans) {
    if (span.begin == span.end) {
      complaints.add(place_of(*split->source, span), "a value is missing here", "--axis lr=0.1,1");
      return std::nullopt;
    }
    result.value.items.push_back(
        document.read_argument(*split->source, span.begin + 1, span.end - span.begin, complaints));
  }
  return result;
}

Value read_option(const std::string& option, const std::string& text, SpecDocument& document) {
  const SourceText& source = document.add_source(option, text);
  Value value;
  value.kind = Value::Kind::bare;
  value.place = {&source, 1, 1, std::max<std::size_t>(text.size(), 1)};
  value.text = text;
  value.spelled_out = true;
  return value;
}

}  // namespace myriad
