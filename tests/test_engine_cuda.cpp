// The CUDA engine against the CPU engine: one digest. Needs a GPU; scripts/gpu-verify runs these.
#include <gtest/gtest.h>

#include "host/engine/golden.hpp"
#include "myriad/engine.hpp"
#include "myriad/registry.hpp"
#include "part_cases.hpp"

namespace myriad {
namespace {

class GpuEngine : public testing::Test {
 protected:
  void SetUp() override {
    const CudaStatus status = cuda_status();
    if (!status.usable) GTEST_SKIP() << status.reason;
  }
};

TEST_F(GpuEngine, GoldenTraining) {
  const CellJob cell = golden_cell();
  const NetworkRange range{0, kGoldenNetworks};
  EXPECT_EQ(make_cuda_engine()->run(cell, range, KeepRule{}).summary.tally.digest, kGoldenTraining);
  EXPECT_EQ(make_generic_cuda_engine()->run(cell, range, KeepRule{}).summary.tally.digest, kGoldenTraining);
}

TEST_F(GpuEngine, GivesTheSummaryOfTheCpuForEveryPart) {
  const auto cuda = make_cuda_engine();
  const auto generic = make_generic_cuda_engine();
  const auto cpu = make_cpu_engine();
  for (const PartCase& c : PartCases().all) {
    SCOPED_TRACE(c.name);
    const NetworkRange range{0, kCaseNetworks};
    const Summary expected = cpu->run(c.cell, range, KeepRule{}).summary;
    EXPECT_TRUE(cuda->run(c.cell, range, KeepRule{}).summary == expected);
    EXPECT_TRUE(generic->run(c.cell, range, KeepRule{}).summary == expected);
  }
}

/// Enough networks for every multiprocessor, and a last block that is not full.
TEST_F(GpuEngine, GivesTheSummaryOfTheCpuForManyNetworks) {
  const CellJob cell = golden_cell();
  const NetworkRange range{1000, 70001};
  const Summary expected = make_cpu_engine()->run(cell, range, KeepRule{}).summary;
  EXPECT_TRUE(make_cuda_engine()->run(cell, range, KeepRule{}).summary == expected);
}

/// Few networks go to teams of threads, many to stages, or through in one go: one answer.
TEST_F(GpuEngine, GivesTheSummaryOfTheCpuInStagesAndTeams) {
  CellConfig config = cell_config();
  config.init.weight_init = initializer("uniform", {-0.05, 0.05});
  config.epochs = 200;
  for (const int layers : {1, 2}) {
    config.hidden_layers = layers;
    const CellJob cell = make_cell_job(config, 3, 500'000, iris_split());
    for (const std::uint64_t networks : {1, 333, 5000, 400'001}) {
      SCOPED_TRACE(networks);
      const NetworkRange range{7, networks};
      const Summary expected = make_cpu_engine()->run(cell, range, KeepRule{}).summary;
      EXPECT_TRUE(make_cuda_engine()->run(cell, range, KeepRule{}).summary == expected);
      EXPECT_TRUE(make_unskipping_cuda_engine()->run(cell, range, KeepRule{}).summary == expected);
    }
  }
}

TEST_F(GpuEngine, KeepsTheSameRows) {
  const CellJob cell = golden_cell();
  KeepRule keep;
  keep.kind = KeepRule::Kind::first;
  keep.first = 150;
  const NetworkRange range{0, kGoldenNetworks};
  const ChunkResult gpu = make_cuda_engine()->run(cell, range, keep);
  const ChunkResult cpu = make_cpu_engine()->run(cell, range, keep);
  EXPECT_EQ(gpu.flags, cpu.flags);
  const auto &from_gpu = gpu.kept, &from_cpu = cpu.kept;
  ASSERT_EQ(from_gpu.size(), from_cpu.size());
  for (std::size_t i = 0; i < from_gpu.size(); ++i) {
    EXPECT_EQ(digest_of(from_gpu[i], kMaxParameters), digest_of(from_cpu[i], kMaxParameters)) << i;
  }
}

}  // namespace
}  // namespace myriad
