// Numbers out of text and into text, the same way wherever a person writes or reads one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace myriad {

/// A number, or what is wrong with the text: "does not fit 64 bits".
template <class T>
struct Parsed {
  std::optional<T> value;
  std::string fault;
};

/// Decimal digits with single underscores between them: "65_536". No sign, no leading zero, no
/// blank.
Parsed<std::uint64_t> parse_whole(std::string_view text);

/// The same with an optional suffix k, M, G or T for 10^3, 10^6, 10^9, 10^12: "1M", "4G".
Parsed<std::uint64_t> parse_count(std::string_view text);

/// A finite decimal number as TOML writes it: "-0.05", "1e-3", "1_000.5". No "nan", "inf", "+1",
/// ".5", "010" or hexadecimal; nothing that overflows a double, or is not 0 but rounds to it.
Parsed<double> parse_real(std::string_view text);

/// The shortest text that reads back to the same double: "0.1", "1e-5". -0 is "0".
std::string shortest_text(double x);

/// Digits in groups of three: "4,294,967,296".
std::string grouped_text(std::uint64_t x);

/// a * b, or nothing when it does not fit 64 bits.
std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b);

}  // namespace myriad
