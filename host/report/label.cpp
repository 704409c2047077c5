// How a cell, an axis or one of its values is called in sentences and charts.
#include "host/report/label.hpp"

#include <fmt/format.h>

#include <numeric>

#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kLongest = 100;

/// "uniform(a=-0.05, b=0.05)" -> "uniform(-0.05, 0.05)".
std::string without_argument_names(const std::string& call) {
  std::string text;
  std::size_t word = 0;  // where the argument that is being read began in `text`
  for (const char c : call) {
    if (c == '=') {
      text.erase(word);
      continue;
    }
    text += c;
    if (c == '(' || c == ' ') word = text.size();
  }
  return text;
}

/// "0.31622776601684" -> "0.31623": five digits, where a value is a number with more of them.
std::string with_five_digits(const std::string& value) {
  constexpr std::size_t kShort = 8;
  const auto number = parse_real(value).value;
  if (!number || value.size() <= kShort || value.find_first_of(".e") == std::string::npos) return value;
  return fmt::format("{:.5g}", *number);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

std::string bare_value_label(const std::string& key, const std::string& value) {
  if (key == "preprocess" && value == "none") return "raw rows";
  // Initialisers and activations are known by their arguments; sgd(momentum=0.9) needs the name.
  return key == "activation" || ends_with(key, "_init") ? without_argument_names(value)
                                                           : with_five_digits(value);
}

std::string value_label(const std::string& key, const std::string& value) {
  const std::string text = bare_value_label(key, value);
  const bool explains_itself =
      key == "activation" || key == "optimizer" || key == "loss" || key == "preprocess";
  return explains_itself ? text : key + " " + text;
}

std::string values_label(const ReportModel& model, const ReportCell& cell,
                         const std::vector<std::size_t>& keys) {
  std::string label;
  for (const std::size_t k : keys) {
    if (cell.from_base[k] || cell.values[k].empty()) continue;
    if (!label.empty()) label += ", ";
    label += value_label(model.varied_keys[k], cell.values[k]);
  }
  return label.empty() ? std::string(kBaseLabel) : shortened(label, kLongest);
}

std::string cell_label(const ReportModel& model, const ReportCell& cell) {
  if (!cell.name.empty()) return shortened(cell.name, kLongest);
  std::vector<std::size_t> keys(model.varied_keys.size());
  std::iota(keys.begin(), keys.end(), std::size_t{0});
  return values_label(model, cell, keys);
}

std::string shortened(const std::string& text, std::size_t columns) {
  std::size_t seen = 0;
  std::size_t cut =
      std::string::npos;  // where the last column that leaves room for the ellipsis ends
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0u) == 0x80u) continue;
    if (seen + 1 == columns) cut = i;
    if (++seen > columns) return text.substr(0, cut) + "…";
  }
  return text;
}

}  // namespace myriad::report
