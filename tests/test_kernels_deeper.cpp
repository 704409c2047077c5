// The training kernel of shape 2-1-1-1, through the stand-in for CUDA, against the engines.
#include <bit>

#include "kernel_fixture.hpp"

namespace myriad {
namespace {

TEST(KernelsDeeper, TwoHiddenLayers) { check_shape<2, 0>(); }

TEST(KernelsDeeper, TwoHiddenLayersWithMomentum) { check_shape<2, kMaxSlots>(); }

TEST(KernelsDeeper, SpecialisedKernelsReadRowsOutsideSharedMemoryToo) {
  const CellJob cell = cell_of(config_of(index_in<Relu>(Activations{}), 2, 0.0));
  const ChunkResult want = by_engines(cell, kRange);
  expect_as_engines<SpecialisedParts<Relu>, 2, 0, kNetworksPerThread<2, 0>, false>(cell, want);
}

TEST(KernelsDeeper, DeathAndDivergenceAreRecorded) {
  CellConfig config = config_of(index_in<Relu>(Activations{}), 2, 0.0);
  config.lr = 1e30;
  config.weight_decay = 0;  // a dead network moves its output bias alone, and stays finite
  const CellJob cell = cell_of(config);
  const ChunkResult want = by_engines(cell, kRange);
  EXPECT_GT(want.summary.tally.flag[Summary::kDivergedIndex], 0u);
  EXPECT_GT(want.summary.finite(), 0u);
  EXPECT_GT(want.summary.tally.flag[std::countr_zero(std::uint32_t{kDead})], 0u);
  expect_generic_as_engines<2>(cell, want);
}

TEST(KernelsDeeper, GoldenTraining) {
  const CellJob cell = golden_cell();
  const auto digest = [&](const std::vector<Record>& records) {
    return summary_of_records(records, cell.job).tally.digest;
  };
  const NetworkRange range = {0, kGoldenNetworks};
  for (const Manner manner : kManners) {
    EXPECT_EQ(
        digest(kernel_records<SpecialisedParts<Tanh>, 2, kMaxSlots,
                              kNetworksPerThread<2, kMaxSlots>, true>(cell.job, range, manner)),
        kGoldenTraining);
    EXPECT_EQ(
        digest(kernel_records<CalledParts, 2, kMaxSlots, 1, false>(cell.job, range, manner)),
        kGoldenTraining);
  }
}

}  // namespace
}  // namespace myriad
