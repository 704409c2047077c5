// `myriad bench`: how fast each engine of this machine is, verified before it is timed, beside what the machine
// can do at best and beside an earlier run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/bench/bench_table.hpp"
#include "host/bench/growth.hpp"
#include "host/bench/peak.hpp"
#include "host/bench/row_words.hpp"
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/device.hpp"
#include "host/cli/json_text.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/terminal.hpp"
#include "host/text/number.hpp"
#include "host/text/visible.hpp"
#include "myriad/compare.hpp"
#include "myriad/device.hpp"
#include "myriad/error.hpp"
#include "myriad/machine.hpp"
#include "myriad/version.hpp"

namespace myriad::cli {
namespace {

struct BenchArguments {
  DeviceRequest device;
  std::vector<std::string> activation, growth, fail_if;
  std::string optimizer = "sgd", shape = "2-1-1", rows = "100", epochs = "100", repeats = "5", networks;
  std::string math = "exact", format = "text", file, plot, against;
  bool json = false, sweep = false, no_dead_skip = false;
};

/// One engine and the instruction set behind it, where there is one.
struct BenchEngine {
  std::unique_ptr<Engine> engine;
  std::string isa;  ///< empty for what has none, or does not say
  int threads = 0;
};

/// Every engine of this machine that --device leaves open, each instruction set one by itself; else the one it names.
std::vector<BenchEngine> engines_of(const BenchArguments& arguments) {
  const DeviceRequest& request = arguments.device;
  std::vector<BenchEngine> engines;
  const bool left_open = request.device == "auto" || request.device == "all";
  if (arguments.no_dead_skip && (request.fast || (!left_open && request.device != "cpu"))) {
    throw UsageError("--no-dead-skip: with --math exact and --device auto, all or cpu only");
  }
  if (request.fast || (!left_open && request.device != "cpu")) {
    ChosenEngine chosen = choose_engine(request);
    if (request.fast && !chosen.fast) throw UsageError("--math fast: with CUDA only; the CPU engines have exact functions");
    engines.push_back({std::move(chosen.engine), "", 0});
    return engines;
  }
  CpuOptions options = cpu_options(request);
  options.skip_dead = !arguments.no_dead_skip;
  if (options.threads == 0) options.threads = this_machine().processors;
  for (const std::string& isa : options.isa == "auto" ? available_isas() : std::vector{options.isa}) {
    options.isa = isa;
    engines.push_back({make_cpu_engine(options), isa, options.threads});
  }
  const CudaStatus cuda = left_open ? cuda_status() : CudaStatus{};
  for (std::size_t i = 0; cuda.usable && i < cuda.devices.size(); ++i) {
    const int device = static_cast<int>(i);
    engines.push_back({arguments.no_dead_skip ? make_unskipping_cuda_engine(device)
                                              : make_engine({fmt::format("cuda:{}", device), "auto", 0, false}), "", 0});
  }
  return engines;
}

std::vector<BenchJob> jobs_of(const BenchArguments& arguments) {
  std::vector<BenchJob> jobs;
  for (const std::string& activation : arguments.activation) {
    BenchJob job;
    job.activation = activation;
    job.optimizer = arguments.optimizer;
    job.shape = arguments.shape;
    job.rows = count_argument("--rows", arguments.rows, 1, 100'000'000);
    job.epochs = count_argument("--epochs", arguments.epochs, 1, 1'000'000'000);
    make_bench_job(job);  // complains now, not after minutes
    jobs.push_back(job);
  }
  return jobs;
}

TimingOptions timing_options(const BenchArguments& arguments) {
  TimingOptions options;
  options.exact = !arguments.device.fast;
  options.repeats = static_cast<int>(count_argument("--repeats", arguments.repeats, 1, 1000));
  if (!arguments.networks.empty()) {
    options.networks = count_argument("--networks", arguments.networks, 1, std::uint64_t{1} << 32);
  }
  return options;
}

std::vector<BenchRow> measure(const BenchArguments& arguments, std::vector<BenchEngine>& engines) {
  const TimingOptions options = timing_options(arguments);
  std::vector<BenchRow> rows;
  for (const BenchJob& job : jobs_of(arguments)) {
    const double words = count_row_words(make_bench_job(job)).total();
    for (const BenchEngine& bench : engines) {
      note(fmt::format("timing {}: {}\n", bench.engine->name(), to_text(job)));
      BenchRow row{time_engine(*bench.engine, job, options), words, {}, {}};
      if (!bench.isa.empty()) row.fma_peak = measure_fma_peak(bench.isa, bench.threads);
      rows.push_back(std::move(row));
      if (!arguments.sweep) continue;
      const std::uint64_t networks = rows.back().timing.networks;
      note(fmt::format("timing {}: a sweep of it\n", bench.engine->name()));
      rows.push_back({time_sweep(*bench.engine, job, networks, 1, options), {}, {}, {}});
    }
  }
  return rows;
}

std::string text_of(const BenchArguments& arguments, const std::vector<BenchRow>& rows) {
  std::vector<std::vector<std::string>> lines = {
      {"engine", "job", "updates/s", "slowest", "fastest", "words/row", "of FMA peak", "before"}};
  for (const BenchRow& row : rows) {
    const Timing& t = row.timing;
    const bool words = row.words_per_row && row.fma_peak;
    lines.push_back(
        {t.engine, t.job, short_text(t.median()), short_text(t.slowest()), short_text(t.fastest()),
         row.words_per_row ? fmt::format("{:.1f}", *row.words_per_row) : "",
         words ? fmt::format("{:.2f}", *row.words_per_row * t.median() / *row.fma_peak) : "",
         row.before ? fmt::format("x {:.3f}", t.median() / *row.before) : ""});
  }
  return fmt::format(
      "{}\nNetwork-sample updates per second, the median of {} runs. {} first.{}\nwords/row: arithmetic words of a row, counted. of FMA peak: those words per second over "
      "the FMAs per second\nthat the same threads reach when none waits for another; other words can run beside "
      "them.\nmachine: {}\n",
      aligned(lines), rows.front().timing.rates.size(),
      arguments.device.fast ? "Its dead networks were as many as the CPU's, but for chance,"
                            : "Every engine gave the reference engine's digest",
      arguments.no_dead_skip ? "\nNo network took the short way of those that stand still." : "", visible(to_text(this_machine())));
}

std::string json_of(const BenchArguments& arguments, const std::vector<BenchRow>& rows) {
  const Machine machine = this_machine();
  nlohmann::ordered_json json;
  json["version"] = MYRIAD_VERSION;
  json["commit"] = MYRIAD_COMMIT;
  json["math"] = arguments.math;
  json["dead_skip"] = !arguments.no_dead_skip;
  json["machine"] = to_text(machine);
  json["compiler"] = machine.compiler;
  const CudaStatus cuda = cuda_status();
  json["devices"] = cuda.devices;
  json["driver_version"] = cuda.driver_version;
  json["timings"] = nlohmann::ordered_json::parse(to_text(bench_table(rows), TableFormat::json));
  return json_text(json);
}

std::string printed(const BenchArguments& arguments, const std::vector<BenchRow>& rows) {
  if (arguments.json || arguments.format == "json") return json_of(arguments, rows);
  if (arguments.format == "text") return text_of(arguments, rows);
  return to_text(bench_table(rows),
                 arguments.format == "csv" ? TableFormat::csv : TableFormat::markdown);
}

std::string read_text(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw InputOutputError(fmt::format("{}: cannot be read", file));
  return text.str();
}

/// The rows that reach one of the thresholds, one line each.
std::string failures_of(const std::vector<FailureThreshold>& thresholds, const std::vector<BenchRow>& rows) {
  const Table table = bench_table(rows);
  std::string failures;
  for (const FailureThreshold& threshold : thresholds) {
    const auto column = column_of(threshold, table);
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (!column[i] || !threshold.reached_by(*column[i])) continue;
      failures += fmt::format("threshold failed: {}: {}, {}: {}\n", threshold.text,
                              rows[i].timing.engine, rows[i].timing.job, shortest_text(*column[i]));
    }
  }
  return failures;
}

/// Measures every growth asked for with the first engine; the rows of all points.
std::vector<BenchRow> measure_growths(const BenchArguments& arguments, Engine& engine) {
  std::vector<Growth> growths;
  std::vector<BenchRow> rows;
  for (const std::string& what : arguments.growth) {
    note(fmt::format("timing {} over {}\n", engine.name(), what));
    growths.push_back(measure_growth(engine, jobs_of(arguments).front(), what, timing_options(arguments)));
    for (const GrowthPoint& point : growths.back().points) rows.push_back({point.timing, {}, {}, {}});
  }
  if (!arguments.plot.empty()) write_output(arguments.plot, growth_chart(growths, engine.name()));
  return rows;
}

ExitCode run_bench(BenchArguments& arguments) {
  check_request(arguments.device);
  arguments.device.fast = choice_argument("--math", arguments.math, {"exact", "fast"}) == "fast";
  choice_argument("--format", arguments.format, {"text", "json", "csv", "markdown"});
  for (const std::string& what : arguments.growth) choice_argument("--growth", what, growth_names());
  if (!arguments.plot.empty() && arguments.growth.empty()) {
    throw UsageError("--plot draws what --growth measures: give --growth too");
  }
  if (arguments.activation.empty()) arguments.activation = {"relu"};
  std::vector<FailureThreshold> thresholds;
  for (const std::string& text : arguments.fail_if) thresholds.push_back(parse_threshold(text));
  std::string before;
  if (!arguments.against.empty()) before = read_text(arguments.against);
  std::vector<BenchEngine> engines = engines_of(arguments);
  std::vector<BenchRow> rows = arguments.growth.empty()
                                   ? measure(arguments, engines)
                                   : measure_growths(arguments, *engines.front().engine);
  if (!arguments.against.empty()) read_before(rows, before, arguments.against);
  write_output(arguments.file, printed(arguments, rows));
  const std::string failures = failures_of(thresholds, rows);
  say(failures);
  return failures.empty() ? ExitCode::ok : ExitCode::threshold;
}

}  // namespace

Command bench_command() {
  auto a = std::make_shared<BenchArguments>();
  Command command;
  command.name = "bench";
  command.summary = "Throughput of each engine on this machine, verified before it is timed.";
  command.examples = {"bench", "bench --json -o bench.json",
                      "bench --against bench.json --fail-if 'ratio < 0.9'",
                      "bench --growth networks --growth rows --plot growth.svg"};
  command.options = device_options(a->device);
  const std::vector<Option> own = {
      {"--activation", "NAME", "as in a spec (default relu); may be repeated", &a->activation, "Job"},
      {"--optimizer", "NAME", "as in a spec (default sgd)", &a->optimizer, "Job"},
      {"--shape", "SHAPE", "2-1-1 (default) or 2-1-1-1", &a->shape, "Job"},
      {"--rows", "N", "rows of the data set (default 100)", &a->rows, "Job"},
      {"--epochs", "N", "steps of a training (default 100)", &a->epochs, "Job"},
      {"--networks", "N", "networks of a run (default: those of half a second)", &a->networks, "Job"},
      {"--repeats", "N", "runs of which the median counts (default 5)", &a->repeats, "Job"},
      {"--math", "MODE", "exact or fast, as in `run` (default exact)", &a->math, "Job"},
      {"--no-dead-skip", "", "every row for every network, dead ones too",
       &a->no_dead_skip, "Job"},
      {"--sweep", "", "also a whole sweep of each, from spec to store", &a->sweep, "Job"},
      {"--growth", "WHAT", "instead: the first engine while WHAT grows: networks, rows, epochs or cells; may be repeated",
       &a->growth, "Growth"},
      {"--plot", "FILE", "draws the growths as SVG", &a->plot, "Growth"},
      {"--against", "FILE", "an earlier `bench --json`: adds its rate and the ratio", &a->against, "Output"},
      {"--fail-if", "EXPR", "exit 6 if a row matches: 'ratio < 0.9'; repeatable", &a->fail_if, "Output"},
      {"--format", "NAME", "text, json, csv or markdown (default text)", &a->format, "Output"},
      {"--json", "", "the same as --format json", &a->json, "Output"},
      {"-o,--output", "FILE", "nothing or - is standard output", &a->file, "Output"}};
  command.options.insert(command.options.end(), own.begin(), own.end());
  command.run = [a] { return run_bench(*a); };
  return command;
}

}  // namespace myriad::cli
