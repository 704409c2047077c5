// Cells by their varied values.
#include "host/spec/varied_values.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

Cell cell_with(std::map<std::string, std::string> values, const std::string& name = "") {
  Cell cell;
  cell.index = 3;
  cell.name = name;
  cell.values = std::move(values);
  return cell;
}

TEST(VariedValues, Labels) {
  EXPECT_EQ(cell_label(cell_with({}), {}), "cell 3");
  EXPECT_EQ(cell_label(cell_with({{"lr", "0.1"}, {"epochs", "5"}}), {"lr"}), "cell 3 (lr 0.1)");
  EXPECT_EQ(cell_label(cell_with({{"lr", "0.1"}, {"data.noise", ""}}, "torch default"),
                       {"data.noise", "lr"}),
            "cell 3 (torch default, lr 0.1)");
  EXPECT_EQ(cell_label(cell_with({}, "torch default"), {"lr"}), "cell 3 (torch default)");
}

TEST(VariedValues, Entries) {
  const Cell cell = cell_with({{"lr", "0.1"}, {"activation", "relu"}, {"data.noise", ""}});
  EXPECT_EQ(value_entry(cell, "lr"), Entry(0.1));
  EXPECT_EQ(value_entry(cell, "activation"), Entry(std::string("relu")));
  EXPECT_EQ(value_entry(cell, "data.noise"), Entry(std::string()));
  EXPECT_EQ(value_entry(cell, "none"), Entry());
  EXPECT_EQ(value_text(cell, "none"), "");
}

}  // namespace
}  // namespace myriad
