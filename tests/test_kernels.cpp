// The training kernel's own source, run by the stand-in for CUDA on the CPU, against the engines:
// the same records to the bit, whatever the block size, the order of threads and the count of
// networks.
#include "kernels/train_kernel.cuh"
#include "kernels/reciprocal_test.cuh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "cell_fixture.hpp"
#include "host/engine/float_environment.hpp"
#include "host/engine/golden.hpp"
#include "host/engine/isa/outlined_activation.hpp"
#include "myriad/engine.hpp"
#include "myriad/parts/optimizer.hpp"

namespace myriad {
namespace {

using standin::LaneOrder;

constexpr NetworkRange kRange = {1000, 203};  // 203 divides by no block size
constexpr std::uint64_t kSeed = 77;
constexpr std::uint64_t kUntouched = 0x5555555555555555u;
constexpr std::size_t kGuard = 3;

/// How a kernel is launched; its results must not depend on it.
struct Manner {
  unsigned threads;
  LaneOrder order;
};
constexpr Manner kManners[] = {
    {64, LaneOrder::forward}, {96, LaneOrder::reverse}, {64, LaneOrder::shuffled}};

/// 21 training rows in chunks of 4, so that both classes have a last chunk that is not full; 5 test
/// rows.
std::shared_ptr<const Dataset> uneven_rows() {
  auto data = std::make_shared<Dataset>();
  const auto fill = [](Split& split, int rows, int class0) {
    for (int i = 0; i < rows; ++i) {
      const float label = i < class0 ? 0.0f : 1.0f;
      const float x1 = 0.37f * static_cast<float>(i * 7 % 11) - 1.3f + label;
      const float x2 = 0.23f * static_cast<float>(i * 5 % 13) - 0.9f - 0.5f * label;
      split.rows.push_back({x1, x2, label, 0.0f});
      split.source_row.push_back(static_cast<std::uint32_t>(i * 8 % rows));  // the classes mixed: 8, 21 coprime
    }
    split.class0 = static_cast<std::uint32_t>(class0);
  };
  fill(data->train, 21, 9);
  fill(data->test, 5, 2);
  return data;
}

CellConfig config_of(int activation, int layers, double momentum) {
  CellConfig config =
      cell_config(parts(PartKind::activation).at(static_cast<std::size_t>(activation)).info.name);
  config.hidden_layers = layers;
  config.optimizer = call_part(PartKind::optimizer, "sgd", {momentum, 0.1, 1.0});
  config.init.weight_init = initializer("normal", {0.0, 1.0});
  config.init.bias_init = initializer("uniform", {-0.3, 0.5});
  config.init.output_weight_init = initializer("xavier_uniform");
  config.init.output_bias_init = initializer("zeros");
  config.lr = 0.8;
  config.epochs = 18;
  config.weight_decay = 0.001;
  return config;
}

int activation_number(const std::string& name) {
  int number = -1;
  for_each_type(Activations{}, [&](auto tag, int id) {
    if (decltype(tag)::type::info.name == name) number = id;
  });
  return number;
}

CellJob cell_of(const CellConfig& config) {
  return make_cell_job(config, kSeed, kRange.first + kRange.count, uneven_rows());
}

/// GenericParts, its activations called and not inlined: compiling them at every place takes minutes.
struct CalledParts {
  using Math = ExactMath;
  static OutlinedActivation<float> activation(const Job& job) { return OutlinedActivation<float>(job); }
  static JobLoss loss(const Job& job) { return GenericParts::loss(job); }
};

/// The records of kRange's networks, by the kernel. Fails when it writes past the last one.
template <class Parts, int Layers, int Slots, int K, bool RowsInShared, bool Batches = false>
std::vector<Record> kernel_records(const Job& job, NetworkRange range, Manner manner) {
  const FloatEnvironment environment;
  std::vector<Record> out(range.count + kGuard);
  for (Record& record : out) record.network = kUntouched;
  const std::uint64_t per_block = std::uint64_t{manner.threads} * K;
  const auto blocks = static_cast<unsigned>((range.count + per_block - 1) / per_block);
  const std::size_t shared = RowsInShared ? shared_bytes_for(job) : 0;
  const std::uint64_t threads = std::uint64_t{blocks} * manner.threads;
  std::vector<std::uint32_t> order(order_words(job) * threads * K);
  standin::launch({{blocks}, {manner.threads}, shared, manner.order},
                  train_kernel<Parts, Layers, Slots, K, Batches, RowsInShared>, job, range.first,
                  range.count, KernelScratch{order.data(), threads}, out.data());
  for (std::size_t i = range.count; i < out.size(); ++i) EXPECT_EQ(out[i].network, kUntouched);
  out.resize(range.count);
  return out;
}

Summary summary_of_records(const std::vector<Record>& records, const Job& job) {
  Summary summary;
  for (const Record& record : records) {
    summary.insert(record, job.parameters, job.train.count, job.test.count,
                   job.checkpoints);
  }
  return summary;
}

void expect_same_records(const std::vector<Record>& got, const std::vector<Record>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_EQ(got[i].network, want[i].network);
    ASSERT_EQ(got[i].flags, want[i].flags) << i;
    ASSERT_TRUE(same_record(got[i], want[i])) << i;
  }
}

/// What the engines say of a cell, which must be one thing.
ChunkResult by_engines(const CellJob& cell, NetworkRange range) {
  ChunkResult reference = make_reference_engine()->run(cell, range, keep_all());
  const ChunkResult cpu = make_cpu_engine()->run(cell, range, keep_all());
  EXPECT_EQ(cpu.summary.tally.digest, reference.summary.tally.digest);
  EXPECT_TRUE(cpu.summary == reference.summary);
  return reference;
}

template <class Parts, int Layers, int Slots, int K, bool RowsInShared, bool Batches = false>
void expect_as_engines(const CellJob& cell, const ChunkResult& want, NetworkRange range = kRange) {
  for (const Manner manner : kManners) {
    SCOPED_TRACE(testing::Message()
                 << "K " << K << ", shared " << RowsInShared << ", threads " << manner.threads
                 << ", order " << static_cast<int>(manner.order));
    const auto records =
        kernel_records<Parts, Layers, Slots, K, RowsInShared, Batches>(cell.job, range, manner);
    const Summary summary = summary_of_records(records, cell.job);
    EXPECT_EQ(summary.tally.digest, want.summary.tally.digest);
    EXPECT_TRUE(summary == want.summary);
    expect_same_records(records, want.kept);
  }
}

template <int Layers, bool Batches = false>
void expect_generic_as_engines(const CellJob& cell, const ChunkResult& want) {
  expect_as_engines<CalledParts, Layers, kMaxSlots, 1, true, Batches>(cell, want);
  expect_as_engines<CalledParts, Layers, kMaxSlots, 1, false, Batches>(cell, want);
}

/// Every activation of one shape and state size, by its own kernel and by the generic one.
template <int Layers, int Slots>
void check_shape() {
  for_each_type(Activations{}, [](auto tag, int id) {
    using A = typename decltype(tag)::type;
    SCOPED_TRACE(A::info.name);
    const CellJob cell = cell_of(config_of(id, Layers, Slots == 0 ? 0.0 : 0.9));
    ASSERT_EQ(cell.job.optimizer_slots == 0, Slots == 0);
    const ChunkResult want = by_engines(cell, kRange);
    if constexpr (A::specialised) {
      constexpr int k = kNetworksPerThread<Layers, Slots>;
      expect_as_engines<SpecialisedParts<A>, Layers, Slots, k, true>(cell, want);
      if constexpr (Layers == 1 && Slots == 0) {
        expect_as_engines<SpecialisedParts<A, TabledReciprocal>, Layers, Slots, k, true>(cell, want);
      }
    }
    expect_generic_as_engines<Layers>(cell, want);
  });
}

TEST(Kernels, OneHiddenLayer) { check_shape<1, 0>(); }
TEST(Kernels, OneHiddenLayerWithMomentum) { check_shape<1, kMaxSlots>(); }
TEST(Kernels, TwoHiddenLayers) { check_shape<2, 0>(); }
TEST(Kernels, TwoHiddenLayersWithMomentum) { check_shape<2, kMaxSlots>(); }

TEST(Kernels, SpecialisedKernelsReadRowsOutsideSharedMemoryToo) {
  const CellJob cell = cell_of(config_of(index_in<Relu>(Activations{}), 2, 0.0));
  const ChunkResult want = by_engines(cell, kRange);
  expect_as_engines<SpecialisedParts<Relu>, 2, 0, kNetworksPerThread<2, 0>, false>(cell, want);
}

TEST(Kernels, DeathAndDivergenceAreRecorded) {
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

/// Logits far beyond the clamp at 125, on some networks and not on others: the loop with clamps and the one
/// without must agree with the engines, which have but one.
TEST(Kernels, ClampsAreSkippedOnlyWhereNoRowReachesThem) {
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
TEST(Kernels, TheTestOfReciprocalsFindsABadTable) {
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
TEST(Kernels, FastMathStaysNearExact) {
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

TEST(Kernels, GoldenTraining) {
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
