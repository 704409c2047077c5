// Chunks on their way through an engine: as many at a time as it can compute side by side.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

struct ChunkTask {
  std::size_t cell = 0;
  std::shared_ptr<const CellJob> job;
  NetworkRange range;
  KeepRule keep;

  // Once it is done: one of the two, and how long it took.
  ChunkResult result;
  std::exception_ptr failure;
  double seconds = 0;
};

/// An engine that computes one chunk at a time does so on the calling thread, within take(); for others there is a
/// thread for each chunk at a time, or as many as the system gives. Not to be shared between threads.
class ChunkWorkers {
 public:
  explicit ChunkWorkers(Engine& engine);
  /// Waits for the chunks that are being computed; those that wait are forgotten.
  ~ChunkWorkers();
  ChunkWorkers(const ChunkWorkers&) = delete;
  ChunkWorkers& operator=(const ChunkWorkers&) = delete;

  bool full() const { return on_their_way_ >= most_; }
  bool idle() const { return on_their_way_ == 0; }
  void give(ChunkTask task);
  /// The next chunk that is done, in whatever order; there must be one on its way.
  ChunkTask take();

 private:
  void compute(ChunkTask& task);
  void work();

  Engine& engine_;
  std::size_t most_;
  std::size_t on_their_way_ = 0;  // given and not yet taken
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<ChunkTask> waiting_, done_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace myriad
