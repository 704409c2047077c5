// Intervals and tests against printed values, their defining equations, and statsmodels.
#include "myriad/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace myriad {
namespace {

/// tests/vectors/statistics.json, which the script beside it wrote.
const nlohmann::json& vectors() {
  static const auto json =
      nlohmann::json::parse(std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/statistics.json"));
  return json;
}

void expect_interval(const Interval& got, double low, double high, double tolerance) {
  EXPECT_NEAR(got.low, low, tolerance);
  EXPECT_NEAR(got.high, high, tolerance);
}

TEST(Statistics, WilsonPrintedValues) {
  const Interval interval = wilson(37, 1000);
  EXPECT_NEAR(interval.low, 0.026961, 5e-7);
  EXPECT_NEAR(interval.high, 0.050582, 5e-7);
}

TEST(Statistics, WilsonEndsSolveTheScoreEquation) {
  // (share - p)^2 = z^2 p (1 - p) / n, z = 1.959964
  const std::uint64_t trials[] = {1, 7, 100, 65536, 4000000000u};
  for (const std::uint64_t n : trials) {
    for (const double at : {0.0, 0.1, 0.5, 0.93, 1.0}) {
      const auto k = static_cast<std::uint64_t>(at * static_cast<double>(n));
      const double share = static_cast<double>(k) / static_cast<double>(n);
      const Interval interval = wilson(k, n);
      EXPECT_LE(interval.low, share);
      EXPECT_GE(interval.high, share);
      for (const double p : {interval.low, interval.high}) {
        const double z = 1.959963984540054;
        const double right = z * std::sqrt(p * (1 - p) / static_cast<double>(n));
        EXPECT_NEAR(std::fabs(share - p), right, 1e-9 * right + 1e-16) << k << " of " << n;
      }
    }
  }
}

TEST(Statistics, WilsonAtTheEnds) {
  EXPECT_EQ(wilson(0, 50).low, 0);
  EXPECT_GT(wilson(0, 50).high, 0);
  EXPECT_EQ(wilson(50, 50).high, 1);
  EXPECT_LT(wilson(50, 50).low, 1);
  EXPECT_NEAR(wilson(0, 50).high, 1 - wilson(50, 50).low, 1e-15);
}

TEST(Statistics, WilsonOfNothingIsNotANumber) {
  EXPECT_TRUE(std::isnan(wilson(0, 0).low));
  EXPECT_TRUE(std::isnan(wilson(0, 0).high));
}

TEST(Statistics, McNemarAsStatsmodelsPrintsIt) {
  for (const auto& row : vectors().at("mcnemar")) {
    const auto a = row.at("a_only").get<std::uint64_t>(), b = row.at("b_only").get<std::uint64_t>();
    const double p = row.at("p");
    EXPECT_NEAR(mcnemar_exact(a, b), p, 1e-9 * p) << a << ' ' << b;
  }
}

TEST(Statistics, McNemarCountsTheTailsOfAFairCoin) {
  for (std::uint64_t n = 1; n <= 40; ++n) {
    double tail = 0, ways = 1;
    for (std::uint64_t k = 0; 2 * k < n; ++k) {
      tail += ways;
      const double p = std::ldexp(2 * tail, -static_cast<int>(n));
      EXPECT_NEAR(mcnemar_exact(k, n - k), p, 1e-12 * p) << k << " of " << n;
      EXPECT_EQ(mcnemar_exact(k, n - k), mcnemar_exact(n - k, k));
      ways = ways * static_cast<double>(n - k) / static_cast<double>(k + 1);
    }
  }
  EXPECT_EQ(mcnemar_exact(0, 0), 1);
  EXPECT_EQ(mcnemar_exact(4000000000u, 4000000000u), 1);
  EXPECT_EQ(mcnemar_exact(0, 4000000000u), 0);
}

TEST(Statistics, UnpairedDifferencesAsStatsmodelsPrintsThem) {
  for (const auto& row : vectors().at("unpaired")) {
    const Share a{row.at("a")[0], row.at("a")[1]}, b{row.at("b")[0], row.at("b")[1]};
    expect_interval(newcombe_unpaired(a, b), row.at("low"), row.at("high"), 1e-13);
    expect_interval(newcombe_unpaired(b, a), -row.at("high").get<double>(),
                    -row.at("low").get<double>(), 1e-13);
  }
}

// Newcombe's table II of the paper on independent shares, method 10: 56/70 - 48/80 and two more.
TEST(Statistics, UnpairedDifferencesOfThePaper) {
  expect_interval(newcombe_unpaired({48, 80}, {56, 70}), 0.0524, 0.3339, 5e-5);
  expect_interval(newcombe_unpaired({3, 10}, {9, 10}), 0.1705, 0.8090, 5e-5);
  expect_interval(newcombe_unpaired({0, 20}, {0, 10}), -0.1611, 0.2775, 5e-5);
}

// Fagerland, Lydersen, Laake, Statistical Analysis of Contingency Tables, chapter 8, and the tests
// of its R package: first minus second there, b minus a here.
TEST(Statistics, PairedDifferencesOfTheBook) {
  expect_interval(newcombe_paired({1, 7, 1, 12}), -0.507, -0.026, 5e-4);
  expect_interval(newcombe_paired({59, 16, 6, 80}), -0.1186, -0.0046, 5e-5);
}

TEST(Statistics, PairedDifferencesAsThePaperHasThem) {
  for (const auto& row : vectors().at("paired")) {
    const auto n = row.at("counts").get<std::vector<std::uint64_t>>();
    expect_interval(newcombe_paired({n[0], n[1], n[2], n[3]}), row.at("low"), row.at("high"),
                    1e-12);
  }
}

// Every table of 12 pairs, weighted by its probability: the share of tables whose interval holds
// the true difference is about 95 %.
TEST(Statistics, PairedIntervalsCoverTheTruth) {
  const double p_both = 0.3, p_a = 0.1, p_b = 0.25, p_neither = 0.35;
  const int n = 12;
  double covered = 0, whole = 0;
  for (int both = 0; both <= n; ++both) {
    for (int a = 0; a + both <= n; ++a) {
      for (int b = 0; a + b + both <= n; ++b) {
        const int neither = n - a - b - both;
        const double probability =
            std::exp(std::lgamma(n + 1) - std::lgamma(both + 1) - std::lgamma(a + 1) -
                     std::lgamma(b + 1) - std::lgamma(neither + 1) + both * std::log(p_both) +
                     a * std::log(p_a) + b * std::log(p_b) + neither * std::log(p_neither));
        const auto count = [](int k) { return static_cast<std::uint64_t>(k); };
        const Interval interval =
            newcombe_paired({count(both), count(a), count(b), count(neither)});
        whole += probability;
        if (interval.low <= p_b - p_a && p_b - p_a <= interval.high) covered += probability;
      }
    }
  }
  EXPECT_NEAR(whole, 1, 1e-12);
  EXPECT_GT(covered, 0.94);
  EXPECT_LT(covered, 0.98);
}

TEST(Statistics, DifferencesOfNothingAreUnknown) {
  expect_interval(newcombe_paired({}), -1, 1, 0);
  expect_interval(newcombe_unpaired({0, 0}, {1, 2}), -1, 1, 0);
}

TEST(Statistics, HolmAsStatsmodelsPrintsIt) {
  for (const auto& row : vectors().at("holm")) {
    const auto p = row.at("p").get<std::vector<double>>(), adjusted = holm(p);
    ASSERT_EQ(adjusted.size(), p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      EXPECT_NEAR(adjusted[i], row.at("adjusted")[i].get<double>(), 1e-15);
      EXPECT_GE(adjusted[i], p[i]);
    }
  }
  EXPECT_TRUE(holm({}).empty());
}

}  // namespace
}  // namespace myriad
