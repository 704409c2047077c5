// The manifest: gathered from a store's runs, written as JSON.
#include "host/store/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "myriad/machine.hpp"
#include "myriad/version.hpp"
#include "host/store/run_fields.hpp"

namespace myriad {

std::string utc_now() {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

Manifest::Run run_starting_now(const std::string& command, const std::string& engine) {
  const Machine machine = this_machine();
  Manifest::Run run;
  run.started = run.finished = utc_now();
  run.command = command;
  run.engine = engine;
  run.machine = to_text(machine);
  run.compiler = machine.compiler;
  run.version = MYRIAD_VERSION;
  run.commit = MYRIAD_COMMIT;
  return run;
}

Manifest manifest_of(const StoredSweep& stored) {
  Manifest manifest;
  manifest.name = stored.sweep.name;
  manifest.seed = stored.sweep.seed;
  manifest.networks_per_cell = stored.sweep.networks_per_cell;
  manifest.cells = stored.cells.size();
  manifest.spec_hash = spec_hash(stored.sweep);
  manifest.math = stored.math;
  manifest.runs = stored.runs;
  for (const Manifest::Run& run : stored.runs) {
    manifest.network_sample_updates += run.network_sample_updates;
    manifest.seconds += run.seconds;
  }
  if (stored.runs.empty()) return manifest;
  const Manifest::Run& last = stored.runs.back();
  manifest.version = last.version;
  manifest.command = last.command;
  manifest.engine = last.engine;
  manifest.machine = last.machine;
  manifest.compiler = last.compiler;
  manifest.started = stored.runs.front().started;
  manifest.finished = last.finished;
  return manifest;
}

std::string to_json(const Manifest& manifest) {
  using Json = nlohmann::ordered_json;
  Json runs = Json::array();
  for (const Manifest::Run& run : manifest.runs) runs.push_back(json_of(run));
  const Json json = {{"name", manifest.name},
                     {"seed", manifest.seed},
                     {"networks_per_cell", manifest.networks_per_cell},
                     {"cells", manifest.cells},
                     {"version", manifest.version},
                     {"numerics_version", kNumericsVersion},
                     {"math", manifest.math},
                     {"command", manifest.command},
                     {"engine", manifest.engine},
                     {"machine", manifest.machine},
                     {"compiler", manifest.compiler},
                     {"spec_hash", manifest.spec_hash},
                     {"started", manifest.started},
                     {"finished", manifest.finished},
                     {"network_sample_updates", manifest.network_sample_updates},
                     {"seconds", manifest.seconds},
                     {"runs", std::move(runs)}};
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace myriad
