// Strict numbers: what is read, what is refused, and that what is printed reads back.
#include "host/text/number.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace {

using namespace myriad;

TEST(Number, WholeNumbersAreDigitsWithSeparators) {
  EXPECT_EQ(parse_whole("0").value, 0u);
  EXPECT_EQ(parse_whole("65_536").value, 65536u);
  EXPECT_EQ(parse_whole("1_000_000").value, 1000000u);
  EXPECT_EQ(parse_whole("4294967295").value, 4294967295u);
  EXPECT_EQ(parse_whole("4294967296").value, 4294967296u);
  EXPECT_EQ(parse_whole("9223372036854775808").value, 9223372036854775808u);
  EXPECT_EQ(parse_whole("18446744073709551615").value, 18446744073709551615u);
}

TEST(Number, WholeNumbersRefuseEverythingElse) {
  for (const char* text : {"",
                           "-1",
                           "-0",
                           "+1",
                           "010",
                           "00",
                           "0x10",
                           " 1",
                           "1 ",
                           "1.0",
                           "1e3",
                           "nan",
                           "inf",
                           "_1",
                           "1_",
                           "1__0",
                           "18446744073709551616",
                           "99999999999999999999999",
                           "1,000",
                           "١",
                           "1M",
                           "one"}) {
    const auto parsed = parse_whole(text);
    EXPECT_FALSE(parsed.value) << text;
    EXPECT_FALSE(parsed.fault.empty()) << text;
  }
  EXPECT_FALSE(parse_whole(std::string_view("1\0", 2)).value);
}

TEST(Number, CountsTakeDecimalSuffixes) {
  EXPECT_EQ(parse_count("17").value, 17u);
  EXPECT_FALSE(parse_count("").value);
  EXPECT_FALSE(parse_count("k").value);
  EXPECT_EQ(parse_count("16k").value, 16000u);
  EXPECT_EQ(parse_count("16K").value, 16000u);
  EXPECT_EQ(parse_count("1M").value, 1000000u);
  EXPECT_EQ(parse_count("4G").value, 4000000000u);
  EXPECT_EQ(parse_count("18_446_744T").value, 18446744000000000000u);
  for (const char* text :
       {"k", "M", "1m", "1g", "1MM", "1.5M", "-1M", "01M", "1_M", "18_446_745T", "1 M", "1Mi"}) {
    EXPECT_FALSE(parse_count(text).value) << text;
  }
}

TEST(Number, RealsAreWrittenAsInToml) {
  EXPECT_EQ(parse_real("0.1").value, 0.1);
  EXPECT_EQ(parse_real("-0.05").value, -0.05);
  EXPECT_EQ(parse_real("1e-3").value, 1e-3);
  EXPECT_EQ(parse_real("1E+3").value, 1e3);
  EXPECT_EQ(parse_real("1_000.5").value, 1000.5);
  EXPECT_EQ(parse_real("1.7976931348623157e308").value, std::numeric_limits<double>::max());
  for (const char* text : {"",       "-",     "+1",   ".5", "5.",   "010",      "0x1p3",
                           "nan",    "inf",   "-inf", "1e", "1e+",  "1e400",    "-1e400",
                           "1e-400", "1.0.0", "1,5",  "1 ", "0_.1", "infinity", "1d"}) {
    EXPECT_FALSE(parse_real(text).value) << text;
  }
}

TEST(Number, ShortestTextReadsBackToTheSameBits) {
  EXPECT_EQ(shortest_text(0.1), "0.1");
  EXPECT_EQ(shortest_text(1.0), "1");
  EXPECT_EQ(shortest_text(-0.0), "0");
  EXPECT_EQ(shortest_text(1e-5), "1e-5");
  EXPECT_EQ(shortest_text(1e30), "1e30");
  EXPECT_EQ(shortest_text(-2.5e-10), "-2.5e-10");
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double x;
    std::memcpy(&x, &bits, sizeof x);
    if (!std::isfinite(x) || std::fpclassify(x) == FP_SUBNORMAL) continue;
    ASSERT_EQ(std::strtod(shortest_text(x).c_str(), nullptr), x) << shortest_text(x);
    ASSERT_EQ(parse_real(shortest_text(x)).value, x) << shortest_text(x);
  }
}

TEST(Number, GroupsAndProducts) {
  EXPECT_EQ(grouped_text(0), "0");
  EXPECT_EQ(grouped_text(999), "999");
  EXPECT_EQ(grouped_text(1000), "1,000");
  EXPECT_EQ(grouped_text(65536), "65,536");
  EXPECT_EQ(grouped_text(4294967296), "4,294,967,296");
  EXPECT_EQ(grouped_text(18446744073709551615u), "18,446,744,073,709,551,615");
  EXPECT_EQ(checked_product(0, 0), 0u);
  EXPECT_EQ(checked_product(std::uint64_t{1} << 32, (std::uint64_t{1} << 32) - 1),
            18446744069414584320u);
  EXPECT_EQ(checked_product(std::uint64_t{1} << 32, std::uint64_t{1} << 32), std::nullopt);
  EXPECT_EQ(checked_product(3, 6148914691236517206u), std::nullopt);
}

}  // namespace
