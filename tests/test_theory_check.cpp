// Counts beside exact probabilities: what agrees, what does not, what cannot be said.
#include "myriad/theory_check.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

TEST(TheoryCheck, FiveStandardErrors) {
  const auto agrees = [](std::uint64_t count) {
    return compare_with_theory(0.25, false, count, 1200).agrees;  // 300 +- 15
  };
  EXPECT_EQ(agrees(300), true);
  EXPECT_EQ(agrees(225), true);
  EXPECT_EQ(agrees(224), false);
  EXPECT_EQ(agrees(375), true);
  EXPECT_EQ(agrees(376), false);
  const TheoryCheck check = compare_with_theory(0.25, false, 330, 1200);
  EXPECT_DOUBLE_EQ(*check.standard_error, 0.0125);
  EXPECT_DOUBLE_EQ(*check.z, 2);
}

TEST(TheoryCheck, CertaintyAllowsNoDifference) {
  EXPECT_EQ(compare_with_theory(0, false, 0, 10).agrees, true);
  EXPECT_EQ(compare_with_theory(0, false, 1, 1'000'000).agrees, false);
  EXPECT_EQ(compare_with_theory(0, false, 1, 10).z, std::numeric_limits<double>::infinity());
  EXPECT_EQ(compare_with_theory(1, false, 9, 10).z, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(compare_with_theory(1, false, 10, 10).z, 0);
  EXPECT_EQ(compare_with_theory(1932 / 4096.0, true, 1932, 4096).agrees, true);
  EXPECT_EQ(compare_with_theory(1932 / 4096.0, true, 1931, 4096).agrees, false);
}

TEST(TheoryCheck, NothingToCompareIsNoJudgement) {
  EXPECT_FALSE(compare_with_theory({}, false, 3, 10).agrees.has_value());
  EXPECT_FALSE(compare_with_theory(0.5, false, 0, 0).agrees.has_value());
  EXPECT_EQ(compare_with_theory(0.5, false, 0, 0).theory, 0.5);
}

CellConfig lattice(double m, int layers = 1) {
  CellConfig config = make_cell(0.1, "xor", layers).config;
  config.init.weight_init = call_part(PartKind::initializer, "lattice", {m, 1});
  return config;
}

TEST(TheoryCheck, AWholeLatticeIsCountedAPartOfItIsNot) {
  EXPECT_EQ(start_kind(make_cell(0.1).config, 64), StartKind::random);
  EXPECT_EQ(start_kind(lattice(8), 64), StartKind::certain);
  EXPECT_EQ(start_kind(lattice(8), 63), StartKind::partial);
  EXPECT_EQ(start_kind(lattice(8), 32), StartKind::partial);
}

// Real networks agree with theory; those that the fake engine makes up (a third born dead) do not
// where the probability is another.
TEST(TheoryCheck, FlagsTheCellsThatAreWrong) {
  Cell quarter = make_cell(0.1), certain = make_cell(0.2), alive = make_cell(0.3),
       whole = make_cell(0.4);
  quarter.config.epochs = certain.config.epochs = alive.config.epochs = whole.config.epochs = 1;
  certain.config.init.weight_init = call_part(PartKind::initializer, "constant", {-1});
  alive.config.activation = call_part(PartKind::activation, "leaky_relu");
  whole.config = lattice(20);
  const Sweep sweep = make_sweep({quarter, certain, alive, whole}, 400);
  const TemporaryDirectory scratch;
  const auto honest = make_cpu_engine({1, "auto"});
  run_sweep(sweep, *honest, into(scratch / "honest", 1000));
  EXPECT_TRUE(theory_warnings(Result::open(scratch / "honest")).empty());
  for (const TheoryCheck& check : born_dead_checks(Result::open(scratch / "honest"))) {
    EXPECT_EQ(check.agrees, true);
  }
  FakeEngine liar;
  run_sweep(sweep, liar, into(scratch / "lies", 1000));
  const auto warnings = theory_warnings(Result::open(scratch / "lies"));
  ASSERT_EQ(warnings.size(), 3u);  // a third is within 5 standard errors of a quarter
  EXPECT_EQ(warnings[0].rfind("cell 1 (lr 0.2): ", 0), 0u) << warnings[0];
  EXPECT_NE(
      warnings[0].find(" of 400 networks were born dead, but the exact probability is 1 (that "
                       "leaves no chance)"),
      std::string::npos)
      << warnings[0];
  EXPECT_EQ(warnings[1].rfind("cell 2 (lr 0.3): ", 0), 0u) << warnings[1];
  EXPECT_EQ(warnings[2].rfind("cell 3 (lr 0.4): ", 0), 0u) << warnings[2];
}

TEST(TheoryCheck, PartOfALatticeIsNotJudged) {
  Cell cell = make_cell(0.1);
  cell.config = lattice(20);
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(make_sweep({cell}, 300), engine, into(scratch / "out", 1000));
  const auto checks = born_dead_checks(Result::open(scratch / "out"));
  EXPECT_TRUE(checks.at(0).theory.has_value());
  EXPECT_FALSE(checks.at(0).agrees.has_value());
}

}  // namespace
}  // namespace myriad
