// Results and their tables: names and order of columns, and every number against the records it counts.
#include "myriad/result.hpp"

#include <charconv>
#include <map>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "myriad/run.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

using Columns = std::vector<std::string>;

/// A finished run, its result, and the records that its engine made up.
struct Finished {
  explicit Finished(Sweep sweep) {
    FakeEngine engine;
    RunOptions options;
    options.directory = scratch / "out";
    run_sweep(sweep, engine, options);
    result.emplace(Result::open(scratch / "out"));
  }
  std::vector<Record> records(std::uint32_t cell) const {
    const CellJob job = result->job(cell);
    std::vector<Record> all;
    for (std::uint64_t n = 0; n < result->sweep().networks_per_cell; ++n) all.push_back(fake_record(job, n));
    return all;
  }
  TemporaryDirectory scratch;
  std::optional<Result> result;
};

Sweep sweep_with_tests(std::uint64_t networks = 60) {
  Sweep sweep = make_sweep({make_cell(0.1), make_cell(0.2, "uniform")}, networks);
  sweep.cells[1].config.test_fraction = 0.3;
  sweep.keep = {KeepRule::Kind::all, 0};
  return sweep;
}

std::map<std::string, Entry> row_of(const Table& table, std::size_t row) {
  std::map<std::string, Entry> entries;
  for (std::size_t i = 0; i < table.columns.size(); ++i) entries[table.columns[i]] = table.rows.at(row).at(i);
  return entries;
}

double real(const Entry& entry) { return std::get<double>(entry); }

bool finite(const Record& r) { return (r.flags & kDiverged) == 0; }

TEST(CellsTable, HasTheColumnsInOrder) {
  const Finished run(sweep_with_tests());
  EXPECT_EQ(cells_table(*run.result).columns,
            (Columns{"cell", "lr", "networks", "diverged", "born_dead", "born_inactive", "born_always_on",
                     "dead", "died", "transient", "revived", "inactive", "always_on", "solved",
                     "dead_fraction", "dead_low", "dead_high", "born_dead_fraction", "born_dead_low",
                     "born_dead_high", "died_fraction", "died_low", "died_high", "born_dead_theory",
                     "train_accuracy_mean", "train_accuracy_sd", "test_accuracy_mean", "test_accuracy_sd",
                     "train_loss_mean", "digest"}));
}

TEST(CellsTable, CountsWhatTheRecordsSay) {
  const Finished run(sweep_with_tests());
  const Table table = cells_table(*run.result);
  const std::vector<std::pair<std::string, Flag>> counts = {
      {"diverged", kDiverged}, {"born_dead", kBornDead}, {"born_inactive", kBornInactive},
      {"dead", kDead},         {"died", kDied},          {"revived", kRevived},
      {"inactive", kInactive}, {"solved", kSolved},      {"transient", kTransient}};
  for (std::uint32_t k = 0; k < 2; ++k) {
    auto row = row_of(table, k);
    const auto records = run.records(k);
    EXPECT_EQ(row["networks"], Entry(std::uint64_t{60}));
    EXPECT_EQ(row["lr"], Entry(k == 0 ? 0.1 : 0.2));
    for (const auto& [name, flag] : counts) {
      std::uint64_t expected = 0;
      for (const Record& r : records) expected += (r.flags & flag) != 0;
      EXPECT_EQ(row[name], Entry(expected)) << name;
    }
    std::uint64_t digest = 0;
    for (const Record& r : records) digest += digest_of(r, 5);
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(digest));
    EXPECT_EQ(row["digest"], Entry(std::string(text)));
  }
}

TEST(CellsTable, LeavesDivergedNetworksOutOfTheRest) {
  const Finished run(sweep_with_tests());
  auto row = row_of(cells_table(*run.result), 1);
  const auto records = run.records(1);
  const auto dataset = run.result->dataset(1);
  double n = 0, dead = 0, died = 0, born = 0, loss = 0, train = 0, test = 0, spread = 0;
  for (const Record& r : records) {
    born += (r.flags & kBornDead) != 0;
    if (!finite(r)) continue;
    n += 1;
    dead += (r.flags & kDead) != 0;
    died += (r.flags & kDied) != 0;
    loss += double(r.train_loss);
    train += r.train_correct / double(dataset->train.rows.size());
    test += r.test_correct / double(dataset->test.rows.size());
  }
  for (const Record& r : records) {
    if (finite(r)) spread += std::pow(r.test_correct / double(dataset->test.rows.size()) - test / n, 2);
  }
  ASSERT_LT(n, 60);
  EXPECT_DOUBLE_EQ(real(row["dead_fraction"]), dead / n);
  EXPECT_DOUBLE_EQ(real(row["died_fraction"]), died / n);
  EXPECT_DOUBLE_EQ(real(row["born_dead_fraction"]), born / 60);
  EXPECT_NEAR(real(row["train_loss_mean"]), loss / n, 1e-15);
  EXPECT_NEAR(real(row["train_accuracy_mean"]), train / n, 1e-14);
  EXPECT_NEAR(real(row["test_accuracy_mean"]), test / n, 1e-14);
  EXPECT_NEAR(real(row["test_accuracy_sd"]), std::sqrt(spread / (n - 1)), 1e-14);
  // Wilson's interval: where (p - k/n)^2 = z^2 p (1-p) / n.
  for (const char* edge : {"dead_low", "dead_high"}) {
    const double p = real(row[edge]), z = 1.959963984540054;
    EXPECT_NEAR(std::pow(p - dead / n, 2), z * z * p * (1 - p) / n, 1e-12);
  }
  EXPECT_LT(real(row["dead_low"]), dead / n);
  EXPECT_GT(real(row["dead_high"]), dead / n);
}

TEST(CellsTable, HasEmptyEntriesWhereThereIsNothing) {
  const Finished run(sweep_with_tests());
  auto row = row_of(cells_table(*run.result), 0);  // no test rows
  EXPECT_EQ(row["test_accuracy_mean"], Entry());
  EXPECT_EQ(row["test_accuracy_sd"], Entry());
  Sweep one = make_sweep({make_cell(0.1)}, 1);
  const Finished single(one);
  row = row_of(cells_table(*single.result), 0);
  EXPECT_NE(row["train_accuracy_mean"], Entry());
  EXPECT_EQ(row["train_accuracy_sd"], Entry());
}

TEST(CellsTable, ShowsACellThatCouldNotBeComputed) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob&, NetworkRange) { throw std::runtime_error("broken"); };
  RunOptions options;
  options.directory = scratch / "out";
  run_sweep(make_sweep({make_cell(0.1)}), engine, options);
  auto row = row_of(cells_table(Result::open(scratch / "out")), 0);
  EXPECT_EQ(row["networks"], Entry(std::uint64_t{0}));
  for (const char* name : {"dead_fraction", "born_dead_low", "train_accuracy_mean", "train_loss_mean"}) {
    EXPECT_EQ(row[name], Entry()) << name;
  }
  EXPECT_EQ(row["digest"], Entry(std::string("0000000000000000")));
}

TEST(NetworksTable, HasARowPerKeptNetwork) {
  const Finished run(sweep_with_tests());
  const Table table = networks_table(*run.result);
  EXPECT_EQ(table.columns,
            (Columns{"cell", "network", "init.hidden.0.weight.0", "init.hidden.0.weight.1",
                     "init.hidden.0.bias", "init.output.weight.0", "init.output.bias",
                     "final.hidden.0.weight.0", "final.hidden.0.weight.1", "final.hidden.0.bias",
                     "final.output.weight.0", "final.output.bias", "born_dead", "dead", "died",
                     "transient", "revived", "inactive", "always_on", "diverged", "death_epoch",
                     "train_correct", "test_correct", "train_loss"}));
  ASSERT_EQ(table.rows.size(), 120u);
  EXPECT_EQ(networks_table(*run.result, 1).rows.size(), 60u);
  const auto records = run.records(1);
  for (std::size_t n = 0; n < 60; ++n) {
    auto row = row_of(table, 60 + n);
    const Record& r = records[n];
    EXPECT_EQ(row["cell"], Entry(std::uint64_t{1}));
    EXPECT_EQ(row["network"], Entry(std::uint64_t{n}));
    EXPECT_EQ(row["dead"], Entry(std::uint64_t{(r.flags & kDead) != 0}));
    EXPECT_EQ(row["revived"], Entry(std::uint64_t{(r.flags & kRevived) != 0}));
    EXPECT_EQ(row["diverged"], Entry(std::uint64_t{!finite(r)}));
    EXPECT_EQ(row["death_epoch"], r.death_epoch == kNeverDied ? Entry() : Entry(std::uint64_t{r.death_epoch}));
    EXPECT_EQ(row["test_correct"], Entry(std::uint64_t{r.test_correct}));
    EXPECT_EQ(to_bits(std::get<float>(row["init.hidden.0.bias"])), to_bits(r.initial[2]));
    EXPECT_EQ(to_bits(std::get<float>(row["final.hidden.0.weight.0"])), to_bits(r.final[0]));
    EXPECT_EQ(to_bits(std::get<float>(row["train_loss"])), to_bits(r.train_loss));
  }
  EXPECT_EQ(row_of(table, 0)["test_correct"], Entry());
  EXPECT_THROW(networks_table(*run.result, 2), UsageError);
}

TEST(NetworksTable, UnitesTheColumnsOfMixedShapes) {
  Sweep sweep = make_sweep({make_cell(0.1), make_cell(0.1, "xor", 2)}, 3);
  sweep.keep = {KeepRule::Kind::all, 0};
  const Finished run(sweep);
  const Table table = networks_table(*run.result);
  ASSERT_EQ(table.columns.at(5), "init.hidden.1.weight.0");
  const Record flat = run.records(0)[0], deep = run.records(1)[0];
  auto row = row_of(table, 0);
  EXPECT_EQ(row["init.hidden.1.weight.0"], Entry());
  EXPECT_EQ(row["final.hidden.1.bias"], Entry());
  EXPECT_EQ(row["init.output.weight.0"], Entry(flat.initial[3]));
  EXPECT_EQ(row["final.output.bias"], Entry(flat.final[4]));
  row = row_of(table, 3);
  EXPECT_EQ(row["init.hidden.1.weight.0"], Entry(deep.initial[3]));
  EXPECT_EQ(row["init.output.weight.0"], Entry(deep.initial[5]));
  EXPECT_EQ(row["final.output.bias"], Entry(deep.final[6]));
}

TEST(DataTable, ShowsTheFloatsThatTheNetworksSaw) {
  Sweep sweep = sweep_with_tests(5);
  sweep.cells[1].config.preprocess = call_part(PartKind::preprocess, "standard_scaler");
  const Finished run(sweep);
  const Table table = data_table(*run.result, 1);
  EXPECT_EQ(table.columns, (Columns{"row", "split", "x1", "x2", "label", "x1_scaled", "x2_scaled"}));
  const auto dataset = run.result->dataset(1);
  ASSERT_EQ(table.rows.size(), dataset->raw.samples.size());
  std::size_t tests = 0;
  double mean = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    auto row = row_of(table, i);
    EXPECT_EQ(row["row"], Entry(std::uint64_t{i}));
    EXPECT_EQ(row["x2"], Entry(dataset->raw.samples[i].x2));
    EXPECT_EQ(row["label"], Entry(dataset->raw.samples[i].label));
    const bool is_test = row["split"] == Entry(std::string("test"));
    tests += is_test;
    if (!is_test) mean += double(std::get<float>(row["x1_scaled"]));
  }
  EXPECT_EQ(tests, dataset->test.rows.size());
  EXPECT_NEAR(mean, 0, 1e-4);
  EXPECT_THROW(data_table(*run.result, 2), UsageError);
}

TEST(DataTable, DoesNotNeedTheFileAnyMore) {
  const TemporaryDirectory files;
  write_file(files / "d.csv", "a,b,y\n1,2,0\n3,4.5,1\n");
  Sweep sweep = make_sweep({make_cell(0.1, "csv")}, 5);
  sweep.cells[0].config.data.directory = files.path();
  sweep.cells[0].config.data.fields = {{"file", std::string("d.csv")},
                                       {"features", std::vector<std::string>{"a", "b"}},
                                       {"label", std::string("y")}};
  const Finished run(sweep);
  std::filesystem::remove(files / "d.csv");
  const Table table = data_table(Result::open(run.scratch / "out"), 0);
  EXPECT_EQ(row_of(table, 1)["x2"], Entry(4.5));
}

TEST(SurvivalTable, CountsTheLivingAtEachCheckpoint) {
  const Finished run(sweep_with_tests());
  const Table table = survival_table(*run.result);
  EXPECT_EQ(table.columns, (Columns{"cell", "epoch", "alive", "networks"}));
  const auto epochs = run.result->job(0).checkpoints;
  ASSERT_FALSE(epochs.empty());
  ASSERT_EQ(table.rows.size(), 2 * epochs.size());
  const auto records = run.records(0);
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    std::uint64_t alive = 0, networks = 0;
    for (const Record& r : records) {
      networks += finite(r);
      alive += finite(r) && (r.dead_at >> i & 1) == 0;
    }
    EXPECT_EQ(table.rows[i], (std::vector<Entry>{std::uint64_t{0}, std::uint64_t{epochs[i]}, alive, networks}));
  }
  EXPECT_EQ(survival_table(*run.result, 1).rows.size(), epochs.size());
}

TEST(HistogramTable, CountsEveryNetworkOnce) {
  const Finished run(sweep_with_tests());
  const Table table = histogram_table(*run.result);
  EXPECT_EQ(table.columns, (Columns{"cell", "metric", "bin", "low", "high", "count"}));
  std::map<std::pair<std::uint64_t, std::string>, std::uint64_t> totals;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    auto row = row_of(table, i);
    const auto metric = std::get<std::string>(row["metric"]);
    const auto count = std::get<std::uint64_t>(row["count"]);
    EXPECT_GT(count, 0u);
    totals[{std::get<std::uint64_t>(row["cell"]), metric}] += count;
    if (metric == "test_correct") {
      std::uint64_t expected = 0;
      for (const Record& r : run.records(1)) expected += finite(r) && r.test_correct == real(row["low"]);
      EXPECT_EQ(count, expected);
    }
  }
  std::uint64_t alive = 0, dead = 0;
  for (const Record& r : run.records(1)) {
    alive += finite(r);
    dead += (r.flags & kDead) != 0;
  }
  EXPECT_EQ((totals[{1, "train_correct"}]), alive);
  EXPECT_EQ((totals[{1, "test_correct"}]), alive);
  EXPECT_EQ((totals[{1, "death_epoch"}]), dead);
  EXPECT_EQ((totals[{1, "train_loss"}]), 60u);
  EXPECT_EQ((totals[{0, "test_correct"}]), 0u);
}

TEST(Result, CanBeCopiedAndOutlivesItsFirstOwner) {
  const Finished run(sweep_with_tests());
  std::optional<Result> first = Result::open(run.scratch / "out");
  const Result second = *first;
  first.reset();
  EXPECT_EQ(second.kept(0).size(), 60u);
  EXPECT_EQ(second.dataset(0), second.dataset(0));
}

}  // namespace
}  // namespace myriad
