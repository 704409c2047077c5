// `myriad bench`: how fast each engine of this machine is, on one fixed job, verified before it is
// timed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/command.hpp"
#include "host/text/number.hpp"
#include "host/cli/json_text.hpp"
#include "myriad/engine.hpp"
#include "myriad/machine.hpp"
#include "myriad/registry.hpp"
#include "myriad/version.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

constexpr double kSecondsPerRepeat = 0.7;
constexpr std::size_t kRepeats = 3;
constexpr std::uint64_t kMostNetworks = std::uint64_t{1} << 32;
constexpr std::uint64_t kVerifiedNetworks = 203;  // a tail in every lane width

const char* const bench_spec = R"toml(spec_version = 1
name = "bench"
seed = 1
networks_per_cell = 4_294_967_296
[base]
data = { source = "uniform", rows = 100 }
activation = "relu"
weight_init = "uniform(-0.5, 0.5)"
output_weight_init = "uniform(-0.5, 0.5)"
optimizer = "sgd"
lr = 0.1
epochs = 100
)toml";

CellJob bench_job() {
  const Sweep sweep = parse_spec(bench_spec, "bench.toml");
  const CellConfig& config = sweep.cells.at(0).config;
  BoundPart none;
  none.id = part_id(PartKind::preprocess, "none");
  auto dataset = std::make_shared<Dataset>(prepare_dataset(config.data, none, {}, 0));
  return make_cell_job(config, sweep.seed, sweep.networks_per_cell, std::move(dataset));
}

struct Timing {
  std::string engine;
  std::uint64_t networks = 0;              ///< of each repeat
  std::array<double, kRepeats> rate = {};  ///< network-sample updates per second, ascending
  double median() const { return rate[kRepeats / 2]; }
};

double updates_of(const CellJob& job, std::uint64_t networks) {
  return static_cast<double>(networks) * job.job.train.count * job.job.epochs;
}

double seconds_of(Engine& engine, const CellJob& job, std::uint64_t networks) {
  const std::uint64_t chunk = std::max<std::uint64_t>(1, engine.preferred_chunk(job));
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t first = 0; first < networks; first += chunk) {
    engine.run(job, {first, std::min(chunk, networks - first)}, {});
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Networks that take about one repeat's time; the runs it takes to find out warm the engine up.
std::uint64_t fitting_networks(Engine& engine, const CellJob& job) {
  std::uint64_t networks = 256;
  double seconds = seconds_of(engine, job, networks);
  while (seconds < kSecondsPerRepeat / 10 && networks < kMostNetworks / 4) {
    networks *= 4;
    seconds = seconds_of(engine, job, networks);
  }
  const double fitting = static_cast<double>(networks) * kSecondsPerRepeat / seconds;
  const auto whole = static_cast<std::uint64_t>(std::min(fitting, 0x1p32)) / 256 * 256;
  return std::clamp<std::uint64_t>(whole, 256, kMostNetworks);
}

Timing time_engine(Engine& engine, const CellJob& job, const Summary& expected) {
  if (!(engine.run(job, {0, kVerifiedNetworks}, {}).summary == expected)) {
    throw Error(ExitCode::internal,
                fmt::format("{} does not give the reference engine's bits: not timed\n"
                            "  help: `myriad doctor` looks closer",
                            engine.name()));
  }
  Timing timing;
  timing.engine = engine.name();
  timing.networks = fitting_networks(engine, job);
  for (double& rate : timing.rate) {
    rate = updates_of(job, timing.networks) / seconds_of(engine, job, timing.networks);
  }
  std::sort(timing.rate.begin(), timing.rate.end());
  return timing;
}

std::vector<std::unique_ptr<Engine>> engines_here() {
  std::vector<std::unique_ptr<Engine>> engines;
  for (const std::string& isa : available_isas()) {
    CpuOptions options;
    options.isa = isa;
    engines.push_back(make_cpu_engine(options));
  }
  const CudaStatus cuda = cuda_status();
  for (std::size_t i = 0; cuda.usable && i < cuda.devices.size(); ++i) {
    engines.push_back(make_cuda_engine(static_cast<int>(i)));
  }
  return engines;
}

std::string text_of(const std::vector<Timing>& timings, const Summary& expected) {
  std::vector<std::vector<std::string>> rows = {
      {"engine", "updates/s", "slowest", "fastest", "networks"}};
  for (const Timing& timing : timings) {
    rows.push_back({timing.engine, short_text(timing.median()), short_text(timing.rate.front()),
                    short_text(timing.rate.back()), grouped_text(timing.networks)});
  }
  return fmt::format(
      "{}\nNetwork-sample updates per second: the median of {} runs. 2-1-1, relu, sgd, 100 rows, "
      "100 epochs.\nVerified: {} networks give the reference engine's digest {:016x}.\n"
      "machine: {}\n",
      aligned(rows), kRepeats, kVerifiedNetworks, expected.tally.digest,
      visible(to_text(this_machine())));
}

std::string json_of(const std::vector<Timing>& timings, const Summary& expected) {
  const Machine machine = this_machine();
  nlohmann::ordered_json json;
  json["version"] = MYRIAD_VERSION;
  json["commit"] = MYRIAD_COMMIT;
  json["machine"] = to_text(machine);
  json["compiler"] = machine.compiler;
  json["job"] = {{"shape", "2-1-1"},
                 {"activation", "relu"},
                 {"optimizer", "sgd"},
                 {"rows", 100},
                 {"epochs", 100}};
  json["verified_digest"] = fmt::format("{:016x}", expected.tally.digest);
  auto& list = json["engines"] = nlohmann::ordered_json::array();
  for (const Timing& timing : timings) {
    list.push_back({{"engine", timing.engine},
                    {"networks", timing.networks},
                    {"updates_per_second", timing.median()},
                    {"slowest", timing.rate.front()},
                    {"fastest", timing.rate.back()}});
  }
  return json_text(json);
}

}  // namespace

Command bench_command() {
  auto json = std::make_shared<bool>(false);
  Command command;
  command.name = "bench";
  command.summary = "Throughput of each engine on this machine, verified before it is timed.";
  command.examples = {"bench", "bench --json > bench.json"};
  command.options = {{"--json", "", "for programs", json.get()}};
  command.run = [json] {
    const CellJob job = bench_job();
    const Summary expected = make_reference_engine()->run(job, {0, kVerifiedNetworks}, {}).summary;
    std::vector<Timing> timings;
    for (const auto& engine : engines_here()) {
      note(fmt::format("timing {}\n", engine->name()));
      timings.push_back(time_engine(*engine, job, expected));
    }
    print(*json ? json_of(timings, expected) : text_of(timings, expected));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
