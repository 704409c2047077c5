// From the keys of a spec to the law of each parameter group.
#include "host/spec/start_law.hpp"

#include <algorithm>

namespace myriad {

namespace {

bool is_joint(const PartCall& call) {
  bool joint = false;
  visit_type(Initializers{}, call.id, [&](auto tag) { joint = decltype(tag)::type::joint; });
  return joint;
}

}  // namespace

const PartCall& initializer_of(const Initialization& init, const ParameterGroup& group) {
  const auto own = init.by_group.find(group.name);
  if (own != init.by_group.end()) return own->second;
  const std::string name = group.name;
  const bool output = name.rfind("output.", 0) == 0;
  const PartCall& weight = output ? init.output_weight_init : init.weight_init;
  if (group.weight) return weight;
  const auto layer_weight = init.by_group.find(name.substr(0, name.rfind('.')) + ".weight");
  const PartCall& effective = layer_weight != init.by_group.end() ? layer_weight->second : weight;
  const bool given = output ? init.output_bias_init_given : init.bias_init_given;
  if (!given && is_joint(effective)) return effective;
  return output ? init.output_bias_init : init.bias_init;
}

GroupPlace place_of(const ParameterGroup& group) {
  return {group.fan_in, group.fan_out, group.entries, group.weight};
}

Distribution start_law(const Initialization& init, const ParameterGroup& group) {
  const PartCall& call = initializer_of(init, group);
  double arguments[kMaxArguments] = {};
  const std::size_t given = std::min<std::size_t>(call.arguments.size(), kMaxArguments);
  std::copy_n(call.arguments.begin(), given, arguments);
  Distribution law;
  visit_type(Initializers{}, call.id, [&](auto tag) {
    law = decltype(tag)::type::distribution(arguments, place_of(group));
  });
  return law;
}

}  // namespace myriad
