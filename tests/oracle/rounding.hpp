// rounding: how far the rounding of a coarser arithmetic may carry a network, by trying it.
//
// The same problem is trained again with noise where that arithmetic would round: each entry of a
// gradient by up to roundoff times the mean size of its terms, each changed parameter by up to
// roundoff times itself. Where these trainings disagree among themselves, a float32 engine is free
// to disagree with the oracle as well; where they agree it is not.
#pragma once

#include "trainer.hpp"

namespace oracle {

struct Spread {
  bool same = true;       // all flags, counts and death epochs
  double parameters = 0;  // the largest |difference| / max(1, |parameter|) of final parameters
  double loss = 0;        // likewise of the training loss
};

// 2^-23: each value of float32 is rounded a few times by up to 2^-24.
Spread spread(const Problem& problem, const Result& exact, int repeats = 4,
              double roundoff = 0x1p-23);

// Every flag, count and death epoch is the same (parameters, loss and what is seen are not
// compared).
bool same_words(const Result& a, const Result& b);

}  // namespace oracle
