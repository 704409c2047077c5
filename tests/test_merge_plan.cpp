// Which chunks a merge takes where results have networks in common.
#include "host/run/merge_plan.hpp"

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "myriad/merge.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

// Computes networks as another program would, of which one is wrong.
class WrongEngine : public FakeEngine {
 public:
  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    ChunkResult result = FakeEngine::run(cell, range, keep);
    if (range.first <= 60 && 60 < range.first + range.count) result.summary.tally.digest += 1;
    return result;
  }
};

void run_shard(const std::string& directory, std::uint64_t networks, std::uint64_t index, std::uint64_t count,
               std::uint64_t chunk, Engine& engine) {
  RunOptions options = into(directory, chunk);
  options.shard_index = index;
  options.shard_count = count;
  run_sweep(two_cells(networks), engine, options);
}

TEST(MergePlan, TakesNetworksOfGrownShardsOnce) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  for (const std::uint64_t networks : {100u, 200u}) {  // 50 to 99 are then in both, in chunks of 13 and of 7
    run_shard(scratch / "a", networks, 0, 2, networks == 100 ? 100 : 13, engine);
    run_shard(scratch / "b", networks, 1, 2, 7, engine);
  }
  const std::string a = scratch / "a", b = scratch / "b";
  int order = 0;
  for (const auto& sources : {std::vector{a, b}, std::vector{b, a}}) {
    const std::string to = scratch / ("all" + std::to_string(order++));
    const MergeOutcome outcome = merge_results(sources, to, "");
    EXPECT_EQ(outcome.networks_repeated, 100u);
    EXPECT_EQ(outcome.networks, 400u);
    EXPECT_EQ(outcome.networks_missing, 0u);
    EXPECT_EQ(export_of(to), export_of_fresh_run(two_cells(200)));
    EXPECT_FALSE(outcome.was_there);
    EXPECT_TRUE(merge_results(sources, to, "").was_there);
  }
}

template <class Error>
std::string merge_refusal(const std::vector<std::string>& sources, const std::string& to) {
  try {
    merge_results(sources, to, "");
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "not refused";
  return "";
}

TEST(MergePlan, RefusesOtherCountsOfTheSameNetworks) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  WrongEngine wrong;
  run_shard(scratch / "a", 100, 0, 1, 10, engine);
  run_shard(scratch / "b", 100, 0, 2, 10, wrong);  // 0 to 49: nothing wrong with them
  run_shard(scratch / "c", 100, 1, 2, 10, wrong);
  EXPECT_EQ(merge_results({scratch / "a", scratch / "b"}, scratch / "all", "").networks_repeated, 100u);
  const std::string text =
      merge_refusal<InputOutputError>({scratch / "a", scratch / "b", scratch / "c"}, scratch / "other");
  EXPECT_NE(text.find("networks 50 to 99 of cell 0"), std::string::npos) << text;
  EXPECT_NE(text.find("other counts"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(scratch / "other"));
}

TEST(MergePlan, RefusesAPartOfAChunk) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_shard(scratch / "whole", 100, 0, 1, 100, engine);  // one chunk
  run_shard(scratch / "half", 100, 1, 2, 100, engine);
  run_shard(scratch / "third", 100, 1, 3, 100, engine);  // 33 to 65
  for (const auto& sources : {std::vector{scratch / "half", scratch / "third"}, std::vector{scratch / "third", scratch / "half"},
                              std::vector{scratch / "half", scratch / "whole"}}) {
    EXPECT_NE(merge_refusal<UsageError>(sources, scratch / "all").find("of which a part is in"), std::string::npos);
  }
  // All its networks are there, but as a part of a chunk: its counts cannot be looked at.
  EXPECT_NE(merge_refusal<UsageError>({scratch / "whole", scratch / "half"}, scratch / "all").find("networks 50 to 99"),
            std::string::npos);
}

TEST(MergePlan, AnotherMergeIsNotThisOne) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  WrongEngine wrong;
  run_shard(scratch / "a", 100, 0, 2, 10, engine);
  run_shard(scratch / "b", 100, 1, 2, 10, engine);
  run_shard(scratch / "c", 100, 1, 2, 10, wrong);
  merge_results({scratch / "a", scratch / "b"}, scratch / "all", "");
  for (const auto& sources : {std::vector{scratch / "a", scratch / "c"}, std::vector{scratch / "a"}}) {
    EXPECT_NE(merge_refusal<UsageError>(sources, scratch / "all").find("holds a result already"), std::string::npos);
  }
  EXPECT_TRUE(merge_results({scratch / "b", scratch / "a"}, scratch / "all", "").was_there);
}

}  // namespace
}  // namespace myriad
