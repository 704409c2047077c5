// Specs and runs through the C interface.
#include "bindings/c/sweep.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "bindings/c/boundary.hpp"
#include "myriad/device.hpp"
#include "myriad/run.hpp"
#include "myriad/version.hpp"

using myriad::c::failed;
using myriad::c::given;
using myriad::c::guarded;

namespace {

// Parses the same text with more overrides; the sweep changes only when that succeeds.
template <class Change>
int change(myriad_sweep* sweep, Change&& add) noexcept {
  return guarded([&] {
    given(sweep, "sweep");
    myriad::Overrides overrides = sweep->sweep.overrides;
    add(overrides);
    sweep->sweep = myriad::parse_spec(sweep->sweep.text, sweep->sweep.file, overrides);
    return MYRIAD_OK;
  });
}

// Adds "key=value", in place of an earlier one for the same key.
void assign(std::vector<std::string>& list, const char* key, const char* value) {
  const std::string start = std::string(given(key, "key")) + '=';
  std::erase_if(list, [&](const std::string& entry) { return entry.starts_with(start); });
  list.push_back(start + given(value, "value"));
}

// The caller's options, as long as they are; the rest zero.
myriad_run_options complete(const myriad_run_options* options) {
  myriad_run_options all{};
  given(options, "options");
  if (options->size < offsetof(myriad_run_options, device)) {
    throw myriad::UsageError("options: size must be sizeof(myriad_run_options)");
  }
  std::memcpy(&all, options, std::min(options->size, sizeof all));
  given(all.directory, "options: directory");
  if (all.shard_count == 0) all.shard_count = 1;
  return all;
}

myriad_progress translated(const myriad::RunProgress& progress) {
  return {progress.networks_done, progress.networks, progress.cell,    progress.cells_done,
          progress.cells,         progress.rate,     progress.seconds, progress.eta_seconds};
}

int run(const myriad_sweep* sweep, const myriad_run_options* given_options,
        myriad_outcome* outcome) {
  given(sweep, "sweep");
  const myriad_run_options asked = complete(given_options);
  std::atomic<int> stop{0};
  myriad::RunOptions options;
  options.directory = asked.directory;
  options.chunk = asked.chunk;
  options.shard_index = asked.shard_index;
  options.shard_count = asked.shard_count;
  options.command = "myriad_run";
  options.stop = &stop;
  if (asked.on_progress != nullptr) {
    options.on_progress = [&](const myriad::RunProgress& progress) {
      const myriad_progress now = translated(progress);
      if (asked.on_progress(&now, asked.context) != 0) stop.store(SIGINT);
    };
  }
  const auto engine =
      myriad::make_engine({asked.device == nullptr ? "auto" : asked.device,
                           asked.isa == nullptr ? "auto" : asked.isa, asked.threads});
  const myriad::RunOutcome done = myriad::run_sweep(sweep->sweep, *engine, options);
  if (outcome != nullptr)
    *outcome = {done.networks_run, done.updates, done.seconds, done.cells_failed};
  if (done.stopped)
    return failed(MYRIAD_INTERRUPTED, "stopped by on_progress; the same call resumes the run");
  if (done.cells_failed == 0) return MYRIAD_OK;
  std::string failures;
  for (const std::string& failure : done.failures) failures += failure + '\n';
  return failed(MYRIAD_SOME_CELLS_FAILED, failures.c_str());
}

}  // namespace

const char* myriad_version(void) { return MYRIAD_VERSION; }

int myriad_c_version(void) { return MYRIAD_C_VERSION; }

int myriad_sweep_read(const char* file, myriad_sweep** out) {
  return guarded([&] {
    given(out, "out");
    *out = new myriad_sweep{myriad::read_spec(given(file, "file"))};
    return MYRIAD_OK;
  });
}

int myriad_sweep_parse(const char* text, const char* name, myriad_sweep** out) {
  return guarded([&] {
    given(out, "out");
    *out = new myriad_sweep{myriad::parse_spec(given(text, "text"), given(name, "name"))};
    return MYRIAD_OK;
  });
}

int myriad_sweep_set(myriad_sweep* sweep, const char* key, const char* value) {
  return change(sweep, [&](myriad::Overrides& o) { assign(o.set, key, value); });
}

int myriad_sweep_axis(myriad_sweep* sweep, const char* key, const char* values) {
  return change(sweep, [&](myriad::Overrides& o) { assign(o.axis, key, values); });
}

int myriad_sweep_set_networks(myriad_sweep* sweep, uint64_t networks) {
  return change(sweep, [&](myriad::Overrides& o) { o.networks = std::to_string(networks); });
}

int myriad_sweep_set_seed(myriad_sweep* sweep, uint64_t seed) {
  return change(sweep, [&](myriad::Overrides& o) { o.seed = std::to_string(seed); });
}

const char* myriad_sweep_name(const myriad_sweep* sweep) {
  return sweep == nullptr ? "" : sweep->sweep.name.c_str();
}

uint64_t myriad_sweep_cells(const myriad_sweep* sweep) {
  return sweep == nullptr ? 0 : sweep->sweep.cells.size();
}

uint64_t myriad_sweep_networks_per_cell(const myriad_sweep* sweep) {
  return sweep == nullptr ? 0 : sweep->sweep.networks_per_cell;
}

void myriad_sweep_free(myriad_sweep* sweep) { delete sweep; }

int myriad_run(const myriad_sweep* sweep, const myriad_run_options* options,
               myriad_outcome* outcome) {
  return guarded([&] { return run(sweep, options, outcome); });
}
