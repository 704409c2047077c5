// `myriad merge`: shards into one result.
#include <fmt/format.h>

#include <memory>

#include "host/cli/command.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/terminal.hpp"
#include "host/text/number.hpp"
#include "host/text/shell.hpp"
#include "host/text/visible.hpp"
#include "host/cli/quantity.hpp"
#include "myriad/merge.hpp"
#include "myriad/report.hpp"
#include "myriad/result.hpp"

namespace myriad::cli {
namespace {

struct MergeArguments {
  std::vector<std::string> directories;
  std::string to;
  std::vector<std::string> command;
};

ExitCode merge(const MergeArguments& arguments) {
  const MergeOutcome outcome =
      merge_results(arguments.directories, arguments.to, shell_text(arguments.command));
  const Result result = Result::open(arguments.to);
  const std::string report = write_report(result);
  print(visible(findings_text(result)));
  if (outcome.was_there) {
    say(fmt::format("{} holds this merge already; its tables and its report were written again\n", arguments.to));
  }
  say(fmt::format("{} results merged: {} networks of {} cells, {} chunks\n", outcome.results,
                  grouped_text(outcome.networks), outcome.cells, outcome.chunks));
  if (outcome.networks_repeated > 0) {
    say(fmt::format("{} networks were in more than one of them, with the same counts: taken once\n",
                    grouped_text(outcome.networks_repeated)));
  }
  if (outcome.networks_missing > 0) {
    say(fmt::format("{} networks are missing; see\n  {}\n", grouped_text(outcome.networks_missing),
                    shell_text({arguments.command.front(), "status", arguments.to})));
  }
  say(fmt::format("report: {}\ntable:  {}\n", report, join_path(arguments.to, "cells.csv")));
  return outcome.cells_failed > 0 ? ExitCode::some_cells_failed : ExitCode::ok;
}

}  // namespace

Command merge_command(std::vector<std::string> command_line) {
  auto arguments = std::make_shared<MergeArguments>();
  arguments->command = std::move(command_line);
  Command command;
  command.name = "merge";
  command.summary = "Puts the results of shards together: the result that one run would have given.";
  command.examples = {"merge shard0 shard1 shard2 -o all"};
  command.options = {{"DIR", "", "the shards' directories", &arguments->directories, "Arguments", true},
                     {"-o,--output", "DIR", "where the result goes: a directory without one", &arguments->to,
                      "Arguments", true}};
  command.run = [arguments] { return merge(*arguments); };
  return command;
}

}  // namespace myriad::cli
