// What a run would take, before it runs.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

TEST(PlanSweep, CountsAndEstimates) {
  FakeEngine engine;
  const PlanSummary plan = plan_sweep(two_cells(), &engine);
  EXPECT_EQ(plan.cells, 2u);
  EXPECT_EQ(plan.networks, 200u);
  EXPECT_EQ(plan.updates, 200.0 * 20 * 4);
  EXPECT_GT(plan.host_bytes, 0u);
  EXPECT_GE(plan.seconds, 0);
  EXPECT_EQ(plan_sweep(two_cells(), nullptr).seconds, -1);
}

TEST(PlanSweep, EstimatesTheTime) {
  FakeEngine engine;  // ten million epochs of a network a second
  engine.before = [](const CellJob& job, NetworkRange range) {
    const double epochs = static_cast<double>(range.count) * (job.job.epochs + 1.0);
    std::this_thread::sleep_for(std::chrono::duration<double>(epochs * 1e-7));
  };
  Sweep sweep = two_cells(1'000'000);
  for (Cell& cell : sweep.cells) cell.config.epochs = 99;
  const double seconds = plan_sweep(sweep, &engine).seconds;
  EXPECT_GT(seconds, 19);  // 2 * 1,000,000 * 100 epochs; making up records takes some time as well
  EXPECT_LT(seconds, 200);
}

}  // namespace
}  // namespace myriad
