// Maps over two axes: which there are, and that their counts are the cells' own.
#include "host/report/pair_map.hpp"

#include <gtest/gtest.h>

#include "report_fixture.hpp"

namespace myriad::report {
namespace {

ReportModel grid_model() {
  std::vector<std::pair<std::vector<std::string>, ReportCell>> cells;
  std::uint64_t dead = 0;
  for (const char* activation : {"relu", "tanh"}) {
    for (const char* rate : {"0.1", "1", "3"}) {
      for (const char* scaler : {"none", "minmax_scaler"}) {
        ReportCell cell = dying_cell();
        cell.dead = ++dead;
        cells.push_back({{activation, rate, scaler}, cell});
      }
    }
  }
  return model_of({"activation", "lr", "preprocess"}, cells);
}

TEST(PairMap, EveryPairOfAxesHasOneWithThePlaceCountsOfItsCells) {
  const ReportModel model = grid_model();
  const auto maps = pair_maps(model, axis_effects(model));
  ASSERT_EQ(maps.size(), 3u);
  EXPECT_EQ(maps[0].rows.key, "activation");
  EXPECT_EQ(maps[0].columns.key, "lr");
  ASSERT_EQ(maps[0].panels.size(), 2u);  // raw rows, min-max
  EXPECT_EQ(maps[0].panels[0].at[0].dead, 1u);
  EXPECT_EQ(maps[0].panels[1].at[5].dead, 12u);
  EXPECT_EQ(maps[0].pooled.at[0].dead, 1u + 2u);
  EXPECT_EQ(maps[0].pooled.at[0].finite, 2000u);
  EXPECT_EQ(maps[0].pooled.at[0].cells, 2u);
}

TEST(PairMap, ALoneCellBesideAnAxisMakesNoMap) {
  const ReportModel model = model_of({"activation", "shape"}, {{{"relu", "2-1-1"}, dying_cell()},
                                                               {{"tanh", "2-1-1"}, living_cell()},
                                                               {{"relu", "2-1-1-1"}, dying_cell()}});
  EXPECT_TRUE(pair_maps(model, axis_effects(model)).empty());
}

TEST(PairMap, ManyNumbersArePutIntoBins) {
  std::vector<std::pair<std::vector<std::string>, ReportCell>> cells;
  for (int i = 0; i < 100; ++i) {
    const double rate = std::pow(10.0, -4 + 4 * i / 99.0);
    cells.push_back({{i % 2 == 0 ? "relu" : "relu6", std::to_string(rate)}, dying_cell()});
  }
  const ReportModel model = model_of({"activation", "lr"}, cells);
  const auto axes = map_axes(model, axis_effects(model));
  ASSERT_EQ(axes.size(), 2u);
  EXPECT_TRUE(axes[1].binned);
  EXPECT_EQ(axes[1].values, 100u);
  ASSERT_EQ(axes[1].labels.size(), 12u);
  EXPECT_EQ(axes[1].labels[0], "0.0001…0.000215");  // a third of a decade
  EXPECT_EQ(axes[1].place.front(), 0u);
  EXPECT_EQ(axes[1].place.back(), 11u);
  const auto maps = pair_maps(model, axis_effects(model));
  ASSERT_EQ(maps.size(), 1u);
  std::uint32_t cells_in = 0;
  for (const MapCell& cell : maps[0].pooled.at) cells_in += cell.cells;
  EXPECT_EQ(cells_in, 100u);
}

TEST(PairMap, ManyWordsAreCut) {
  std::vector<std::pair<std::vector<std::string>, ReportCell>> cells;
  for (int i = 0; i < 70; ++i) cells.push_back({{"kaiming_" + std::to_string(i)}, dying_cell()});
  const ReportModel model = model_of({"weight_init"}, cells);
  const auto axes = map_axes(model, axis_effects(model));
  ASSERT_EQ(axes.size(), 1u);
  EXPECT_EQ(axes[0].labels.size(), 60u);
  EXPECT_EQ(axes[0].place.back(), 60u);  // nowhere
}

}  // namespace
}  // namespace myriad::report
