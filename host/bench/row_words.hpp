// How much arithmetic a row takes, counted by running the step over a float that counts.
#pragma once

#include "host/bench/counted.hpp"
#include "myriad/engine.hpp"

namespace myriad {

/// Words of core/arithmetic.hpp for one epoch of one network, its update included, divided by the rows. A
/// reciprocal counts as one division, whatever an engine computes it with. For a network far from every clamp,
/// where engines have a loop for such networks. Full batches only.
struct RowWords {
  double multiply_add = 0, divide = 0, choose = 0, integer = 0;
  double total() const { return multiply_add + divide + choose + integer; }
};
RowWords count_row_words(const CellJob& cell);

}  // namespace myriad
