// Chunks on their way through an engine: as many at a time as it can compute side by side.
#include "host/run/chunk_workers.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "host/engine/float_environment.hpp"

namespace myriad {
namespace {

ChunkTask pop(std::deque<ChunkTask>& queue) {
  ChunkTask task = std::move(queue.front());
  queue.pop_front();
  return task;
}

}  // namespace

ChunkWorkers::ChunkWorkers(Engine& engine)
    : engine_(engine), most_(static_cast<std::size_t>(std::max(1, engine.concurrency()))) {
  if (most_ == 1) return;
  try {
    while (threads_.size() < most_) threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    most_ = std::max<std::size_t>(1, threads_.size());
  }
}

ChunkWorkers::~ChunkWorkers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
}

void ChunkWorkers::give(ChunkTask task) {
  ++on_their_way_;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(task));
  }
  changed_.notify_all();
}

ChunkTask ChunkWorkers::take() {
  --on_their_way_;
  if (threads_.empty()) {
    ChunkTask task = pop(waiting_);
    compute(task);
    return task;
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !done_.empty(); });
  return pop(done_);
}

void ChunkWorkers::compute(ChunkTask& task) {
  const auto start = std::chrono::steady_clock::now();
  try {
    task.result = engine_.run(*task.job, task.range, task.keep);
  } catch (...) {
    task.failure = std::current_exception();
  }
  task.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void ChunkWorkers::work() {
  const FloatEnvironment environment;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    ChunkTask task = pop(waiting_);
    lock.unlock();
    compute(task);
    lock.lock();
    done_.push_back(std::move(task));
    changed_.notify_all();
  }
}

}  // namespace myriad
