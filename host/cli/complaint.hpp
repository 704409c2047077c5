// What went wrong, as a terminal shows it.
#pragma once

#include <string>
#include <string_view>

#include "host/cli/terminal.hpp"

namespace myriad::cli {

/// An error's text for `terminal`: "error:", "help:" and marks in colour, and lines of words broken at its width, under
/// themselves. Lines that show a file or a command stay whole, as their marks need. For anything but a terminal the
/// text as it is, so that programs find an error on one line.
std::string complaint(std::string_view text, const Terminal& terminal);

}  // namespace myriad::cli
