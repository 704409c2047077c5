// Mini-batches and drawn slopes: their random words computed again from Random123 and the definitions of
// docs/numerics.md, the training by the double-precision oracle.
#define MYRIAD_ISA of_test_batch  // this file's own lanes, apart from the library's
#include <gtest/gtest.h>

#include <Random123/philox.h>

#include <numeric>
#include <vector>

#include "myriad/core/lanes.hpp"
#include "myriad/step/batch.hpp"
#include "step_fixture.hpp"

namespace myriad {
namespace {

std::uint32_t word(std::uint64_t seed, std::uint64_t network, std::uint32_t stream, std::uint32_t number) {
  r123::Philox4x32 philox;
  const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(network),
                                               static_cast<std::uint32_t>(network >> 32), stream, number / 4}};
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
  return philox(counter, key)[number % 4];
}

/// Fisher and Yates from file order, the last place first.
std::vector<int> order_of(std::uint64_t seed, std::uint64_t network, long epoch, int rows) {
  std::vector<int> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  for (int i = rows - 1; i > 0; --i) {
    const std::uint32_t w = word(seed, network, 0x80000000u + static_cast<std::uint32_t>(epoch),
                                 static_cast<std::uint32_t>(rows - 1 - i));
    std::swap(order[static_cast<std::size_t>(i)], order[std::uint64_t{w} * (i + 1) >> 32]);
  }
  return order;
}

TEST(batch, every_order_follows_the_oracle) {
  Agreement agreement;
  const auto rows = oracle::standardise(oracle::iris_petals());
  for (const char* shuffle : {"none", "shared", "per_network"}) {
    for (const int size : {7, 32}) {
      SCOPED_TRACE(std::string(shuffle) + " " + std::to_string(size));
      CellConfig config = cell_config("relu");
      config.shuffle = shuffle;
      config.batch_size = static_cast<std::uint64_t>(size);
      oracle::Problem problem;
      problem.lr = 0.05;
      problem.epochs = 30;
      problem.batch_size = size;
      expect_follows(config, problem, rows, 200, agreement, [&](oracle::Problem& p, std::uint64_t network) {
        if (config.shuffle == "none") return;
        const bool shared = config.shuffle == "shared";
        p.row_order = [=](long epoch) {
          return order_of(shared ? 0 : 7, shared ? 0 : network, epoch, static_cast<int>(100));
        };
      });
    }
  }
}

TEST(batch, momentum_and_two_layers_follow_the_oracle) {
  Agreement agreement;
  CellConfig config = cell_config("tanh");
  config.hidden_layers = 2;
  config.batch_size = 9;
  config.optimizer = call_part(PartKind::optimizer, "adam");
  oracle::Problem problem;
  problem.activation = "tanh";
  problem.optimizer = "adam";
  problem.lr = 0.01;
  problem.epochs = 15;
  problem.batch_size = 9;
  expect_follows(config, problem, oracle::iris_petals(), 200, agreement, [](oracle::Problem& p, std::uint64_t network) {
    p.row_order = [=](long epoch) { return order_of(7, network, epoch, 100); };
  });
}

/// A pack of lanes draws what its networks would draw alone; those of neighbouring lanes are `stride` apart.
TEST(batch, every_lane_has_the_order_of_its_network) {
  CellConfig config = cell_config("relu");
  config.batch_size = 7;
  for (const char* shuffle : {"per_network", "shared", "none"}) {
    config.shuffle = shuffle;
    const CellJob cell = make_cell_job(config, 7, 1000, dataset_of(oracle::iris_petals()));
    const std::uint32_t rows = cell.job.train.count;
    std::vector<std::uint32_t> together(std::size_t{rows} * kLanes), one(rows);
    const EpochOrder<Lanes> pack{cell.job, cell.job.train, {together.data(), 1}};
    const EpochOrder<float> single{cell.job, cell.job.train, {one.data(), 1}};
    pack.draw(40, 3, 5);
    for (int k = 0; k < kLanes; ++k) {
      const std::uint64_t network = 40 + 3 * static_cast<std::uint64_t>(k);
      single.draw(network, 1, 5);
      const std::vector<int> drawn = order_of(7, network, 5, static_cast<int>(rows));
      for (std::uint32_t i = 0; i < rows; ++i) {
        if (config.shuffle == "per_network") {
          ASSERT_EQ(one[i], cell.job.file_order[drawn[i]]) << network << " " << i;
        }
        const auto a = pack.at(i);
        const auto b = single.at(i);
        ASSERT_EQ(lane(a.x1, k), b.x1) << shuffle << " " << i << " " << k;
        ASSERT_EQ(lane(a.x2, k), b.x2);
        ASSERT_EQ(lane(a.sign, k), b.sign);
        ASSERT_EQ(lane(fma(a.x1, a.x2, a.sign), k), std::fma(b.x1, b.x2, b.sign));
      }
    }
  }
}

/// A batch of all rows is full batch, to the bit.
TEST(batch, of_all_rows_is_full_batch) {
  const auto data = dataset_of(oracle::iris_petals());
  CellConfig config = cell_config();
  config.epochs = 20;
  const auto full = train_all(*make_cpu_engine(), config, data, 50);
  for (const std::uint64_t size : {100, 5000}) {
    config.batch_size = size;
    const auto batched = train_all(*make_cpu_engine(), config, data, 50);
    for (std::size_t i = 0; i < full.size(); ++i) EXPECT_TRUE(same_record(full[i], batched[i]));
  }
}

/// StackOverflow 71190712: XOR, rows one by one, squared error with rate 0.2 (mse with 0.1): the dead network
/// answers 20/41 to everything at the end of each epoch.
TEST(batch, the_stranger_who_saw_one_answer_for_every_input) {
  CellConfig config = cell_config("relu");
  config.init.weight_init = initializer("values", {-1.0, -1.0});
  config.init.bias_init = initializer("constant", {-0.5});
  config.init.bias_init_given = true;
  config.loss = call_part(PartKind::loss, "mse");
  config.output = "linear";
  config.shuffle = "none";
  config.batch_size = 1;
  config.lr = 0.1;
  config.epochs = 2000;
  const std::vector<oracle::Row> rows = {{0, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 1, 0}};
  const Record r = train_all(*make_reference_engine(), config, dataset_of(rows), 1)[0];
  EXPECT_NEAR(r.final[4], 0.48780487804878037, 1e-6);
  EXPECT_TRUE(r.flags & kDead);
}

TEST(batch, drawn_slopes_follow_the_oracle) {
  Agreement agreement;
  for (const int size : {0, 20}) {
    for (const int layers : {1, 2}) {
      SCOPED_TRACE(std::to_string(size) + " " + std::to_string(layers));
      CellConfig config = cell_config("rrelu");
      config.hidden_layers = layers;
      config.shuffle = "none";
      if (size > 0) config.batch_size = static_cast<std::uint64_t>(size);
      oracle::Problem problem;
      problem.activation = "rrelu";
      problem.lr = 0.1;
      problem.epochs = 40;
      problem.batch_size = size;
      expect_follows(config, problem, oracle::standardise(oracle::iris_petals()), 200, agreement,
                     [](oracle::Problem& p, std::uint64_t network) {
        p.rrelu_slope = [=](long step, int layer) {
          const std::uint32_t w = word(7, network, 0x20000u + static_cast<std::uint32_t>(layer),
                                       4 * static_cast<std::uint32_t>(step));
          const double u = (2.0 * (w >> 9) + 1) * 0x1p-24;
          return 0.125 + (1.0 / 3 - 0.125) * u;
        };
      });
    }
  }
}

}  // namespace
}  // namespace myriad
