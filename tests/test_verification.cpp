// Wrong results, made one bit at a time: each is found, and named.
#include "host/run/verification.hpp"

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// FakeEngine with one record changed.
class WrongEngine : public FakeEngine {
 public:
  std::string name() const override { return "wrong"; }
  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    ChunkResult result = FakeEngine::run(cell, range, keep);
    if (change) change(result);
    return result;
  }
  std::function<void(ChunkResult&)> change;
};

/// The record's change with sums and flags to match: the device was wrong before it added up.
std::function<void(ChunkResult&)> changed(std::uint64_t network, const std::function<void(Record&)>& how) {
  return [=](ChunkResult& result) {
    Summary sums;
    for (std::size_t i = 0; i < result.kept.size(); ++i) {
      if (result.kept[i].network == network) how(result.kept[i]);
      result.flags[i] = result.kept[i].flags;
      sums.insert(result.kept[i], 5, 4, 0, {});
    }
    sums.dead_at = result.summary.dead_at;
    result.summary = sums;
  };
}

std::string complaint(double share, const std::function<void(ChunkResult&)>& change) {
  const TemporaryDirectory scratch;
  WrongEngine engine;
  engine.change = change;
  FakeEngine verifier;
  RunOptions options = into(scratch / "out", 50);
  options.verify = share;
  options.verifier = &verifier;
  Sweep sweep = two_cells();
  for (Cell& cell : sweep.cells) cell.config.survival_epochs = "20";
  try {
    run_sweep(sweep, engine, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::internal);
    EXPECT_EQ(run_status(scratch / "out").networks_done % 50, 0u);
    return error.what();
  }
  return "";
}

TEST(Verification, FindsAnyBitOfAnyField) {
  const auto flip = [](float& x) { x = from_bits(to_bits(x) ^ 1u); };
  EXPECT_NE(complaint(1, changed(70, [&](Record& r) { flip(r.final[1]); })).find("cell 0, network 70: final.hidden.0.weight.1"),
            std::string::npos);
  EXPECT_NE(complaint(1, changed(99, [&](Record& r) { flip(r.initial[0]); })).find("init.hidden.0.weight.0"),
            std::string::npos);
  EXPECT_NE(complaint(1, changed(3, [&](Record& r) { flip(r.train_loss); })).find("train_loss"), std::string::npos);
  EXPECT_NE(complaint(1, changed(3, [](Record& r) { r.flags ^= kAlwaysOn; })).find("flags has the bits 0x"),
            std::string::npos);
  EXPECT_NE(complaint(1, changed(3, [](Record& r) { ++r.firing; })).find("firing"), std::string::npos);
  EXPECT_EQ(complaint(1, {}), "");
}

/// However few networks are computed again, the sums and the rows are compared.
TEST(Verification, AddsTheRowsUp) {
  EXPECT_NE(complaint(1e-9, [](ChunkResult& r) { ++r.summary.tally.digest; }).find("sums are not those of its rows"),
            std::string::npos);
  EXPECT_NE(complaint(1e-9, [](ChunkResult& r) { r.flags[7] ^= kDead; }).find("network 7: flags are"), std::string::npos);
  EXPECT_NE(complaint(1e-9, [](ChunkResult& r) { r.kept.pop_back(); }).find("returned no row, or another's, for network 49"),
            std::string::npos);
  EXPECT_NE(complaint(1e-9, [](ChunkResult& r) { std::swap(r.kept[7], r.kept[8]); }).find("network 7"),
            std::string::npos);
}

TEST(Verification, ChoosesAShareWhateverTheChunks) {
  FakeEngine engine;
  const Verification some(0.1, engine, 5), others(0.1, engine, 6);
  std::uint64_t chosen = 0, both = 0;
  for (std::uint64_t n = 0; n < 160'000; ++n) {
    EXPECT_EQ(some.chooses(2, n), some.chooses(2, n / 16 * 16));
    chosen += some.chooses(2, n);
    both += some.chooses(2, n) && others.chooses(2, n);
  }
  EXPECT_NEAR(static_cast<double>(chosen) / 160'000, 0.1, 5 * 0.003);  // 10,000 blocks
  EXPECT_NEAR(static_cast<double>(both) / 160'000, 0.01, 5 * 0.001);
}

TEST(Verification, LeavesTheResultAlone) {
  const TemporaryDirectory scratch;
  FakeEngine engine, verifier;
  RunOptions options = into(scratch / "out", 30);
  options.verify = 0.5;
  options.verifier = &verifier;
  Sweep sweep = two_cells();
  sweep.keep = {KeepRule::Kind::dead, 0};
  const RunOutcome outcome = run_sweep(sweep, engine, options);
  EXPECT_EQ(export_of(scratch / "out"), export_of_fresh_run(sweep));
  EXPECT_EQ(outcome.networks_verified, verifier.computed);
  EXPECT_GT(outcome.networks_verified, 0u);
  const Manifest manifest = Result::open(scratch / "out").manifest();
  EXPECT_EQ(manifest.runs.back().verified, outcome.networks_verified);
  EXPECT_EQ(manifest.runs.back().verifier, "fake");
  options.verify = 0;
  EXPECT_THROW(run_sweep(sweep, engine, options), UsageError);
}

}  // namespace
}  // namespace myriad
