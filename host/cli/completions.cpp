// `myriad completions`: what a shell offers after a Tab, from the commands themselves.
#include <fmt/format.h>

#include <memory>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/help.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

const std::vector<std::string> kEverywhere = {"-h", "--help", "-q", "--quiet", "-v", "--verbose"};

/// In single quotes of a shell; fish and zsh read '\'' alike.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

bool is_flag(const Option& option) { return std::holds_alternative<bool*>(option.target); }

std::string command_names(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

std::vector<std::string> flags_of(const Command& command) {
  std::vector<std::string> flags = kEverywhere;
  for (const Option& option : command.options) {
    if (is_positional(option)) continue;
    for (const std::string& name : names_of(option)) flags.push_back(name);
  }
  return flags;
}

// --- bash

std::string bash_words(const Takes& takes) {
  switch (takes.kind) {
    case Takes::Kind::file:
      return "COMPREPLY=($(compgen -f -- \"$word\")); compopt -o filenames";
    case Takes::Kind::directory:
      return "COMPREPLY=($(compgen -d -- \"$word\")); compopt -o filenames";
    case Takes::Kind::choices:
      return fmt::format("COMPREPLY=($(compgen -W {} -- \"$word\"))",
                         quoted(fmt::format("{}", fmt::join(takes.choices, " "))));
    case Takes::Kind::text:
      break;
  }
  return "COMPREPLY=()";
}

/// A command's case: after an option its values, else options or the positional's values.
std::string bash_command(const Command& command) {
  std::string text = fmt::format("    {})\n      case $before in\n", command.name);
  Takes positional;
  for (const Option& option : command.options) {
    if (is_positional(option)) {
      if (positional.kind == Takes::Kind::text) positional = option.takes;
    } else if (!is_flag(option)) {
      text += fmt::format("        {}) {}; return ;;\n", fmt::join(names_of(option), "|"),
                          bash_words(option.takes));
    }
  }
  return text + fmt::format("      esac\n      if [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W {} -- "
                            "\"$word\"))\n      else\n        {}\n      fi\n      ;;\n",
                            quoted(fmt::format("{}", fmt::join(flags_of(command), " "))), bash_words(positional));
}

std::string bash_text(const std::vector<Command>& commands) {
  std::string text = fmt::format(
      "# Completions of myriad for bash: `myriad completions bash`.\n_myriad() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}} "
      "before=${{COMP_WORDS[COMP_CWORD-1]}}\n  COMPREPLY=()\n  if [[ $COMP_CWORD == 1 ]]; then\n    COMPREPLY=($(compgen "
      "-W {} -- \"$word\"))\n    return\n  fi\n  case ${{COMP_WORDS[1]}} in\n",
      quoted(command_names(commands) + " help --help --version"));
  for (const Command& command : commands) text += bash_command(command);
  return text + "    help) COMPREPLY=($(compgen -W " + quoted(command_names(commands)) +
         " -- \"$word\")) ;;\n  esac\n}\ncomplete -F _myriad myriad\n";
}

// --- zsh

/// A part of an _arguments specification: colons and brackets have meanings there.
std::string zsh_text_of(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_action(const Takes& takes) {
  switch (takes.kind) {
    case Takes::Kind::file:
      return "_files";
    case Takes::Kind::directory:
      return "_files -/";
    case Takes::Kind::choices:
      return fmt::format("({})", zsh_text_of(fmt::format("{}", fmt::join(takes.choices, " "))));
    case Takes::Kind::text:
      break;
  }
  return " ";
}

std::string zsh_option(const Option& option) {
  const std::string meaning = zsh_text_of(option.meaning);
  const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
  if (is_positional(option)) {
    return fmt::format("    {} \\\n", quoted(fmt::format("{}{}:{}", many ? "*:" : ":", zsh_text_of(option.names),
                                                        zsh_action(option.takes))));
  }
  std::string text;
  for (const std::string& name : names_of(option)) {
    std::string entry = fmt::format("{}{}[{}]", many ? "*" : "", name, meaning);
    if (!is_flag(option)) entry += fmt::format(":{}:{}", zsh_text_of(option.metavar), zsh_action(option.takes));
    text += fmt::format("    {} \\\n", quoted(entry));
  }
  return text;
}

std::string zsh_text(const std::vector<Command>& commands) {
  std::string text = "#compdef myriad\n# Completions of myriad for zsh: `myriad completions zsh`.\n";
  std::string cases, names;
  for (const Command& command : commands) {
    names += fmt::format("    {}\n", quoted(command.name + ":" + zsh_text_of(command.summary)));
    cases += fmt::format("  {})\n    _arguments \\\n", command.name);
    for (const Option& option : command.options) cases += "  " + zsh_option(option);
    for (const auto& [shown, meaning] : everywhere()) {
      for (std::size_t from = 0; from < shown.size(); from = shown.find("--", from)) {
        const std::string name = shown.substr(from, shown.find(',', from) - from);
        cases += fmt::format("      {} \\\n", quoted(fmt::format("{}[{}]", name, zsh_text_of(meaning))));
        if (from > 0) break;
      }
    }
    cases += "      && return 0\n    ;;\n";
  }
  text += fmt::format(
      "_myriad() {{\n  local -a commands\n  commands=(\n{}  )\n  if (( CURRENT == 2 )); then\n    _describe command "
      "commands\n    return\n  fi\n  local name=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $name in\n{}  "
      "esac\n}}\n_myriad \"$@\"\n",
      names, cases);
  return text;
}

// --- fish

std::string fish_option(const Command& command, const Option& option) {
  std::string line = fmt::format("complete -c myriad -n '__fish_seen_subcommand_from {}'", command.name);
  if (!is_positional(option)) {
    for (const std::string& name : names_of(option)) {
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    line += " -d " + quoted(option.meaning);
  }
  if (is_flag(option)) return line + '\n';
  switch (option.takes.kind) {
    case Takes::Kind::file:
      return line + (is_positional(option) ? " -F\n" : " -r -F\n");
    case Takes::Kind::directory:
      return line + (is_positional(option) ? "" : " -r") + " -f -a '(__fish_complete_directories)'\n";
    case Takes::Kind::choices:
      return line + fmt::format(" {} -a {}\n", is_positional(option) ? "-f" : "-x",
                                quoted(fmt::format("{}", fmt::join(option.takes.choices, " "))));
    case Takes::Kind::text:
      break;
  }
  return is_positional(option) ? "" : line + " -x\n";
}

std::string fish_text(const std::vector<Command>& commands) {
  std::string text = "# Completions of myriad for fish: `myriad completions fish`.\ncomplete -c myriad -f\n";
  for (const Command& command : commands) {
    text += fmt::format("complete -c myriad -n __fish_use_subcommand -a {} -d {}\n", command.name,
                        quoted(command.summary));
  }
  for (const Command& command : commands) {
    for (const Option& option : command.options) text += fish_option(command, option);
  }
  return text + "complete -c myriad -s h -l help -d 'help'\ncomplete -c myriad -s q -l quiet -d 'results and errors "
                "only'\ncomplete -c myriad -s v -l verbose -d 'say more'\n";
}

}  // namespace

Command completions_command(const std::vector<Command>& commands) {
  auto shell = std::make_shared<std::string>();
  Command command;
  command.name = "completions";
  command.summary = "Prints a shell's completions of this program: its commands, options and choices.";
  command.examples = {"completions bash > ~/.local/share/bash-completion/completions/myriad",
                      "completions zsh > ~/.zfunc/_myriad",
                      "completions fish > ~/.config/fish/completions/myriad.fish"};
  command.options = {{"SHELL", "", "bash, zsh or fish", shell.get(), "Arguments", true,
                      takes_one_of({"bash", "zsh", "fish"})}};
  command.run = [shell, &commands] {
    print(*shell == "bash" ? bash_text(commands) : *shell == "zsh" ? zsh_text(commands) : fish_text(commands));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
