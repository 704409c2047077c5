// Amounts as a person reads them, at the edges where a unit changes.
#include "host/cli/quantity.hpp"

#include <gtest/gtest.h>

namespace myriad::cli {
namespace {

TEST(Quantity, ShortTextHasThreeDigits) {
  EXPECT_EQ(short_text(0), "0");
  EXPECT_EQ(short_text(999), "999");
  EXPECT_EQ(short_text(999.7), "1.00 k");
  EXPECT_EQ(short_text(1234), "1.23 k");
  EXPECT_EQ(short_text(12345), "12.3 k");
  EXPECT_EQ(short_text(999'600), "1.00 M");
  EXPECT_EQ(short_text(2.62e11), "262 G");
}

TEST(Quantity, BytesAndDurations) {
  EXPECT_EQ(bytes_text(1023), "1023 B");
  EXPECT_EQ(bytes_text(1536), "1.50 KiB");
  EXPECT_EQ(bytes_text(std::uint64_t{139} << 30), "139 GiB");
  EXPECT_EQ(duration_text(0.25), "0.2 s");
  EXPECT_EQ(duration_text(59.6), "1 min 0 s");
  EXPECT_EQ(duration_text(3599.6), "1 h 0 min");
  EXPECT_EQ(duration_text(200'000), "2 d 7 h");
  EXPECT_EQ(duration_text(-1), "?");
}

}  // namespace
}  // namespace myriad::cli
