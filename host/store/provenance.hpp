// Who computed a result, when, with what: the manifest.
#pragma once

#include <string>

#include "myriad/result.hpp"
#include "host/store/store.hpp"

namespace myriad {

/// Now, in UTC: "2026-01-31T12:00:00Z".
std::string utc_now();

/// A run that starts now on this machine.
Manifest::Run run_starting_now(const std::string& command, const std::string& engine);

/// The manifest of a store.
Manifest manifest_of(const StoredSweep& stored);

}  // namespace myriad
