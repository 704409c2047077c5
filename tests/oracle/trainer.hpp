// trainer: the whole life of one small network in double, in the plainest way, from a description.
//
// A Problem says everything; parts are named and take arguments as in a spec ("rrelu(0.1, 0.3)").
// Randomness comes from outside: the start, the order of rows, rrelu's slopes.
//
// Each step, in this order: gradient of the mean loss over the batch's own rows; clipping by the
// global norm; weight decay; the optimiser's rule with lr times the schedule's factor.
//
// State t is the network after t epochs: 0 before the first update, problem.epochs the last. Death
// is judged on all training rows at every state (the words: judgement.hpp). died: alive at 0, dead
// at the last. transient: alive at 0 and at the last, dead at some state between. revived: dead at
// 0, alive at the last. diverged: a final parameter or the training loss is not finite; such a
// network keeps its born_ flags and nothing else.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "judgement.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace oracle {

struct Problem {
  std::vector<Row> rows;       // training rows, labels 0 and 1
  std::vector<Row> test_rows;  // may be empty
  Parameters start;  // hidden_layers = 1: 2-1-1, 2: 2-1-1-1; prelu sets the slopes to its init
  std::string activation = "relu";
  std::string loss = "bce_with_logits";
  std::string output = "sigmoid";  // or "linear", see loss.hpp
  std::string optimizer = "sgd";
  double lr = 0.1;
  std::string schedule = "constant";
  long epochs = 0;
  int batch_size = 0;                  // 0: full
  double clip_norm = 0;                // 0: none
  std::optional<double> weight_decay;  // left out: the optimiser's own
  bool decay_biases = true;

  // The rows of epoch e = 0, 1, ... as positions in rows, cut into batches in this order; without
  // it, file order.
  std::function<std::vector<int>(long epoch)> row_order;
  // rrelu's slope in hidden layer 0 or 1 for step 0, 1, ... (counted over all batches); without it
  // the mean slope. Evaluation always uses the mean.
  std::function<double(long step, int layer)> rrelu_slope;
  // Called with the state at t = 0, 1, ..., epochs.
  std::function<void(long t, const Parameters&)> observe;

  // Rounding as in a coarser arithmetic, see rounding.hpp. 0: none.
  double roundoff = 0;
  unsigned roundoff_seed = 0;
};

// The closest calls of the whole training, as edges (see judgement.hpp).
struct ClosestCalls {
  double death = std::numeric_limits<double>::infinity();  // of all states
  double words = death;    // inactive, always_on, saturated, constant_output; first and last state
  double fires = death;    // a row's z near 0; first and last state
  double classes = death;  // at the last state, training rows
  double kink = death;     // a row of a batch near a kink, where the gradient jumps; every step
};

struct Result {
  Parameters final;
  bool born_dead = false, born_inactive = false, born_always_on = false;
  bool dead = false, died = false, transient = false, revived = false;
  bool inactive = false, always_on = false, saturated = false;
  bool constant_output = false, zero_gradient = false, solved = false, diverged = false;
  long first_death = -1;  // the first state that is dead, -1: none
  long death_epoch = -1;  // the first state of the dead stretch that lasts to the end, -1: none
  int fires_at_start = 0, fires_at_end = 0;  // rows with z > 0 in every hidden layer
  int train_correct = 0, test_correct = 0;
  double train_loss = 0;
  View first, last;           // everything that was seen at state 0 and at the last
  std::vector<bool> dead_at;  // entry t: dead at state t
  double largest = 0;         // the largest |parameter| or |gradient| met: float ends at 3.4e38
  ClosestCalls closest;
};

Result train(const Problem& problem);

// epochs + 1 entries; entry t is state t.
std::vector<Parameters> trajectory(const Problem& problem);

// Of all training rows at the given parameters.
View look(const Problem& problem, const Parameters& at);
double loss(const Problem& problem, const Parameters& at);
Parameters gradient(const Problem& problem, const Parameters& at);

// The start as training has it: with prelu's slopes set.
Parameters start_of(const Problem& problem);

}  // namespace oracle
