// Rates while work grows: what is timed, and its drawing.
#include <gtest/gtest.h>

#include "host/bench/growth.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

Growth growth_of(const std::string& what) {
  Growth growth{what, {}};
  for (const std::uint64_t amount : {10u, 1000u}) {
    GrowthPoint point;
    point.amount = amount;
    point.timing.rates = {static_cast<double>(amount) * 1e6};
    growth.points.push_back(point);
  }
  return growth;
}

TEST(Growth, NamesWhatCanGrow) {
  EXPECT_EQ(growth_names(), (std::vector<std::string>{"networks", "rows", "epochs", "cells"}));
  const auto engine = make_reference_engine();
  EXPECT_THROW(measure_growth(*engine, {}, "row", {}), UsageError);
}

TEST(Growth, StopsBeforeAPointTakesLong) {
  const auto engine = make_reference_engine();
  BenchJob job;
  job.rows = 4;
  job.epochs = 2;
  TimingOptions options;
  options.repeats = 1;
  options.seconds = 0;
  const Growth growth = measure_growth(*engine, job, "networks", options);
  ASSERT_EQ(growth.points.size(), 1u);
  EXPECT_EQ(growth.points[0].amount, 100u);
  EXPECT_EQ(growth.points[0].timing.networks, 100u);
  EXPECT_GT(growth.points[0].timing.median(), 0);
}

TEST(GrowthChart, DrawsAPanelForEachQuantityAndSaysTheNumbers) {
  const std::string svg = growth_chart({growth_of("networks"), growth_of("rows")}, "cpu <x>");
  EXPECT_EQ(svg.rfind("<svg xmlns=\"http://www.w3.org/2000/svg\"", 0), 0u);
  EXPECT_NE(svg.find("networks: 10 1e+07 1000 1e+09"), std::string::npos);
  EXPECT_NE(svg.find("cpu &lt;x&gt;"), std::string::npos);
  std::size_t dots = 0;
  for (std::size_t at = 0; (at = svg.find("<circle", at)) != std::string::npos; ++at) ++dots;
  EXPECT_EQ(dots, 4u);
}

}  // namespace
}  // namespace myriad
