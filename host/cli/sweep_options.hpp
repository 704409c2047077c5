// The options that change a spec before it is read, shared by the commands that take one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/cli/command.hpp"
#include "myriad/spec.hpp"

namespace myriad::cli {

/// A spec file and what the command line changes in it, as text.
struct SweepRequest {
  std::string spec;
  std::vector<std::string> set, axis;
  std::string networks, seed;
};

/// SPEC, --set, --axis, --networks and --seed.
std::vector<Option> sweep_options(SweepRequest& request);

/// The spec, read and expanded. Throws what read_spec throws.
Sweep requested_sweep(const SweepRequest& request);

}  // namespace myriad::cli
