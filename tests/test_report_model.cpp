// From a real run to the model of its report: counts known from the lattice, everything else
// consistent.
#include "host/report/report_model.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <numeric>

#include "host/report/label.hpp"
#include "myriad/report.hpp"
#include "myriad/run.hpp"
#include "sweep_fixture.hpp"

namespace myriad::report {
namespace {

using fixture::TemporaryDirectory;

/// 64 x 64 starts without any randomness: 1,932 of them are born dead on raw iris petals.
Result lattice_run(const TemporaryDirectory& directory, const std::string& keep) {
  const std::string spec =
      "spec_version = 1\nname = \"lattice\"\nseed = 1\nnetworks_per_cell = 4096\nkeep = \"" + keep +
      "\"\n[base]\ndata = { source = \"csv\", file = \"iris_petals.csv\", features = "
      "[\"petal_length\", \"petal_width\"], label = \"virginica\" }\nweight_init = "
      "\"lattice(64, 0.05)\"\noutput_weight_init = \"uniform(-0.05, 0.05)\"\nepochs = 20\n"
      "[grid]\nactivation = [\"relu\", \"leaky_relu(0.01)\"]\n[[cell]]\nname = \"heavy ball\"\n"
      "optimizer = \"sgd(momentum=0.9)\"\n";
  const Sweep sweep = parse_spec(spec, MYRIAD_SOURCE_DIR "/examples/the-question/lattice.toml");
  const auto engine = make_cpu_engine();
  RunOptions options;
  options.directory = directory / "out";
  options.command = "myriad run lattice.toml -o out";
  run_sweep(sweep, *engine, options);
  return Result::open(options.directory);
}

std::uint64_t bits_in(const std::vector<std::uint64_t>& words) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : words) count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

TEST(ReportModel, HoldsWhatTheRunCounted) {
  const TemporaryDirectory directory;
  const ReportModel model = report_model(lattice_run(directory, "all"));
  ASSERT_EQ(model.cells.size(), 3u);
  EXPECT_TRUE(model.notes.empty());
  const ReportCell& relu = model.cells[0];
  EXPECT_EQ(relu.networks, 4096u);
  EXPECT_EQ(relu.born_dead, 1932u);
  EXPECT_EQ(relu.born_dead_theory, 1932.0 / 4096);
  EXPECT_EQ(relu.dead, relu.born_dead + relu.died);
  EXPECT_EQ(relu.revived + relu.transient, 0u);
  EXPECT_EQ(relu.train_rows, 100u);
  EXPECT_EQ(relu.class1_rows, 50u);
  EXPECT_EQ(relu.epochs, 20u);
  ASSERT_FALSE(relu.survival.empty());
  EXPECT_EQ(relu.survival.front().epoch, 0u);
  EXPECT_EQ(relu.survival.front().alive, 4096u - 1932u);
  EXPECT_EQ(relu.survival.back().alive, relu.finite() - relu.dead);
  ASSERT_EQ(model.cells[1].survival.size(), relu.survival.size());  // leaky: never dead, yet drawn
  EXPECT_EQ(model.cells[1].survival.back().alive, 4096u);
  const auto counted =
      std::accumulate(relu.accuracy.begin(), relu.accuracy.end(), std::uint64_t{0},
                      [](std::uint64_t sum, const AccuracyBin& bin) { return sum + bin.count; });
  EXPECT_EQ(counted, relu.finite());
  double mean = 0;
  for (const AccuracyBin& bin : relu.accuracy)
    mean += bin.low * static_cast<double>(bin.count) / 4096;
  EXPECT_NEAR(relu.train_accuracy_mean, mean, 1e-12);
}

TEST(ReportModel, KnowsWhatTheCellsAre) {
  const TemporaryDirectory directory;
  const ReportModel model = report_model(lattice_run(directory, "none"));
  ASSERT_EQ(model.cells.size(), 3u);
  EXPECT_TRUE(model.cells[0].plain_descent);
  EXPECT_FALSE(model.cells[2].plain_descent);
  EXPECT_TRUE(model.cells[0].zero_bias);
  EXPECT_TRUE(model.cells[0].classifies_by_sigmoid);
  EXPECT_EQ(cell_label(model, model.cells[0]), "relu");
  EXPECT_EQ(cell_label(model, model.cells[1]), "leaky_relu(0.01)");
  EXPECT_EQ(cell_label(model, model.cells[2]), "heavy ball");
  EXPECT_EQ(model.cells[1].born_inactive, 1932u);
  EXPECT_EQ(model.manifest.command, "myriad run lattice.toml -o out");
}

TEST(ReportModel, DeadNetworksAnswerOneClass) {
  const TemporaryDirectory directory;
  const ReportModel model = report_model(lattice_run(directory, "dead"));
  const DeadAnswers& answers = model.cells[0].dead_answers;
  EXPECT_EQ(answers.networks, model.cells[0].dead);
  EXPECT_GE(answers.class1,
            1932u);  // born dead on balanced classes: c stays 0, and a tie is class 1
  EXPECT_LE(answers.p_low, 0.5);
  EXPECT_GE(answers.p_high, 0.5);
  EXPECT_GT(answers.p_low, 0.45);
  EXPECT_EQ(model.cells[1].dead_answers.networks, 0u);
}

TEST(ReportModel, FatesAreKnownWhateverIsKept) {
  for (const char* keep : {"all", "dead", "first(10)", "none"}) {
    const TemporaryDirectory directory;
    const ReportModel model = report_model(lattice_run(directory, keep));
    for (const ReportCell& cell : model.cells) {
      EXPECT_EQ(bits_in(cell.fates.dead), cell.dead) << keep;
      EXPECT_EQ(bits_in(cell.fates.finite), cell.finite()) << keep;
    }
  }
}

TEST(ReportModel, HoldsWhatTheDataAllowAndHowDeathShows) {
  const TemporaryDirectory directory;
  const ReportModel model = report_model(lattice_run(directory, "none"));
  const ReportCell& relu = model.cells[0];
  EXPECT_EQ(relu.best_linear_accuracy, 0.97);
  EXPECT_NEAR(relu.gamma.value(), 5.612078, 1e-5);  // |(4.906, 1.676)| / |(0.821, 0.423)|: means and sds of iris petals
  EXPECT_EQ(relu.permanent, relu.dead);          // plain descent
  EXPECT_EQ(relu.dead_and_constant, relu.dead);
  EXPECT_EQ(relu.dead_and_zero_gradient, relu.dead);
  EXPECT_GE(relu.constant_output, relu.dead);
}

TEST(ReportModel, PublicFunctionsTellTheSameStory) {
  const TemporaryDirectory directory;
  const Result result = lattice_run(directory, "dead");
  const std::string text = findings_text(result);
  EXPECT_NE(text.find("relu: 47.2% [45.6, 48.7] (1,932 of 4,096); exact probability 47.168%."),
            std::string::npos)
      << text;
  const std::string page = html_report(result);
  EXPECT_NE(page.find("47.2%<small>[45.6, 48.7]</small>"), std::string::npos);
  EXPECT_EQ(page, html_report(result));
}

}  // namespace
}  // namespace myriad::report
