// `myriad run`: runs or resumes a sweep, then writes its report and prints what was found.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <memory>

#include "host/cli/arguments.hpp"
#include "host/cli/device.hpp"
#include "host/text/number.hpp"
#include "myriad/report.hpp"
#include "myriad/result.hpp"
#include "myriad/run.hpp"
#include "myriad/theory_check.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/plan.hpp"
#include "host/cli/progress.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/sweep_options.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

struct RunArguments {
  SweepRequest sweep;
  DeviceRequest device;
  std::string directory, math = "exact", chunk, shard, progress = "auto";
  bool dry_run = false;
  std::vector<std::string> command;
};

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch such");

/// The first signal asks for a stop after the chunk at hand; the second one ends the process.
extern "C" void on_signal(int number) {
  if (stop_signal.exchange(number) != 0) ::_exit(128 + number);
}

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

ProgressMode progress_mode(const std::string& text, const Terminal& terminal) {
  choice_argument("--progress", text, {"auto", "bar", "plain", "json", "none"});
  if (text == "bar") return ProgressMode::bar;
  if (text == "plain") return ProgressMode::plain;
  if (text == "json") return ProgressMode::json;
  if (text == "none") return ProgressMode::none;
  return terminal.is_terminal ? ProgressMode::bar : ProgressMode::plain;
}

/// Everything that can be refused without reading a file, before any is read.
RunOptions checked_options(const RunArguments& arguments) {
  choice_argument("--math", arguments.math, {"exact", "fast"});
  check_request(arguments.device);
  RunOptions options;
  options.directory = arguments.directory;
  options.command = shell_text(arguments.command);
  if (!arguments.chunk.empty()) options.chunk = count_argument("--chunk", arguments.chunk, 1);
  if (!arguments.shard.empty()) {
    const Shard shard = shard_argument(arguments.shard);
    options.shard_index = shard.index;
    options.shard_count = shard.count;
  }
  return options;
}

ExitCode stopped(const RunArguments& arguments, const RunOutcome& outcome) {
  const int number = stop_signal.load();
  say(fmt::format(
      "stopped by {} after {} networks in {}; nothing finished is lost\nresume with:\n  {}\n",
      number == SIGTERM ? "SIGTERM" : "SIGINT", grouped_text(outcome.networks_run),
      duration_text(outcome.seconds), shell_text(arguments.command)));
  return number == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

void report_outcome(const RunArguments& arguments, const RunOutcome& outcome) {
  const Result result = Result::open(arguments.directory);
  const std::string report = join_path(arguments.directory, "report.html");
  write_output(report, html_report(result));
  print(visible(findings_text(result)));
  for (const std::string& failure : outcome.failures) say("failed: " + failure + '\n');
  if (outcome.networks_run == 0) {
    say("nothing was left to do\n");
  } else {
    say(fmt::format("{} networks, {} network-sample updates in {}: {} updates/s\n",
                    grouped_text(outcome.networks_run), short_text(outcome.updates),
                    duration_text(outcome.seconds),
                    short_text(outcome.seconds > 0 ? outcome.updates / outcome.seconds : 0)));
  }
  for (const std::string& warning : theory_warnings(result)) say("warning: " + warning + '\n');
  say(fmt::format("report: {}\ntable:  {}\n", report, join_path(arguments.directory, "cells.csv")));
}

ExitCode run(const RunArguments& arguments) {
  const Terminal terminal = standard_error();
  RunOptions options = checked_options(arguments);
  ProgressPrinter printer(progress_mode(arguments.progress, terminal), terminal.width, say_raw);
  const Sweep sweep = requested_sweep(arguments.sweep);
  DeviceRequest device = arguments.device;
  device.fast = arguments.math == "fast";
  const ChosenEngine chosen = choose_engine(device);
  options.math = chosen.fast ? "fast" : "exact";
  if (!chosen.note.empty()) say(chosen.note + '\n');
  if (arguments.dry_run) {
    print(plan_text(sweep, *chosen.engine));
    return ExitCode::ok;
  }
  options.on_progress = [&](const Progress& progress) { printer.update(progress); };
  options.stop = &stop_signal;
  catch_signals();
  RunOutcome outcome;
  try {
    outcome = run_sweep(sweep, *chosen.engine, options);
  } catch (...) {
    printer.finish();
    throw;
  }
  printer.finish();
  if (outcome.stopped) return stopped(arguments, outcome);
  report_outcome(arguments, outcome);
  return outcome.cells_failed > 0 ? ExitCode::some_cells_failed : ExitCode::ok;
}

}  // namespace

Command run_command(std::vector<std::string> command_line) {
  auto arguments = std::make_shared<RunArguments>();
  arguments->command = std::move(command_line);
  Command command;
  command.name = "run";
  command.summary = "Runs a sweep into a directory, or resumes the one that it holds.";
  command.examples = {"run sweep.toml -o out", "run sweep.toml -o out --networks 1M --device cpu",
                      "run sweep.toml -o out --axis lr=0.01,0.1,1 --set epochs=500",
                      "run sweep.toml -o shard0 --shard 0/8"};
  command.options = sweep_options(arguments->sweep);
  command.options.insert(command.options.begin() + 1, {"-o,--output", "DIR", "where the results go",
                                                       &arguments->directory, "Spec", true});
  for (Option& option : device_options(arguments->device)) command.options.push_back(option);
  command.options.insert(
      command.options.end(),
      {{"--math", "MODE",
        "exact: the same bits on every machine; fast: the GPU's approximate functions (CUDA only)", &arguments->math, "How"},
       {"--chunk", "N", "networks between two commits (default: about a second's worth)",
        &arguments->chunk, "How"},
       {"--shard", "I/N", "only share I of N of every cell's networks, 0 <= I < N",
        &arguments->shard, "How"},
       {"--dry-run", "", "show the plan, compute and write nothing", &arguments->dry_run, "How"},
       {"--progress", "MODE", "auto, bar, plain, json or none, on standard error",
        &arguments->progress, "How"}});
  command.run = [arguments] { return run(*arguments); };
  return command;
}

}  // namespace myriad::cli
