// Bounds of parameters: what they let through and how they are told.
#include "host/spec/parameter_range.hpp"

#include <cmath>
#include <limits>
#include <string_view>

#include "host/text/number.hpp"

namespace myriad {
namespace {

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
  if (p.kind == ParameterKind::integer && std::trunc(value) != value) return false;
  // Bounds that are not numbers do not bind.
  if (value < p.low || (p.low_open && value == p.low)) return false;
  return !(value > p.high || (p.high_open && value == p.high));
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
