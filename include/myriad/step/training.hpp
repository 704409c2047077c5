// A training under way: what an engine keeps of a network from one epoch to the next.
#pragma once

#include "myriad/parts/activation_defaults.hpp"
#include "myriad/step/batch.hpp"
#include "myriad/step/death_log.hpp"
#include "myriad/step/network.hpp"
#include "myriad/step/update.hpp"

namespace myriad {

/// The networks that one T holds: lane k has number first + k * stride.
struct LaneNumbers {
  std::uint64_t first;
  std::uint64_t stride;
  MYRIAD_HD std::uint64_t of(int k) const { return first + stride * static_cast<unsigned>(k); }
};

/// What is the same for all epochs of a training.
template <class T, class Activation, class Loss, class Team = Alone>
struct Setting {
  const Job& job;
  const RowsView& train_rows;
  const RowsView& test_rows;
  LaneNumbers numbers;
  OrderView order;
  Activation phi;
  Loss loss;
  Team team = {};
};

/// How far a training is: the epoch that comes next, optimiser steps so far, survival checkpoints so far.
struct Progress {
  std::uint32_t epoch = 0;
  std::uint32_t step = 0;
  std::int32_t checkpoint = 0;
};

/// Networks whose later steps are known: step/stillness.hpp.
template <class T>
struct Stillness {
  MaskOf<T> frozen;   ///< nothing but the output's bias will ever move, and by the same rows
  MaskOf<T> settled;  ///< nothing will ever move
};

/// What changes from epoch to epoch.
template <int Slots, class T, int Layers>
struct Training {
  Parameters<T, Layers> p;
  OptimizerState<Slots, T, Layers> state;
  DeathLog<T> death;
  MaskOf<T> zero_gradient;  ///< of the hidden layers, at the end
  Stillness<T> still;       ///< after the last step, where an engine asks for it
};

template <int Slots, class T, int Layers>
MYRIAD_HD void begin_training(const Job& job, const Parameters<T, Layers>& initial,
                              Training<Slots, T, Layers>& t) {
  t.p = initial;
  begin_state<Slots, T, Layers>(job, t.state);
  t.death = DeathLog<T>::none();
  t.still = {MaskOf<T>(false), MaskOf<T>(false)};
}

}  // namespace myriad
