// Engines that take chunks in turn, against one alone.
#include "host/engine/engine_group.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "myriad/error.hpp"
#include "myriad/registry.hpp"

namespace myriad {
namespace {

CellJob small_job() {
  const Sweep sweep = parse_spec(
      "spec_version = 1\nname = \"group\"\nseed = 3\nnetworks_per_cell = 1000\n[base]\ndata = { "
      "source = "
      "\"xor\" }\nweight_init = \"uniform(-1, 1)\"\noutput_weight_init = \"uniform(-1, "
      "1)\"\nepochs = 30\n",
      "group.toml");
  BoundPart none;
  none.id = part_id(PartKind::preprocess, "none");
  const CellConfig& config = sweep.cells.at(0).config;
  return make_cell_job(config, sweep.seed, sweep.networks_per_cell,
                       std::make_shared<Dataset>(prepare_dataset(config.data, none, {}, 0)));
}

/// Fails whenever it is asked for anything.
class BrokenEngine : public Engine {
 public:
  std::string name() const override { return "broken"; }
  ChunkResult run(const CellJob&, NetworkRange, const KeepRule&) override {
    throw DeviceError("device lost");
  }
  std::uint64_t preferred_chunk(const CellJob&) const override { return 7; }
};

std::unique_ptr<Engine> group_of(int references, bool broken = false) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < references; ++i) engines.push_back(make_reference_engine());
  if (broken) engines.push_back(std::make_unique<BrokenEngine>());
  return make_engine_group(std::move(engines));
}

TEST(EngineGroup, GivesWhatOneEngineGives) {
  const CellJob job = small_job();
  const KeepRule all{KeepRule::Kind::all, 0};
  const ChunkResult want = make_reference_engine()->run(job, {11, 100}, all);
  const auto group = group_of(3);
  EXPECT_EQ(group->concurrency(), 3);
  EXPECT_EQ(group->name(), "reference") << "streams of one device have one name";
  std::vector<ChunkResult> got(7);
  {
    std::vector<std::jthread> threads;
    for (ChunkResult& result : got) threads.emplace_back([&] { result = group->run(job, {11, 100}, all); });
  }
  for (const ChunkResult& result : got) {
    EXPECT_TRUE(result.summary == want.summary);
    EXPECT_EQ(result.flags, want.flags);
    ASSERT_EQ(result.kept.size(), want.kept.size());
  }
}

/// Counts how many of its kind are at work; waits until there were as many as asked for.
class MeetingEngine : public Engine {
 public:
  MeetingEngine(std::atomic<int>& here, int wanted) : here_(here), wanted_(wanted) {}
  std::string name() const override { return "meeting"; }
  ChunkResult run(const CellJob&, NetworkRange, const KeepRule&) override {
    ++here_;
    while (here_ < wanted_) std::this_thread::yield();
    return {};
  }
  std::uint64_t preferred_chunk(const CellJob&) const override { return 7; }

 private:
  std::atomic<int>& here_;
  int wanted_;
};

TEST(EngineGroup, TellsWhatItLost) {
  const auto group = group_of(1, true);
  const CellJob job = small_job();
  EXPECT_TRUE(group->losses().empty());
  for (int i = 0; i < 3; ++i) group->run(job, {0, 10}, {});
  EXPECT_EQ(group->losses(), std::vector<std::string>{"broken: device lost"});
}

TEST(EngineGroup, CallsRunSideBySide) {
  std::atomic<int> here = 0;
  std::vector<std::unique_ptr<Engine>> engines;
  for (int i = 0; i < 3; ++i) engines.push_back(std::make_unique<MeetingEngine>(here, 3));
  const auto group = make_engine_group(std::move(engines));
  const CellJob job = small_job();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([&] { group->run(job, {0, 1}, {}); });
  }
  EXPECT_EQ(here, 3);
}

TEST(EngineGroup, GoesOnWithoutALostDevice) {
  const CellJob job = small_job();
  const auto group = group_of(2, true);
  for (int i = 0; i < 5; ++i) {
    const ChunkResult got = group->run(job, {0, 100}, {});
    EXPECT_TRUE(got.summary == make_reference_engine()->run(job, {0, 100}, {}).summary);
  }
  EXPECT_EQ(group->name(), "reference + broken");
}

TEST(EngineGroup, PassesTheLastFailureOn) {
  const CellJob job = small_job();
  const auto group = group_of(0, true);
  EXPECT_THROW(group->run(job, {0, 100}, {}), DeviceError);
  EXPECT_THROW(group->run(job, {0, 100}, {}), DeviceError) << "nothing is left: it must not wait for ever";
  EXPECT_EQ(group_of(2, true)->preferred_chunk(job), 7u);
}

}  // namespace
}  // namespace myriad
