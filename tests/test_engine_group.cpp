// Engines that share a chunk, against one that runs it alone.
#include "host/engine/engine_group.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <stdexcept>

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
  KeepRule all;
  all.kind = KeepRule::Kind::all;
  const auto alone = make_reference_engine();
  for (const std::uint64_t count : {1, 2, 3, 4, 100}) {
    const ChunkResult want = alone->run(job, {11, count}, all);
    for (const int engines : {1, 2, 3}) {
      const ChunkResult got = group_of(engines)->run(job, {11, count}, all);
      EXPECT_TRUE(got.summary == want.summary) << engines << " engines, " << count << " networks";
      EXPECT_EQ(got.flags, want.flags);
      ASSERT_EQ(got.kept.size(), want.kept.size());
      for (std::size_t i = 0; i < want.kept.size(); ++i) {
        ASSERT_EQ(got.kept[i].network, 11 + i);
        ASSERT_EQ(digest_of(got.kept[i], 5), digest_of(want.kept[i], 5));
      }
    }
  }
}

TEST(EngineGroup, PassesAFailureOn) {
  const CellJob job = small_job();
  EXPECT_THROW(group_of(2, true)->run(job, {0, 100}, {}), DeviceError);
  EXPECT_EQ(group_of(2, true)->preferred_chunk(job), 21u);
  EXPECT_EQ(group_of(1, true)->name(), "reference + broken");
}

}  // namespace
}  // namespace myriad
