// Bounds of parameters: what they let through and how they are told.
#include "host/spec/parameter_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "host/text/number.hpp"

namespace myriad {
namespace {

/// Pairs of parameters of which the second may not be below the first, whatever the part.
constexpr const char* kOrderedPairs[][2] = {
    {"a", "b"}, {"low", "high"}, {"lower", "upper"}, {"min_val", "max_val"}, {"q_min", "q_max"}};

std::string bounds_text(const Parameter& p) {
  const bool below = std::isfinite(p.low), above = std::isfinite(p.high);
  if (below && above) {
    return std::string(p.low_open ? " in (" : " in [") + shortest_text(p.low) + ", " +
           shortest_text(p.high) + (p.high_open ? ")" : "]");
  }
  if (below) return (p.low_open ? " > " : " >= ") + shortest_text(p.low);
  if (above) return (p.high_open ? " < " : " <= ") + shortest_text(p.high);
  return "";
}

}  // namespace

bool accepts(const Parameter& p, double value) {
  if (!(std::fabs(value) <= static_cast<double>(std::numeric_limits<float>::max()))) return false;
  if (p.kind == ParameterKind::boolean) return value == 0 || value == 1;
  const bool position = p.kind == ParameterKind::choice;
  if ((position || p.kind == ParameterKind::integer) && std::trunc(value) != value) return false;
  if (position) return value >= 0 && value < static_cast<double>(choices_of(p).size());
  // Bounds that are not numbers do not bind.
  if (value < p.low || (p.low_open && value == p.low)) return false;
  return !(value > p.high || (p.high_open && value == p.high));
}

std::vector<std::pair<std::size_t, std::size_t>> misordered(const PartDescription& part,
                                                            const std::vector<double>& arguments) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const auto& pair : kOrderedPairs) {
    std::optional<std::size_t> at[2];
    for (std::size_t i = 0; i < part.parameters.size(); ++i) {
      for (int end = 0; end < 2; ++end) {
        if (std::string_view(part.parameters[i].name) == pair[end]) at[end] = i;
      }
    }
    if (at[0] && at[1] && arguments[*at[0]] > arguments[*at[1]]) found.emplace_back(*at[0], *at[1]);
  }
  return found;
}

bool accepts(const PartDescription& part, const std::vector<double>& arguments) {
  const std::vector<Parameter>& parameters = part.parameters;
  if (part.info.variadic) {
    const auto good = [&](double x) { return accepts(parameters.front(), x); };
    return !arguments.empty() && arguments.size() <= static_cast<std::size_t>(kMaxArguments) &&
           std::all_of(arguments.begin(), arguments.end(), good);
  }
  if (arguments.size() != parameters.size()) return false;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (arguments[i] != parameters[i].fallback && !accepts(parameters[i], arguments[i])) return false;
  }
  return misordered(part, arguments).empty();
}

std::vector<std::string> choices_of(const Parameter& parameter) {
  std::vector<std::string> result;
  std::string_view rest = parameter.choices;
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    result.emplace_back(rest.substr(0, bar));
    rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
  }
  return result;
}

std::string takes_text(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::real:
      return "a number" + bounds_text(parameter);
    case ParameterKind::integer:
      return "a whole number" + bounds_text(parameter);
    case ParameterKind::boolean:
      return "true or false";
    case ParameterKind::text:
      return "a string";
    case ParameterKind::texts:
      return "a list of strings";
    case ParameterKind::choice:
      break;
  }
  std::string result = "one of ";
  for (const std::string& choice : choices_of(parameter)) {
    if (result.size() > 7) result += ", ";
    result += choice;
  }
  return result;
}

}  // namespace myriad
