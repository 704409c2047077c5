// One network trained again, epoch by epoch, and in words what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/result.hpp"
#include "myriad/trace.hpp"

namespace myriad {

struct Replay {
  std::vector<std::string> parameter_names;  ///< "hidden.0.weight.0" …, as in EpochState
  Trace trace;
  std::optional<bool> same_as_kept;  ///< to the bit; empty when the run did not keep it
  std::string story;                 ///< sentences, a line each
};

/// Trains network `network` of a cell again on the CPU, bit for bit. Throws UsageError when there
/// is no such cell or network, InputError or InputOutputError when its data cannot be read again.
Replay replay_network(const Result& result, std::uint32_t cell, std::uint64_t network);

/// Which epochs to show: each `every`-th, or 1, 2, 5, 10 …; always 0, T and both sides of each
/// death and revival (the first dozen of these).
std::vector<std::uint32_t> epochs_to_show(const std::vector<EpochState>& epochs,
                                          std::optional<std::uint32_t> every);

/// "born dead", "died at epoch 37", "alive" …: a record's fate in a few words.
std::string fate_text(const Record& record);

}  // namespace myriad
