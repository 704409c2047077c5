// Drawings of one replayed network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "myriad/replay.hpp"

namespace myriad::report {

/// The line z = 0 of the first hidden unit over the training rows, at each of `epochs`: the first
/// dashed, the last thick, deaths in colour, each with its epoch. `rows_drawn` returns how many rows
/// it shows.
std::string path_chart(const Replay& replay, const Dataset& data, const std::vector<std::uint32_t>& epochs,
                       std::size_t& rows_drawn);

/// One number per epoch against log(1 + epoch); `values` is as long as the trace.
std::string epoch_chart(const Replay& replay, const std::vector<double>& values, const std::string& label);

/// Style rules of these drawings, to follow the report's.
extern const std::string_view kReplayStyle;

}  // namespace myriad::report
