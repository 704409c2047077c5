// Rules across keys. What an initialiser demands of its group it says itself, in
// parts/initializer.hpp.
#include "host/spec/spec_rules.hpp"

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/spec_part_call.hpp"
#include "myriad/parts/initializer.hpp"
#include "myriad/registry.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {
namespace {

/// What the list of initialisers says of one call.
struct InitializerTraits {
  bool joint = false;          ///< brings its layer's biases along
  bool fixes_biases = false;   ///< and lets nothing else decide them
  std::size_t entries = 0;     ///< that its group must have; 0: any number
  std::uint64_t networks = 0;  ///< that it has starts for; 0: any number
  bool in_reach = true;        ///< its bounds are not all too far from its mean
};

/// Beyond, a truncated normal's probabilities do not fit its arithmetic (core/normal.hpp).
constexpr double kReachOfNormal = 6;

bool is_in_reach(const Distribution& d) {
  if (d.kind != Distribution::Kind::truncated_normal) return true;
  return d.low - d.a <= kReachOfNormal * d.b && d.a - d.high <= kReachOfNormal * d.b;
}

InitializerTraits traits_of(const PartCall& call) {
  InitializerTraits traits;
  visit_type(Initializers{}, call.id, [&](auto tag) {
    using Initializer = typename decltype(tag)::type;
    traits.joint = Initializer::joint;
    traits.fixes_biases = Initializer::fixes_biases;
    traits.entries = static_cast<std::size_t>(Initializer::exact_entries);
    if (Initializer::info.variadic) traits.entries = call.arguments.size();
    std::vector<double> arguments = call.arguments;
    arguments.resize(kMaxArguments);
    const Distribution d = Initializer::distribution(arguments.data(), {2, 1, 2, true});
    traits.in_reach = is_in_reach(d);
    if (d.kind == Distribution::Kind::lattice) {
      const auto side = static_cast<std::uint64_t>(d.a);
      traits.networks = side * side;
    }
  });
  return traits;
}

/// Calls visitor(group) for each parameter group of a shape.
template <class Visitor>
void for_each_group(int hidden_layers, Visitor visitor) {
  if (hidden_layers == 1) {
    for (const ParameterGroup& group : Shape<1>::group) visitor(group);
  } else {
    for (const ParameterGroup& group : Shape<2>::group) visitor(group);
  }
}

/// The keys that may name a group's initialiser, the most particular first. (What a bias gets along
/// with its weights demands nothing of it.)
std::vector<std::string> keys_of_group(const ParameterGroup& group) {
  const std::string name = group.name;
  const std::string key = group.weight ? "weight_init" : "bias_init";
  if (name.rfind("output.", 0) == 0) return {"output_" + key};
  return {name.substr(0, name.rfind('.') + 1) + key, key};
}

const PartCall& call_of_group(const Initialization& init, const ParameterGroup& group) {
  const std::string name = group.name;
  const auto own = init.by_group.find(name);
  if (own != init.by_group.end()) return own->second;
  if (name == "output.weight") return init.output_weight_init;
  if (name == "output.bias") return init.output_bias_init;
  return group.weight ? init.weight_init : init.bias_init;
}

/// The assignment that names a group's initialiser; null when none does.
const Assignment* cause_of_group(const CellDraft& draft, const ParameterGroup& group) {
  for (const std::string& key : keys_of_group(group)) {
    if (draft.given(key)) return draft.by_key[key_position(key)];
  }
  return nullptr;
}

void check_group(const CellDraft& draft, const ParameterGroup& group,
                 std::optional<std::uint64_t> networks_per_cell, Complaints& complaints) {
  const Assignment* cause = cause_of_group(draft, group);
  if (cause == nullptr || !cause->setting) return;
  const PartCall& call = call_of_group(draft.config.init, group);
  const InitializerTraits traits = traits_of(call);
  const Place place = cause->value->inside(0, cause->value->text.size());
  const std::string text = part_call_text(PartKind::initializer, call);
  if (traits.entries != 0 && traits.entries != static_cast<std::size_t>(group.entries)) {
    complaints.add(place,
                   fmt::format("{} sets {} value{}, {} has {}", text, traits.entries,
                               traits.entries == 1 ? "" : "s", group.name, group.entries),
                   fmt::format("give {} an initializer of its own: {}", group.name,
                               keys_of_group(group).front()));
  }
  if (traits.networks != 0 && networks_per_cell.value_or(0) > traits.networks) {
    complaints.add(place,
                   fmt::format("{} has starts for {} networks, networks_per_cell is {}", text,
                               grouped_text(traits.networks), grouped_text(*networks_per_cell)),
                   "a larger m, or fewer networks");
  }
  if (!traits.in_reach) {
    complaints.add(place,
                   fmt::format("{} leaves nothing within {} std of its mean", text, kReachOfNormal),
                   "a and b are values, not multiples of std");
  }
}

/// An initialiser that fixes weights and biases together stands as weight_init, and alone.
void check_biases(const CellDraft& draft, const ParameterGroup& weights,
                  const ParameterGroup& biases, Complaints& complaints) {
  const Assignment* cause = cause_of_group(draft, biases);
  if (cause == nullptr || !cause->setting) return;
  const PartCall& weight_call = call_of_group(draft.config.init, weights);
  const PartCall& bias_call = call_of_group(draft.config.init, biases);
  const bool weights_fix = traits_of(weight_call).fixes_biases;
  if (!weights_fix && !traits_of(bias_call).fixes_biases) return;
  const std::string text =
      part_call_text(PartKind::initializer, weights_fix ? weight_call : bias_call);
  const std::string key = spec_keys()[static_cast<std::size_t>(cause->key)].name;
  const Place place = cause->value->inside(0, cause->value->text.size());
  if (weights_fix) {
    complaints.add(
        place,
        fmt::format("{} sets the biases of {} too: no {} beside it", text, weights.name, key),
        fmt::format("leave {} out, or give the weights another initializer", key));
  } else {
    complaints.add(
        place, fmt::format("{} fixes weights and biases together", text),
        fmt::format("{} = \"{}\", and no {}", keys_of_group(weights).front(), text, key));
  }
}

bool is_sound(const CellDraft& draft, const char* key) {
  const Assignment* assignment = draft.by_key[key_position(key)];
  return assignment == nullptr || assignment->setting.has_value();
}

void check_survival_epochs(const CellDraft& draft, Complaints& complaints) {
  const std::string& text = draft.config.survival_epochs;
  if (text == "auto" || !is_sound(draft, "survival_epochs") || !is_sound(draft, "epochs")) return;
  const std::uint64_t last = parse_whole(text.substr(text.rfind(',') + 1)).value.value_or(0);
  if (last <= draft.config.epochs) return;
  complaints.add(
      draft.by_key[key_position("survival_epochs")]->value->place,
      fmt::format("survival epoch {} is after the last epoch, {}", last, draft.config.epochs),
      "0 is before the first update, the number of epochs after the last");
}

/// PyTorch refuses the same: without momentum, or with dampening, there is nothing to look ahead
/// along.
void check_nesterov(const CellDraft& draft, Complaints& complaints) {
  if (!is_sound(draft, "optimizer")) return;
  const PartCall& call = draft.config.optimizer;
  const auto& part = parts(PartKind::optimizer)[static_cast<std::size_t>(call.id)];
  double momentum = 1, dampening = 0, nesterov = 0;
  for (std::size_t i = 0; i < part.parameters.size(); ++i) {
    const std::string_view name = part.parameters[i].name;
    if (name == "momentum") momentum = call.arguments[i];
    if (name == "dampening") dampening = call.arguments[i];
    if (name == "nesterov") nesterov = call.arguments[i];
  }
  if (nesterov == 0 || (momentum > 0 && dampening == 0)) return;
  const Value& value = *draft.by_key[key_position("optimizer")]->value;
  complaints.add(value.inside(0, value.text.size()), "nesterov needs a momentum and no dampening",
                 fmt::format("{}(momentum=0.9, nesterov=true)", part.info.name));
}

}  // namespace

std::vector<ImpliedValue> complete_initialization(CellDraft& draft) {
  std::vector<ImpliedValue> implied;
  Initialization& init = draft.config.init;
  const PartCall fallback = init.bias_init;  // what the default has put there, unless it is given
  const auto imply = [&](const std::string& key, const PartCall& call, const std::string& origin) {
    const Assignment* cause = draft.by_key[key_position(origin)];
    const bool spelled = cause != nullptr && cause->setting;
    const std::string text = part_call_text(PartKind::initializer, call);
    implied.push_back({key, spelled ? cause->setting->text : text, text, origin});
  };
  init.bias_init_given = draft.given("bias_init");
  init.output_bias_init_given = draft.given("output_bias_init");
  if (!init.bias_init_given && traits_of(init.weight_init).joint) {
    init.bias_init = init.weight_init;
    imply("bias_init", init.bias_init, "weight_init");
  }
  if (!init.output_bias_init_given && traits_of(init.output_weight_init).joint) {
    init.output_bias_init = init.output_weight_init;
    imply("output_bias_init", init.output_bias_init, "output_weight_init");
  }
  for (int layer = 0; layer < draft.config.hidden_layers; ++layer) {
    const std::string name = fmt::format("hidden.{}.", layer);
    const auto own_weights = init.by_group.find(name + "weight");
    const bool decided = init.bias_init_given || init.by_group.count(name + "bias") != 0;
    if (decided || own_weights == init.by_group.end()) continue;
    const PartCall call = traits_of(own_weights->second).joint ? own_weights->second : fallback;
    if (call == init.bias_init) continue;
    init.by_group[name + "bias"] = call;
    imply(name + "bias_init", call, name + "weight_init");
    if (call == fallback) {
      implied.back().text = implied.back().identity;  // zeros, whatever the weights are
    }
  }
  return implied;
}

void check_cell(const CellDraft& draft, std::optional<std::uint64_t> networks_per_cell,
                Complaints& complaints) {
  if (is_sound(draft, "shape")) {
    for_each_group(draft.config.hidden_layers, [&](const ParameterGroup& group) {
      check_group(draft, group, networks_per_cell, complaints);
    });
    const ParameterGroup* weights = nullptr;  // each layer's biases follow its weights
    for_each_group(draft.config.hidden_layers, [&](const ParameterGroup& group) {
      if (group.weight) {
        weights = &group;
      } else {
        check_biases(draft, *weights, group, complaints);
      }
    });
  }
  check_survival_epochs(draft, complaints);
  check_nesterov(draft, complaints);
}

}  // namespace myriad
