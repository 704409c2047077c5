// Whether a configuration trains by plain gradient descent.
#include "host/spec/plain_descent.hpp"

#include <string_view>

#include "myriad/registry.hpp"

namespace myriad {

bool plain_descent(const CellConfig& config) {
  const PartCall& call = config.optimizer;
  if (call.id != part_id(PartKind::optimizer, "sgd") || config.weight_decay != 0) return false;
  const auto& parameters = parts(PartKind::optimizer).at(static_cast<std::size_t>(call.id)).parameters;
  for (std::size_t i = 0; i < parameters.size() && i < call.arguments.size(); ++i) {
    if (std::string_view(parameters[i].name) == "momentum") return call.arguments[i] == 0;
  }
  return true;
}

}  // namespace myriad
