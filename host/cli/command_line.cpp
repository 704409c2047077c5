// Takes an argument list apart (CLI11 splits it into options and values, as text), prints help.
#include "host/cli/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "host/text/suggestion.hpp"
#include "myriad/version.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr std::size_t kOptionColumn = 26;  ///< where meanings begin
constexpr std::size_t kCommandColumn = 11;

bool positional(const Option& option) { return option.names[0] != '-'; }

std::string examples_text(const std::vector<std::string>& examples) {
  std::string text = "Examples:\n";
  for (const std::string& example : examples) text += fmt::format("  myriad {}\n", example);
  return text;
}

/// "  --threads N             how many", the meaning wrapped under itself.
std::string entry(const std::string& name, const std::string& meaning, std::size_t column) {
  std::string line = "  " + name;
  line += line.size() + 2 > column ? '\n' + std::string(column, ' ')
                                   : std::string(column - line.size(), ' ');
  return line + wrapped(meaning, column, kHelpWidth) + '\n';
}

std::string shown_names(const Option& option) {
  std::string names = option.names;
  if (const auto comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
  return option.metavar.empty() ? names : names + ' ' + option.metavar;
}

std::string usage_line(const Command& command) {
  std::string line = "Usage: myriad " + command.name;
  for (const Option& option : command.options) {
    if (!positional(option)) continue;
    const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
    const std::string name = option.names + (many ? "..." : "");
    line += option.required ? ' ' + name : " [" + name + ']';
  }
  for (const Option& option : command.options) {
    if (positional(option) || !option.required) continue;
    line += fmt::format(" {} {}", option.names.substr(0, option.names.find(',')), option.metavar);
  }
  return line + " [options]\n";
}

std::vector<std::string> option_names(const Command& command) {
  std::vector<std::string> names = {"-h", "--help"};
  for (const Option& option : command.options) {
    if (positional(option)) continue;
    for (std::size_t from = 0, comma = 0; comma != std::string::npos; from = comma + 1) {
      comma = option.names.find(',', from);
      names.push_back(option.names.substr(from, comma - from));
    }
  }
  return names;
}

/// Tells CLI11 of an option; its values are fetched by store().
CLI::Option* declare(CLI::App& app, const Option& option) {
  if (std::holds_alternative<bool*>(option.target)) return app.add_flag(option.names);
  CLI::Option* declared = app.add_option(option.names);
  const bool list = std::holds_alternative<std::vector<std::string>*>(option.target);
  declared->expected(list && positional(option) ? -1 : 1);
  declared->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return declared;
}

[[noreturn]] void refuse(const Command& command, const std::string& what,
                         const std::string& help = "") {
  throw UsageError(fmt::format("{}\n  help: {}myriad {} --help", what, help, command.name));
}

void refuse_extras(const Command& command, const std::vector<std::string>& extras) {
  if (extras.empty()) return;
  std::string word = extras.front();
  if (word.size() > 1 && word[0] == '-') {
    word = word.substr(0, word.find('='));
    refuse(command, fmt::format("unknown option '{}'", word),
           did_you_mean(word, option_names(command)));
  }
  refuse(command, fmt::format("'{}' is one argument too many", word));
}

/// CLI11's own words are about types; ours are about what to do.
std::string complaint_of(const CLI::Error& error) {
  const std::string text = error.what();
  if (text.ends_with("missing")) return text.substr(0, text.find(':')) + " needs a value";
  return text;
}

void store(const Command& command, const Option& option, const CLI::Option& parsed) {
  if (auto* const* flag = std::get_if<bool*>(&option.target)) {
    const auto& given = parsed.results();
    if (std::any_of(given.begin(), given.end(), [](const auto& text) { return text != "true"; })) {
      refuse(command, fmt::format("{} takes no value", option.names));
    }
    **flag = !given.empty();
    return;
  }
  const std::vector<std::string>& values = parsed.results();
  if (values.empty() && option.required) {
    refuse(command, fmt::format("missing {}: {}", shown_names(option), option.meaning));
  }
  for (const std::string& value : values) {
    if (value.empty()) refuse(command, fmt::format("{} has an empty value", shown_names(option)));
  }
  if (auto* const* list = std::get_if<std::vector<std::string>*>(&option.target)) {
    **list = values;
  } else if (values.size() > 1) {
    refuse(command, fmt::format("{} is given twice", shown_names(option)));
  } else if (values.size() == 1) {
    *std::get<std::string*>(option.target) = values[0];
  }
}

/// Fills the command's targets; false when only its help was asked for.
bool parse(const Command& command, std::vector<std::string> arguments) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  const CLI::Option* help = app.add_flag("-h,--help");
  std::vector<std::pair<const Option*, CLI::Option*>> declared;
  for (const Option& option : command.options) {
    declared.emplace_back(&option, declare(app, option));
  }
  std::reverse(arguments.begin(), arguments.end());  // the order this call of CLI11 wants
  try {
    app.parse(std::move(arguments));
    if (help->count() > 0) return false;
    refuse_extras(command, app.remaining());
    for (const auto& [option, parsed] : declared) store(command, *option, *parsed);
  } catch (const CLI::Error& error) {
    refuse(command, complaint_of(error));
  }
  return true;
}

}  // namespace

std::string help_text(const std::vector<Command>& commands) {
  std::string text = examples_text({"init > sweep.toml                 a spec to start from",
                                    "plan sweep.toml                   what would run",
                                    "run sweep.toml -o out             runs it, or resumes it",
                                    "export out --table cells          its results as CSV",
                                    "replay out --cell 0 --network 17  why that one died"});
  text += "\nUsage: myriad COMMAND [options]\n\n" +
          wrapped(
              "Trains huge numbers of very small neural networks at once and reports on the "
              "distribution of what happened to them.",
              0, kHelpWidth) +
          "\n\nCommands:\n";
  for (const Command& command : commands)
    text += entry(command.name, command.summary, kCommandColumn);
  text += "\nOptions:\n" +
          entry("-h, --help", "this help; after a command: its own", kOptionColumn) +
          entry("--version", "the version", kOptionColumn) +
          "\nExit codes: 0 ok, 1 some cells failed, 2 usage or spec, 3 device not there,\n"
          "  4 input/output, 5 another spec's result, 6 a threshold failed, 70 internal,\n"
          "  130/143 interrupted (run the same command again to go on)\n";
  return text;
}

std::string help_text(const Command& command) {
  std::string text = examples_text(command.examples) + '\n' + usage_line(command) + '\n' +
                     wrapped(command.summary, 0, kHelpWidth) + '\n';
  std::vector<std::string> groups;
  for (const Option& option : command.options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  for (const std::string& group : groups) {
    text += fmt::format("\n{}:\n", group);
    for (const Option& option : command.options) {
      if (option.group == group) {
        text += entry(shown_names(option), option.meaning, kOptionColumn);
      }
    }
  }
  return text;
}

ExitCode run_command_line(const std::vector<std::string>& arguments,
                          const std::vector<Command>& commands) {
  if (arguments.empty()) throw UsageError("no command given\n\n" + help_text(commands));
  const std::string& first = arguments.front();
  if (first == "--version") {
    print("myriad " MYRIAD_VERSION " (commit " MYRIAD_COMMIT ")\n");
    return ExitCode::ok;
  }
  if (first == "-h" || first == "--help") {
    print(help_text(commands));
    return ExitCode::ok;
  }
  std::vector<std::string> names;
  for (const Command& command : commands) {
    names.push_back(command.name);
    if (command.name != first) continue;
    if (parse(command, {arguments.begin() + 1, arguments.end()})) return command.run();
    print(help_text(command));
    return ExitCode::ok;
  }
  if (first[0] == '-') {
    throw UsageError(fmt::format("unknown option '{}'\n  help: {}myriad --help", first,
                                 did_you_mean(first, {"--help", "--version"})));
  }
  throw UsageError(fmt::format("unknown command '{}'\n  help: {}one of {}", first,
                               did_you_mean(first, names), fmt::join(names, ", ")));
}

}  // namespace myriad::cli
