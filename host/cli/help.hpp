// The words about commands and their options: help on a terminal, and what the manual is made of.
#pragma once

#include <string>
#include <vector>

#include "host/cli/command.hpp"

namespace myriad::cli {

/// The help of the whole program, and of one command: examples first, lines no longer than `columns`.
std::string help_text(const std::vector<Command>& commands, int columns);
std::string help_text(const Command& command, int columns);

bool is_positional(const Option& option);
/// "-o", "--output".
std::vector<std::string> names_of(const Option& option);
/// "-o, --output DIR".
std::string shown_names(const Option& option);
/// "myriad run SPEC -o DIR [options]".
std::string usage_text(const Command& command);
/// An option's groups, in the order of their first option.
std::vector<std::string> groups_of(const Command& command);
/// -h, -q and -v: what every command takes besides its own, as name and meaning.
const std::vector<std::pair<std::string, std::string>>& everywhere();
/// Exit code and meaning.
const std::vector<std::pair<int, std::string>>& exit_codes();
/// Command lines of the whole program's help, without "myriad ", and what each does.
const std::vector<std::pair<std::string, std::string>>& first_steps();
extern const char* const kProgramSummary;

}  // namespace myriad::cli
