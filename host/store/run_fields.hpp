// The fields of a manifest's run and their names: the same in the store and in manifest.json.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "myriad/result.hpp"

namespace myriad {

/// Calls f(name, field) for each field, in the order in which they are written.
template <class Run, class F>
void for_each_field(Run& run, F f) {
  f("started", run.started);
  f("finished", run.finished);
  f("command", run.command);
  f("engine", run.engine);
  f("machine", run.machine);
  f("compiler", run.compiler);
  f("version", run.version);
  f("commit", run.commit);
  f("networks", run.networks);
  f("network_sample_updates", run.network_sample_updates);
  f("seconds", run.seconds);
  f("verified", run.verified);
  f("verifier", run.verifier);
  f("merged", run.merged);
}

inline nlohmann::ordered_json json_of(const Manifest::Run& run) {
  nlohmann::ordered_json json;
  for_each_field(run, [&json](const char* name, const auto& field) { json[name] = field; });
  return json;
}

/// Throws nlohmann::json::exception where a field is of another type, or one is missing that is not new.
inline Manifest::Run run_of(const nlohmann::json& json) {
  Manifest::Run run;
  for_each_field(run, [&json](const char* name, auto& field) {
    const bool new_one = std::string_view(name) == "verified" || std::string_view(name) == "verifier" ||
                         std::string_view(name) == "merged";
    if (!new_one || json.contains(name)) json.at(name).get_to(field);
  });
  return run;
}

}  // namespace myriad
