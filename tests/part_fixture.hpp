// Parts by name, for cells made by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "myriad/registry.hpp"

namespace myriad {

/// A part by name; arguments that are not given get their defaults.
inline PartCall call_part(PartKind kind, const std::string& name, std::vector<double> arguments = {}) {
  PartCall call{part_id(kind, name), std::move(arguments)};
  const PartDescription& part = parts(kind)[static_cast<std::size_t>(call.id)];
  if (part.info.variadic) return call;
  while (call.arguments.size() < part.parameters.size()) {
    call.arguments.push_back(part.parameters[call.arguments.size()].fallback);
  }
  return call;
}

inline PartCall initializer(const std::string& name, std::vector<double> arguments = {}) {
  return call_part(PartKind::initializer, name, std::move(arguments));
}

}  // namespace myriad
