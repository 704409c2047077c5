// The host's share of the question whether a death lasts for ever (step/permanence.hpp has the rest).
#pragma once

#include <cstdint>

#include "myriad/step/permanence.hpp"

namespace myriad {

/// A training at some moment, as far as an unlit unit's parameters feel it.
struct CoastSetting {
  int optimizer = 0;                   ///< position in Optimizers
  const double* arguments = nullptr;   ///< of the optimiser, all of them
  double lr = 0;                       ///< from now on
  double weight_decay = 0;
  double bias_decay = 0;               ///< weight_decay, or 0
  std::uint64_t steps = 0;             ///< done so far
};

/// How the parameters of a dead unit coast on. Conditions in closed form or by sums:
///   sgd                no momentum: at rest; decay of all: the dead set is a cone; decay of weights: iff b > 0.
///                      Momentum: z_i(k) = A_k z_i + B_k u_i, so two directions (A, B) decide for all k
///   rmsprop            without decay: at rest, or a straight line along its momentum
///   adam, adamw, nadam, adamax   without coupled decay: a sum over the steps to come
///   adagrad, adadelta  without decay: at rest
///   lion               without decay: straight until an average has decayed to 0
/// Anything else is Kind::unknown. Takes up to some 10^6 additions.
Coast make_coast(const CoastSetting& setting);

}  // namespace myriad
