// What becomes of a network at its start, from the laws of a configuration and its training rows.
#include "myriad/theory.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/theory/first_layer.hpp"
#include "host/theory/flat_interval.hpp"
#include "host/theory/rising_curve.hpp"
#include "host/theory/second_layer.hpp"
#include "host/spec/start_law.hpp"
#include "myriad/engine.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

namespace {

using Activation = AnyActivation<Activations>;
using Kind = Distribution::Kind;

/// What is asked of a network's hidden layers: that some layer, or every layer, has all its z in
/// one of these intervals, which are disjoint.
struct Fate {
  std::vector<SumInterval> z;
  bool every_layer = false;
};

bool is_fixed(const Distribution& law) {
  return law.kind == Kind::constant || law.kind == Kind::values;
}

/// The hidden groups' laws, which come first: weight, bias of each layer.
template <int Layers>
std::vector<Distribution> hidden_laws(const Initialization& init) {
  std::vector<Distribution> laws;
  for (int g = 0; g < 2 * Layers; ++g) laws.push_back(start_law(init, Shape<Layers>::group[g]));
  return laws;
}

/// A network whose hidden parameters are all fixed, in the networks' own arithmetic.
template <int Layers>
bool is_fated(const std::vector<Distribution>& laws, const Activation& phi, const Split& train,
              const Fate& fate) {
  Parameters<float, Layers> p{};
  for (int l = 0; l < Layers; ++l) p.own[l] = phi.own_start();
  for (int g = 0; g < 2 * Layers; ++g) {
    const ParameterGroup& group = Shape<Layers>::group[g];
    for (int entry = 0; entry < group.entries; ++entry) {
      const bool second = laws[g].kind == Kind::values && entry == 1;
      p.at[group.first + entry] = static_cast<float>(second ? laws[g].b : laws[g].a);
    }
  }
  int layers = 0;
  for (int l = 0; l < Layers; ++l) {
    const bool held = std::any_of(fate.z.begin(), fate.z.end(), [&](const SumInterval& interval) {
      return std::all_of(train.rows.begin(), train.rows.end(), [&](const Row& row) {
        return interval.contains(
            static_cast<double>(forward<float, Layers>(p, row.x1, row.x2, phi).z[l]));
      });
    });
    layers += held;
  }
  return fate.every_layer ? layers == Layers : layers > 0;
}

std::optional<double> first_layer_share(const FirstLayer& first, const Fate& fate) {
  double total = 0;
  for (const SumInterval& z : fate.z) {
    const std::optional<double> p = first.probability(z);
    if (!p) return std::nullopt;
    total += *p;
  }
  return total;
}

/// Some layer: the first, or the second, less what both have. Every layer: both.
std::optional<double> two_layer_share(const FirstLayer& first, const SecondLayer& second,
                                      const Fate& fate) {
  double some = *first_layer_share(first, fate), every = 0;
  for (const SumInterval& z2 : fate.z) {
    if (!fate.every_layer) {
      const std::optional<double> p = second.probability({}, z2);
      if (!p) return std::nullopt;
      some += *p;
    }
    for (const SumInterval& z1 : fate.z) {
      const std::optional<double> p = second.probability(z1, z2);
      if (!p) return std::nullopt;
      every += *p;
    }
  }
  return std::clamp(fate.every_layer ? every : some - every, 0.0, 1.0);
}

template <int Layers>
std::optional<double> probability_of(const Fate& fate, const CellConfig& config,
                                     const Activation& phi, const Split& train) {
  if (fate.z.empty()) return 0;
  const std::vector<Distribution> laws = hidden_laws<Layers>(config.init);
  if (std::all_of(laws.begin(), laws.end(), is_fixed)) {
    return is_fated<Layers>(laws, phi, train, fate) ? 1 : 0;
  }
  const FirstLayer first(laws[0], laws[1], train);
  const std::optional<double> in_first = first_layer_share(first, fate);
  if (Layers == 1 || !in_first || *in_first == (fate.every_layer ? 0 : 1)) return in_first;
  const auto value = [&](float z) { return phi.value(z, phi.own_start()).value; };
  const std::optional<RisingCurve> curve = RisingCurve::of(value);
  if (!curve && !first.is_fixed()) return std::nullopt;
  const SecondLayer second(first, value, curve, laws[2 * Layers - 2], laws[2 * Layers - 1]);
  return two_layer_share(first, second, fate);
}

/// The configuration's activation, its arguments bound.
struct BoundActivation {
  BoundPart part;
  Activation phi;

  explicit BoundActivation(const PartCall& call)
      : part(bind_activation(call)), phi{part.id, part.argument} {}
  BoundActivation(const BoundActivation&) = delete;
  BoundActivation& operator=(const BoundActivation&) = delete;
};

std::optional<double> probability_of(const Fate& fate, const CellConfig& config,
                                     const Activation& phi, const Dataset& dataset) {
  return config.hidden_layers == 1 ? probability_of<1>(fate, config, phi, dataset.train)
                                   : probability_of<2>(fate, config, phi, dataset.train);
}

double positive_share(const Split& split) {
  const double rows = static_cast<double>(split.rows.size());
  return (rows - static_cast<double>(split.class0)) / rows;
}

}  // namespace

std::optional<double> born_dead_theory(const CellConfig& config, const Dataset& dataset) {
  const BoundActivation bound(config.activation);
  Fate dead;
  for (int set = 0; set < bound.phi.flat_sets(); ++set) {
    const std::optional<SumInterval> flat = flat_interval(bound.phi, set);
    if (!flat) return std::nullopt;
    dead.z.push_back(*flat);
  }
  return probability_of(dead, config, bound.phi, dataset);
}

std::optional<double> born_inactive_theory(const CellConfig& config, const Dataset& dataset) {
  const BoundActivation bound(config.activation);
  Fate inactive;
  inactive.z = {SumInterval{-kInfinite, 0}};
  return probability_of(inactive, config, bound.phi, dataset);
}

std::optional<double> born_always_on_theory(const CellConfig& config, const Dataset& dataset) {
  const BoundActivation bound(config.activation);
  Fate always_on;
  always_on.z = {SumInterval{0, kInfinite, true, false}};
  always_on.every_layer = true;
  return probability_of(always_on, config, bound.phi, dataset);
}

double majority_share(const Split& split) {
  const double share = positive_share(split);
  return std::max(share, 1 - share);
}

double label_entropy(const Split& split) {
  double entropy = 0;
  for (const double share : {positive_share(split), 1 - positive_share(split)}) {
    if (share > 0) entropy -= share * std::log(share);
  }
  return entropy;
}

}  // namespace myriad
