// From an argument list to the command that it names.
#pragma once

#include <string>
#include <vector>

#include "host/cli/command.hpp"

namespace myriad::cli {

/// The help of the whole program, and of one command: examples first.
std::string help_text(const std::vector<Command>& commands);
std::string help_text(const Command& command);

/// Runs the command that `arguments` (without the program's name) names; --help and --version
/// print. Throws UsageError for anything that does not fit, with the nearest valid name.
ExitCode run_command_line(const std::vector<std::string>& arguments,
                          const std::vector<Command>& commands);

}  // namespace myriad::cli
