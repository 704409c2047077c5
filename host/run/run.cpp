// Runs a sweep: checks everything first, then computes chunk after chunk and commits about once a second.
#include "myriad/run.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <limits>
#include <new>
#include <system_error>

#include "host/engine/float_environment.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/directory_lock.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "host/run/pace.hpp"
#include "host/run/prepared_sweep.hpp"
#include "host/store/provenance.hpp"
#include "host/run/resume.hpp"
#include "host/store/store.hpp"
#include "host/store/write_error.hpp"

namespace myriad {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kDirectoryBytes = 4096;   // a block
constexpr std::size_t kPendingRecords = 200'000;  // about 25 MB
constexpr std::uint64_t kMaxShards = std::uint64_t{1} << 31;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void check(const Sweep& sweep, const RunOptions& options) {
  if (options.directory.empty()) throw UsageError("no directory to run into");
  if (options.shard_count == 0 || options.shard_count > kMaxShards ||
      options.shard_index >= options.shard_count) {
    throw UsageError(fmt::format("shard {}/{}: 0 <= i < n <= 2^31 must hold", options.shard_index,
                                 options.shard_count));
  }
  count_networks(sweep);
}

void make_directory(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return;
    throw InputOutputError(fmt::format("{} is not a directory", directory));
  }
  std::error_code error;
  std::filesystem::create_directories(directory, error);  // with those that it is in, as runs/ of a fresh checkout
  if (error) throw_write_error(directory, error.value(), kDirectoryBytes);
  const auto parent = std::filesystem::absolute(directory + "/").lexically_normal().parent_path();
  sync_directory(parent.parent_path().string());
}

// One call of run_sweep, after everything was checked.
class Runner {
 public:
  Runner(const Sweep& sweep, Engine& engine, const RunOptions& options,
         const std::vector<PreparedCell>& cells, Store& store)
      : sweep_(sweep), engine_(engine), options_(options), cells_(cells), store_(store),
        range_(shard_range(sweep.networks_per_cell, options.shard_index, options.shard_count)) {}

  RunOutcome run() {
    make_plan();
    for (std::size_t i = 0; i < cells_.size() && !outcome_.stopped; ++i) {
      if (left_[i] > 0 || plan_.cells[i].error) run_cell(i);
      if (!outcome_.stopped) ++progress_.cells_done;
    }
    flush();
    outcome_.seconds = seconds_since(start_);
    return std::move(outcome_);
  }

 private:
  void make_plan();
  void run_cell(std::size_t i);
  bool run_range(std::size_t i, const CellJob& job, NetworkRange range);
  ChunkResult run_chunk(const CellJob& job, NetworkRange& range);
  void add(std::size_t i, NetworkRange range, ChunkResult result, double seconds);
  void flush();
  void fail(std::size_t i, const std::string& why);
  void report(std::size_t i);
  double updates(std::size_t i) const {
    return updates_per_network(sweep_.cells[i].config, *cells_[i].dataset);
  }

  const Sweep& sweep_;
  Engine& engine_;
  const RunOptions& options_;
  const std::vector<PreparedCell>& cells_;
  Store& store_;
  const NetworkRange range_;
  StoredSweep plan_;
  std::vector<std::uint64_t> left_;  // networks of each cell
  Manifest::Run run_;
  std::int64_t run_number_ = 0;
  Pace pace_;
  std::uint64_t most_ = std::numeric_limits<std::uint64_t>::max();  // halved when memory runs out
  std::vector<ChunkRow> pending_;
  std::size_t pending_records_ = 0;
  Clock::time_point start_ = Clock::now(), last_commit_ = start_;
  Progress progress_;
  RunOutcome outcome_;
};

void Runner::make_plan() {
  const std::string& directory = options_.directory;
  if (store_.blank()) {
    plan_ = first_plan(sweep_, cells_, options_.math);
  } else {
    const StoredSweep stored = store_.read();
    plan_ = resume_plan(stored, sweep_, cells_, options_.math, directory);
    store_.verify(stored);  // nothing is built on a damaged result
  }
  const std::string shard = fmt::format("{}/{}", options_.shard_index, options_.shard_count);
  if (std::find(plan_.shards.begin(), plan_.shards.end(), shard) == plan_.shards.end()) {
    plan_.shards.push_back(shard);
  }
  std::vector<const Dataset*> datasets;
  std::vector<std::string> keys;
  progress_.cells = static_cast<std::uint32_t>(cells_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    datasets.push_back(cells_[i].dataset.get());
    keys.push_back(cells_[i].dataset_key);
    std::uint64_t left = 0;
    for (const NetworkRange gap : plan_.cells[i].done.missing(range_)) left += gap.count;
    left_.push_back(left);
    progress_.networks += range_.count;
    progress_.networks_done += range_.count - left;
    progress_.updates += static_cast<double>(left) * updates(i);
  }
  const bool idle = std::all_of(left_.begin(), left_.end(), [](std::uint64_t n) { return n == 0; });
  run_ = run_starting_now(options_.command, engine_.name());
  run_number_ = store_.write_plan(plan_, datasets, keys, idle ? nullptr : &run_);
}

void Runner::run_cell(std::size_t i) {
  const CellJob job = make_cell_job(sweep_.cells[i].config, sweep_.seed, sweep_.networks_per_cell,
                                    cells_[i].dataset);
  const std::vector<NetworkRange> gaps = plan_.cells[i].done.missing(range_);
  for (const NetworkRange gap : gaps) {
    if (!run_range(i, job, gap)) return;
  }
  if (plan_.cells[i].error) {
    flush();
    store_.set_error(plan_.cells[i], sweep_.cells[i], {});
  }
}

// False when the run was stopped or the cell failed.
bool Runner::run_range(std::size_t i, const CellJob& job, NetworkRange range) {
  while (range.count > 0) {
    if (options_.stop != nullptr && options_.stop->load() != 0) {
      outcome_.stopped = true;
      return false;
    }
    const double work = updates(i) + static_cast<double>(cells_[i].dataset->train.rows.size());
    const std::uint64_t preferred = std::max<std::uint64_t>(1, engine_.preferred_chunk(job));
    const std::uint64_t wanted = options_.chunk != 0 ? std::min(options_.chunk, preferred)
                                                     : pace_.next_chunk(preferred, work);
    NetworkRange chunk{range.first, std::min({range.count, wanted, most_})};
    const auto started = Clock::now();
    ChunkResult result;
    try {
      result = run_chunk(job, chunk);
    } catch (const DeviceError&) {
      flush();
      throw;
    } catch (const InputOutputError&) {
      flush();
      throw;
    } catch (const std::bad_alloc&) {
      flush();
      throw Error(ExitCode::internal, "out of memory, even for a single network; what was committed is "
                                      "safe, run the same command again when there is more");
    } catch (const std::exception& error) {
      fail(i, error.what());
      return false;
    }
    const double seconds = seconds_since(started);
    pace_.observe(static_cast<double>(chunk.count) * work, seconds);
    add(i, chunk, std::move(result), seconds);
    range = {chunk.first + chunk.count, range.count - chunk.count};
  }
  return true;
}

// Shortens `range` until the engine has memory for it.
ChunkResult Runner::run_chunk(const CellJob& job, NetworkRange& range) {
  for (;;) {
    try {
      ChunkResult result = engine_.run(job, range, sweep_.keep);
      if (result.summary.tally.networks != range.count || result.kept.size() > range.count ||
          result.flags.size() != paired_networks(range)) {
        throw std::logic_error(fmt::format("{} returned {} networks and {} flags of {}", engine_.name(),
                                           result.summary.tally.networks, result.flags.size(),
                                           range.count));
      }
      return result;
    } catch (const std::bad_alloc&) {
      if (range.count == 1) throw;
      range.count = most_ = range.count / 2;
    }
  }
}

void Runner::add(std::size_t i, NetworkRange range, ChunkResult result, double seconds) {
  pending_records_ += result.kept.size();
  const std::int64_t cell = plan_.cells[i].id;
  ChunkRow* last = pending_.empty() ? nullptr : &pending_.back();
  if (last != nullptr && last->cell == cell && last->range.first + last->range.count == range.first) {
    last->range.count += range.count;
    last->seconds += seconds;
    last->summary.merge(result.summary);
    last->kept.insert(last->kept.end(), result.kept.begin(), result.kept.end());
  } else {
    pending_.push_back({cell, range, sweep_.keep, seconds, std::move(result.summary),
                        std::move(result.kept), {}});
  }
  pending_.back().fates.append(result.flags);
  outcome_.networks_run += range.count;
  progress_.networks_done += range.count;
  outcome_.updates += static_cast<double>(range.count) * updates(i);
  // Not after every chunk: a commit waits some milliseconds for the disk.
  if (seconds_since(last_commit_) >= options_.commit_seconds || pending_records_ >= kPendingRecords) {
    flush();
  }
  report(i);
}

void Runner::flush() {
  if (pending_.empty()) return;
  run_.finished = utc_now();
  run_.networks = outcome_.networks_run;
  run_.network_sample_updates = static_cast<std::uint64_t>(std::min(outcome_.updates, 0x1p62));
  run_.seconds = seconds_since(start_);
  store_.commit(pending_, run_number_, run_);
  pending_.clear();
  pending_records_ = 0;
  last_commit_ = Clock::now();
}

void Runner::fail(std::size_t i, const std::string& why) {
  flush();
  store_.set_error(plan_.cells[i], sweep_.cells[i], why);
  ++outcome_.cells_failed;
  outcome_.failures.push_back(fmt::format("cell {}: {}", i, why));
}

void Runner::report(std::size_t i) {
  if (!options_.on_progress) return;
  progress_.cell = static_cast<std::uint32_t>(i);
  progress_.updates_done = outcome_.updates;
  progress_.seconds = seconds_since(start_);
  progress_.rate = progress_.seconds > 0 ? outcome_.updates / progress_.seconds : 0;
  const double left = progress_.updates - progress_.updates_done;
  progress_.eta_seconds = progress_.rate > 0 ? left / progress_.rate : -1;
  options_.on_progress(progress_);
}

// What people look for first, for those without a program that reads SQLite.
void write_files(const Sweep& sweep, const std::string& directory) {
  const Result result = Result::open(directory);
  write_atomically(directory + "/cells.csv", to_text(cells_table(result), TableFormat::csv));
  write_atomically(directory + "/spec.toml", sweep.text);
  write_atomically(directory + "/manifest.json", to_json(result.manifest()));
}

}  // namespace

RunOutcome run_sweep(const Sweep& sweep, Engine& engine, const RunOptions& options) {
  const FloatEnvironment environment;  // arguments and data become floats here
  check(sweep, options);
  const std::vector<PreparedCell> cells = prepare_cells(sweep);
  make_directory(options.directory);
  const DirectoryLock lock(options.directory);
  Store store(options.directory, Database::Mode::write);
  RunOutcome outcome = Runner(sweep, engine, options, cells, store).run();
  if (!outcome.stopped) write_files(sweep, options.directory);
  return outcome;
}

}  // namespace myriad
