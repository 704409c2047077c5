// How cells and values are called, and which cells are drawn.
#include "host/report/label.hpp"

#include <gtest/gtest.h>

#include "host/report/choice.hpp"
#include "report_fixture.hpp"

namespace myriad::report {
namespace {

TEST(Label, ValuesThatExplainThemselvesGoWithoutKey) {
  EXPECT_EQ(value_label("activation", "leaky_relu(negative_slope=0.01)"), "leaky_relu(0.01)");
  EXPECT_EQ(value_label("optimizer", "sgd(momentum=0.9)"), "sgd(momentum=0.9)");
  EXPECT_EQ(value_label("preprocess", "none"), "raw rows");
  EXPECT_EQ(value_label("lr", "0.1"), "lr 0.1");
  EXPECT_EQ(value_label("weight_init", "uniform(a=-0.05, b=0.05)"),
            "weight_init uniform(-0.05, 0.05)");
  EXPECT_EQ(bare_value_label("lr", "0.1"), "0.1");
  EXPECT_EQ(bare_value_label("lr", "0.31622776601684"), "0.31623");
  EXPECT_EQ(bare_value_label("data.seed", "123456789"), "123456789");
}

TEST(Label, ACellIsItsNameOrWhatSetsItApart) {
  ReportModel model =
      model_of({"activation", "lr"}, {{{"relu", "0.1"}, dying_cell()}}, {{"lr", "0.1"}});
  EXPECT_EQ(cell_label(model, model.cells[0]), "relu");
  model.cells[0].from_base = {true, true};
  EXPECT_EQ(cell_label(model, model.cells[0]), "base");
  model.cells[0].name = "torch default";
  EXPECT_EQ(cell_label(model, model.cells[0]), "torch default");
}

TEST(Label, LongNamesAreCutBetweenCharacters) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcde…");
  EXPECT_EQ(shortened("äöüäöüä", 6), "äöüäö…");
  EXPECT_EQ(shortened("", 6), "");
}

TEST(Choice, AllCellsWhereThereIsRoom) {
  EXPECT_EQ(chosen_cells(small_model(), 4), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(choice_note(small_model(), 4), "");
}

TEST(Choice, TheMostDifferentCellsWhereThereIsNot) {
  EXPECT_EQ(chosen_cells(small_model(), 2), (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(chosen_cells(small_model(), 3), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_NE(choice_note(small_model(), 3).find("3 of 4 cells"), std::string::npos);
}

TEST(Choice, CellsThatAreAlikeAreDrawnOnce) {
  ReportModel model = small_model();
  model.cells[1] = model.cells[3];
  EXPECT_EQ(chosen_cells(model, 3), (std::vector<std::size_t>{0, 1}));
}

TEST(Choice, CellsWithoutAFateAreNotDrawn) {
  ReportModel model = small_model();
  model.cells[0].error = "no such file";
  model.cells[1].diverged = model.cells[1].networks;
  EXPECT_EQ(chosen_cells(model, 9), (std::vector<std::size_t>{2, 3}));
}

}  // namespace
}  // namespace myriad::report
