// Axes and draws: lists, logspace and linspace; uniform, log_uniform, int_uniform and choice.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "host/spec/spec_sections.hpp"
#include "host/spec/spec_value.hpp"
#include "host/text/suggestion.hpp"
#include "myriad/core/double_math.hpp"

namespace myriad {
namespace {

constexpr double kLeastLog = 1e-300;

const Key& key_of(int key) { return spec_keys()[static_cast<std::size_t>(key)]; }

/// To 14 significant digits: 0.3 instead of 0.30000000000000004 in a table.
double rounded(double x) {
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::scientific, 13);
  double result = x;
  std::from_chars(buffer, end.ptr, result);
  return result;
}

/// A number as if it had been written at `place`.
Value number_value(double x, const Place& place) {
  Value value;
  value.place = place;
  if (std::trunc(x) == x && std::fabs(x) <= 0x1p53) {
    value.kind = Value::Kind::integer;
    value.integer = static_cast<std::int64_t>(x);
  } else {
    value.kind = Value::Kind::real;
    value.real = x;
  }
  return value;
}

/// Point i of n from low to high: the ends exactly, the rest between them.
double spaced_point(bool logarithmic, double low, double high, std::uint64_t i, std::uint64_t n) {
  if (i == 0) return low;
  if (i == n - 1) return high;
  const double share = static_cast<double>(i) / static_cast<double>(n - 1);
  if (!logarithmic) return rounded(low + (high - low) * share);
  const double from = log_double(low), to = log_double(high);
  return rounded(exp_double(from + (to - from) * share));
}

}  // namespace

bool SectionReader::read_ends(const std::string& word, const Value& value, double& low,
                              double& high) {
  const Parameter parameter{"", "", ParameterKind::real};
  if (!value.is(Value::Kind::list) || value.items.size() != 2) {
    complaints_.add(value.place, fmt::format("{} takes two numbers", word),
                    word + " = [0.01, 1.0]");
    return false;
  }
  const auto first = read_number(word, parameter, value.items[0], complaints_);
  const auto second = read_number(word, parameter, value.items[1], complaints_);
  if (!first || !second) return false;
  low = *first;
  high = *second;
  const bool logarithmic = word.rfind("log", 0) == 0;
  for (int end = 0; logarithmic && end < 2; ++end) {
    const double x = end == 0 ? low : high;
    if (x >= kLeastLog) continue;
    complaints_.add(value.items[static_cast<std::size_t>(end)].place,
                    fmt::format("{} takes numbers above 0, not {}", word,
                                shown_value(value.items[static_cast<std::size_t>(end)])));
    return false;
  }
  return true;
}

bool SectionReader::claim_axis(const Line& line) {
  if (std::find(axis_keys_.begin(), axis_keys_.end(), line.key) != axis_keys_.end()) {
    complaints_.add(line.place, fmt::format("'{}' is an axis already", key_of(line.key).name),
                    "a key can be an axis once, in [grid] or in one [[zip]]");
    return false;
  }
  axis_keys_.push_back(line.key);
  return true;
}

std::optional<Axis> SectionReader::axis_of(const Line& line, const std::string& origin) {
  Axis axis;
  axis.key = line.key;
  axis.place = line.place;
  const std::string& name = key_of(line.key).name;
  if (line.value->is(Value::Kind::list)) {
    read_list_axis(line, origin, axis);
  } else if (line.value->is(Value::Kind::table)) {
    read_spaced_axis(line, origin, axis);
  } else {
    complaints_.add(
        line.value->place,
        fmt::format("an axis is a list of values, not {}", shown_value(*line.value)),
        fmt::format("one value for every cell stands in [base]; an axis is {} = [a, b, …]", name));
  }
  if (axis.values.empty()) return std::nullopt;
  check_repeats(axis);
  return axis;
}

void SectionReader::read_list_axis(const Line& line, const std::string& origin, Axis& axis) {
  for (const Value& item : line.value->items) {
    axis.values.push_back(assign(line.key, item, line.place, origin));
  }
  if (axis.values.empty()) {
    complaints_.add(line.value->place, fmt::format("the axis '{}' is empty", key_of(line.key).name),
                    "give it at least one value, or leave it out");
  }
}

void SectionReader::read_spaced_axis(const Line& line, const std::string& origin, Axis& axis) {
  const Value& table = *line.value;
  const std::string& name = key_of(line.key).name;
  const std::string help =
      fmt::format("{} = {{ logspace = [0.01, 1.0], n = 5 }}, or linspace", name);
  const Entry* space = nullptr;
  bool known = true;
  for (const Entry& entry : table.entries) {
    const bool is_space = entry.key == "logspace" || entry.key == "linspace";
    if (is_space && space == nullptr) {
      space = &entry;
    } else if (is_space || entry.key != "n") {
      known = false;
      complaints_.add(entry.place,
                      fmt::format("unknown field '{}' of an axis", entry.key.substr(0, 60)),
                      did_you_mean(entry.key, {"logspace", "linspace", "n"}) + help);
    }
  }
  const Entry* count = table.find("n");
  if (space == nullptr || count == nullptr) {
    if (known) complaints_.add(table.place, "this axis needs logspace or linspace, and n", help);
    return;
  }
  if (key_of(line.key).numbers == Key::Numbers::none) {
    complaints_.add(space->place,
                    fmt::format("'{}' is no number: {} does not apply", name, space->key),
                    fmt::format("list its values: {} = [a, b, …]", name));
    return;
  }
  double low = 0, high = 0;
  const bool ends = read_ends(space->key, space->value, low, high);
  const auto n = read_count("n", 2, kMaxCells, count->value, complaints_);
  if (!ends || !n) return;
  for (std::uint64_t i = 0; i < *n; ++i) {
    const double x = spaced_point(space->key == "logspace", low, high, i, *n);
    const Value& value = document_.keep(number_value(x, space->value.place));
    axis.values.push_back(assign(line.key, value, line.place, origin));
    if (!axis.values.back()->setting) return;  // one complaint says it for all points
  }
}

void SectionReader::check_repeats(const Axis& axis) {
  if (key_of(axis.key).data_field || key_of(axis.key).name == "data") return;
  const auto is_zip = [](const Assignment* value) { return value->origin == "[[zip]]"; };
  if (is_zip(axis.values.front())) return;  // a zip may repeat a value: its cells are the tuples
  std::set<std::string> known;
  for (const Assignment* value : axis.values) {
    if (!value->setting || known.insert(value->setting->identity).second) continue;
    complaints_.add(value->value->place,
                    fmt::format("'{}' stands twice in the axis '{}'", value->setting->text,
                                key_of(axis.key).name),
                    "each value makes cells of its own; take one out");
  }
}

std::optional<Draw> SectionReader::draw_of(const Line& line) {
  const Key& key = key_of(line.key);
  const std::string help = key.numbers == Key::Numbers::none
                               ? fmt::format("{} = {{ choice = [a, b, …] }}", key.name)
                               : fmt::format(
                                     "{} = {{ log_uniform = [low, high] }}; also uniform, "
                                     "int_uniform, choice",
                                     key.name);
  const Value& table = *line.value;
  if (!table.is(Value::Kind::table) || table.entries.size() != 1) {
    complaints_.add(
        table.place,
        fmt::format("[random] draws '{}' by one law, not {}", key.name, shown_value(table)), help);
    return std::nullopt;
  }
  const Entry& law = table.entries.front();
  Draw draw;
  draw.key = line.key;
  draw.place = line.place;
  draw.range = law.value.place;
  if (law.key == "choice") {
    if (!law.value.is(Value::Kind::list) || law.value.items.empty()) {
      complaints_.add(law.value.place, "choice takes a list of values", help);
      return std::nullopt;
    }
    for (const Value& item : law.value.items) {
      draw.choices.push_back(assign(line.key, item, line.place, "[random]"));
    }
    return draw;
  }
  const std::vector<std::string> laws{"uniform", "log_uniform", "int_uniform", "choice"};
  const auto at = std::find(laws.begin(), laws.end(), law.key);
  if (at == laws.end()) {
    complaints_.add(law.place, fmt::format("unknown law '{}'", law.key.substr(0, 60)),
                    did_you_mean(law.key, laws) + help);
    return std::nullopt;
  }
  draw.law = law.key == "uniform"       ? Draw::Law::uniform
             : law.key == "log_uniform" ? Draw::Law::log_uniform
                                        : Draw::Law::int_uniform;
  const bool whole_key = key.numbers == Key::Numbers::whole;
  if (key.numbers == Key::Numbers::none || (whole_key && draw.law != Draw::Law::int_uniform)) {
    complaints_.add(law.place, fmt::format("'{}' cannot be drawn by {}", key.name, law.key),
                    whole_key ? "use int_uniform or choice" : help);
    return std::nullopt;
  }
  if (!read_ends(law.key, law.value, draw.low, draw.high)) return std::nullopt;
  if (!(draw.low < draw.high)) {
    complaints_.add(law.value.place,
                    fmt::format("{} takes a lower number and a higher one", law.key), help);
    return std::nullopt;
  }
  for (const Value& end : law.value.items) {
    const Assignment* probe = assign(line.key, end, line.place, "[random]");
    if (!probe->setting) return std::nullopt;
    const double x = end.is(Value::Kind::integer) ? static_cast<double>(end.integer) : end.real;
    if (draw.law == Draw::Law::int_uniform && (std::trunc(x) != x || std::fabs(x) > 0x1p53)) {
      complaints_.add(end.place,
                      fmt::format("int_uniform takes whole numbers, not {}", shown_value(end)));
      return std::nullopt;
    }
  }
  return draw;
}

}  // namespace myriad
