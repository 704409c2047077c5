// The self test passes here, and leaves no instruction set out.
#include "myriad/self_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "myriad/engine.hpp"

namespace myriad {
namespace {

TEST(self_test, every_row_passes) {
  for (const SelfTestRow& row : self_test()) EXPECT_TRUE(row.pass) << row.name << ": " << row.detail;
}

TEST(self_test, every_instruction_set_has_its_rows) {
  const std::vector<SelfTestRow> rows = self_test();
  const auto times = [&](const std::string& name) {
    return std::count_if(rows.begin(), rows.end(), [&](const SelfTestRow& r) { return r.name == name; });
  };
  for (const std::string& isa : available_isas()) {
    EXPECT_EQ(times("elementary functions, " + isa), 1);
    EXPECT_EQ(times("training, " + isa), 1);
  }
  EXPECT_EQ(times("training, reference"), 1);
  EXPECT_EQ(times("float environment"), 1);
  EXPECT_EQ(times("reciprocal from FMA"), 1);
  EXPECT_EQ(rows.size(), 3 + 2 * available_isas().size());
}

}  // namespace
}  // namespace myriad
