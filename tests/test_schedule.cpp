// The learning-rate schedules against PyTorch's (vectors/optimizer.json), and the double functions under them
// against long double.
#include "myriad/parts/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace myriad {
namespace {

using nlohmann::json;

template <class Schedule>
void arguments_of(const json& given, double* a) {
  for (std::size_t i = 0; i < Schedule::parameters.size(); ++i) {
    const char* name = Schedule::parameters[i].name;
    a[i] = given.contains(name) ? given[name].get<double>() : Schedule::parameters[i].fallback;
    ASSERT_FALSE(std::isnan(a[i])) << name << " must be given";
  }
}

TEST(schedule, follows_pytorch) {
  const json v = json::parse(std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/optimizer.json"));
  std::size_t used = 0;
  for_each_type(Schedules{}, [&](auto tag, int) {
    using Schedule = typename decltype(tag)::type;
    std::size_t own = 0;
    for (const json& c : v["schedules"]) {
      if (c["schedule"] != Schedule::info.name) continue;
      ++own;
      double a[kMaxArguments] = {};
      arguments_of<Schedule>(c["arguments"], a);
      const std::uint64_t epochs = c["epochs"];
      for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
        const double lr = c["lr"].get<double>() * Schedule::factor(epoch, epochs, a);
        ASSERT_NEAR(lr, c["rates"][epoch].get<double>(), 1e-13) << Schedule::info.name << epoch;
      }
    }
    EXPECT_GE(own, 1u) << Schedule::info.name << " has no vectors: add it to tests/vectors/optimizer.py";
    used += own;
  });
  EXPECT_EQ(used, v["schedules"].size());
}

template <class Schedule>
void expect_settled(std::uint64_t epochs, std::vector<double> given) {
  given.resize(kMaxArguments);
  const double* a = given.data();
  const std::uint64_t settled = Schedule::settled(epochs, a);
  const auto rate = [&](std::uint64_t epoch) {
    return static_cast<float>(3e38 * Schedule::factor(epoch, epochs, a));
  };
  ASSERT_TRUE(settled < epochs || settled == 0);
  for (std::uint64_t epoch = settled; epoch < epochs; ++epoch) ASSERT_EQ(rate(epoch), rate(settled)) << epoch;
}

TEST(schedule, is_constant_once_settled) {
  for (const std::uint64_t epochs : {0u, 1u, 2u, 7u, 30u, 31u, 5000u}) {
    expect_settled<ConstantSchedule>(epochs, {});
    for (const double gamma : {0.0, 1e-310, 1e-200, 0.1, 0.5, 0.9, 1.0, 1.0001}) {
      for (const double size : {1.0, 3.0, 10.0, 1e9}) expect_settled<StepSchedule>(epochs, {size, gamma});
    }
    for (const double least : {0.0, 0.25, 1.0}) expect_settled<CosineSchedule>(epochs, {least});
    for (const double whole : {1.0, 2.0, 30.0, 1e9}) expect_settled<WarmupSchedule>(epochs, {whole});
  }
  const double fades[] = {1, 0.5};
  EXPECT_LE(StepSchedule::settled(4000000000u, fades), 1282u);  // no table of 4e9 zeros; 2^-1281 is below 2^-1280
  const double whole[] = {10};
  EXPECT_EQ(WarmupSchedule::settled(1000, whole), 9u);
  EXPECT_EQ(WarmupSchedule::settled(11, whole), 9u);
  EXPECT_EQ(WarmupSchedule::settled(10, whole), 9u);
  EXPECT_EQ(WarmupSchedule::settled(4, whole), 3u);
  EXPECT_EQ(WarmupSchedule::factor(9, 1000, whole), 1.0);
  EXPECT_LT(WarmupSchedule::factor(8, 1000, whole), 1.0);
}

double ulps(double found, long double exact) {
  int exponent;
  std::frexp(static_cast<double>(exact), &exponent);
  return static_cast<double>(std::fabs(found - exact) / std::ldexp(1.0L, exponent - 53));
}

TEST(schedule, cosine_is_within_its_bound) {
  constexpr long double pi = 3.14159265358979323846264338327950288L;
  double worst = 0;
  for (const std::uint64_t n : {1u, 2u, 3u, 5u, 7u, 64u, 999u, 1000u, 65537u, 100003u}) {
    for (std::uint64_t k = 0; k < 4 * n + 3; k += 1 + n / 5000) {
      const double found = cos_of_half_turns(k, n);
      if ((2 * k) % (2 * n) == n) {
        ASSERT_EQ(found, 0.0) << k << '/' << n;
        continue;
      }
      // Reduced by integers first: long double alone would lose digits near the zeros.
      const std::uint64_t turned = k % (2 * n);
      const std::uint64_t m = turned > n ? 2 * n - turned : turned;
      const std::int64_t from_zero = static_cast<std::int64_t>(n) - 2 * static_cast<std::int64_t>(m);
      const long double exact = std::sin(pi * from_zero / (2.0L * n));
      worst = std::max(worst, ulps(found, exact));
    }
  }
  EXPECT_LE(worst, 1.5);
  EXPECT_EQ(cos_of_half_turns(0, 5), 1.0);
  EXPECT_EQ(cos_of_half_turns(5, 5), -1.0);
  EXPECT_NEAR(cos_of_half_turns(1, 3), 0.5, 2e-16);
}

TEST(schedule, expm1_is_within_its_bound) {
  double worst = 0;
  for (double x = 1e-18; x < 1.0; x *= 1.0007) {
    worst = std::max({worst, ulps(expm1_double(x), std::expm1(static_cast<long double>(x))),
                      ulps(expm1_double(-x), std::expm1(static_cast<long double>(-x)))});
  }
  for (double x = 1.0; x < 40.0; x *= 1.0003) {
    worst = std::max(worst, ulps(expm1_double(-x), std::expm1(static_cast<long double>(-x))));
  }
  EXPECT_LE(worst, 2.0);
  EXPECT_EQ(expm1_double(0.0), 0.0);
  EXPECT_EQ(expm1_double(-1000.0), -1.0);
}

}  // namespace
}  // namespace myriad
