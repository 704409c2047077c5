// `myriad run`: runs or resumes a sweep, then writes its report and prints what was found.
#include <fmt/format.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <vector>

#include "host/store/atomic_file.hpp"
#include "host/cli/arguments.hpp"
#include "host/cli/device.hpp"
#include "host/text/number.hpp"
#include "host/text/visible.hpp"
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
#include "host/mpi/ranks.hpp"
#include "host/run/prepared_sweep.hpp"

namespace myriad::cli {
namespace {

struct RunArguments {
  SweepRequest sweep;
  DeviceRequest device;
  std::string directory, math = "exact", chunk, shard, progress = "auto", verify, time_budget;
  bool dry_run = false;
  std::vector<std::string> command;
};

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch such");

// For the chunk at hand to end, so that the program does within two seconds.
constexpr itimerval kPatience{{0, 0}, {1, 500'000}}, kNoHurry{};
std::string last_words;  // made before any signal can come

/// The first signal asks for a stop after the chunk at hand; the second one ends the process.
extern "C" void on_signal(int number) {
  if (stop_signal.exchange(number) != 0) ::_exit(128 + number);
  ::setitimer(ITIMER_REAL, &kPatience, nullptr);
}

/// A chunk of many epochs and rows takes longer: it is given up, and computed again by the next run.
extern "C" void on_alarm(int) {
  write_all(STDERR_FILENO, last_words);
  ::_exit(128 + stop_signal.load());
}

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = on_alarm;
  ::sigaction(SIGALRM, &action, nullptr);
}

ProgressMode progress_mode(const std::string& text, const Terminal& terminal) {
  choice_argument("--progress", text, {"auto", "bar", "plain", "json", "none"});
  if (text == "bar") return ProgressMode::bar;
  if (text == "plain") return ProgressMode::plain;
  if (text == "json") return ProgressMode::json;
  if (text == "none" || (text == "auto" && talk() == Talk::quiet)) return ProgressMode::none;
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
  if (!arguments.verify.empty()) options.verify = share_argument("--verify", arguments.verify);
  if (!arguments.time_budget.empty()) {
    options.time_budget = duration_argument("--time-budget", arguments.time_budget);
  }
  return options;
}

ExitCode stopped(const RunArguments& arguments, const RunOutcome& outcome) {
  ::setitimer(ITIMER_REAL, &kNoHurry, nullptr);
  const int number = stop_signal.load();
  say(fmt::format(
      "stopped by {} after {} networks in {}; nothing finished is lost\nresume with:\n  {}\n",
      outcome.out_of_time ? "its time budget" : number == SIGTERM ? "SIGTERM" : "SIGINT", grouped_text(outcome.networks_run),
      duration_text(outcome.seconds), shell_text(arguments.command)));
  return number == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

void report_outcome(const RunArguments& arguments, const RunOutcome& outcome) {
  const Result result = Result::open(arguments.directory);
  const std::string report = write_report(result);
  const int width = standard_output().width;
  const std::string findings = visible(findings_text(result));
  print(width < 80 ? rewrapped(findings, width) : findings);
  for (const std::string& failure : outcome.failures) say("failed: " + failure + '\n');
  if (outcome.networks_run == 0) {
    note("nothing was left to do\n");
  } else {
    note(fmt::format("{} networks, {} network-sample updates in {}: {} updates/s\n",
                    grouped_text(outcome.networks_run), short_text(outcome.updates),
                    duration_text(outcome.seconds),
                    short_text(outcome.seconds > 0 ? outcome.updates / outcome.seconds : 0)));
  }
  if (!arguments.verify.empty()) {
    say(fmt::format("{} networks were computed again, and have the same bits\n", grouped_text(outcome.networks_verified)));
  }
  for (const std::string& warning : theory_warnings(result)) say("warning: " + warning + '\n');
  note(fmt::format("report: {}\ntable:  {}\n", report, join_path(arguments.directory, "cells.csv")));
}

/// What a process needs before anything is written: itself alone, or one rank of several.
struct Preparation {
  RunOptions options;
  Sweep sweep;
  ChosenEngine chosen;
  std::vector<PreparedCell> cells;  ///< read once: what is planned, agreed on and computed are the same
};

/// Runs the sweep with an engine: this process's own, or that of all ranks.
ExitCode run_with(Engine& engine, const RunArguments& arguments, Preparation& ready) {
  RunOptions& options = ready.options;
  const Terminal terminal = standard_error();
  ProgressPrinter printer(progress_mode(arguments.progress, terminal), terminal.width, say_raw);
  std::unique_ptr<Engine> verifier;
  if (options.verify > 0) verifier = verifying_engine(engine);
  options.verifier = verifier.get();
  options.on_progress = [&](const RunProgress& progress) { printer.update(progress); };
  options.stop = &stop_signal;
  last_words = fmt::format("\nstopped in the middle of a chunk; nothing committed is lost\nresume with:\n  {}\n",
                           visible(options.command));
  catch_signals();
  RunOutcome outcome;
  try {
    outcome = run_sweep(ready.sweep, ready.cells, engine, options);
  } catch (...) {
    printer.finish();
    throw;
  }
  printer.finish();
  for (const std::string& loss : engine.losses()) say("warning: lost, and went on without it: " + loss + '\n');
  if (outcome.stopped) return stopped(arguments, outcome);
  report_outcome(arguments, outcome);
  return outcome.cells_failed > 0 ? ExitCode::some_cells_failed : ExitCode::ok;
}

Preparation prepare(const RunArguments& arguments, int local_rank) {
  Preparation ready;
  ready.options = checked_options(arguments);
  progress_mode(arguments.progress, standard_error());
  ready.sweep = requested_sweep(arguments.sweep);
  DeviceRequest device = local_rank < 0 ? arguments.device : device_of_rank(arguments.device, local_rank);
  device.fast = arguments.math == "fast";
  ready.chosen = choose_engine(device);
  ready.options.math = ready.chosen.fast ? "fast" : "exact";
  ready.cells = prepare_cells(ready.sweep);
  return ready;
}

/// What all ranks must be asked for alike, as on a command line.
std::string shared_options(const RunOptions& options) {
  std::string text;
  if (options.shard_count > 1) text += fmt::format("--shard {}/{} ", options.shard_index, options.shard_count);
  text += "--math " + options.math;
  if (options.chunk > 0) text += fmt::format(" --chunk {}", options.chunk);
  if (options.verify > 0) text += fmt::format(" --verify {}", options.verify);
  if (options.time_budget > 0) text += fmt::format(" --time-budget {}s", options.time_budget);
  return text + " -o " + shell_text({options.directory});
}

ExitCode run_alone(const RunArguments& arguments) {
  Preparation ready = prepare(arguments, -1);
  if (!ready.chosen.note.empty()) note(ready.chosen.note + '\n');
  if (arguments.dry_run) {
    print(plan_text(ready.sweep, ready.cells, *ready.chosen.engine));
    return ExitCode::ok;
  }
  if (talk() == Talk::verbose) detail(plan_text(ready.sweep, ready.cells, *ready.chosen.engine) + '\n');  // tries the engine
  return run_with(*ready.chosen.engine, arguments, ready);
}

/// Every rank reads the same files, once; only rank 0 speaks, and writes.
ExitCode run_as_rank(const RunArguments& arguments, Ranks& ranks) {
  Preparation ready;
  Ranks::Readiness readiness;
  std::exception_ptr failure;
  try {
    ready = prepare(arguments, ranks.local_rank());
    readiness.work = work_of(ready.sweep, ready.cells);
    readiness.options = shared_options(ready.options);
  } catch (const Error& error) {
    readiness.code = error.code();
    readiness.complaint = error.what();
    failure = std::current_exception();
  } catch (const std::bad_alloc&) {
    readiness.code = ExitCode::internal;
    readiness.complaint = "out of memory";
    failure = std::current_exception();
  } catch (const std::exception& error) {
    readiness.code = ExitCode::internal;
    readiness.complaint = error.what();
    failure = std::current_exception();
  }
  const ExitCode code = ranks.assemble(readiness);
  if (ranks.rank() == 0 && failure) std::rethrow_exception(failure);
  if (code != ExitCode::ok) return ExitCode::ok;  // rank 0 fails: a launcher may end it before it has spoken if another does
  if (ranks.rank() != 0) {
    ::signal(SIGINT, SIG_IGN);  // rank 0 says when to stop
    ::signal(SIGTERM, SIG_IGN);
    ranks.serve(ready.sweep, ready.cells, *ready.chosen.engine);
    return ExitCode::ok;
  }
  const std::unique_ptr<Engine> engine = ranks.engine(*ready.chosen.engine);
  if (arguments.dry_run) {
    print(plan_text(ready.sweep, ready.cells, *engine));
    return ExitCode::ok;
  }
  say(fmt::format("device: {}\n", engine->name()));
  ready.options.on_cell = [&ranks](std::size_t cell) { ranks.begin_cell(cell); };
  return run_with(*engine, arguments, ready);
}

/// For a rank that cannot even answer: without this the others would wait for it for ever.
void end_all_ranks(Ranks& ranks) {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    say_raw("error: a rank is out of memory; nothing committed is lost\n");
  } catch (const std::exception& error) {
    say(fmt::format("error: rank {}: {}; nothing committed is lost\n", ranks.rank(), error.what()));
  }
  ranks.end_all(ExitCode::internal);
}

/// Its launcher was killed: nobody waits for this rank any more.
void end_as_orphan() {
  say_raw("the launcher of this rank is gone, so the rank ends; nothing committed is lost\n");
  ::_exit(static_cast<int>(ExitCode::terminated));
}

ExitCode run(const RunArguments& arguments) {
  const std::unique_ptr<Ranks> ranks = join_ranks(end_as_orphan);
  if (!ranks) return run_alone(arguments);
  try {
    return run_as_rank(arguments, *ranks);
  } catch (...) {
    if (ranks->awaited()) end_all_ranks(*ranks);
    throw;
  }
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
                                                       &arguments->directory, "Spec", true, takes_directory()});
  for (Option& option : device_options(arguments->device)) command.options.push_back(option);
  command.options.insert(
      command.options.end(),
      {{"--math", "MODE",
        "exact: the same bits on every machine; fast: the GPU's approximate functions (CUDA only)", &arguments->math, "How",
        false, takes_one_of({"exact", "fast"})},
       {"--chunk", "N", "networks computed at a time (default: about half a second's worth; a commit is about one a second)",
        &arguments->chunk, "How", false, takes_count(1)},
       {"--shard", "I/N", "only share I of N of every cell's networks, 0 <= I < N",
        &arguments->shard, "How", false, takes_shard()},
       {"--verify", "SHARE", "compute this share of the networks again on another engine and stop at the first "
        "different bit: 0.01, 1%", &arguments->verify, "How"},
       {"--time-budget", "TIME", "stop after this long as if interrupted (exit 130), to be resumed: 90s, 2h30m",
        &arguments->time_budget, "How"},
       {"--dry-run", "", "show the plan, compute and write nothing", &arguments->dry_run, "How"},
       {"--progress", "MODE", "auto, bar, plain, json or none, on standard error",
        &arguments->progress, "How", false,
        takes_one_of({"auto", "bar", "plain", "json", "none"})}});
  command.run = [arguments] { return run(*arguments); };
  return command;
}

}  // namespace myriad::cli
