// Thresholds: what is one, what is not, and which cells reach it.
#include <gtest/gtest.h>

#include "myriad/compare.hpp"
#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;
using Relation = FailureThreshold::Relation;

TEST(Threshold, ReadsEveryRelation) {
  const std::pair<const char*, Relation> relations[] = {
      {"<", Relation::less},           {"<=", Relation::less_equal}, {">", Relation::greater},
      {">=", Relation::greater_equal}, {"==", Relation::equal},      {"!=", Relation::not_equal}};
  for (const auto& [sign, relation] : relations) {
    for (const std::string blank : {"", " ", "\t "}) {
      const FailureThreshold t =
          parse_threshold(blank + "dead_fraction" + blank + sign + blank + "-1.5e-3" + blank);
      EXPECT_EQ(t.column, "dead_fraction");
      EXPECT_FALSE(t.delta);
      EXPECT_EQ(t.relation, relation);
      EXPECT_EQ(t.bound, -1.5e-3);
    }
    const FailureThreshold t = parse_threshold(std::string("delta.hidden.0.weight_init") + sign + "3");
    EXPECT_TRUE(t.delta);
    EXPECT_EQ(t.column, "hidden.0.weight_init");
  }
}

TEST(Threshold, ReachesWhatItSays) {
  const auto reached = [](const std::string& sign) {
    const FailureThreshold t = parse_threshold("x " + sign + " 0.5");
    return std::vector<bool>{t.reached_by(0.25), t.reached_by(0.5), t.reached_by(0.75)};
  };
  EXPECT_EQ(reached("<"), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(reached("<="), (std::vector<bool>{true, true, false}));
  EXPECT_EQ(reached(">"), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(reached(">="), (std::vector<bool>{false, true, true}));
  EXPECT_EQ(reached("=="), (std::vector<bool>{false, true, false}));
  EXPECT_EQ(reached("!="), (std::vector<bool>{true, false, true}));
}

TEST(Threshold, RefusesWhatIsNone) {
  for (const char* text :
       {"", "dead_fraction", "dead_fraction 0.1", "> 0.1", "delta. > 0.1", "dead_fraction = 0.1",
        "dead_fraction >", "dead_fraction > x", "dead_fraction > 0.1 0.2", "dead_fraction > nan",
        "dead_fraction => 0.1", "dead_fraction > > 1", "dead_fraction ! 1", "a < b < 1"}) {
    EXPECT_THROW(parse_threshold(text), UsageError) << text;
  }
}

struct Results {
  Results() {
    FakeEngine engine;
    run_sweep(make_sweep({make_cell(0.1), make_cell(0.2)}, 300), engine, into(scratch / "a", 1000));
    run_sweep(make_sweep({make_cell(0.2), make_cell(0.3)}, 300), engine, into(scratch / "b", 1000));
    a.emplace(Result::open(scratch / "a"));
    b.emplace(Result::open(scratch / "b"));
  }
  std::vector<std::string> reaching(const std::string& text) const {
    return cells_reaching(parse_threshold(text), *a, *b, match_cells(a->sweep(), b->sweep()));
  }
  std::string refusal(const std::string& text) const {
    try {
      reaching(text);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "not refused";
  }
  TemporaryDirectory scratch;
  std::optional<Result> a, b;
};

TEST(Threshold, JudgesTheCellsOfB) {
  const Results results;
  EXPECT_EQ(results.reaching("networks == 300"),
            (std::vector<std::string>{"cell 0 (lr 0.2): 300", "cell 1 (lr 0.3): 300"}));
  EXPECT_EQ(results.reaching("lr > 0.25"), (std::vector<std::string>{"cell 1 (lr 0.3): 0.3"}));
  EXPECT_TRUE(results.reaching("lr < 0.15").empty());  // a cell of A
  EXPECT_TRUE(results.reaching("dead_fraction > 1").empty());
  // the one cell that both have is the same in both
  EXPECT_EQ(results.reaching("delta.dead_fraction == 0"),
            (std::vector<std::string>{"cell 0 (lr 0.2): +0"}));
  EXPECT_TRUE(results.reaching("delta.dead_fraction != 0").empty());
}

TEST(Threshold, DifferencesAreBMinusA) {
  const Results results;
  const auto dead = [](const Result& result, std::size_t cell) {
    const Summary& summary = result.cells()[cell].summary;
    return static_cast<double>(summary.tally.flag[3]) / static_cast<double>(summary.finite());
  };
  const double difference = dead(*results.b, 1) - dead(*results.a, 0);
  ASSERT_NE(difference, 0);
  const std::string sign = difference > 0 ? ">" : "<";
  const auto reached = [&](const std::string& relation) {
    return cells_reaching(parse_threshold("delta.dead_fraction " + relation + " 0"), *results.a,
                          *results.b, {{0, 1}})
        .size();
  };
  EXPECT_EQ(reached(sign), 1u);
  EXPECT_EQ(reached(sign == ">" ? "<" : ">"), 0u);
}

TEST(Threshold, NamesTheNearestColumn) {
  const Results results;
  EXPECT_NE(results.refusal("ded_fraction > 1").find("did you mean 'dead_fraction'?"),
            std::string::npos);
  EXPECT_NE(
      results.refusal("delta.train_acuracy_mean > 1").find("did you mean 'train_accuracy_mean'?"),
      std::string::npos);
  EXPECT_NE(results.refusal("digest > 1").find("holds text"), std::string::npos);
}

TEST(Threshold, WhatCannotBeJudgedDoesNotPass) {
  const Results results;
  EXPECT_NE(results.refusal("test_accuracy_mean < 0.9").find("no cell has a number"),
            std::string::npos);
  EXPECT_THROW(cells_reaching(parse_threshold("delta.networks > 0"), *results.a, *results.b,
                              {{0, {}}, {{}, 1}}),
               UsageError);
}

}  // namespace
}  // namespace myriad
