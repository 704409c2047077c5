// Runs whose engine computes several chunks at a time: the same tables as from one at a time, whatever order they come in.
#include "host/run/chunk_workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <new>
#include <stdexcept>
#include <thread>

#include "host/engine/engine_group.hpp"
#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

using Before = std::function<void(const CellJob&, NetworkRange)>;

/// Of `count` engines; each calls `before`, which several may do at the same time.
std::unique_ptr<Engine> group_of(int count, const Before& before = {}) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < count; ++i) {
    auto engine = std::make_unique<FakeEngine>();
    engine->before = before;
    engines.push_back(std::move(engine));
  }
  return make_engine_group(std::move(engines));
}

/// Chunks end in another order than they began.
void dawdle(const CellJob&, NetworkRange range) {
  std::this_thread::sleep_for(std::chrono::microseconds(range.first * 7919 % 13 * 200));
}

TEST(ChunkWorkers, OneAtATimeIsDoneByTheCallingThread) {
  std::thread::id seen;
  FakeEngine engine;
  engine.before = [&](const CellJob&, NetworkRange) { seen = std::this_thread::get_id(); };
  ChunkWorkers workers(engine);
  EXPECT_TRUE(workers.idle());
  ChunkTask task;
  task.cell = 3;
  task.job = std::make_shared<const CellJob>();
  task.range = {0, 0};
  workers.give(std::move(task));
  EXPECT_TRUE(workers.full());
  EXPECT_EQ(workers.take().cell, 3u);
  EXPECT_TRUE(workers.idle());
  EXPECT_EQ(seen, std::this_thread::get_id());
}

TEST(ChunkWorkers, KeepsEveryFailureWithItsChunk) {
  const auto group = group_of(3, [](const CellJob&, NetworkRange range) {
    if (range.first == 1) throw std::runtime_error("one");
  });
  ChunkWorkers workers(*group);
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_FALSE(workers.full());
    ChunkTask task;
    task.job = std::make_shared<const CellJob>();
    task.range = {i, 0};
    workers.give(std::move(task));
  }
  EXPECT_TRUE(workers.full());
  for (int i = 0; i < 3; ++i) {
    const ChunkTask task = workers.take();
    EXPECT_EQ(task.failure != nullptr, task.range.first == 1);
  }
  EXPECT_TRUE(workers.idle());
}

TEST(ChunkWorkers, AnyNumberGivesTheSameTables) {
  const TemporaryDirectory scratch;
  const std::string alone = export_of_fresh_run(two_cells());
  for (const int engines : {2, 4, 9}) {
    const auto group = group_of(engines, dawdle);
    const std::string place = scratch / std::to_string(engines);
    std::vector<RunProgress> seen;
    RunOptions options = into(place);
    options.on_progress = [&](const RunProgress& progress) { seen.push_back(progress); };
    EXPECT_EQ(run_sweep(two_cells(), *group, options).networks_run, 200u);
    EXPECT_EQ(export_of(place), alone) << engines;
    EXPECT_EQ(seen.back().networks_done, 200u);
    EXPECT_EQ(seen.back().updates_done, seen.back().updates);
  }
}

TEST(ChunkWorkers, CellsRunSideBySide) {
  const TemporaryDirectory scratch;
  std::atomic<bool> first = false, second = false;
  // Each cell waits for the other, so that this ends only if both are at work together.
  const auto group = group_of(2, [&](const CellJob& job, NetworkRange) {
    (job.lrs.at(0) == 0.1f ? first : second) = true;
    while (!first || !second) std::this_thread::yield();
  });
  run_sweep(two_cells(), *group, into(scratch / "out", 1000));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

TEST(ChunkWorkers, OneDeviceIsLostAndTheOtherGoesOn) {
  const TemporaryDirectory scratch;
  std::atomic<int> calls = 0;
  const auto group = group_of(2, [&](const CellJob& job, NetworkRange range) {
    dawdle(job, range);
    if (++calls == 5) throw DeviceError("lost");
  });
  EXPECT_EQ(run_sweep(two_cells(), *group, into(scratch / "out")).networks_run, 200u);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

TEST(ChunkWorkers, AFailedCellStopsAndTheOtherEnds) {
  const TemporaryDirectory scratch;
  const auto group = group_of(3, [](const CellJob& job, NetworkRange range) {
    dawdle(job, range);
    if (job.lrs.at(0) == 0.1f && range.first >= 50) throw std::runtime_error("no such thing");
  });
  const RunOutcome outcome = run_sweep(two_cells(), *group, into(scratch / "out", 10));
  EXPECT_EQ(outcome.cells_failed, 1u) << "however many of its chunks were under way";
  EXPECT_EQ(run_status(scratch / "out").networks_done, 150u);
  FakeEngine repaired;
  run_sweep(two_cells(), repaired, into(scratch / "out"));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

/// Its chunk is given back while the next cell is under way.
TEST(ChunkWorkers, ACellMayFailAfterTheNextHasBegun) {
  const TemporaryDirectory scratch;
  std::atomic<bool> second = false;
  const auto group = group_of(2, [&](const CellJob& job, NetworkRange) {
    if (job.lrs.at(0) != 0.1f) {
      second = true;
      return;
    }
    while (!second) std::this_thread::yield();
    throw std::runtime_error("no such thing");
  });
  const RunOutcome outcome = run_sweep(two_cells(), *group, into(scratch / "out", 100));
  EXPECT_EQ(outcome.failures, std::vector<std::string>{"cell 0: no such thing"});
  EXPECT_EQ(run_status(scratch / "out").networks_done, 100u);
}

/// Neighbours of one cell are joined before they are committed, whatever lies between them.
TEST(ChunkWorkers, ChunksOfManyCellsWaitTogether) {
  const TemporaryDirectory scratch;
  const auto group = group_of(4, dawdle);
  RunOptions options = into(scratch / "out", 5);
  options.commit_seconds = 1000;
  run_sweep(two_cells(), *group, options);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

TEST(ChunkWorkers, HalvesChunksWhereMemoryIsShort) {
  const TemporaryDirectory scratch;
  const auto group = group_of(3, [](const CellJob& job, NetworkRange range) {
    dawdle(job, range);
    if (range.count > 6) throw std::bad_alloc();
  });
  run_sweep(two_cells(), *group, into(scratch / "out", 40));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

TEST(ChunkWorkers, WhatIsUnderWayIsKeptWhenARunIsStopped) {
  const TemporaryDirectory scratch;
  std::atomic<int> stop = 0, calls = 0;
  const auto group = group_of(3, [&](const CellJob& job, NetworkRange range) {
    dawdle(job, range);
    if (++calls == 4) stop = 2;
  });
  RunOptions options = into(scratch / "out", 10);
  options.stop = &stop;
  const RunOutcome outcome = run_sweep(two_cells(), *group, options);
  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(outcome.networks_run, static_cast<std::uint64_t>(calls) * 10);
  EXPECT_LE(calls, 4 + 2) << "what was given to the engines before";
  EXPECT_EQ(run_status(scratch / "out").networks_done, outcome.networks_run);
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(scratch / "out"));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

}  // namespace
}  // namespace myriad
