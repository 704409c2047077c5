// Runs that go on where another one stopped, grew, or was killed; and those that must not.
#include "host/run/resume.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

TEST(Resume, ComputesNothingTwice) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(scratch / "out"));
  const std::string before = export_of(scratch / "out");
  const RunOutcome again = run_sweep(two_cells(), engine, into(scratch / "out"));
  EXPECT_EQ(again.networks_run, 0u);
  EXPECT_EQ(engine.computed, 200u);
  EXPECT_EQ(export_of(scratch / "out"), before);
  EXPECT_EQ(Result::open(scratch / "out").manifest().runs.size(), 1u);
}

TEST(Resume, RowsKeptUnderOneRuleMayServeAnother) {
  using Kind = KeepRule::Kind;
  const auto covered = [](KeepRule kept, KeepRule asked) { return covers({{10, 10}, kept, 0, 0}, asked); };  // networks 10 to 19
  const KeepRule none{Kind::none, 0}, dead{Kind::dead, 0}, all{Kind::all, 0};
  const auto first = [](std::uint64_t n) { return KeepRule{Kind::first, n}; };
  for (const KeepRule kept : {none, dead, all, first(9), first(10), first(15), first(20), first(99)}) {
    EXPECT_TRUE(covered(kept, none));
    EXPECT_TRUE(covered(kept, first(10)));
    EXPECT_EQ(covered(kept, first(11)), kept.kind == Kind::all || (kept.kind == Kind::first && kept.first >= 11));
    EXPECT_EQ(covered(kept, first(16)), kept.kind == Kind::all || (kept.kind == Kind::first && kept.first >= 16));
    const bool whole = kept.kind == Kind::all || (kept.kind == Kind::first && kept.first >= 20);
    EXPECT_EQ(covered(kept, first(1000)), whole);
    EXPECT_EQ(covered(kept, all), whole);
    EXPECT_EQ(covered(kept, dead), whole || kept.kind == Kind::dead);
  }
}

TEST(Resume, ResumesAfterAStopAnywhere) {
  const std::string expected = export_of_fresh_run(two_cells());
  for (int stop_after = 0; stop_after < 30; stop_after += 3) {
    const TemporaryDirectory scratch;
    std::atomic<int> stop = stop_after == 0 ? SIGINT : 0;
    RunOptions options = into(scratch / "out");
    if (stop_after % 2 == 0) options.commit_seconds = 1000;  // what is pending is committed at a stop
    options.stop = &stop;
    int chunks = 0;
    options.on_progress = [&](const RunProgress&) {
      if (++chunks == stop_after) stop = SIGINT;
    };
    FakeEngine engine;
    const RunOutcome outcome = run_sweep(two_cells(), engine, options);
    EXPECT_TRUE(outcome.stopped);
    EXPECT_EQ(outcome.networks_run, engine.computed);
    EXPECT_EQ(chunks, stop_after);
    EXPECT_FALSE(std::filesystem::exists(scratch / "out/cells.csv"));  // it would look finished
    const RunStatus status = run_status(scratch / "out");
    EXPECT_EQ(status.networks, 200u);
    EXPECT_EQ(status.networks_done, engine.computed);
    EXPECT_FALSE(status.resume_command.empty());
    FakeEngine second;
    EXPECT_FALSE(run_sweep(two_cells(), second, into(scratch / "out", 13)).stopped);
    EXPECT_EQ(engine.computed + second.computed, 200u);
    EXPECT_EQ(export_of(scratch / "out"), expected);
    EXPECT_TRUE(run_status(scratch / "out").resume_command.empty());
  }
}

// The engine sleeps a little, so that kills fall between commits as well as into them.
[[noreturn]] void run_as_victim(const Sweep& sweep, const std::string& directory) {
  FakeEngine engine;
  engine.before = [](const CellJob&, NetworkRange) { usleep(300); };
  try {
    run_sweep(sweep, engine, into(directory, 3));
  } catch (...) {
    _exit(1);
  }
  _exit(0);
}

TEST(Resume, SurvivesBeingKilledAtAnyInstant) {
  const Sweep sweep = two_cells();
  const std::string expected = export_of_fresh_run(sweep);
  std::mt19937 random(1);
  int kills = 0, runs = 0;
  const int wanted = std::getenv("MYRIAD_LONG_TESTS") != nullptr ? 10'000 : 220;
  while (kills < wanted) {
    const TemporaryDirectory scratch;
    std::uint64_t committed = 0, window = 20'000;  // microseconds
    for (bool finished = false; !finished;) {
      const pid_t child = fork();
      if (child == 0) run_as_victim(sweep, scratch / "out");
      usleep(static_cast<useconds_t>(random() % window));
      kill(child, SIGKILL);
      int status = 0;
      waitpid(child, &status, 0);
      finished = WIFEXITED(status);
      ASSERT_TRUE(!finished || WEXITSTATUS(status) == 0);
      kills += !finished;
      try {
        const std::uint64_t done = run_status(scratch / "out").networks_done;
        ASSERT_GE(done, committed);
        if (done == committed) window += window / 8;  // a busy machine must get somewhere as well
        committed = done;
      } catch (const InputOutputError&) {
        ASSERT_EQ(committed, 0u);  // killed before its first transaction
        window += window / 8;
      }
    }
    ASSERT_EQ(export_of(scratch / "out"), expected);
    ++runs;
  }
  RecordProperty("kills_of_the_library", kills);  // for the table of docs/reliability.md
  RecordProperty("resumed_runs_compared", runs);
}

TEST(Resume, GrowsByNetworks) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(two_cells(100), engine, into(scratch / "out"));
  run_sweep(two_cells(250), engine, into(scratch / "out"));
  EXPECT_EQ(engine.computed, 500u);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells(250)));
}

TEST(Resume, GrowsByCellsInAnyOrder) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(scratch / "out"));
  Sweep larger = make_sweep({make_cell(0.3), make_cell(0.2), make_cell(0.1, "xor", 2), make_cell(0.1)});
  larger.keep = {KeepRule::Kind::all, 0};
  std::vector<float> computed;
  engine.before = [&](const CellJob& job, NetworkRange) { computed.push_back(job.lrs.at(0)); };
  run_sweep(larger, engine, into(scratch / "out", 100));
  EXPECT_EQ(computed, (std::vector<float>{0.3f, 0.1f}));
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(larger));
}

TEST(Resume, RefusesAnotherSpec) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(scratch / "out"));
  const std::string before = export_of(scratch / "out");
  Sweep other = two_cells();
  other.seed = 8;
  EXPECT_NE(refusal<OtherSpecError>(other, scratch / "out").find("seed: 7 there, 8 here"),
            std::string::npos);
  EXPECT_NE(refusal<OtherSpecError>(make_sweep({make_cell(0.1), make_cell(0.25)}), scratch / "out")
                .find("lr: 0.2 there"),
            std::string::npos);
  refusal<OtherSpecError>(make_sweep({make_cell(0.1)}), scratch / "out");  // a cell is missing
  EXPECT_NE(refusal<OtherSpecError>(two_cells(99), scratch / "out").find("up to number 99 are done"), std::string::npos);
  EXPECT_EQ(export_of(scratch / "out"), before);
  FakeEngine third;
  RunOptions options = into(scratch / "out");
  options.math = "fast";
  EXPECT_THROW(run_sweep(two_cells(), third, options), OtherSpecError);
}

/// How many of the values that differ a refusal shows, and whether it says that there are more.
TEST(Resume, ShowsTheFirstFourDifferences) {
  for (int changed = 1; changed <= 6; ++changed) {
    const TemporaryDirectory scratch;
    Cell there = make_cell(0.1), here = make_cell(0.2);
    there.values = here.values = {{"lr", "0.1"}};
    for (int i = 0; i < 8; ++i) {
      const std::string key(1, static_cast<char>('a' + i));
      there.values[key] = "old";
      here.values[key] = i < changed ? "new" : "old";
    }
    there.values_hash = 1;
    here.values_hash = 2;
    FakeEngine engine;
    run_sweep(make_sweep({there}), engine, into(scratch / "out"));
    const std::string message = refusal<OtherSpecError>(make_sweep({here}), scratch / "out");
    for (int i = 0; i < 8; ++i) {
      const bool shown = message.find(std::string(1, static_cast<char>('a' + i)) + ": old there, new here") != std::string::npos;
      EXPECT_EQ(shown, i < std::min(changed, 4)) << message;
    }
    EXPECT_EQ(message.find("…") != std::string::npos, changed > 4) << message;
  }
}

TEST(Resume, ComparesWithTheNearestCell) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(make_sweep({make_cell(0.1)}), engine, into(scratch / "out"));
  // The second one has the learning rate in common, and lacks a key.
  Cell near = make_cell(0.1, "xor", 2);
  near.values.erase("data");
  const std::string message = refusal<OtherSpecError>(make_sweep({make_cell(0.3, "and", 2), near, make_cell(0.4, "or", 2)}), scratch / "out");
  EXPECT_NE(message.find("shape: 2-1-1 there, 2-1-1-1 here"), std::string::npos) << message;
  EXPECT_NE(message.find("data: xor there, (nothing) here"), std::string::npos) << message;
  EXPECT_EQ(message.find("lr:"), std::string::npos) << message;
}

TEST(Resume, SaysWhenOnlyTheRowsDiffer) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(make_sweep({make_cell(0.1)}), engine, into(scratch / "out"));
  Cell other = make_cell(0.1);
  other.config.data.source = "and";  // under the same words, as after a change of the CSV file
  const std::string message = refusal<OtherSpecError>(make_sweep({other}), scratch / "out");
  EXPECT_NE(message.find("the same values, but other rows of data"), std::string::npos) << message;
}

TEST(Resume, TellsShardsOfTwoSweepsApart) {
  const auto stored = [](const Sweep& sweep) {
    StoredSweep plan;
    plan.sweep = sweep;
    plan.cells.resize(sweep.cells.size());
    for (std::size_t i = 0; i < plan.cells.size(); ++i) plan.cells[i].identity = std::to_string(sweep.cells[i].config.lr);
    return plan;
  };
  const StoredSweep here = stored(two_cells());
  EXPECT_TRUE(differences(here, here).empty());
  StoredSweep there = here;
  there.sweep.seed = 8;
  there.sweep.networks_per_cell = 99;
  there.sweep.keep = {KeepRule::Kind::none, 0};
  there.math = "fast";
  EXPECT_EQ(differences(there, here),
            (std::vector<std::string>{"seed: 8 there, 7 here", "networks_per_cell: 99 there, 100 here",
                                      "keep: none there, all here", "math: fast there, exact here"}));
  there.cells.resize(3);
  EXPECT_EQ(differences(there, here).size(), 5u);
  EXPECT_EQ(differences(there, here).back(), "…");
  there = here;
  there.cells.resize(3);
  EXPECT_EQ(differences(there, here), std::vector<std::string>{"cells: 3 there, 2 here"});
  EXPECT_EQ(differences(stored(make_sweep({make_cell(0.1), make_cell(0.3)}, 100)), stored(make_sweep({make_cell(0.1), make_cell(0.2)}, 100))),
            std::vector<std::string>{"cell 1: lr: 0.3 there, 0.2 here"});
  there = here;
  there.cells[0].identity = "of other rows";
  EXPECT_EQ(differences(there, here),
            std::vector<std::string>{"cell 0: other rows of data, or another version of the numerics"});
}

TEST(Resume, AcceptsFewerNetworksThatCoverWhatIsDone) {
  const TemporaryDirectory scratch;
  std::atomic<int> stop = 0;
  RunOptions options = into(scratch / "out", 10);
  options.stop = &stop;
  options.on_progress = [&](const RunProgress&) { stop = SIGINT; };
  FakeEngine engine;
  run_sweep(two_cells(100), engine, options);
  run_sweep(two_cells(10), engine, into(scratch / "out"));
  EXPECT_EQ(engine.computed, 20u);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells(10)));
}

TEST(Resume, KeepMayChangeWhereNoRowIsMissing) {
  using Kind = KeepRule::Kind;
  const auto with = [](Kind kind, std::uint64_t first = 0) {
    Sweep sweep = two_cells();
    sweep.keep = {kind, first};
    return sweep;
  };
  struct Case {
    Sweep before, after;
    bool allowed;
  };
  const std::vector<Case> cases = {
      {with(Kind::all), with(Kind::dead), true},       {with(Kind::all), with(Kind::none), true},
      {with(Kind::all), with(Kind::first, 5), true},   {with(Kind::dead), with(Kind::all), false},
      {with(Kind::none), with(Kind::dead), false},     {with(Kind::none), with(Kind::first, 1), false},
      {with(Kind::first, 9), with(Kind::first, 5), true},
      {with(Kind::first, 5), with(Kind::first, 9), false},
      {with(Kind::first, 100), with(Kind::all), true}, {with(Kind::dead), with(Kind::first, 1), false},
      {with(Kind::dead), with(Kind::none), true},      {with(Kind::none), with(Kind::first, 0), true}};
  for (const Case& c : cases) {
    const TemporaryDirectory scratch;
    FakeEngine engine;
    run_sweep(c.before, engine, into(scratch / "out"));
    if (c.allowed) {
      run_sweep(c.after, engine, into(scratch / "out"));
      EXPECT_EQ(engine.computed, 200u);
      EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(c.after));
    } else {
      const std::string message = refusal<OtherSpecError>(c.after, scratch / "out");
      EXPECT_NE(message.find("needs rows of networks 0 to 6 of cell 0, which ran under keep = \"" + c.before.keep.text()),
                std::string::npos) << message;
    }
  }
}

TEST(Resume, ShardsAddUp) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  for (const std::uint64_t i : {2u, 0u, 1u}) {
    RunOptions options = into(scratch / "out");
    options.shard_index = i;
    options.shard_count = 3;
    run_sweep(two_cells(), engine, options);
    const RunStatus status = run_status(scratch / "out");
    EXPECT_EQ(status.networks, status.networks_done);
    EXPECT_EQ(status.networks_done, engine.computed);
    EXPECT_TRUE(status.resume_command.empty());
  }
  EXPECT_EQ(engine.computed, 200u);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(two_cells()));
  RunOptions wrong = into(scratch / "other");
  wrong.shard_index = wrong.shard_count = 3;
  EXPECT_THROW(run_sweep(two_cells(), engine, wrong), UsageError);
  EXPECT_FALSE(std::filesystem::exists(scratch / "other"));
}

TEST(Resume, StartsOverWhereAKillLeftAnEmptyStore) {
  const TemporaryDirectory scratch;
  write_file(scratch / "sweep.db", "");
  write_file(scratch / ".lock", "process 1 on elsewhere\n");
  EXPECT_THROW(run_status(scratch.path()), InputOutputError);
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(scratch.path()));
  EXPECT_EQ(export_of(scratch.path()), export_of_fresh_run(two_cells()));
}

}  // namespace
}  // namespace myriad
