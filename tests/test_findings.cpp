// The findings: the right numbers in the right sentences, for sweeps of every kind.
#include "host/report/findings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "report_fixture.hpp"

namespace myriad::report {
namespace {

/// All findings in one line of text, so that sentences can be looked for whatever the line breaks.
std::string all_findings(const ReportModel& model) {
  std::string text = headline(model) + "\n";
  for (const Finding& finding : findings(model, axis_effects(model))) {
    text += "# " + finding.topic + "\n";
    for (const std::string& sentence : finding.sentences) text += sentence + "\n";
  }
  return text;
}

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)
#define EXPECT_SILENT(text, part) EXPECT_EQ((text).find(part), std::string::npos) << (text)

TEST(Findings, TheHeadlineNamesBirthRevivalAndDeath) {
  const ReportModel model = small_model();
  EXPECT_EQ(headline(model),
            "Up to 47.2% [44.1, 50.3] of the networks were born dead (relu) and none of them ever "
            "revived; up to 100% [99.6, 100] were dead at the end (relu, lr 1).");
}

TEST(Findings, BornDeadStandsBesideTheExactProbability) {
  const std::string text = all_findings(small_model());
  EXPECT_SAYS(text, "relu: 47.2% [44.1, 50.3] (472 of 1,000); exact probability 47.1664%.");
  EXPECT_SAYS(text, "Measured against exact: 0.0 standard errors apart.");
  EXPECT_SAYS(text,
              "leaky_relu(0.01): no network was born dead and none was dead at the end, 0% [0, "
              "0.4] in each of 2 cells.");
}

TEST(Findings, PlainDescentRevivesNothingAndSaysWhy) {
  const std::string text = all_findings(small_model());
  EXPECT_SAYS(text,
              "Plain gradient descent: None of 944 born-dead networks ever revived: 0% [0, 0.8]");
  EXPECT_SAYS(text, "596 died in training for good, 0 died and came back (transient)");
  EXPECT_SAYS(text, "Without momentum and weight decay none can");
}

TEST(Findings, OtherOptimisersReportWhatTheyRevived) {
  ReportModel model = model_of({}, {{{}, dying_cell()}});
  ReportCell& cell = model.cells[0];
  cell.plain_descent = false;
  cell.revived = 72;
  cell.dead -= 72;
  cell.transient = 10;
  const std::string text = all_findings(model);
  EXPECT_SAYS(text, "72 of 472 born-dead networks revived: 15.3% [12.3, 18.8]");
  EXPECT_SAYS(text, "10 died and came back (transient)");
  EXPECT_SAYS(text, "72 of them revived");
  EXPECT_SILENT(text, "none can");
  EXPECT_SILENT(text, "Plain gradient descent");
}

TEST(Findings, ADeadNetworkPredictsTheMajority) {
  ReportModel model = model_of({}, {{{}, dying_cell()}});
  model.cells[0].class1_rows = 40;
  std::string text = all_findings(model);
  EXPECT_SAYS(text, "class 1 if c >= 0, class 0 if c < 0");
  // logit(0.4) = -0.405465…, entropy(0.4) = 0.673012…
  EXPECT_SAYS(
      text,
      "It tends to logit(0.4) = -0.4055, the logit of the share of class 1, so p tends to 0.4");
  EXPECT_SAYS(text, "class 0: accuracy 0.6, cross-entropy 0.673.");
  EXPECT_SILENT(text, "Seen in");
  model.cells[0].dead_answers = {540, 200, 0.39, 0.41};
  model.cells[0].classifies_by_sigmoid = false;
  text = all_findings(model);
  EXPECT_SILENT(text, "It tends to");
  EXPECT_SAYS(text,
              "Seen in the 540 kept networks that were dead at the end: 37.0% [33.1, 41.2] answer "
              "class 1 for "
              "every row, the others class 0, all with p from 0.39 to 0.41.");
}

TEST(Findings, BalancedClassesLeaveEitherAnswerRightForHalf) {
  EXPECT_SAYS(all_findings(small_model()),
              "It tends to logit(0.5) = 0, the logit of the share of class 1, so p tends "
              "to 0.5. Both classes are equally frequent");
}

TEST(Findings, LeakyReluChangesDeathButNotTheStart) {
  const std::string text = all_findings(small_model());
  EXPECT_SAYS(text, "# What activation changes");
  EXPECT_SAYS(text,
              "leaky_relu(0.01) instead of relu (mean of 2 like-for-like pairs): dead at the end "
              "-77.0 points");
  EXPECT_SAYS(text, "With leaky_relu(0.01) no network was born dead or died");
  EXPECT_SAYS(text, "Why: the slope for z <= 0 lets every row keep a gradient.");
  EXPECT_SAYS(text,
              "up to 47.2% [44.1, 50.3] still start with z <= 0 on every row, exactly as many as "
              "relu has born dead");
  EXPECT_SAYS(text, "at the end up to 46.1% [43.0, 49.2] were inactive");
}

TEST(Findings, LearningRatesAreToldSettingBySetting) {
  const std::string text = all_findings(small_model());
  EXPECT_SAYS(text, "lr 1 instead of 0.1 (one like-for-like pair): dead at the end +46.0 points");
  EXPECT_SAYS(text, "born dead unchanged");
  EXPECT_SAYS(text,
              "relu: dead at the end 54.0% [50.9, 57.1] with lr 0.1, 100% [99.6, 100] with lr 1.");
}

TEST(Findings, StandardisingPreventsBirthNotDeath) {
  ReportCell standard = dying_cell();
  standard.born_dead = standard.born_inactive = 0;
  standard.born_dead_theory = 0;
  standard.dead = standard.died = standard.inactive = 88;
  const std::string text = all_findings(
      model_of({"preprocess"}, {{{"none"}, dying_cell()}, {{"standard_scaler"}, standard}}));
  EXPECT_SAYS(
      text,
      "standard_scaler instead of raw rows (one like-for-like pair): dead at the end -45.2 points");
  EXPECT_SAYS(text,
              "standard_scaler prevents being born dead (0% [0, 0.4]), but not dying in training: "
              "up to 8.8% "
              "[7.2, 10.7]");
  EXPECT_SAYS(text, "Why: the origin then lies among the rows");
}

TEST(Findings, TwoReluLayersDieOnCentredRows) {
  ReportCell one = dying_cell(), two = dying_cell();
  one.born_dead = one.born_inactive = 0;
  one.born_dead_theory = 0;
  one.dead = one.died = one.inactive = 88;
  two.born_dead = two.born_inactive = 503;
  two.born_dead_theory = 0.5;
  two.dead = two.inactive = 700;
  two.died = 197;
  const std::string text =
      all_findings(model_of({"shape"}, {{{"2-1-1"}, one}, {{"2-1-1-1"}, two}}));
  EXPECT_SAYS(text, "shape 2-1-1-1: 50.3% [47.2, 53.4] (503 of 1,000); exact probability 50%.");
  EXPECT_SAYS(text, "Why: the second unit sees only h >= 0");
}

TEST(Findings, ManyStartsAndValuesAreSummarised) {
  std::vector<std::pair<std::vector<std::string>, ReportCell>> cells;
  for (int i = 0; i < 30; ++i) {
    ReportCell cell = dying_cell();
    cell.born_dead += static_cast<std::uint64_t>(i);
    cell.died -= static_cast<std::uint64_t>(i);
    cells.push_back({{std::to_string(i)}, cell});
  }
  const std::string text = all_findings(model_of({"data.offset"}, cells));
  EXPECT_SAYS(text, "30 different starts; the least, the middle and the most born dead:");
  EXPECT_SAYS(text, "data.offset 0: 47.2%");
  EXPECT_SAYS(text, "data.offset 29: 50.1%");
  EXPECT_SILENT(text, "data.offset 7:");
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 40);
}

TEST(Findings, NothingDeadIsSaidPlainly) {
  ReportCell cell = living_cell();
  const ReportModel model = model_of({"lr"}, {{{"0.1"}, cell}, {{"1"}, cell}});
  EXPECT_EQ(headline(model),
            "No network was born dead, and none was dead at the end: 0% [0, 0.4] in every cell.");
}

TEST(Findings, AllDivergedOrFailedIsSaidPlainly) {
  ReportModel model = diverged_model();
  EXPECT_EQ(headline(model), "Every network diverged, so there is no fate to report.");
  EXPECT_SAYS(all_findings(model), "4,000 of 4,000 networks diverged");
  EXPECT_SILENT(all_findings(model), "like for like");
  for (ReportCell& cell : model.cells) cell.error = "no such file";
  EXPECT_EQ(headline(model), "No cell could be computed, so there is nothing to report.");
}

TEST(Findings, DistanceFromTheory) {
  ReportCell cell = dying_cell();
  cell.born_dead_theory = 0.5;
  EXPECT_NEAR(theory_distance(cell), 28 / std::sqrt(250.0), 1e-12);
  cell.born_dead_theory.reset();
  EXPECT_EQ(theory_distance(cell), 0);
  cell.born_dead_theory = 0;
  EXPECT_TRUE(std::isinf(theory_distance(cell)));
  cell.born_dead = 0;
  EXPECT_EQ(theory_distance(cell), 0);
}

TEST(Findings, WarningsNameTheirCells) {
  ReportModel model = small_model();
  EXPECT_TRUE(warnings(model).empty());
  model.cells[0].born_dead_theory = 0.6;
  model.cells[1].error = "points.csv:3:1: not a number";
  model.cells[2].networks = 900;
  model.cells[3].diverged = 2;
  model.manifest.math = "fast";
  model.notes = {"a note"};
  const auto texts = warnings(model);
  ASSERT_EQ(texts.size(), 6u);
  EXPECT_EQ(texts[0], "a note");
  EXPECT_SAYS(texts[1], "cell 1 (relu, lr 1), points.csv:3:1: not a number");
  EXPECT_SAYS(texts[2], "Not finished: 1 of 4 cells: cell 2");
  EXPECT_SAYS(texts[3], "diverged: 1 of 4 cells: cell 3");
  EXPECT_SAYS(texts[4], "5 standard errors away from the exact probability: 1 of 4 cells: cell 0");
  EXPECT_SAYS(texts[5], "--math fast");
}

TEST(FindingsText, IsPrintableAndNarrow) {
  ReportModel model = small_model();
  model.name = "evil\x1b[2J\nname";
  model.cells[0].name = "two\nlines \x07";
  const std::string text = findings_text(model);
  EXPECT_SAYS(text, "evil\\x1b[2J\\nname: 4,000 networks in 4 cells. In brackets: 95%");
  EXPECT_SILENT(text, "\x1b");
  EXPECT_SILENT(text, "\x07");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto columns =
        std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; });
    EXPECT_LE(columns, 80) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
}

}  // namespace
}  // namespace myriad::report
