// SPEC and the options that override it.
#include "host/cli/sweep_options.hpp"

#include "host/cli/arguments.hpp"

namespace myriad::cli {

std::vector<Option> sweep_options(SweepRequest& request) {
  return {
      {"SPEC", "", "the spec file (TOML); `myriad init` writes one", &request.spec, "Spec", true, takes_file()},
      {"--set", "KEY=VALUE", "one value for a key, in place of the spec's; may be repeated",
       &request.set, "Spec"},
      {"--axis", "KEY=A,B,C", "a grid axis, in place of the spec's; may be repeated", &request.axis,
       "Spec"},
      {"--networks", "N", "networks per cell: 65536, 64k, 1M", &request.networks, "Spec"},
      {"--seed", "N", "seed, 0 to 2^64-1", &request.seed, "Spec", false, takes_count()},
  };
}

Sweep requested_sweep(const SweepRequest& request) {
  Overrides overrides;
  overrides.set = request.set;
  overrides.axis = request.axis;
  if (!request.networks.empty()) overrides.networks = request.networks;
  if (!request.seed.empty()) overrides.seed = request.seed;
  return read_spec(request.spec, overrides);
}

}  // namespace myriad::cli
