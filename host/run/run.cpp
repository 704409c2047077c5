// Runs a sweep: checks everything first, then computes chunk after chunk and commits about once a second.
#include "myriad/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <system_error>

#include "host/engine/float_environment.hpp"
#include "host/run/chunk_workers.hpp"
#include "host/run/result_files.hpp"
#include "host/run/run_directory.hpp"
#include "host/run/verification.hpp"
#include "host/store/directory_lock.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "host/run/pace.hpp"
#include "host/run/prepared_sweep.hpp"
#include "host/store/provenance.hpp"
#include "host/run/resume.hpp"
#include "host/store/store.hpp"

namespace myriad {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPendingRecords = 200'000;  // about 25 MB
constexpr std::uint64_t kVerifiedChunk = 65'536;  // every row of it comes back
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
  if (options.verifier != nullptr && !(options.verify > 0 && options.verify <= 1)) {
    throw UsageError(fmt::format("a share of {} cannot be verified: above 0 and at most 1 must hold", options.verify));
  }
  count_networks(sweep);
}

// An engine's answer is taken for whole only when it says so.
void check_complete(const ChunkTask& task, const Engine& engine) {
  const ChunkResult& result = task.result;
  if (result.summary.tally.networks == task.range.count && result.kept.size() <= task.range.count &&
      result.flags.size() == paired_networks(task.range)) {
    return;
  }
  throw std::logic_error(fmt::format("{} returned {} networks and {} flags of {}", engine.name(),
                                     result.summary.tally.networks, result.flags.size(), task.range.count));
}

// One call of run_sweep, after everything was checked.
class Runner {
 public:
  Runner(const Sweep& sweep, Engine& engine, const RunOptions& options,
         const std::vector<PreparedCell>& cells, Store& store)
      : sweep_(sweep), engine_(engine), options_(options), cells_(cells), store_(store),
        range_(shard_range(sweep.networks_per_cell, options.shard_index, options.shard_count)) {
    if (options.verifier != nullptr) verification_.emplace(options.verify, *options.verifier, sweep.seed);
  }

  RunOutcome run() {
    make_plan();
    ChunkWorkers workers(engine_);
    for (;;) {
      while (!workers.full()) {
        std::optional<ChunkTask> task = next_task();
        if (!task) break;
        workers.give(std::move(*task));
      }
      if (workers.idle()) break;
      take(workers.take());
    }
    flush();
    outcome_.seconds = seconds_since(start_);
    return std::move(outcome_);
  }

 private:
  void make_plan();
  bool must_stop();
  bool begin_next_cell();
  void end_cell(std::size_t i);
  std::optional<ChunkTask> next_task();
  void take(ChunkTask task);
  bool succeeded(ChunkTask& task);
  void halve(const ChunkTask& task);
  void verify(ChunkTask& task);
  std::uint64_t chunk_size(const CellJob& job, double work) const;
  void add(std::size_t i, NetworkRange range, ChunkResult result, double seconds);
  void flush();
  void fail(std::size_t i, const std::string& why);
  void report(std::size_t i);
  double updates(std::size_t i) const {
    return updates_per_network(sweep_.cells[i].config, *cells_[i].dataset);
  }
  double work(std::size_t i) const { return updates(i) + static_cast<double>(cells_[i].dataset->train.rows.size()); }

  const Sweep& sweep_;
  Engine& engine_;
  const RunOptions& options_;
  const std::vector<PreparedCell>& cells_;
  Store& store_;
  const NetworkRange range_;
  StoredSweep plan_;
  std::vector<std::uint64_t> left_;  // networks of each cell
  std::vector<bool> failed_;         // cells of this run
  std::size_t cells_begun_ = 0;
  std::shared_ptr<const CellJob> job_;     // of the cell that was begun last,
  std::deque<NetworkRange> ranges_;        // and what of it no engine has been given
  std::deque<ChunkTask> again_;            // for which memory was short
  bool started_ = false;
  Manifest::Run run_;
  std::int64_t run_number_ = 0;
  Pace pace_;
  std::optional<Verification> verification_;
  std::uint64_t most_ = std::numeric_limits<std::uint64_t>::max();  // halved when memory runs out
  std::vector<ChunkRow> pending_;
  std::size_t pending_records_ = 0;
  Clock::time_point start_ = Clock::now(), last_commit_ = start_;
  RunProgress progress_;
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
    failed_.push_back(false);
    progress_.networks += range_.count;
    progress_.networks_done += range_.count - left;
    progress_.updates += static_cast<double>(left) * updates(i);
  }
  const bool idle = std::all_of(left_.begin(), left_.end(), [](std::uint64_t n) { return n == 0; });
  run_ = run_starting_now(options_.command, engine_.name());
  run_number_ = store_.write_plan(plan_, datasets, keys, idle ? nullptr : &run_);
}

bool Runner::must_stop() {
  if (outcome_.stopped) return true;
  if (options_.stop != nullptr && options_.stop->load() != 0) return outcome_.stopped = true;
  // One chunk in any case: a job that is started again and again must come to its end.
  if (options_.time_budget > 0 && started_ && seconds_since(start_) >= options_.time_budget) {
    return outcome_.stopped = outcome_.out_of_time = true;
  }
  return false;
}

// False after the last one.
bool Runner::begin_next_cell() {
  for (; cells_begun_ < cells_.size(); ++cells_begun_) {
    const std::size_t i = cells_begun_;
    if (left_[i] == 0) {
      end_cell(i);
      continue;
    }
    job_ = std::make_shared<const CellJob>(
        make_cell_job(sweep_.cells[i].config, sweep_.seed, sweep_.networks_per_cell, cells_[i].dataset));
    if (options_.on_cell) options_.on_cell(i);
    const std::vector<NetworkRange> gaps = plan_.cells[i].done.missing(range_);
    ranges_.assign(gaps.begin(), gaps.end());
    ++cells_begun_;
    return true;
  }
  return false;
}

// A failure of an earlier run is made good.
void Runner::end_cell(std::size_t i) {
  ++progress_.cells_done;
  if (!plan_.cells[i].error) return;
  flush();
  store_.set_error(plan_.cells[i], sweep_.cells[i], {});
}

// None when the run was stopped, or nothing is left to begin.
std::optional<ChunkTask> Runner::next_task() {
  if (again_.empty() && ranges_.empty() && !begin_next_cell()) return std::nullopt;
  if (must_stop()) return std::nullopt;
  if (!again_.empty()) {
    ChunkTask task = std::move(again_.front());
    again_.pop_front();
    return task;
  }
  const std::size_t i = cells_begun_ - 1;
  NetworkRange& range = ranges_.front();
  ChunkTask task;
  task.cell = i;
  task.job = job_;
  task.keep = verification_ ? KeepRule{KeepRule::Kind::all, 0} : sweep_.keep;
  task.range = {range.first, std::min(range.count, chunk_size(*job_, work(i)))};
  range = {range.first + task.range.count, range.count - task.range.count};
  if (range.count == 0) ranges_.pop_front();
  started_ = true;
  return task;
}

std::uint64_t Runner::chunk_size(const CellJob& job, double work) const {
  std::uint64_t preferred = std::max<std::uint64_t>(1, engine_.preferred_chunk(job));
  if (verification_) preferred = std::min(preferred, kVerifiedChunk);
  return std::min(most_, options_.chunk != 0 ? std::min(options_.chunk, preferred)
                                             : pace_.next_chunk(preferred, work));
}

void Runner::take(ChunkTask task) {
  const std::size_t i = task.cell;
  if (!succeeded(task)) return;
  pace_.observe(static_cast<double>(task.range.count) * work(i), task.seconds);
  add(i, task.range, std::move(task.result), task.seconds);
  left_[i] -= task.range.count;
  if (left_[i] == 0) end_cell(i);  // of a cell that failed something is left
  report(i);
}

// What the engine's exceptions mean: fewer networks are tried, the cell fails, or the run ends.
bool Runner::succeeded(ChunkTask& task) {
  try {
    if (task.failure) std::rethrow_exception(task.failure);
    check_complete(task, engine_);
    if (verification_) verify(task);
    return true;
  } catch (const Error&) {  // of the device, the disk or a verification: not of this cell
    flush();
    throw;
  } catch (const std::system_error& error) {  // no thread to be had
    flush();
    throw Error(ExitCode::internal, fmt::format("{}; what was committed is safe, run the same command again when "
                                                "the machine has more to give", error.what()));
  } catch (const std::bad_alloc&) {
    if (task.range.count > 1) {
      halve(task);
      return false;
    }
    flush();
    throw Error(ExitCode::internal, "out of memory, even for a single network; what was committed is "
                                    "safe, run the same command again when there is more");
  } catch (const std::exception& error) {
    fail(task.cell, error.what());
    return false;
  }
}

// From now on chunks are this small.
void Runner::halve(const ChunkTask& task) {
  const std::uint64_t half = task.range.count / 2;
  most_ = std::min(most_, half);
  ChunkTask first, second;
  first.cell = second.cell = task.cell;
  first.job = second.job = task.job;
  first.keep = second.keep = task.keep;
  first.range = {task.range.first, half};
  second.range = {task.range.first + half, task.range.count - half};
  again_.push_back(std::move(first));
  again_.push_back(std::move(second));
}

// The rows that were kept for this only are dropped again.
void Runner::verify(ChunkTask& task) {
  verification_->check(*task.job, static_cast<std::uint32_t>(task.cell),
                       parameter_names(sweep_.cells[task.cell].config), task.range, task.result, engine_.name());
  outcome_.networks_verified = verification_->networks();
  std::erase_if(task.result.kept, [this](const Record& record) { return !keeps(sweep_.keep, record); });
}

void Runner::add(std::size_t i, NetworkRange range, ChunkResult result, double seconds) {
  pending_records_ += result.kept.size();
  const std::int64_t cell = plan_.cells[i].id;
  const auto before = std::find_if(pending_.begin(), pending_.end(), [&](const ChunkRow& row) {
    return row.cell == cell && row.range.first + row.range.count == range.first;
  });
  if (before != pending_.end()) {
    before->range.count += range.count;
    before->seconds += seconds;
    before->summary.merge(result.summary);
    before->kept.insert(before->kept.end(), result.kept.begin(), result.kept.end());
    before->fates.append(result.flags);
  } else {
    pending_.push_back({cell, range, sweep_.keep, seconds, std::move(result.summary),
                        std::move(result.kept), {}});
    pending_.back().fates.append(result.flags);
  }
  outcome_.networks_run += range.count;
  progress_.networks_done += range.count;
  outcome_.updates += static_cast<double>(range.count) * updates(i);
  // Not after every chunk: a commit waits some milliseconds for the disk.
  if (seconds_since(last_commit_) >= options_.commit_seconds || pending_records_ >= kPendingRecords) {
    flush();
  }
}

void Runner::flush() {
  if (pending_.empty()) return;
  run_.finished = utc_now();
  run_.networks = outcome_.networks_run;
  run_.verified = outcome_.networks_verified;
  if (verification_) run_.verifier = options_.verifier->name();
  run_.network_sample_updates = static_cast<std::uint64_t>(std::min(outcome_.updates, 0x1p62));
  run_.seconds = seconds_since(start_);
  store_.commit(pending_, run_number_, run_);
  pending_.clear();
  pending_records_ = 0;
  last_commit_ = Clock::now();
}

void Runner::fail(std::size_t i, const std::string& why) {
  if (failed_[i]) return;  // another of its chunks has said so
  failed_[i] = true;
  ++progress_.cells_done;
  if (i + 1 == cells_begun_) ranges_.clear();
  std::erase_if(again_, [i](const ChunkTask& task) { return task.cell == i; });
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

}  // namespace

RunOutcome run_sweep(const Sweep& sweep, Engine& engine, const RunOptions& options) {
  check(sweep, options);
  return run_sweep(sweep, prepare_cells(sweep), engine, options);
}

RunOutcome run_sweep(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine,
                     const RunOptions& options) {
  const FloatEnvironment environment;  // arguments become floats here
  check(sweep, options);
  make_run_directory(options.directory);
  const DirectoryLock lock(options.directory);
  Store store(options.directory, Database::Mode::write);
  RunOutcome outcome = Runner(sweep, engine, options, cells, store).run();
  if (!outcome.stopped) write_result_files(options.directory);
  return outcome;
}

}  // namespace myriad
