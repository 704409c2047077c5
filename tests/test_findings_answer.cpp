// The answer below the headline: which numbers it gives for sweeps of each kind, and when it is silent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "host/report/findings.hpp"
#include "report_fixture.hpp"

namespace myriad::report {
namespace {

std::string answer_of(const ReportModel& model) {
  return fmt::format("{}", fmt::join(answer(model, axis_effects(model)), "\n"));
}

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)
#define EXPECT_SILENT(text, part) EXPECT_EQ((text).find(part), std::string::npos) << (text)

TEST(FindingsAnswer, TellsEachValueOfTheAxisThatSetsTheStartsApart) {
  EXPECT_SAYS(answer_of(small_model()),
              "relu: born dead 47.2%, died in training 6.8% (lr 0.1) to 52.8% (lr 1), mean accuracy 0.500 to 0.694.\n"
              "leaky_relu(0.01): born dead 0%, died in training 0%, mean accuracy 0.838.");
}

TEST(FindingsAnswer, BeginsWithWhatHelpedMost) {
  const std::string text = answer_of(small_model());
  EXPECT_EQ(text.find("The best remedy: leaky_relu(0.01) instead of relu, -77.0 points [-78.5, -75.2] dead at the end.\n"
                      "Least dead at the end: 0% [0, 0.4] (leaky_relu(0.01), lr 0.1).\n"),
            0u)
      << text;
  const std::string alike = answer_of(model_of({"lr"}, {{{"0.1"}, dying_cell()}, {{"1"}, dying_cell()}}));
  EXPECT_SILENT(alike, "remedy");
  EXPECT_SILENT(alike, "Least dead");
}

TEST(FindingsAnswer, NamedCellsStandForThemselves) {
  ReportModel model = model_of({"bias_init"}, {{{"zeros"}, dying_cell()}, {{"ones"}, living_cell()}, {{""}, dying_cell()}});
  model.cells[2].name = "torch default";
  EXPECT_SAYS(answer_of(model), "torch default: born dead 47.2%, died in training 6.8%");
}

TEST(FindingsAnswer, SaysFromWhichLearningRateOnMoreDieThanAreBornDead) {
  ReportModel model = model_of({"lr"}, {{{"10"}, dying_cell()}, {{"0.1"}, dying_cell()}, {{"1"}, dying_cell()}});
  model.cells[0].died = model.cells[2].died = 480;
  model.cells[0].dead = model.cells[2].dead = 952;
  model.cells[1].dead = 399;
  const std::string text = answer_of(model);
  EXPECT_SAYS(text, "More die in training than are born dead from lr 1 on.");
  EXPECT_SAYS(text, "are dead from lr 1 on (at the most 95.2%).");
  model.cells[2].dead = 399;
  EXPECT_SAYS(answer_of(model), "are dead from lr 10 on");
  for (ReportCell& cell : model.cells) cell.dead = 0;
  EXPECT_SAYS(answer_of(model), "are dead at no lr tried (at the most 0%).");
}

TEST(FindingsAnswer, SaysWhoCameBack) {
  ReportModel model = model_of({"optimizer"}, {{{"sgd"}, dying_cell()}, {{"adam"}, dying_cell()}});
  EXPECT_SILENT(answer_of(model), "came back");  // plain descent: another finding says why
  ReportCell& adam = model.cells[1];
  adam.plain_descent = false;
  adam.revived = 40;
  adam.transient = 20;
  model.cells[0].permanent = adam.dead = 540;
  adam.returns = 27;
  const std::string text = answer_of(model);
  EXPECT_SAYS(text, "came back to life: sgd: 0%; adam: 10.0%.");  // (40 + 20) of (540 + 40 + 20)
  EXPECT_SAYS(text, "Of those dead at the end 50.0% are dead for ever as the optimiser stands, 2.5% would still");
}

TEST(FindingsAnswer, TheBestLineIsACeilingWhereManyReachIt) {
  ReportModel model = model_of({"activation"}, {{{"relu"}, dying_cell()}, {{"tanh"}, living_cell()}});
  model.cells[0].accuracy = {{0.5, 0.5, 540}, {0.75, 0.75, 460}};
  model.cells[1].accuracy = {{0.75, 0.75, 1000}};
  EXPECT_SILENT(answer_of(model), "No line");
  for (ReportCell& cell : model.cells) cell.best_linear_accuracy = 0.75;
  EXPECT_SAYS(answer_of(model), "No line gets more than 75.0% of the rows right");
  EXPECT_SAYS(answer_of(model), "do as well as that: relu: 46.0%; tanh: 100%.");
  model.cells[1].best_linear_accuracy = 0.76;
  EXPECT_SILENT(answer_of(model), "No line");
}

TEST(FindingsAnswer, OfManyActivationsOnlyTheBestIsSaid) {
  ReportModel model = model_of({"activation", "lr"}, {{{"relu", "1"}, dying_cell()}, {{"relu", "2"}, dying_cell()},
                                                      {{"tanh", "1"}, living_cell()}, {{"elu", "1"}, living_cell()},
                                                      {{"silu", "1"}, living_cell()}});
  for (ReportCell& cell : model.cells) {
    cell.accuracy = {{0.75, 0.75, 1000}};
    cell.best_linear_accuracy = 0.75;
  }
  model.cells[0].accuracy = {{0.5, 0.5, 540}, {0.75, 0.75, 460}};
  model.cells[1].accuracy = {{0.5, 0.5, 600}, {0.75, 0.75, 400}};
  EXPECT_SAYS(answer_of(model), "as well as that at best: relu 46.0%, tanh 100%, elu 100%, silu 100%.");
}

TEST(FindingsAnswer, ASingleSettingHasNoAxisToTell) {
  EXPECT_EQ(answer_of(model_of({}, {{{}, dying_cell()}})), "");
  EXPECT_EQ(answer_of(diverged_model()), "");
}

TEST(FindingsDetection, ConfusionOfDeadConstantAndZeroGradient) {
  ReportModel model = model_of({}, {{{}, dying_cell()}});
  EXPECT_TRUE(detection_finding(model).sentences.empty());
  ReportCell& cell = model.cells[0];
  cell.constant_output = 600;
  cell.dead_and_constant = cell.dead_and_zero_gradient = cell.zero_gradient = 540;
  const Finding finding = detection_finding(model);
  ASSERT_EQ(finding.sentences.size(), 2u);
  EXPECT_SAYS(finding.sentences[0], "90.0% [87.3, 92.2] of the networks that have it are dead");
  EXPECT_SAYS(finding.sentences[0], "is not enough");
  EXPECT_SAYS(finding.sentences[1], "100% [99.3, 100] of the networks that have them are dead");
  cell.constant_output = 540;
  EXPECT_SAYS(detection_finding(model).sentences[0], "was enough");
}

}  // namespace
}  // namespace myriad::report
