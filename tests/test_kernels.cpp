// The training kernel of shape 2-1-1, through the stand-in for CUDA, against the engines.
#include "kernel_fixture.hpp"

namespace myriad {
namespace {

TEST(Kernels, OneHiddenLayer) { check_shape<1, 0>(); }

TEST(Kernels, OneHiddenLayerWithMomentum) { check_shape<1, kMaxSlots>(); }

TEST(Kernels, AnyCountOfNetworksFits) {
  const CellJob cell = cell_of(config_of(index_in<Relu>(Activations{}), 1, 0.0));
  constexpr int k = kNetworksPerThread<1, 0>;
  for (const std::uint64_t count : {1, 63, 64, 65, 64 * k - 1, 64 * k, 64 * k + 1}) {
    SCOPED_TRACE(count);
    const NetworkRange range = {kRange.first, count};
    expect_as_engines<SpecialisedParts<Relu>, 1, 0, k, true>(cell, by_engines(cell, range),
                                                                  range);
  }
}

TEST(Kernels, WithoutTestRows) {
  auto data = std::make_shared<Dataset>(*uneven_rows());
  data->test = {};
  const CellConfig config = config_of(index_in<Tanh>(Activations{}), 1, 0.0);
  const CellJob cell = make_cell_job(config, kSeed, kRange.first + kRange.count, std::move(data));
  expect_generic_as_engines<1>(cell, by_engines(cell, kRange));
}

/// Mini-batches in every order, with a last batch that is smaller.
TEST(Kernels, MiniBatches) {
  for (const char* shuffle : {"none", "shared", "per_network"}) {
    for (const std::uint64_t size : {1, 3, 4}) {
      SCOPED_TRACE(std::string(shuffle) + " " + std::to_string(size));
      CellConfig config = config_of(index_in<Tanh>(Activations{}), 1, 0.9);
      config.shuffle = shuffle;
      config.batch_size = size;
      const CellJob cell = cell_of(config);
      ASSERT_EQ(cell.job.batch_rows, size);
      expect_generic_as_engines<1, true>(cell, by_engines(cell, kRange));
    }
  }
}

}  // namespace
}  // namespace myriad
