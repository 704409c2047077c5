// From distributions to cases.
#include "host/theory/start_mixture.hpp"

namespace myriad {

namespace {

using Kind = Distribution::Kind;

double as_float(double x) { return static_cast<double>(static_cast<float>(x)); }

/// How an entry of a RAI layer is drawn, chosen or not; other initialisers do not care.
ScalarLaw rai_entry(const Distribution& law, bool chosen) {
  return chosen ? ScalarLaw::beta() : ScalarLaw::normal(0, law.a);
}

WeightLaw weights_of(const Distribution& law) {
  switch (law.kind) {
    case Kind::values:
      return WeightLaw::point({as_float(law.a), as_float(law.b)});
    case Kind::direction:
      return WeightLaw::circle(as_float(law.a));
    default:
      return WeightLaw::both(entry_starts(law).front().law);
  }
}

}  // namespace

std::vector<EntryStart> entry_starts(const Distribution& law) {
  switch (law.kind) {
    case Kind::uniform:
      return {{1, ScalarLaw::uniform(law.a, law.b)}};
    case Kind::normal:
      return {{1, ScalarLaw::normal(law.a, law.b)}};
    case Kind::truncated_normal:
      return {{1, ScalarLaw::truncated(law.a, law.b, law.low, law.high)}};
    case Kind::sign:
      return {{0.5, ScalarLaw::point(as_float(law.a))}, {0.5, ScalarLaw::point(-as_float(law.a))}};
    default:
      return {{1, ScalarLaw::point(as_float(law.a))}};
  }
}

std::vector<LayerStart> layer_starts(const Distribution& weights, const Distribution& bias) {
  std::vector<LayerStart> cases;
  const bool rai_weights = weights.kind == Kind::rai, rai_bias = bias.kind == Kind::rai;
  const auto add = [&](double share, const WeightLaw& law, bool bias_chosen) {
    if (rai_bias) {
      cases.push_back({share, law, rai_entry(bias, bias_chosen)});
      return;
    }
    for (const EntryStart& entry : entry_starts(bias)) {
      cases.push_back({share * entry.share, law, entry.law});
    }
  };
  if (rai_weights) {
    const ScalarLaw normal = rai_entry(weights, false), beta = rai_entry(weights, true);
    add(1.0 / 3, WeightLaw::independent(beta, normal), false);
    add(1.0 / 3, WeightLaw::independent(normal, beta), false);
    add(1.0 / 3, WeightLaw::both(normal), true);
  } else if (rai_bias) {
    add(2.0 / 3, weights_of(weights), false);
    add(1.0 / 3, weights_of(weights), true);
  } else {
    add(1, weights_of(weights), false);
  }
  return cases;
}

std::vector<LinkStart> link_starts(const Distribution& weight, const Distribution& bias) {
  std::vector<LinkStart> cases;
  const bool rai = weight.kind == Kind::rai || bias.kind == Kind::rai;
  for (const bool weight_chosen : {true, false}) {
    if (!rai && !weight_chosen) break;
    const auto entries = [&](const Distribution& law, bool chosen) {
      if (law.kind == Kind::rai) return std::vector<EntryStart>{{1, rai_entry(law, chosen)}};
      return entry_starts(law);
    };
    for (const EntryStart& w : entries(weight, weight_chosen)) {
      for (const EntryStart& b : entries(bias, !weight_chosen)) {
        cases.push_back({(rai ? 0.5 : 1.0) * w.share * b.share, w.law, b.law});
      }
    }
  }
  return cases;
}

}  // namespace myriad
