// From an argument list to the command that it names.
#pragma once

#include <string>
#include <vector>

#include "host/cli/command.hpp"

namespace myriad::cli {

/// Runs the command that `arguments` (without the program's name) names; --help and --version
/// print; -q and -v set how much is said. Throws one UsageError with all that does not fit, the command
/// line marked and the nearest valid names.
ExitCode run_command_line(const std::vector<std::string>& arguments,
                          const std::vector<Command>& commands);

}  // namespace myriad::cli
