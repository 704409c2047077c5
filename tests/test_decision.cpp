// Where a network changes its answer, against closed forms.
#include "host/report/decision.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "myriad/registry.hpp"

namespace myriad::report {
namespace {

Job job_of(const char* activation, int layers = 1) {
  Job job;
  job.activation.id = part_id(PartKind::activation, activation);
  job.hidden_layers = layers;
  job.parameters = 3 + 2 * layers;
  return job;
}

TEST(Decision, AReluChangesItsAnswerWhereItsOutputIsZero) {
  const float p[] = {1, 2, 0, 2, -1};  // o = 2 relu(z) - 1
  const auto bands = class_one_bands(job_of("relu"), p, -3, 3);
  ASSERT_EQ(bands.size(), 1u);
  EXPECT_NEAR(bands[0].low, 0.5, 1e-4);
  EXPECT_EQ(bands[0].high, 3);
}

TEST(Decision, ATieIsClassOne) {
  const float p[] = {1, 2, 0, 2, 0};  // o = 2 relu(z): 0 on the whole flat side
  const auto bands = class_one_bands(job_of("relu"), p, -3, 3);
  ASSERT_EQ(bands.size(), 1u);
  EXPECT_EQ(bands[0].low, -3);
  EXPECT_EQ(bands[0].high, 3);
}

TEST(Decision, ADeadNetworkHasOneAnswer) {
  const float p[] = {1, 2, 0, 2, -1};
  EXPECT_TRUE(class_one_bands(job_of("relu"), p, -3, 0).empty());
}

TEST(Decision, AnActivationThatTurnsBackHasTwoEdges) {
  const float p[] = {1, 0, 0, 1, 0.1f};  // silu dips below -0.1 between its two solutions of silu(z) = -0.1
  const auto bands = class_one_bands(job_of("silu"), p, -6, 2);
  ASSERT_EQ(bands.size(), 2u);
  const auto silu = [](double z) { return z / (1 + std::exp(-z)); };
  EXPECT_NEAR(silu(bands[0].high), -0.1, 1e-4);
  EXPECT_NEAR(silu(bands[1].low), -0.1, 1e-4);
  EXPECT_LT(bands[0].high, bands[1].low);
}

TEST(Decision, ALinearOutputIsCutAtOneHalf) {
  Job job = job_of("identity");
  job.linear_output = true;
  const float p[] = {1, 0, 0, -1, 1};  // 1 - z >= 0.5
  const auto bands = class_one_bands(job, p, -2, 2);
  ASSERT_EQ(bands.size(), 1u);
  EXPECT_EQ(bands[0].low, -2);
  EXPECT_NEAR(bands[0].high, 0.5, 1e-4);
}

TEST(Decision, ASecondUnitSeesTheFirst) {
  const float p[] = {1, 1, 0, -2, 3, 1, -1};  // relu(3 - 2 relu(z)) - 1 >= 0 up to z = 1
  EXPECT_EQ(output_at(job_of("relu", 2), p, 1.0f), 0.0f);
  const auto bands = class_one_bands(job_of("relu", 2), p, -2, 2);
  ASSERT_EQ(bands.size(), 1u);
  EXPECT_NEAR(bands[0].high, 1, 1e-4);
}

}  // namespace
}  // namespace myriad::report
