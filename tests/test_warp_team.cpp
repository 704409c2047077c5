// Networks that several GPU threads train together: any size of team gives the reference engine's bits.
// The kernel's own source, run by the stand-in for CUDA.
#include "kernels/warp_team.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "host/engine/float_environment.hpp"
#include "kernels/train_kernel.cuh"

namespace myriad {
namespace {

using standin::LaneOrder;

/// Positive rows, so that many networks are born dead and more die; the classes are of unequal size.
std::shared_ptr<const Dataset> rows_of(int count) {
  std::vector<oracle::Row> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back({0.4 + 0.3 * (i * 7 % 11), 0.2 + 0.25 * (i * 5 % 7) + 0.001 * i, i % 3 == 0 ? 1 : 0});
  }
  return dataset_of(rows, {{1.0, 2.0, 0}, {2.0, 1.0, 1}});
}

CellJob job_of(const char* activation, int layers, int rows) {
  CellConfig config = cell_config(activation);
  config.hidden_layers = layers;
  config.lr = 0.9;
  config.epochs = 25;
  return make_cell_job(config, 3, 100, rows_of(rows));
}

template <class A, int Layers, int TeamSize, bool RowsInShared>
std::vector<Record> by_teams(const Job& job, NetworkRange range, unsigned threads, LaneOrder order) {
  const FloatEnvironment environment;
  const std::uint64_t per_block = threads / TeamSize;
  const auto blocks = static_cast<unsigned>((range.count + per_block - 1) / per_block);
  std::vector<Record> out(blocks * per_block);
  standin::launch({{blocks}, {threads}, RowsInShared ? shared_bytes_for(job) : 0, order},
                  train_kernel<SpecialisedParts<A>, Layers, 0, 1, false, RowsInShared, TeamSize>, job, range.first,
                  range.count, KernelScratch{}, out.data());
  for (std::size_t i = range.count; i < out.size(); ++i) EXPECT_EQ(out[i].flags, 0u);  // not written
  out.resize(range.count);
  return out;
}

template <class A, int Layers, int TeamSize, bool RowsInShared = true>
void expect_as_reference(const char* activation) {
  for (const int rows : {1, 2, 21, 300}) {
    const CellJob cell = job_of(activation, Layers, rows);
    const NetworkRange range{40, rows == 21 ? 13u : 5u};
    const std::vector<Record> want = make_reference_engine()->run(cell, range, keep_all()).kept;
    for (const LaneOrder order : {LaneOrder::forward, LaneOrder::shuffled}) {
      SCOPED_TRACE(std::string(activation) + ", team of " + std::to_string(TeamSize) + ", rows " +
                   std::to_string(rows));
      const auto got = by_teams<A, Layers, TeamSize, RowsInShared>(cell.job, range, TeamSize == 16 ? 96 : 64, order);
      for (std::size_t i = 0; i < want.size(); ++i) ASSERT_TRUE(same_record(got[i], want[i])) << i;
    }
  }
}

TEST(warp_team, any_size_gives_the_bits_of_one_thread) {
  expect_as_reference<Relu, 1, 2>("relu");
  expect_as_reference<Relu, 1, 8>("relu");
  expect_as_reference<Relu, 1, 32>("relu");
}

TEST(warp_team, reads_rows_beyond_shared_memory) {
  expect_as_reference<Relu, 1, 32, false>("relu");
}

TEST(warp_team, shares_every_sum_that_an_activation_has) {
  expect_as_reference<Relu, 2, 4>("relu");
  expect_as_reference<Hardtanh, 2, 8>("hardtanh");
  expect_as_reference<PRelu, 1, 16>("prelu");
}

}  // namespace
}  // namespace myriad
