// Runs with an engine that trains nothing: what is computed, committed, refused and reported.
#include "myriad/run.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <new>
#include <system_error>

#include <gtest/gtest.h>

#include "host/store/directory_lock.hpp"
#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

TEST(Run, StoresWhatTheEngineComputed) {
  const TemporaryDirectory scratch;
  const Sweep sweep = two_cells();
  FakeEngine engine;
  const RunOutcome outcome = run_sweep(sweep, engine, into(scratch / "out"));
  EXPECT_EQ(outcome.networks_run, 200u);
  EXPECT_FALSE(outcome.stopped);
  EXPECT_EQ(outcome.updates, 200.0 * 20 * 4);
  const Result result = Result::open(scratch / "out");
  for (std::uint32_t k = 0; k < 2; ++k) {
    Summary expected;
    const CellJob job = result.job(k);
    for (std::uint64_t n = 0; n < 100; ++n) {
      expected.insert(fake_record(job, n), 5, job.job.train.count, job.job.test.count,
                      job.job.checkpoints);
    }
    EXPECT_TRUE(result.cells()[k].summary == expected);
    const std::vector<Record> kept = result.kept(k);
    ASSERT_EQ(kept.size(), 100u);
    for (std::uint64_t n = 0; n < 100; ++n) {
      const Record r = fake_record(job, n);
      EXPECT_EQ(digest_of(kept[n], 7), digest_of(r, 7));
      EXPECT_EQ(kept[n].dead_at, r.dead_at);
      for (int i = 0; i < 7; ++i) EXPECT_EQ(to_bits(kept[n].initial[i]), to_bits(r.initial[i]));
    }
  }
}

TEST(Run, LeavesItsFilesAndNothingElse) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  RunOptions options = into(scratch / "out");
  options.command = "myriad run \"a spec\"";
  run_sweep(two_cells(), engine, options);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(scratch / "out")) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"cells.csv", "manifest.json", "spec.toml", "sweep.db"}));
  EXPECT_EQ(read_file(scratch / "out/spec.toml"), two_cells().text);
  const Result result = Result::open(scratch / "out");
  EXPECT_EQ(read_file(scratch / "out/cells.csv"), to_text(cells_table(result), TableFormat::csv));
  EXPECT_EQ(read_file(scratch / "out/manifest.json"), to_json(result.manifest()));
  EXPECT_EQ(result.manifest().command, options.command);
  EXPECT_EQ(result.manifest().engine, "fake");
  EXPECT_EQ(result.manifest().network_sample_updates, 200u * 20 * 4);
  ASSERT_EQ(result.manifest().runs.size(), 1u);
  EXPECT_EQ(result.manifest().runs[0].networks, 200u);
}

TEST(Run, ReportsItsProgress) {
  const TemporaryDirectory scratch;
  std::vector<RunProgress> seen;
  RunOptions options = into(scratch / "out", 50);
  options.on_progress = [&](const RunProgress& progress) { seen.push_back(progress); };
  FakeEngine engine;
  run_sweep(two_cells(), engine, options);
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen[2].cell, 1u);
  EXPECT_EQ(seen[1].cells_done, 1u);
  EXPECT_EQ(seen[2].cells_done, 1u);
  EXPECT_EQ(seen[3].cells_done, 2u);
  EXPECT_EQ(seen[2].networks_done, 150u);
  EXPECT_EQ(seen[2].networks, 200u);
  EXPECT_EQ(seen[3].updates_done, seen[3].updates);
  EXPECT_EQ(seen[3].eta_seconds, 0.0);
  EXPECT_GT(seen[0].seconds, 0.0);
  EXPECT_NEAR(seen[0].eta_seconds, 3 * seen[0].seconds, 1e-9 * seen[0].seconds);  // a quarter is done
}

TEST(Run, NamesTheShardThatResumes) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  for (const std::uint64_t shard : {1, 3}) {
    engine.before = [shard](const CellJob&, NetworkRange range) {
      if (shard == 3 && range.first >= 80) throw std::runtime_error("no such thing");
    };
    RunOptions options = into(scratch / "out", 5);
    options.shard_index = shard;
    options.shard_count = 4;
    run_sweep(two_cells(), engine, options);
  }
  EXPECT_EQ(run_status(scratch / "out").resume_command, "myriad run by-hand.toml -o " + (scratch / "out") + " --shard 3/4");
}

TEST(Run, FailsOneCellAndGoesOn) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob& job, NetworkRange range) {
    if (job.lrs.at(0) == 0.1f && range.first >= 50) throw std::runtime_error("no such thing");
  };
  RunOptions options = into(scratch / "out", 25);
  options.command = "rm -rf ~ # myriad";  // what is stored is not what is to be run
  const RunOutcome outcome = run_sweep(two_cells(), engine, options);
  EXPECT_EQ(outcome.cells_failed, 1u);
  EXPECT_EQ(outcome.failures, (std::vector<std::string>{"cell 0: no such thing"}));
  RunStatus status = run_status(scratch / "out");
  EXPECT_EQ(status.cells_failed, 1u);
  EXPECT_EQ(status.failures, outcome.failures);
  EXPECT_EQ(status.networks_done, 150u);
  EXPECT_EQ(status.resume_command, "myriad run by-hand.toml -o " + (scratch / "out"));
  EXPECT_EQ(Result::open(scratch / "out").cells()[0].error, "no such thing");
  FakeEngine repaired;
  EXPECT_EQ(run_sweep(two_cells(), repaired, into(scratch / "out")).cells_failed, 0u);
  EXPECT_EQ(repaired.computed, 50u);
  EXPECT_EQ(run_status(scratch / "out").cells_failed, 0u);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

/// An engine that forgets something.
class ForgetfulEngine : public FakeEngine {
 public:
  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    ChunkResult result = FakeEngine::run(cell, range, keep);
    forget(result);
    return result;
  }
  std::function<void(ChunkResult&)> forget;
};

TEST(Run, AnAnswerThatIsNotWholeFailsItsCell) {
  const std::vector<std::function<void(ChunkResult&)>> ways = {
      [](ChunkResult& r) { --r.summary.tally.networks; }, [](ChunkResult& r) { r.flags.pop_back(); },
      [](ChunkResult& r) { r.kept.push_back(r.kept.back()); }};
  for (const auto& forget : ways) {
    const TemporaryDirectory scratch;
    ForgetfulEngine engine;
    engine.forget = forget;
    const RunOutcome outcome = run_sweep(two_cells(), engine, into(scratch / "out", 100));
    EXPECT_EQ(outcome.cells_failed, 2u);
    EXPECT_NE(outcome.failures.at(0).find("cell 0: fake returned "), std::string::npos) << outcome.failures.at(0);
    EXPECT_EQ(run_status(scratch / "out").networks_done, 0u);
  }
}

TEST(Run, ATimeBudgetEndsItAfterAChunkAtLeast) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  RunOptions options = into(scratch / "out", 50);
  options.time_budget = 1e-9;
  for (int i = 1; i <= 4; ++i) {
    const RunOutcome outcome = run_sweep(two_cells(), engine, options);
    EXPECT_EQ(engine.computed, 50u * i);
    EXPECT_EQ(outcome.out_of_time, i < 4);
    EXPECT_EQ(outcome.stopped, i < 4);
  }
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
}

TEST(Run, NoThreadToBeHadIsNoFaultOfACell) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob&, NetworkRange range) {
    if (range.first >= 50) throw std::system_error(EAGAIN, std::generic_category(), "no thread");
  };
  RunOptions options = into(scratch / "out", 50);
  options.commit_seconds = 1000;
  try {
    run_sweep(two_cells(), engine, options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::internal);
    EXPECT_NE(std::string(error.what()).find("no thread"), std::string::npos);
  }
  EXPECT_EQ(run_status(scratch / "out").networks_done, 50u);
  EXPECT_EQ(run_status(scratch / "out").cells_failed, 0u);
}

TEST(Run, WithoutEpochsThereIsNoRate) {
  const TemporaryDirectory scratch;
  Sweep sweep = two_cells();
  for (Cell& cell : sweep.cells) cell.config.epochs = 0;
  FakeEngine engine;
  std::vector<RunProgress> seen;
  std::vector<std::size_t> begun;
  RunOptions options = into(scratch / "out", 100);
  options.on_progress = [&](const RunProgress& progress) { seen.push_back(progress); };
  options.on_cell = [&](std::size_t cell) { begun.push_back(cell); };
  run_sweep(sweep, engine, options);
  EXPECT_EQ(begun, (std::vector<std::size_t>{0, 1}));
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].rate, 0.0);
  EXPECT_EQ(seen[0].eta_seconds, -1.0);
}

TEST(Run, RefusesOptionsThatMeanNothing) {
  const TemporaryDirectory scratch;
  FakeEngine engine, verifier;
  const auto refused = [&](const std::function<void(RunOptions&)>& change) {
    RunOptions options = into(scratch / "out");
    change(options);
    EXPECT_THROW(run_sweep(two_cells(), engine, options), UsageError);
    EXPECT_FALSE(std::filesystem::exists(scratch / "out"));
  };
  refused([](RunOptions& o) { o.directory = ""; });
  refused([](RunOptions& o) { o.shard_count = 0; });
  refused([](RunOptions& o) { o.shard_count = (std::uint64_t{1} << 31) + 1; });
  for (const double share : {0.0, -1.0, 1.5, std::nan("")}) {
    refused([&](RunOptions& o) {
      o.verifier = &verifier;
      o.verify = share;
    });
  }
}

TEST(Run, TheOtherHalfOfAFailedCellIsNotTried) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  std::vector<std::uint64_t> tried;
  engine.before = [&](const CellJob& job, NetworkRange range) {
    if (job.lrs.at(0) != 0.1f) return;
    tried.push_back(range.count);
    if (range.count > 50) throw std::bad_alloc();
    throw std::runtime_error("no such thing");
  };
  EXPECT_EQ(run_sweep(two_cells(), engine, into(scratch / "out", 100)).cells_failed, 1u);
  EXPECT_EQ(tried, (std::vector<std::uint64_t>{100, 50}));
  EXPECT_EQ(run_status(scratch / "out").networks_done, 100u);
}

TEST(Run, HalvesTheChunkWhenMemoryRunsOut) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob&, NetworkRange range) {
    if (range.count > 6) throw std::bad_alloc();
  };
  run_sweep(two_cells(), engine, into(scratch / "out", 100));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
  engine.before = [](const CellJob&, NetworkRange) { throw std::bad_alloc(); };
  try {
    run_sweep(two_cells(), engine, into(scratch / "second", 100));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::internal);
  }
}

TEST(Run, KeepsWhatWasDoneWhenTheDeviceIsLost) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob&, NetworkRange range) {
    if (range.first >= 60) throw DeviceError("lost");
  };
  RunOptions options = into(scratch / "out", 20);
  options.commit_seconds = 1000;
  EXPECT_THROW(run_sweep(two_cells(), engine, options), DeviceError);
  EXPECT_EQ(run_status(scratch / "out").networks_done, 60u);
  FakeEngine second;
  run_sweep(two_cells(), second, into(scratch / "out"));
  EXPECT_EQ(second.computed, 140u);
}

TEST(Run, CreatesNothingWhenSomethingIsWrongBefore) {
  const TemporaryDirectory scratch;
  Sweep sweep = two_cells();
  sweep.cells[1].config.data.source = "csv";
  sweep.cells[1].config.data.directory = scratch.path();
  sweep.cells[1].config.data.fields = {{"file", std::string("missing.csv")},
                                       {"features", std::vector<std::string>{"a", "b"}},
                                       {"label", std::string("y")}};
  refusal<InputOutputError>(sweep, scratch / "out");
  EXPECT_FALSE(std::filesystem::exists(scratch / "out"));
  refusal<UsageError>(make_sweep({make_cell(0.1), make_cell(0.1)}), scratch / "out");
  refusal<UsageError>(make_sweep({make_cell(0.1), make_cell(0.2)}, std::uint64_t{1} << 62), scratch / "out");
  EXPECT_FALSE(std::filesystem::exists(scratch / "out"));
}

TEST(Run, RefusesPlacesItCannotUse) {
  const TemporaryDirectory scratch;
  write_file(scratch / "file", "mine");
  EXPECT_NE(refusal<InputOutputError>(two_cells(), scratch / "file").find("not a directory"),
            std::string::npos);
  EXPECT_EQ(read_file(scratch / "file"), "mine");
  refusal<InputOutputError>(two_cells(), scratch / "file/out");
  if (geteuid() != 0) {
    std::filesystem::create_directory(scratch / "read-only");
    std::filesystem::permissions(scratch / "read-only", std::filesystem::perms::owner_read |
                                                            std::filesystem::perms::owner_exec);
    refusal<InputOutputError>(two_cells(), scratch / "read-only");
  }
  const DirectoryLock lock(scratch.path());
  EXPECT_NE(refusal<InputOutputError>(two_cells(), scratch.path()).find(std::to_string(getpid())),
            std::string::npos);
  EXPECT_THROW(Result::open(scratch / "nowhere"), InputOutputError);
}

TEST(Run, CanBeReadWhileItRuns) {
  const TemporaryDirectory scratch;
  std::atomic<int> stop = 0;
  std::uint64_t done = 0;
  RunOptions options = into(scratch / "out", 20);
  options.on_progress = [&](const RunProgress& progress) {
    const RunStatus status = run_status(scratch / "out");
    EXPECT_EQ(status.networks_done, progress.networks_done);
    EXPECT_GT(status.networks_done, done);
    done = status.networks_done;
  };
  FakeEngine engine;
  run_sweep(two_cells(), engine, options);
  EXPECT_EQ(done, 200u);
}

TEST(Run, GivesAnEngineNoMoreThanItPrefers) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.preferred = 9;
  engine.before = [](const CellJob&, NetworkRange range) { EXPECT_LE(range.count, 9u); };
  run_sweep(two_cells(), engine, into(scratch / "out", 0));
  EXPECT_EQ(engine.computed, 200u);
}

}  // namespace
}  // namespace myriad
