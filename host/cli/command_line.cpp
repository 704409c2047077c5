// Takes an argument list apart: CLI11 splits it into options and values, as text.
#include "host/cli/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>

#include "host/cli/arguments.hpp"
#include "host/cli/help.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/terminal.hpp"
#include "host/text/suggestion.hpp"
#include "myriad/version.hpp"

namespace myriad::cli {
namespace {

/// Options that every command has.
const std::vector<std::string> kEverywhere = {"-h", "--help", "-q", "--quiet", "-v", "--verbose"};

std::vector<std::string> option_names(const Command& command) {
  std::vector<std::string> names = kEverywhere;
  for (const Option& option : command.options) {
    if (is_positional(option)) continue;
    for (const std::string& name : names_of(option)) names.push_back(name);
  }
  return names;
}

/// Tells CLI11 of an option; its values are fetched by store().
CLI::Option* declare(CLI::App& app, const Option& option) {
  if (std::holds_alternative<bool*>(option.target)) return app.add_flag(option.names);
  CLI::Option* declared = app.add_option(option.names);
  const bool list = std::holds_alternative<std::vector<std::string>*>(option.target);
  declared->expected(list && is_positional(option) ? -1 : 1);
  declared->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return declared;
}

/// What is wrong with a command line, all of it, and which of its words are.
class Faults {
 public:
  Faults(const Command& command, const std::vector<std::string>& arguments)
      : command_(command), words_(arguments), marked_(arguments.size(), false) {}

  /// `word`: what to mark where it stands (or follows a '='); may be empty.
  void add(const std::string& what, const std::string& help = "", const std::string& word = "") {
    text_ += (text_.empty() ? "" : "\nerror: ") + what;
    if (!help.empty()) text_ += "\n  help: " + help.substr(0, help.find_last_not_of(' ') + 1);
    if (word.empty()) return;
    for (std::size_t i = words_.size(); i-- > 0;) {  // repeated options: the later one is at fault
      const bool value = words_[i].ends_with('=' + word);
      const bool name = words_[i].starts_with(word + '=');
      if (!marked_[i] && (words_[i] == word || value || name)) {
        marked_[i] = true;
        return;
      }
    }
  }

  void throw_if_any() const {
    if (text_.empty()) return;
    throw UsageError(fmt::format("{}\n{}  help: myriad {} --help", text_, marked_line(), command_.name));
  }

 private:
  /// The command line, with marks under its wrong words; what is far from them is left out.
  std::string marked_line() const {
    std::string line = "  myriad " + command_.name, marks(line.size(), ' ');
    bool any = false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::string word = printable(shell_text({words_[i]}));
      line += ' ' + word;
      marks += ' ' + std::string(word.size(), marked_[i] ? '^' : ' ');
      any = any || marked_[i];
    }
    if (!any || line.size() > 400) return "";
    marks.erase(marks.find_last_not_of(' ') + 1);
    return line + '\n' + marks + '\n';
  }

  const Command& command_;
  const std::vector<std::string>& words_;
  std::vector<bool> marked_;
  std::string text_;
};

void note_extras(const Command& command, const std::vector<std::string>& extras, Faults& faults) {
  bool any_option = false;
  for (std::string word : extras) {
    if (word.size() < 2 || word[0] != '-') continue;
    word = word.substr(0, word.find('='));
    faults.add(fmt::format("unknown option '{}'", word), did_you_mean(word, option_names(command)), word);
    any_option = true;
  }
  if (any_option) return;  // a word that is left over may be its value
  for (const std::string& word : extras) faults.add(fmt::format("'{}' is one argument too many", word), "", word);
}

/// CLI11's own words are about types; ours are about what to do.
std::string complaint_of(const CLI::Error& error) {
  const std::string text = error.what();
  if (text.ends_with("missing")) return text.substr(0, text.find(':')) + " needs a value";
  return text;
}

void check_values(const Option& option, const std::vector<std::string>& values, Faults& faults) {
  for (const std::string& value : values) {
    if (value.empty()) {
      faults.add(fmt::format("{} has an empty value", shown_names(option)));
    } else if (option.takes.check) {
      try {
        option.takes.check(names_of(option).back(), value);
      } catch (const UsageError& error) {
        faults.add(error.what(), "", value);
      }
    }
  }
}

void store(const Option& option, const CLI::Option& parsed, Faults& faults) {
  const std::vector<std::string>& values = parsed.results();
  if (auto* const* flag = std::get_if<bool*>(&option.target)) {
    if (std::any_of(values.begin(), values.end(), [](const auto& text) { return text != "true"; })) {
      faults.add(fmt::format("{} takes no value", option.names), "", option.names);
    }
    **flag = !values.empty();
    return;
  }
  if (values.empty() && option.required) {
    faults.add(fmt::format("missing {}: {}", shown_names(option), option.meaning));
  }
  check_values(option, values, faults);
  if (auto* const* list = std::get_if<std::vector<std::string>*>(&option.target)) {
    **list = values;
  } else if (values.size() > 1) {
    faults.add(fmt::format("{} is given twice", shown_names(option)), "", values.back());
  } else if (values.size() == 1) {
    *std::get<std::string*>(option.target) = values[0];
  }
}

/// Fills the command's targets; false when only its help was asked for.
bool parse(const Command& command, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  const CLI::Option* help = app.add_flag("-h,--help");
  const CLI::Option* quiet = app.add_flag("-q,--quiet");
  const CLI::Option* verbose = app.add_flag("-v,--verbose");
  std::vector<std::pair<const Option*, CLI::Option*>> declared;
  for (const Option& option : command.options) {
    declared.emplace_back(&option, declare(app, option));
  }
  Faults faults(command, arguments);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(std::move(reversed));
    if (help->count() > 0) return false;
    note_extras(command, app.remaining(), faults);
    for (const auto& [option, parsed] : declared) store(*option, *parsed, faults);
  } catch (const CLI::Error& error) {
    const std::string what = complaint_of(error);
    faults.add(what, "", what.substr(0, what.find(' ')));
  }
  if (quiet->count() > 0 && verbose->count() > 0) faults.add("-q or -v, not both");
  faults.throw_if_any();
  if (quiet->count() > 0) set_talk(Talk::quiet);
  if (verbose->count() > 0) set_talk(Talk::verbose);
  return true;
}

/// What -v adds at the end of every command.
void tell_cost(std::chrono::steady_clock::time_point start) {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  detail(fmt::format("took {}, {} of memory at the most\n", duration_text(seconds),
                     bytes_text(static_cast<std::uint64_t>(usage.ru_maxrss) * 1024)));
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& arguments,
                          const std::vector<Command>& commands) {
  if (arguments.empty()) throw UsageError("no command given\n\n" + help_text(commands, standard_error().width));
  const std::string& first = arguments.front();
  if (first == "--version") {
    print("myriad " MYRIAD_VERSION " (commit " MYRIAD_COMMIT ")\n");
    return ExitCode::ok;
  }
  if (first == "help" && arguments.size() > 1) {
    return run_command_line({arguments[1], "--help"}, commands);
  }
  if (first == "-h" || first == "--help" || first == "help") {
    print(help_text(commands, standard_output().width));
    return ExitCode::ok;
  }
  std::vector<std::string> names;
  for (const Command& command : commands) {
    names.push_back(command.name);
    if (command.name != first) continue;
    if (!parse(command, {arguments.begin() + 1, arguments.end()})) {
      print(help_text(command, standard_output().width));
      return ExitCode::ok;
    }
    detail("myriad " MYRIAD_VERSION " (commit " MYRIAD_COMMIT ")\n");
    const auto start = std::chrono::steady_clock::now();
    const ExitCode code = command.run();
    tell_cost(start);
    return code;
  }
  if (first[0] == '-') {
    throw UsageError(fmt::format("unknown option '{}'\n  help: {}myriad --help", first,
                                 did_you_mean(first, {"--help", "--version"})));
  }
  throw UsageError(fmt::format("unknown command '{}'\n  help: {}one of {}", first,
                               did_you_mean(first, names), fmt::join(names, ", ")));
}

}  // namespace myriad::cli
