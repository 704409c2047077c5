// Amounts as a person reads them.
#pragma once

#include <cstdint>
#include <string>

namespace myriad::cli {

/// Three significant digits and a decimal prefix: 1.2345e10 -> "12.3 G", 999 -> "999".
/// Non-negative.
std::string short_text(double amount);
/// Binary prefixes: 1536 -> "1.50 KiB".
std::string bytes_text(std::uint64_t bytes);
/// 0.25 -> "0.2 s", 75 -> "1 min 15 s", 5400 -> "1 h 30 min", 200000 -> "2 d 7 h"; negative -> "?".
std::string duration_text(double seconds);

}  // namespace myriad::cli
