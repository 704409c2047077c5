// The training kernel with other ways to compute a reciprocal, through the stand-in for CUDA.
#include <algorithm>
#include <cmath>

#include "kernel_fixture.hpp"
#include "kernels/reciprocal_test.cuh"

namespace myriad {
namespace {

/// The chip's reciprocal, corrected, of every activation that has a kernel of its own.
TEST(KernelMath, TheTabledReciprocalGivesTheBitsOfTheEngines) {
  for_each_type(Activations{}, [](auto tag, int id) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised) {
      SCOPED_TRACE(A::info.name);
      const CellJob cell = cell_of(config_of(id, 1, 0.0));
      expect_as_engines<SpecialisedParts<A, TabledReciprocal>, 1, 0, kNetworksPerThread<1, 0>, true>(
          cell, by_engines(cell, kRange));
    }
  });
}

TEST(KernelMath, RowsBeyondSharedMemoryGiveTheSameBits) {
  const CellJob cell = cell_of(config_of(activation_number("relu"), 1, 0.0));
  expect_as_engines<SpecialisedParts<Relu, TabledReciprocal>, 1, 0, 2, false>(cell, by_engines(cell, kRange));
}

/// Logits far beyond the clamp at 125, on some networks and not on others: the loop with clamps and the one
/// without must agree with the engines, which have but one.
TEST(KernelMath, ClampsAreSkippedOnlyWhereNoRowReachesThem) {
  for (const double spread : {0.5, 30.0, 1e4}) {
    for (const char* name : {"relu", "tanh", "sigmoid", "leaky_relu"}) {
      SCOPED_TRACE(std::string(name) + " " + std::to_string(spread));
      CellConfig config = config_of(activation_number(name), 1, 0.0);
      config.init.weight_init = initializer("normal", {0.0, spread});
      config.init.output_weight_init = initializer("normal", {0.0, spread});
      const CellJob cell = cell_of(config);
      const ChunkResult want = by_engines(cell, kRange);
      visit_type(Activations{}, cell.job.activation.id, [&](auto tag) {
        using A = typename decltype(tag)::type;
        if constexpr (A::specialised) {
          expect_as_engines<SpecialisedParts<A, TabledReciprocal>, 1, 0, kNetworksPerThread<1, 0>, true>(cell, want);
        }
      });
    }
  }
}

/// The stand-in's table passes; one that is off by two floats does not.
TEST(KernelMath, TheTestOfReciprocalsFindsABadTable) {
  const auto wrong = [](std::uint32_t mantissa) {
    const float a = from_bits(0x3f800000u | mantissa);
    return to_bits(correct_reciprocal(a, from_bits(to_bits(1.0f / a) + 2u))) != to_bits(1.0f / a);
  };
  EXPECT_TRUE(wrong(0x7fffffu));
  unsigned count = 0;
  // A share of the mantissas, in the order that a grid of 2^13 threads would have.
  standin::launch({{1}, {64}, 0, LaneOrder::forward}, reciprocal_test_kernel, 1u << 13, &count);
  EXPECT_EQ(count, 0u);
}

/// --math fast: other bits, the same networks and nearly the same end.
TEST(KernelMath, FastMathStaysNearExact) {
  const CellJob cell = cell_of(config_of(index_in<Relu>(Activations{}), 1, 0.0));
  constexpr int k = kNetworksPerThread<1, 0>;
  const auto exact = kernel_records<SpecialisedParts<Relu>, 1, 0, k, true>(cell.job, kRange, kManners[0]);
  const auto fast = kernel_records<SpecialisedParts<Relu, FastMath>, 1, 0, k, true>(cell.job, kRange, kManners[0]);
  std::size_t near = 0, same_flags = 0, same_bits = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    float worst = 0;
    for (int p = 0; p < cell.job.parameters; ++p) {
      worst = std::max(worst, std::abs(exact[i].final[p] - fast[i].final[p]));
    }
    near += worst < 1e-4f ? 1 : 0;
    same_flags += (exact[i].flags & (kDead | kDied | kBornDead)) == (fast[i].flags & (kDead | kDied | kBornDead)) ? 1 : 0;
    same_bits += same_record(exact[i], fast[i]) ? 1 : 0;
  }
  EXPECT_GE(near, exact.size() * 98 / 100);
  EXPECT_GE(same_flags, exact.size() * 98 / 100);
  EXPECT_LT(same_bits, exact.size());
}

}  // namespace
}  // namespace myriad
