// Strict readers and printers of numbers over std::from_chars and std::to_chars, which know no
// locale.
#include "host/text/number.hpp"

#include <charconv>
#include <limits>
#include <system_error>

namespace myriad {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The text without underscores; nothing when one does not stand between two digits.
std::optional<std::string> without_separators(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      result += text[i];
      continue;
    }
    const bool between =
        i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (!between) return std::nullopt;
  }
  return result;
}

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 40)) + "'"; }

/// How many digits stand at the beginning of `text` from `at` on.
std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

/// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
bool is_decimal_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = digits_at(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits_at(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = digits_at(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

std::uint64_t suffix_factor(char c) {
  switch (c) {
    case 'k':
    case 'K':
      return 1'000;
    case 'M':
      return 1'000'000;
    case 'G':
      return 1'000'000'000;
    case 'T':
      return 1'000'000'000'000;
    default:
      return 0;
  }
}

}  // namespace

Parsed<std::uint64_t> parse_whole(std::string_view text) {
  if (text.empty()) return {{}, "a whole number is missing"};
  if (text[0] == '-') return {{}, quoted(text) + " is negative"};
  const std::optional<std::string> digits = without_separators(text);
  if (!digits || digits_at(*digits, 0) != digits->size()) {
    return {{}, quoted(text) + " is not a whole number"};
  }
  if (digits->size() > 1 && digits->front() == '0') {
    return {{}, quoted(text) + " begins with a zero"};
  }
  std::uint64_t value = 0;
  const auto end = std::from_chars(digits->data(), digits->data() + digits->size(), value);
  if (end.ec != std::errc{}) return {{}, quoted(text) + " does not fit 64 bits"};
  return {value, {}};
}

Parsed<std::uint64_t> parse_count(std::string_view text) {
  const std::uint64_t factor = text.empty() ? 0 : suffix_factor(text.back());
  if (factor == 0) return parse_whole(text);
  const Parsed<std::uint64_t> number = parse_whole(text.substr(0, text.size() - 1));
  if (!number.value) return {{}, number.fault.empty() ? "" : quoted(text) + " is not a count"};
  const std::optional<std::uint64_t> product = checked_product(*number.value, factor);
  if (!product) return {{}, quoted(text) + " does not fit 64 bits"};
  return {product, {}};
}

Parsed<double> parse_real(std::string_view text) {
  const std::optional<std::string> plain = without_separators(text);
  if (!plain || !is_decimal_number(*plain)) return {{}, quoted(text) + " is not a number"};
  double value = 0;
  const auto end = std::from_chars(plain->data(), plain->data() + plain->size(), value);
  if (end.ec != std::errc{}) return {{}, quoted(text) + " does not fit a double"};
  return {value, {}};
}

std::string shortest_text(double x) {
  if (x == 0) return "0";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, x);
  std::string text(buffer, end.ptr);
  const std::size_t e = text.find('e');
  if (e == std::string::npos) return text;
  const std::string sign = text[e + 1] == '-' ? "-" : "";
  const std::size_t first = text.find_first_not_of('0', e + 2);
  return text.substr(0, e + 1) + sign + text.substr(first);
}

std::string grouped_text(std::uint64_t x) {
  std::string text = std::to_string(x);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > std::numeric_limits<std::uint64_t>::max() / b) return std::nullopt;
  return a * b;
}

}  // namespace myriad
