// Training in stages on the GPU's own source, run by the stand-in: networks that stand still take the short way, and
// the records are those of the reference engine, which takes every step.
#include "kernels/stage_kernel.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "host/engine/float_environment.hpp"

namespace myriad {
namespace {

using standin::LaneOrder;

std::vector<oracle::Row> positive_rows(int count, int ones) {
  std::vector<oracle::Row> rows;
  for (int i = 0; i < count; ++i) {
    const double x1 = 0.4 + 0.3 * (i * 7 % 11), x2 = 0.2 + 0.25 * (i * 5 % 7);
    rows.push_back({x1 + (i < ones ? 1.0 : 0.0), x2, i < ones ? 1 : 0});
  }
  return rows;
}

CellConfig dying_config(int layers) {
  CellConfig config = cell_config("relu");
  config.hidden_layers = layers;
  config.lr = 0.9;
  config.epochs = 70;
  return config;
}

/// Kernels of one activation and shape, run by the stand-in.
template <int Layers>
struct Stages {
  using Parts = SpecialisedParts<Relu>;
  static constexpr int k = kNetworksPerThread<Layers, 0>;
  const Job& job;
  std::uint64_t first;
  unsigned threads;
  LaneOrder order;
  std::vector<Record>& out;
  std::uint64_t coasted = 0;

  standin::LaunchShape shape(std::uint64_t networks, std::size_t shared) const {
    return {{static_cast<unsigned>((networks + threads - 1) / threads)}, {threads}, shared, order};
  }
  void begin(const StageScratch& s) {
    standin::launch(shape(out.size(), 0), begin_kernel<Parts, Layers>, job, first, s, out.data());
  }
  void clear(NetworkList list) { *list.count = 0; }
  void stage(const StageScratch& s, std::uint32_t epoch, std::uint32_t until) {
    standin::launch(shape((out.size() + k - 1) / k, job.train.count * sizeof(Row)),
                    stage_kernel<Parts, Layers, k>, job, s, epoch, until);
    EXPECT_EQ(*s.next.count + *s.still.count, *s.moving.count);
  }
  void coast(const StageScratch& s, std::uint32_t until) {
    coasted += *s.still.count;
    standin::launch(shape(out.size(), 0), coast_kernel<Parts, Layers>, job, s, until);
  }
  void finish(const StageScratch& s) {
    standin::launch(shape(out.size(), shared_bytes_for(job)), finish_kernel<Parts, Layers>, job, s, out.data());
  }
};

/// Trains in stages and compares; how many networks took the short way.
template <int Layers>
std::uint64_t expect_as_reference(const CellConfig& config, const std::vector<oracle::Row>& rows,
                                  std::uint64_t count) {
  const FloatEnvironment environment;
  const CellJob cell = make_cell_job(config, 5, 2000, dataset_of(rows, positive_rows(5, 2)));
  const NetworkRange range{900, count};
  const std::vector<Record> want = make_reference_engine()->run(cell, range, keep_all()).kept;
  std::uint64_t coasted = 0;
  for (const auto& [threads, order] : {std::pair{64u, LaneOrder::forward}, std::pair{96u, LaneOrder::shuffled}}) {
    constexpr std::size_t parameters = Parameters<float, Layers>::count;
    std::vector<float> stored(parameters * count);
    std::vector<std::uint32_t> words(7 * count), counts(3);
    const StageScratch scratch{{stored.data(), words.data(), count},
                               {words.data() + 4 * count, &counts[0]},
                               {words.data() + 5 * count, &counts[1]},
                               {words.data() + 6 * count, &counts[2]}};
    std::vector<Record> got(count);
    Stages<Layers> stages{cell.job, range.first, threads, order, got};
    run_stages(cell.job.epochs, scratch, stages);
    for (std::size_t i = 0; i < count; ++i) EXPECT_TRUE(same_record(got[i], want[i])) << "network " << i;
    coasted = stages.coasted;
  }
  return coasted;
}

TEST(stage_kernel, gives_the_reference_engines_records) {
  for (const std::uint64_t count : {1, 31, 64, 203}) {
    SCOPED_TRACE(count);
    const std::uint64_t coasted = expect_as_reference<1>(dying_config(1), positive_rows(count < 100 ? 23 : 100, 9), count);
    if (count > 100) {
      EXPECT_GT(coasted, count / 3);
    }
  }
  EXPECT_GT(expect_as_reference<2>(dying_config(2), positive_rows(23, 9), 130), 40u);
}

TEST(stage_kernel, whatever_becomes_of_networks) {
  CellConfig config = dying_config(1);
  config.lr = 1e30;  // they diverge
  expect_as_reference<1>(config, positive_rows(11, 4), 100);
  config = dying_config(1);
  config.schedule = call_part(PartKind::schedule, "step", {20, 0.5});
  expect_as_reference<1>(config, positive_rows(11, 4), 100);
  config.epochs = 900;  // dead ones settle
  config.schedule = call_part(PartKind::schedule, "constant");
  EXPECT_GT(expect_as_reference<1>(config, positive_rows(4, 1), 40), 10u);
  for (const std::uint64_t epochs : {0, 1, 2, 3}) {
    config.epochs = epochs;
    expect_as_reference<1>(config, positive_rows(1, static_cast<int>(epochs % 2)), 20);
  }
}

}  // namespace
}  // namespace myriad
