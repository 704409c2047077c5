// Remembered probabilities are those of myriad/theory.hpp, and what starts alike is worked out once.
#include "host/tables/known_starts.hpp"

#include <gtest/gtest.h>

#include "host/run/prepared_sweep.hpp"
#include "myriad/theory.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

TEST(KnownStarts, OnceForCellsThatStartAlike) {
  KnownStarts known;
  const Cell slow = make_cell(0.1), fast = make_cell(0.7), deep = make_cell(0.1, "xor", 2);
  const Dataset rows = prepare_dataset(slow.config);
  for (const Cell* cell : {&slow, &fast, &deep}) {
    EXPECT_EQ(known.born_dead(cell->config, rows), born_dead_theory(cell->config, rows));
    EXPECT_EQ(known.born_inactive(cell->config, rows), born_inactive_theory(cell->config, rows));
    EXPECT_EQ(known.born_always_on(cell->config, rows), born_always_on_theory(cell->config, rows));
  }
  EXPECT_EQ(known.size(), 6u);  // three of one layer, three of two
}

TEST(KnownStarts, WhateverDecidesTheStartIsToldApart) {
  KnownStarts known;
  const CellConfig config = make_cell(0.1).config;
  const Dataset rows = prepare_dataset(config), others = prepare_dataset(make_cell(0.1, "and").config);
  CellConfig biased = config, leaky = config;
  biased.init.bias_init = call_part(PartKind::initializer, "constant", {-0.01});
  leaky.activation = call_part(PartKind::activation, "leaky_relu", {0.1});
  EXPECT_EQ(known.born_dead(config, rows), born_dead_theory(config, rows));
  EXPECT_EQ(known.born_dead(biased, rows), born_dead_theory(biased, rows));
  EXPECT_NE(known.born_dead(biased, rows), known.born_dead(config, rows));
  EXPECT_EQ(known.born_dead(leaky, rows), 0);
  EXPECT_EQ(known.born_dead(config, others), born_dead_theory(config, others));
  EXPECT_EQ(known.size(), 4u);
}

}  // namespace
}  // namespace myriad
