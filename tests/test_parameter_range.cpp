// Arguments that a part takes: as many as it says, each within its range, bounds the right way round.
#include "host/spec/parameter_range.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/spec/spec_part_call.hpp"
#include "part_fixture.hpp"

namespace myriad {
namespace {

constexpr PartKind kKinds[] = {PartKind::activation, PartKind::initializer, PartKind::optimizer, PartKind::loss,
                               PartKind::preprocess, PartKind::schedule};
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const PartDescription& part_of(PartKind kind, const char* name) {
  return parts(kind).at(static_cast<std::size_t>(part_id(kind, name)));
}

/// Whether a spec may say this, by the parser of calls: numbers as they stand, false and true, choices by name.
bool spec_takes(PartKind kind, const PartDescription& part, const std::vector<double>& arguments) {
  std::string text = std::string(part.info.name) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& p = part.parameters.at(part.info.variadic ? 0 : i);
    char number[64];
    std::snprintf(number, sizeof number, "%.17g", arguments[i]);
    std::string word = number;
    if (p.kind == ParameterKind::boolean) word = arguments[i] == 0 ? "false" : arguments[i] == 1 ? "true" : number;
    if (p.kind == ParameterKind::choice) {
      const double at = arguments[i];
      const std::vector<std::string> choices = choices_of(p);
      const bool good = at >= 0 && at < static_cast<double>(choices.size()) && at == std::floor(at);
      word = good ? choices[static_cast<std::size_t>(at)] : "nothing";
    }
    text += (i == 0 ? "" : ", ") + word;
  }
  std::vector<CallFault> faults;
  return parse_part_call(kind, arguments.empty() && !part.info.variadic ? part.info.name : text + ")", faults).has_value();
}

TEST(ParameterRange, AResultMayHoldWhatASpecMaySay) {
  const double values[] = {-1e300, -3.5e38, -1e30, -3, -1, -0.5, 0, 1e-300, 0.25, 0.5, 1, 1.5, 2, 3, 7, 65536, 65537, 1e30, 1e300, kInfinity};
  int taken = 0, refused = 0;
  for (const PartKind kind : kKinds) {
    for (const PartDescription& part : parts(kind)) {
      if (part.info.variadic) continue;
      std::vector<double> good;  // a call that is right, to be changed in one place
      for (const Parameter& p : part.parameters) {
        good.push_back(p.required() ? (p.low_open || !std::isfinite(p.low) ? 1.0 + static_cast<double>(good.size()) : p.low) : p.fallback);
      }
      if (!spec_takes(kind, part, good)) continue;
      EXPECT_TRUE(accepts(part, good)) << part.info.name;
      for (std::size_t i = 0; i < good.size(); ++i) {
        for (const double value : values) {
          std::vector<double> changed = good;
          changed[i] = value;
          const bool takes = spec_takes(kind, part, changed);
          EXPECT_EQ(accepts(part, changed), takes) << part.info.name << " " << i << " " << value;
          ++(takes ? taken : refused);
        }
      }
    }
  }
  EXPECT_GT(taken, 300);
  EXPECT_GT(refused, 300);
}

TEST(ParameterRange, APartHasAllItsArgumentsAndNoMore) {
  for (const PartKind kind : kKinds) {
    for (const PartDescription& part : parts(kind)) {
      if (part.info.variadic) continue;
      const std::vector<double> defaults = call_part(kind, part.info.name).arguments;
      const bool needs = std::any_of(defaults.begin(), defaults.end(), [](double x) { return std::isnan(x); });
      EXPECT_EQ(accepts(part, defaults), !needs) << part.info.name;
      std::vector<double> more = defaults;
      more.push_back(1);
      EXPECT_FALSE(accepts(part, more)) << part.info.name;
      if (!defaults.empty()) {
        EXPECT_FALSE(accepts(part, {defaults.begin(), defaults.end() - 1})) << part.info.name;
      }
    }
  }
  const PartDescription& values = part_of(PartKind::initializer, "values");
  EXPECT_FALSE(accepts(values, {}));
  EXPECT_TRUE(accepts(values, {-1}));
  EXPECT_TRUE(accepts(values, std::vector<double>(kMaxArguments, 1.0)));
  EXPECT_FALSE(accepts(values, std::vector<double>(kMaxArguments + 1, 1.0)));
  EXPECT_FALSE(accepts(values, {1, std::nan("")}));
}

TEST(ParameterRange, NamesBoundsThatAreTheWrongWayRound) {
  const PartDescription& uniform = part_of(PartKind::initializer, "uniform");
  EXPECT_TRUE(misordered(uniform, {-1, 1}).empty());
  EXPECT_TRUE(misordered(uniform, {1, 1}).empty());
  const auto found = misordered(uniform, {1, -1});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, 0u);
  EXPECT_EQ(found[0].second, 1u);
}

}  // namespace
}  // namespace myriad
