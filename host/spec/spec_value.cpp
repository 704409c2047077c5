// Values of a spec as numbers, choices and texts.
#include "host/spec/spec_value.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/parameter_range.hpp"
#include "host/text/suggestion.hpp"

namespace myriad {
namespace {

constexpr std::int64_t kExactIntegers = std::int64_t{1} << 53;

/// "lr takes a number >= 0, not 'fast'", at the value.
void refuse(const std::string& name, const std::string& takes, const Value& value,
            Complaints& complaints, const std::string& help = "") {
  complaints.add(value.place, fmt::format("{} takes {}, not {}", name, takes, shown_value(value)),
                 help);
}

std::optional<double> real_of(const Value& value) {
  if (value.is(Value::Kind::integer)) return static_cast<double>(value.integer);
  if (value.is(Value::Kind::real)) return value.real;
  if (value.is(Value::Kind::bare)) return parse_real(value.text).value;
  return std::nullopt;
}

std::optional<double> whole_of(const Value& value) {
  if (value.is(Value::Kind::integer)) {
    if (value.integer > kExactIntegers || value.integer < -kExactIntegers) return std::nullopt;
    return static_cast<double>(value.integer);
  }
  if (!value.is_text()) return std::nullopt;
  if (const auto count = parse_count(value.text).value) {
    if (*count > static_cast<std::uint64_t>(kExactIntegers)) return std::nullopt;
    return static_cast<double>(*count);
  }
  return value.is(Value::Kind::bare) ? parse_real(value.text).value : std::nullopt;
}

std::string number_help(const Parameter& parameter, const Value& value) {
  if (value.is(Value::Kind::text) && parse_real(value.text).value) return "write it without quotes";
  return parameter.meaning;
}

std::optional<double> read_boolean(const std::string& name, const Parameter& parameter,
                                   const Value& value, Complaints& complaints) {
  if (value.is(Value::Kind::boolean)) return value.boolean ? 1 : 0;
  if (value.is(Value::Kind::bare) && value.text == "true") return 1;
  if (value.is(Value::Kind::bare) && value.text == "false") return 0;
  refuse(name, takes_text(parameter), value, complaints, parameter.meaning);
  return std::nullopt;
}

std::optional<double> read_choice(const std::string& name, const Parameter& parameter,
                                  const Value& value, Complaints& complaints) {
  const std::vector<std::string> choices = choices_of(parameter);
  const auto at = std::find(choices.begin(), choices.end(), value.text);
  if (value.is_text() && at != choices.end()) return static_cast<double>(at - choices.begin());
  refuse(name, takes_text(parameter), value, complaints,
         value.is_text() ? did_you_mean(value.text, choices) : "");
  return std::nullopt;
}

/// A column's position written as a number: [0, 1] is ["0", "1"].
std::optional<std::string> position_text(const Parameter& parameter, const Value& value) {
  const bool whole = value.is(Value::Kind::integer) && value.integer >= 0;
  return parameter.position_text && whole ? std::optional(std::to_string(value.integer))
                                          : std::nullopt;
}

std::optional<FieldValue> read_texts(const std::string& name, const Parameter& parameter,
                                     const Value& value, Complaints& complaints) {
  if (!value.is(Value::Kind::list)) {
    refuse(name, takes_text(parameter), value, complaints, parameter.meaning);
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const Value& item : value.items) {
    std::optional<std::string> text = position_text(parameter, item);
    if (!text) text = read_text(name + "'s entry", item, complaints);
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  const auto count = static_cast<double>(texts.size());
  if (texts.empty() || count < parameter.low || count > parameter.high) {
    refuse(name, takes_text(parameter), value, complaints, parameter.meaning);
    return std::nullopt;
  }
  return texts;
}

}  // namespace

std::string shown_value(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
    case Value::Kind::bare:
      return "'" + value.text.substr(0, 60) + "'";
    case Value::Kind::integer:
      return std::to_string(value.integer);
    case Value::Kind::real:
      if (std::isnan(value.real)) return "nan";
      return std::isinf(value.real) ? (value.real < 0 ? "-inf" : "inf") : shortest_text(value.real);
    case Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    case Value::Kind::list:
      if (value.items.empty()) return "an empty list";
      return fmt::format("a list of {}", value.items.size());
    case Value::Kind::table:
      return "a table";
    case Value::Kind::date:
      break;
  }
  return "a date or time";
}

std::optional<double> read_number(const std::string& name, const Parameter& parameter,
                                  const Value& value, Complaints& complaints) {
  if (parameter.kind == ParameterKind::boolean)
    return read_boolean(name, parameter, value, complaints);
  if (parameter.kind == ParameterKind::choice)
    return read_choice(name, parameter, value, complaints);
  const bool whole = parameter.kind == ParameterKind::integer;
  const std::optional<double> number = whole ? whole_of(value) : real_of(value);
  if (!number || !accepts(parameter, *number)) {
    refuse(name, takes_text(parameter), value, complaints, number_help(parameter, value));
    return std::nullopt;
  }
  return *number == 0 ? 0 : *number;  // no -0
}

std::optional<FieldValue> read_parameter(const std::string& name, const Parameter& parameter,
                                         const Value& value, Complaints& complaints) {
  if (parameter.kind == ParameterKind::texts) return read_texts(name, parameter, value, complaints);
  if (parameter.kind == ParameterKind::text) {
    std::optional<std::string> text = position_text(parameter, value);
    if (!text) text = read_text(name, value, complaints);
    if (!text) return std::nullopt;
    return *text;
  }
  const std::optional<double> number = read_number(name, parameter, value, complaints);
  if (!number) return std::nullopt;
  return *number;
}

std::optional<std::uint64_t> read_count(const std::string& name, std::uint64_t low,
                                        std::uint64_t high, const Value& value,
                                        Complaints& complaints) {
  const std::string takes =
      fmt::format("a whole number from {} to {}", grouped_text(low), grouped_text(high));
  std::optional<std::uint64_t> count;
  if (value.is(Value::Kind::integer) && value.integer >= 0) {
    count = static_cast<std::uint64_t>(value.integer);
  } else if (value.is_text()) {
    count = parse_count(value.text).value;
  }
  if (count && *count >= low && *count <= high) return count;
  refuse(name, takes, value, complaints, "write it like 65_536, \"64k\", \"1M\" or \"4G\"");
  return std::nullopt;
}

std::optional<std::string> read_text(const std::string& name, const Value& value,
                                     Complaints& complaints) {
  if (value.is_text() && value.text.find('\0') == std::string::npos) return value.text;
  if (value.is_text()) {
    complaints.add(value.place, name + " holds a zero byte");
    return std::nullopt;
  }
  refuse(name, "a string", value, complaints, "put it in quotes");
  return std::nullopt;
}

}  // namespace myriad
