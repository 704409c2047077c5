// One network trained again, epoch by epoch, and in words what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/result.hpp"
#include "myriad/trace.hpp"

namespace myriad {

/// A step that took a network into a dead stretch or out of it: from the epoch before `epoch` to it.
struct Turn {
  std::uint32_t epoch = 0;
  bool death = true;              ///< false: a revival
  int layer = 0;                  ///< the hidden layer that died, or that had been dead
  std::vector<double> step;       ///< what was added to that layer's weights and, last, its bias
  double along_w = 0;             ///< the weights' part of it, along the weights as they were; negative: shorter
  double downhill = 0;            ///< cosine of the step with the descent direction; 0 where the gradient is 0
  std::uint32_t rows_before = 0, rows_after = 0;  ///< training rows out of the flat part
  std::uint32_t row = 0;          ///< death: the last row to go; revival: the first to come (position in the data)
  float x1 = 0, x2 = 0;           ///< that row, as the network sees it
  float z_before = 0, z_after = 0;
};

/// What the optimiser as it stands at the end makes of a death: step/permanence.hpp.
enum class Verdict { not_dead, permanent, returns, undecided };

struct Replay {
  std::vector<std::string> parameter_names;  ///< "hidden.0.weight.0" …, as in EpochState
  Trace trace;
  std::uint32_t test_rows = 0;  ///< of which trace.record.test_correct counts the right ones
  std::optional<bool> same_as_kept;  ///< to the bit; empty when the run did not keep it
  std::vector<Turn> turns;           ///< in order of epoch, the first dozen and the last
  Verdict verdict = Verdict::not_dead;
  std::string story;                 ///< sentences, a line each
};

/// Trains network `network` of a cell again on the CPU, bit for bit. Throws UsageError when there
/// is no such cell or network, InputError or InputOutputError when its data cannot be read again.
Replay replay_network(const Result& result, std::uint32_t cell, std::uint64_t network);

/// Which epochs to show: each `every`-th, or 1, 2, 5, 10 …; always 0, T and both sides of each
/// death and revival (the first dozen of these).
std::vector<std::uint32_t> epochs_to_show(const std::vector<EpochState>& epochs,
                                          std::optional<std::uint32_t> every);

/// The Euclidean norm of a part of a gradient: parameters first … end-1.
double gradient_norm(const EpochState& state, std::size_t first, std::size_t end);

/// A page with the path of the line z = 0 across the data: one file, no script, no request.
std::string html_replay(const Result& result, std::uint32_t cell, const Replay& replay);

/// "born dead", "died at epoch 37", "alive" …: a record's fate in a few words.
std::string fate_text(const Record& record);

}  // namespace myriad
