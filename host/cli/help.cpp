// The words about commands and their options.
#include "host/cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

constexpr std::size_t kOptionColumn = 26;  ///< where meanings begin
constexpr std::size_t kCommandColumn = 13;

std::size_t width_of(int columns) { return static_cast<std::size_t>(std::clamp(columns, 40, 80)); }

/// "  --threads N             how many", the meaning wrapped under itself.
std::string entry(const std::string& name, const std::string& meaning, std::size_t column, std::size_t width) {
  if (width < 72) column = std::min<std::size_t>(column, 20);
  std::string line = "  " + name;
  line += line.size() + 2 > column ? '\n' + std::string(column, ' ') : std::string(column - line.size(), ' ');
  return line + wrapped(meaning, column, width) + '\n';
}

}  // namespace

const char* const kProgramSummary =
    "Trains huge numbers of very small neural networks at once and reports on the distribution of what happened to "
    "them.";

bool is_positional(const Option& option) { return option.names[0] != '-'; }

std::vector<std::string> names_of(const Option& option) {
  std::vector<std::string> names;
  for (std::size_t from = 0, comma = 0; comma != std::string::npos; from = comma + 1) {
    comma = option.names.find(',', from);
    names.push_back(option.names.substr(from, comma - from));
  }
  return names;
}

std::string shown_names(const Option& option) {
  const std::string names = fmt::format("{}", fmt::join(names_of(option), ", "));
  return option.metavar.empty() ? names : names + ' ' + option.metavar;
}

std::string usage_text(const Command& command) {
  std::string line = "myriad " + command.name;
  for (const Option& option : command.options) {
    if (!is_positional(option)) continue;
    const bool many = std::holds_alternative<std::vector<std::string>*>(option.target);
    const std::string name = option.names + (many ? "..." : "");
    line += option.required ? ' ' + name : " [" + name + ']';
  }
  for (const Option& option : command.options) {
    if (is_positional(option) || !option.required) continue;
    line += fmt::format(" {} {}", names_of(option).front(), option.metavar);
  }
  return line + " [options]";
}

std::vector<std::string> groups_of(const Command& command) {
  std::vector<std::string> groups;
  for (const Option& option : command.options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  return groups;
}

const std::vector<std::pair<std::string, std::string>>& everywhere() {
  static const std::vector<std::pair<std::string, std::string>> options = {
      {"-h, --help", "this help"},
      {"-q, --quiet", "no notes, no progress: results and errors only"},
      {"-v, --verbose", "also what is used and what it took"}};
  return options;
}

const std::vector<std::pair<int, std::string>>& exit_codes() {
  static const std::vector<std::pair<int, std::string>> codes = {
      {0, "ok"},
      {1, "finished, but some cells failed"},
      {2, "usage or spec error"},
      {3, "the device asked for is not there"},
      {4, "input, output or disk"},
      {5, "the directory holds another spec's result"},
      {6, "a threshold failed"},
      {70, "internal error"},
      {130, "interrupted; the same command goes on"},
      {143, "terminated; the same command goes on"}};
  return codes;
}

const std::vector<std::pair<std::string, std::string>>& first_steps() {
  static const std::vector<std::pair<std::string, std::string>> steps = {
      {"init > sweep.toml", "a spec to start from"},
      {"plan sweep.toml", "what would run"},
      {"run sweep.toml -o out", "runs it, or resumes it"},
      {"export out --table cells", "its results as CSV"},
      {"replay out --cell 0 --network 17", "why that one died"}};
  return steps;
}

std::string help_text(const std::vector<Command>& commands, int columns) {
  const std::size_t width = width_of(columns);
  std::string text = "Examples:\n";
  for (const auto& [line, meaning] : first_steps()) {
    text += width < 72 ? fmt::format("  myriad {}\n", line) : fmt::format("  myriad {:<34}{}\n", line, meaning);
  }
  text += "\nUsage: myriad COMMAND [options]\n\n" + wrapped(kProgramSummary, 0, width) + "\n\nCommands:\n";
  for (const Command& command : commands) {
    // Its first clause: the whole sentence is in the command's own help.
    const std::size_t end = std::min(command.summary.find(": "), command.summary.find(". "));
    std::string summary = command.summary.substr(0, end);
    if (summary.ends_with('.')) summary.pop_back();
    text += entry(command.name, summary, kCommandColumn, width);
  }
  text += "\nOptions:\n" + entry("-h, --help", "this help; after a command: its own", kOptionColumn, width) +
          entry("--version", "the version", kOptionColumn, width) + "\n";
  std::string codes;
  for (const auto& [code, meaning] : exit_codes()) {
    codes += fmt::format("{}{} {}", codes.empty() ? "" : ", ", code, meaning.substr(0, meaning.find(';')));
  }
  return text + wrapped("Exit codes: " + codes, 2, width) + '\n';
}

std::string help_text(const Command& command, int columns) {
  const std::size_t width = width_of(columns);
  std::string text = "Examples:\n";
  for (const std::string& example : command.examples) text += fmt::format("  myriad {}\n", example);
  text += "\nUsage: " + wrapped(usage_text(command), 7, width) + "\n\n" + wrapped(command.summary, 0, width) + '\n';
  for (const std::string& group : groups_of(command)) {
    text += fmt::format("\n{}:\n", group);
    for (const Option& option : command.options) {
      if (option.group == group) text += entry(shown_names(option), option.meaning, kOptionColumn, width);
    }
  }
  text += "\nEverywhere:\n";
  for (const auto& [name, meaning] : everywhere()) text += entry(name, meaning, kOptionColumn, width);
  return text;
}

}  // namespace myriad::cli
