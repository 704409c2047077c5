// Every engine, instruction set, thread count and chunk size gives the same bits; and what no network may
// ever do, none does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "host/engine/golden.hpp"
#include "myriad/error.hpp"
#include "myriad/trace.hpp"
#include "part_cases.hpp"

namespace myriad {
namespace {

constexpr std::uint64_t kNetworks = kCaseNetworks;

ChunkResult run_in_chunks(Engine& engine, const CellJob& cell, std::uint64_t chunk) {
  ChunkResult whole;
  for (std::uint64_t first = 0; first < kNetworks; first += chunk) {
    ChunkResult part = engine.run(cell, {first, std::min(chunk, kNetworks - first)}, keep_all());
    whole.summary.merge(part.summary);
    whole.kept.insert(whole.kept.end(), part.kept.begin(), part.kept.end());
    whole.flags.insert(whole.flags.end(), part.flags.begin(), part.flags.end());
  }
  return whole;
}

void expect_same(const ChunkResult& got, const ChunkResult& expected) {
  EXPECT_EQ(got.summary.tally.digest, expected.summary.tally.digest);
  EXPECT_TRUE(got.summary == expected.summary);
  EXPECT_EQ(got.summary.to_text(), expected.summary.to_text());
  EXPECT_EQ(got.flags, expected.flags);
  ASSERT_EQ(got.flags.size(), got.kept.size());
  for (std::size_t i = 0; i < got.kept.size(); ++i) ASSERT_EQ(got.flags[i], got.kept[i].flags);
  ASSERT_EQ(got.kept.size(), expected.kept.size());
  for (std::size_t i = 0; i < got.kept.size(); ++i) {
    ASSERT_TRUE(same_record(got.kept[i], expected.kept[i])) << "network " << i;
  }
}

TEST(engines, one_answer_on_every_engine_thread_count_and_chunk) {
  const PartCases cases;
  const auto reference = make_reference_engine();
  std::vector<ChunkResult> expected;
  for (const PartCase& c : cases.all) {
    expected.push_back(run_in_chunks(*reference, c.cell, kNetworks));
    SCOPED_TRACE("reference " + c.name);
    expect_same(run_in_chunks(*reference, c.cell, 7), expected.back());
  }
  for (const std::string& isa : available_isas()) {
    for (const int threads : {1, 2, 3}) {
      const auto engine = make_cpu_engine({threads, isa});
      for (std::size_t i = 0; i < cases.all.size(); ++i) {
        // Threads and small chunks cost teams of threads, and software FMA time: every fourth case.
        const bool thorough = isa != "baseline" && (threads == 1 || i % 4 == 0);
        if (threads == 3 && i % 4 != 1) continue;
        for (const std::uint64_t chunk : {std::uint64_t{1}, std::uint64_t{7}, kNetworks}) {
          if (chunk != kNetworks && !(thorough && i % 4 == 0)) continue;
          SCOPED_TRACE(engine->name() + ", chunks of " + std::to_string(chunk) + ", " + cases.all[i].name);
          expect_same(run_in_chunks(*engine, cases.all[i].cell, chunk), expected[i]);
        }
      }
    }
  }
}

TEST(engines, flags_end_where_pairs_do) {
  CellConfig config = cell_config();
  config.epochs = 1;
  const CellJob cell = make_cell_job(config, 11, 2 * kPairedNetworks, dataset_of(oracle::xor_rows()));
  for (const auto& engine : {make_reference_engine(), make_cpu_engine({1, "auto"})}) {
    const auto flags = [&](std::uint64_t first, std::uint64_t count) {
      return engine->run(cell, {first, count}, {}).flags;
    };
    const auto whole = flags(kPairedNetworks - 5, 5);
    EXPECT_EQ(whole.size(), 5u);
    EXPECT_EQ(flags(kPairedNetworks - 5, 9), whole);
    EXPECT_EQ(flags(kPairedNetworks - 1, 3), std::vector<std::uint32_t>{whole.back()});
    EXPECT_TRUE(flags(kPairedNetworks, 3).empty());
  }
}

TEST(engines, golden_training_on_every_engine) {
  const CellJob cell = golden_cell();
  const NetworkRange range{0, kGoldenNetworks};
  EXPECT_EQ(make_reference_engine()->run(cell, range, {}).summary.tally.digest, kGoldenTraining);
  for (const std::string& isa : available_isas()) {
    for (const int threads : {1, 3}) {
      EXPECT_EQ(make_cpu_engine({threads, isa})->run(cell, range, {}).summary.tally.digest, kGoldenTraining)
          << isa;
    }
  }
}

TEST(engines, digest_notices_one_bit_of_one_row_and_of_the_rate) {
  const auto digest = [](double lr, double x) {
    CellConfig config = cell_config("tanh");
    config.epochs = 20;
    config.lr = lr;
    std::vector<oracle::Row> rows = oracle::golden_rows();
    rows[0].x1 = x;
    const CellJob cell = make_cell_job(config, 3, 64, dataset_of(rows));
    return make_cpu_engine({1, "auto"})->run(cell, {0, 64}, {}).summary.tally.digest;
  };
  const float next = std::nextafter(1.3f, 2.0f), rate = std::nextafter(0.1f, 1.0f);
  EXPECT_EQ(digest(0.1, 1.3), digest(0.1, 1.3));
  EXPECT_NE(digest(0.1, 1.3), digest(0.1, static_cast<double>(next)));
  EXPECT_NE(digest(0.1, 1.3), digest(static_cast<double>(rate), 1.3));
}

TEST(engines, plain_descent_never_revives_a_dead_relu) {
  const auto engine = make_cpu_engine();
  const auto raw = oracle::iris_petals();
  std::uint64_t dead = 0;
  for (const auto& rows : {raw, oracle::standardise(raw), oracle::xor_rows()}) {
    for (const double lr : {0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0}) {
      CellConfig config = cell_config();
      config.lr = lr;
      config.epochs = 200;
      for (const Record& r : train_all(*engine, config, dataset_of(rows), 1000)) {
        ASSERT_EQ(r.flags & (kRevived | kTransient), 0u) << lr << ' ' << r.network;
        dead += (r.flags & kDied) != 0;
      }
    }
  }
  EXPECT_GT(dead, 1000u);
}

TEST(engines, divergence_takes_precedence_over_everything_but_birth) {
  CellConfig config = cell_config();
  config.lr = 1e30;
  config.epochs = 30;
  int diverged = 0, sound = 0;
  for (const Record& r : train_all(*make_cpu_engine(), config, dataset_of(oracle::iris_petals()), 1000)) {
    const bool finite = is_finite(r.train_loss) &&
                        std::all_of(r.final, r.final + 5, [](float x) { return is_finite(x); });
    ASSERT_EQ((r.flags & kDiverged) == 0, finite);
    sound += finite;
    if (finite) continue;
    ++diverged;
    ASSERT_EQ(r.flags & ~(kBornFlags | kDiverged), 0u);
    ASSERT_EQ(r.death_epoch, kNeverDied);
    ASSERT_EQ(r.dead_at, 0u);
    for (const float x : r.final) ASSERT_TRUE(!is_nan(x) || to_bits(x) == kCanonicalNan);
  }
  EXPECT_GT(diverged, 0);
  EXPECT_GT(sound, 0);
}

TEST(engines, no_epochs_means_drawn_and_judged) {
  const std::vector<oracle::Row> rows = oracle::iris_petals();
  CellConfig config = cell_config();
  config.epochs = 0;
  const auto engine = make_cpu_engine();
  int dead = 0;
  for (const Record& r : train_all(*engine, config, dataset_of(rows), 500)) {
    std::uint32_t correct = 0;
    bool fires = false, rests = false;
    for (const oracle::Row& row : rows) {
      const double z = double{r.initial[0]} * static_cast<float>(row.x1) +
                       double{r.initial[1]} * static_cast<float>(row.x2) + r.initial[2];
      const double o = r.initial[3] * std::max(z, 0.0) + r.initial[4];
      correct += (o >= 0) == (row.label == 1);
      fires = fires || z > 0;
      rests = rests || z <= 0;
    }
    for (int i = 0; i < 5; ++i) ASSERT_EQ(to_bits(r.final[i]), to_bits(r.initial[i]));
    ASSERT_EQ(r.train_correct, correct);
    ASSERT_EQ((r.flags & kBornDead) != 0, !fires);
    ASSERT_EQ((r.flags & kDead) != 0, !fires);
    ASSERT_EQ((r.flags & kAlwaysOn) != 0, !rests);
    ASSERT_EQ(r.flags & (kDied | kTransient | kRevived | kDiverged), 0u);
    ASSERT_EQ(r.death_epoch, fires ? kNeverDied : 0u);
    dead += !fires;
  }
  EXPECT_GT(dead, 50);
}

TEST(engines, a_trace_ends_in_the_same_record) {
  const auto reference = make_reference_engine();
  for (const PartCase& c : PartCases().all) {
    SCOPED_TRACE(c.name);
    const std::vector<Record> kept = reference->run(c.cell, {0, 10}, keep_all()).kept;
    for (const Record& r : kept) {
      const Trace trace = trace_network(c.cell, r.network);
      ASSERT_TRUE(same_record(trace.record, r)) << r.network;
      ASSERT_EQ(trace.epochs.size(), c.cell.job.epochs + 1);
      for (std::size_t i = 0; i < trace.epochs.back().parameters.size(); ++i) {
        ASSERT_EQ(to_bits(canonical(trace.epochs.back().parameters[i])), to_bits(r.final[i]));
      }
    }
  }
}

TEST(engines, unknown_instruction_sets_are_refused) {
  EXPECT_THROW(make_cpu_engine({1, "sse9"}), UsageError);
}

}  // namespace
}  // namespace myriad
