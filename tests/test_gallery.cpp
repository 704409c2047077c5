// Which single networks are shown, and that those trained again are the sweep's own.
#include "host/report/gallery.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/report/report_model.hpp"
#include "myriad/run.hpp"
#include "sweep_fixture.hpp"

namespace myriad::report {
namespace {

using fixture::TemporaryDirectory;

Record record_of(std::uint64_t network, std::uint32_t flags, std::uint32_t right, float loss) {
  Record record;
  record.network = network;
  record.flags = flags;
  record.train_correct = right;
  record.train_loss = loss;
  record.death_epoch = (flags & kDied) != 0 ? 7 : (flags & kDead) != 0 ? 0 : kNeverDied;
  return record;
}

TEST(Gallery, PicksTheBestTheMedianAndOneOfEachFate) {
  const auto picked = picked_networks({record_of(0, kBornDead | kDead, 2, 0.7f), record_of(1, 0, 4, 0.2f),
                                       record_of(2, 0, 4, 0.1f), record_of(3, kDead | kDied, 3, 0.6f),
                                       record_of(4, kDiverged | kBornDead, 0, 0), record_of(5, kBornDead | kRevived, 3, 0.3f)});
  std::string said;
  for (const GalleryNetwork& one : picked) said += one.kind + " " + std::to_string(one.network) + "; ";
  EXPECT_EQ(said, "best 2; median, revived 5; born dead 0; died in training 3; diverged 4; ");
  EXPECT_EQ(picked[3].fate, "died at epoch 7");
  EXPECT_FALSE(picked.back().finite);
}

TEST(Gallery, NothingToPickFromGivesNothing) { EXPECT_TRUE(picked_networks({}).empty()); }

TEST(Gallery, TheFrameHoldsTheRowsAndANearOrigin) {
  const Frame near = frame_of({{3, -1, false}, {5, 1, true}});
  EXPECT_LE(near.left, 0);
  EXPECT_GE(near.right, 5);
  EXPECT_LT(near.bottom, -1);
  const Frame far = frame_of({{100, 7, false}, {101, 7, true}});
  EXPECT_GT(far.left, 99);
  EXPECT_LT(far.bottom, 7);
  EXPECT_GT(far.top, 7);
}

Result sweep_of(const TemporaryDirectory& directory, const std::string& keep) {
  const Sweep sweep = parse_spec("spec_version = 1\nname = \"g\"\nseed = 4\nnetworks_per_cell = 400\nkeep = \"" + keep +
                                     "\"\n[base]\ndata = { source = \"xor\" }\nepochs = 30\nlr = 1.0\n"
                                     "[grid]\nactivation = [\"relu\", \"leaky_relu(0.01)\"]\n",
                                 "g.toml");
  const auto engine = make_cpu_engine();
  RunOptions options;
  options.directory = directory / "out";
  run_sweep(sweep, *engine, options);
  return Result::open(options.directory);
}

TEST(Gallery, TrainedAgainTheyAreTheSweepsOwn) {
  const TemporaryDirectory kept_directory, bare_directory;
  const Result kept = sweep_of(kept_directory, "all"), bare = sweep_of(bare_directory, "none");
  const auto from_kept = gallery(kept, report_model(kept)), again = gallery(bare, report_model(bare));
  ASSERT_EQ(again.size(), 2u);
  ASSERT_EQ(from_kept.size(), 2u);
  EXPECT_FALSE(from_kept[0].retrained);
  EXPECT_EQ(from_kept[0].candidates, 400u);
  EXPECT_TRUE(again[0].retrained);
  EXPECT_EQ(again[0].candidates, 256u);
  std::vector<Record> first = kept.kept(0);
  std::erase_if(first, [](const Record& record) { return record.network >= 256; });
  const auto expected = picked_networks(first);
  ASSERT_EQ(again[0].networks.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(again[0].networks[i].network, expected[i].network);
    EXPECT_EQ(again[0].networks[i].kind, expected[i].kind);
    EXPECT_EQ(again[0].networks[i].loss, expected[i].loss);
  }
}

TEST(Gallery, KnowsTheRowsAndTheLines) {
  const TemporaryDirectory directory;
  const Result result = sweep_of(directory, "first(300)");
  const auto cells = gallery(result, report_model(result));
  ASSERT_FALSE(cells.empty());
  EXPECT_EQ(cells[0].rows, 4u);
  EXPECT_EQ(cells[0].candidates, 300u);
  EXPECT_EQ(std::count_if(cells[0].points.begin(), cells[0].points.end(), [](auto& p) { return p.class1; }), 2);
  for (const Record& record : result.kept(0)) {
    if (record.network != cells[0].networks[0].network) continue;
    EXPECT_EQ(cells[0].networks[0].born.w1, record.initial[0]);
    EXPECT_EQ(cells[0].networks[0].end.b, record.final[2]);
  }
}

}  // namespace
}  // namespace myriad::report
