// What the tests of the training kernel share: its own source, run by the stand-in for CUDA on the CPU, against the
// engines: the same records to the bit, whatever the block size, the order of threads and the count of networks.
#pragma once

#include "kernels/train_kernel.cuh"

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
namespace {  // kernels are compiled anew for each file, as instruction sets demand

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

[[maybe_unused]] int activation_number(const std::string& name) {
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
    }
    expect_generic_as_engines<Layers>(cell, want);
  });
}

}  // namespace
}  // namespace myriad
