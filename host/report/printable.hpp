// Text from files made harmless to show.
#pragma once

#include <string>
#include <string_view>

namespace myriad::report {

/// Control characters, and those that turn the direction of writing, become U+FFFD; line breaks and
/// tabs become spaces unless they are to be kept.
std::string printable(std::string_view text, bool keep_lines = false);

}  // namespace myriad::report
