// One command of the program, as data: its options, its help, what it does. Only command_line.cpp
// knows the library that takes an argument list apart.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "myriad/error.hpp"

namespace myriad::cli {

/// What an option's value is: completions offer it, and `check` throws a UsageError that names the
/// option when a value is none.
struct Takes {
  enum class Kind { text, file, directory, choices };
  Kind kind = Kind::text;
  std::vector<std::string> choices;
  std::function<void(const std::string& option, const std::string& value)> check;
};

/// An option, a flag or a positional argument. Values arrive as text: conversions are in
/// arguments.hpp.
struct Option {
  std::string names;    ///< "-o,--output"; without a dash: a positional
  std::string metavar;  ///< "DIR"; empty for a flag and for positionals
  std::string meaning;
  std::variant<bool*, std::string*, std::vector<std::string>*> target;
  std::string group = "Options";
  bool required = false;
  Takes takes = {};
};

struct Command {
  std::string name;
  std::string summary;                ///< one sentence
  std::vector<std::string> examples;  ///< without "myriad "
  std::vector<Option> options;
  std::function<ExitCode()> run;  ///< after parsing; throws the errors of myriad/error.hpp
};

Command bench_command();
Command compare_command();
/// Shell completions of `commands`, which may go on growing.
Command completions_command(const std::vector<Command>& commands);
Command doctor_command();
Command export_command();
Command init_command();
Command list_command();
/// Manual pages and docs/cli.md of `commands`.
Command manual_command(const std::vector<Command>& commands);
/// `arguments`: the whole command line, for the manifest.
Command merge_command(std::vector<std::string> arguments);
Command plan_command();
Command replay_command();
Command report_command();
/// `arguments`: the whole command line, for the manifest and the resume command.
Command run_command(std::vector<std::string> arguments);
Command status_command();

}  // namespace myriad::cli
