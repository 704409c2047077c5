// Networks that stand still: what the short way leaves out must be what would not have moved. The reference engine
// takes every step of every network.
#include "myriad/step/stillness.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "host/engine/float_environment.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

using Phi = OneActivation<Relu>;
using PlainSetting = Setting<float, Phi, SpecialLoss>;

struct Cell {
  std::string name;
  CellJob job;
};

std::vector<oracle::Row> positive_rows(int count, int ones) {
  std::vector<oracle::Row> rows;
  for (int i = 0; i < count; ++i) {
    const double x1 = 0.4 + 0.3 * (i * 7 % 11), x2 = 0.2 + 0.25 * (i * 5 % 7);
    rows.push_back({x1 + (i < ones ? 1.0 : 0.0), x2, i < ones ? 1 : 0});
  }
  return rows;
}

CellConfig dying_config(int layers, const char* activation = "relu") {
  CellConfig config = cell_config(activation);
  config.hidden_layers = layers;
  config.lr = 0.9;
  config.epochs = 150;
  return config;
}

/// Networks that die at birth and later, diverge, settle; that cannot stand still although they are dead.
std::vector<Cell> cells() {
  std::vector<Cell> all;
  const auto add = [&](const std::string& name, const CellConfig& config, std::vector<oracle::Row> rows) {
    all.push_back({name, make_cell_job(config, 5, 2000, dataset_of(rows, positive_rows(5, 2)))});
  };
  for (const int layers : {1, 2}) {
    for (const char* activation : {"relu", "relu6", "hardtanh", "hardswish", "tanh"}) {
      add(std::string(activation) + " " + std::to_string(layers), dying_config(layers, activation),
          positive_rows(23, 9));
    }
    add("chunks of 14 rows", dying_config(layers), positive_rows(100, 43));
    CellConfig config = dying_config(layers);
    config.lr = 1e30;
    add("diverging", config, positive_rows(11, 4));
    config.lr = 0.9;
    config.optimizer = call_part(PartKind::optimizer, "sgd", {0.9, 0.1, 1.0});
    add("momentum", config, positive_rows(11, 4));
    config.optimizer = call_part(PartKind::optimizer, "adam");
    add("adam", config, positive_rows(11, 4));
    config.optimizer = call_part(PartKind::optimizer, "adagrad", {0.0, 0.1, 1e-10});
    add("adagrad", config, positive_rows(11, 4));
    config = dying_config(layers);
    config.weight_decay = 0.01;
    add("decay", config, positive_rows(11, 4));
    config = dying_config(layers);
    config.clip_norm = 0.3;
    add("clipping", config, positive_rows(11, 4));
    config = dying_config(layers);
    config.schedule = call_part(PartKind::schedule, "step", {40, 0.5});
    add("schedule", config, positive_rows(11, 4));
    config = dying_config(layers);
    config.loss = call_part(PartKind::loss, "mse");
    add("mse", config, positive_rows(11, 4));
    config = dying_config(layers);
    config.batch_size = 4;
    config.epochs = 20;
    add("batches", config, positive_rows(11, 4));
  }
  CellConfig config = dying_config(1);
  for (const int ones : {0, 1}) add("one row of class " + std::to_string(ones), config, positive_rows(1, ones));
  for (const int ones : {0, 9}) add("nine rows, ones " + std::to_string(ones), config, positive_rows(9, ones));
  config.epochs = 1500;
  config.lr = 0.5;
  add("settling", config, positive_rows(4, 1));
  for (const std::uint64_t epochs : {0, 1, 2, 31, 32, 33}) {
    config.epochs = epochs;
    add(std::to_string(epochs) + " epochs", config, positive_rows(11, 4));
  }
  return all;
}

void expect_same(const ChunkResult& got, const ChunkResult& want) {
  EXPECT_TRUE(got.summary == want.summary);
  ASSERT_EQ(got.kept.size(), want.kept.size());
  for (std::size_t i = 0; i < got.kept.size(); ++i) {
    ASSERT_TRUE(same_record(got.kept[i], want.kept[i])) << "network " << want.kept[i].network;
  }
}

TEST(stillness, the_short_way_gives_the_bits_of_the_long_one) {
  std::uint64_t born_dead = 0, died = 0, diverged = 0;
  for (const Cell& cell : cells()) {
    const NetworkRange range{900, 203};
    const ChunkResult want = make_reference_engine()->run(cell.job, range, keep_all());
    for (const Record& r : want.kept) {
      born_dead += (r.flags & kBornDead) != 0;
      died += (r.flags & kDied) != 0;
      diverged += (r.flags & kDiverged) != 0;
    }
    for (const std::string& isa : available_isas()) {
      for (const bool skip : {true, false}) {
        SCOPED_TRACE(cell.name + ", " + isa + (skip ? ", short" : ", long"));
        if (isa == "baseline" && !skip) continue;
        expect_same(make_cpu_engine({1, isa, skip})->run(cell.job, range, keep_all()), want);
      }
    }
  }
  EXPECT_GT(born_dead, 1000u);
  EXPECT_GT(died, 1000u);
  EXPECT_GT(diverged, 100u);
}

TEST(stillness, any_count_of_networks_is_regrouped) {
  const CellJob job = make_cell_job(dying_config(1), 5, 2000, dataset_of(positive_rows(23, 9)));
  const ChunkResult all = make_reference_engine()->run(job, {0, 1100}, keep_all());
  for (const std::string& isa : available_isas()) {
    const auto engine = make_cpu_engine({2, isa});
    for (std::uint64_t count = 1; count <= (isa == "avx512" ? 70u : 20u); ++count) {
      const ChunkResult got = engine->run(job, {0, count}, keep_all());
      ASSERT_EQ(got.kept.size(), count);
      for (std::uint64_t i = 0; i < count; ++i) ASSERT_TRUE(same_record(got.kept[i], all.kept[i])) << count;
    }
    if (isa != "baseline") expect_same(make_cpu_engine({1, isa})->run(job, {0, 1100}, keep_all()), all);
  }
}

TEST(stillness, one_run_of_additions_serves_all_chunks) {
  const FloatEnvironment environment;
  for (const float d : {0.1f, 0.7312f, 1.0f, 3e-8f, 0.0f}) {
    for (std::uint32_t rows = 0; rows < 300; rows += rows < 40 ? 1 : 13) {
      for (const std::uint32_t chunk : {2u, 4u, 14u, 128u}) {
        float total = 0;
        for (std::uint32_t first = 0; first < rows; first += chunk) {
          float sum = 0;
          for (std::uint32_t i = first; i < rows && i < first + chunk; ++i) sum += d;
          total += sum;
        }
        ASSERT_EQ(to_bits(repeated_sum(d, rows, chunk)), to_bits(total)) << rows << " in chunks of " << chunk;
      }
    }
  }
}

/// A network of given parameters after `epochs` steps.
template <int Slots>
Training<Slots, float, 1> trained(const Job& job, const float (&start)[5], std::uint32_t epochs) {
  const FloatEnvironment environment;
  const PlainSetting setting{job, job.train, job.test, {0, 1}, {}, {0, nullptr}, {0, nullptr, false}};
  Parameters<float, 1> initial{};
  std::copy_n(start, 5, initial.at);
  Training<Slots, float, 1> t;
  begin_training<Slots, float, 1>(job, initial, t);
  Progress at;
  train_until<Slots, false, true, float, 1>(setting, epochs, at, t);
  return t;
}

TEST(stillness, is_seen_where_it_is_and_nowhere_else) {
  const CellJob cell = make_cell_job(dying_config(1), 5, 10, dataset_of(positive_rows(11, 4)));
  const float dead[5] = {-0.5f, -0.5f, 0.0f, 0.3f, 0.2f};
  const float alive[5] = {0.5f, -0.5f, 0.0f, 0.3f, 0.2f};
  const float negative_zero[5] = {-0.5f, -0.5f, -0.0f, -0.3f, 0.2f};
  EXPECT_TRUE(trained<0>(cell.job, dead, 1).still.frozen);
  EXPECT_FALSE(trained<0>(cell.job, dead, 1).still.settled);
  EXPECT_FALSE(trained<0>(cell.job, alive, 1).still.frozen);
  const auto first = trained<0>(cell.job, negative_zero, 1);
  EXPECT_EQ(first.still.frozen, to_bits(first.p.at[2]) != 0x80000000u);

  CellConfig config = dying_config(1);
  config.optimizer = call_part(PartKind::optimizer, "sgd", {0.9, 0.0, 0.0});
  const CellJob heavy = make_cell_job(config, 5, 10, dataset_of(positive_rows(11, 4)));
  EXPECT_TRUE(trained<1>(heavy.job, dead, 1).still.frozen);  // its buffer never got anything
  const float dying[5] = {-0.03f, 0.05f, 0.0f, 3.0f, 4.0f};  // dies with a buffer that is not empty
  const auto later = trained<1>(heavy.job, dying, 12);
  ASSERT_TRUE(later.death.dead());
  EXPECT_FALSE(later.still.frozen);
}

TEST(stillness, a_dead_network_settles) {
  CellConfig config = dying_config(1);
  config.epochs = 3000;
  const CellJob cell = make_cell_job(config, 5, 10, dataset_of(positive_rows(11, 4)));
  const float dead[5] = {-0.5f, -0.5f, 0.0f, 0.3f, 0.2f};
  const auto t = trained<0>(cell.job, dead, 2000);
  EXPECT_TRUE(t.still.frozen && t.still.settled);
  EXPECT_NEAR(t.p.at[4], std::log(4.0 / 7.0), 1e-5);  // the logit of the share of ones
}

}  // namespace
}  // namespace myriad
