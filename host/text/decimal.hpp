// Whole numbers out of text, strictly: digits only, in range, nothing before or after.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace myriad {

/// Empty when `text` is not exactly one decimal number below 2^64.
inline std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace myriad
