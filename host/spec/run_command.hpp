// The command that computes a sweep, from what is known of it.
#pragma once

#include <string>
#include <string_view>

#include "myriad/spec.hpp"

namespace myriad {

/// `myriad run …` for a POSIX shell. `shard`: "3/7", or empty. A command that a result has stored is never repeated:
/// it may come from a stranger. How it was computed (device, threads, chunks) is left to the new run.
std::string run_command(const Sweep& sweep, std::string_view math, const std::string& directory,
                        const std::string& shard = "");

}  // namespace myriad
