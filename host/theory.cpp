// The probability of being born dead, from the laws of a configuration and its training rows.
#include "myriad/theory.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/flat_half_line.hpp"
#include "host/half_plane_probability.hpp"
#include "host/start_law.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/evaluate.hpp"

namespace myriad {

namespace {

using Activation = AnyActivation<Activations>;
using Kind = Distribution::Kind;

constexpr double kMostLatticeWork = 4e9;  ///< evaluations of one row; seconds

bool is_fixed(const Distribution& law) {
  return law.kind == Kind::constant || law.kind == Kind::values;
}

/// The law of a group as networks see it: constants are floats, one value is a constant.
Distribution law_of(const Initialization& init, const ParameterGroup& group) {
  const Distribution law = start_law(init, group);
  if (!is_fixed(law)) return law;
  return {group.entries == 1 ? Kind::constant : law.kind,
          static_cast<double>(static_cast<float>(law.a)),
          static_cast<double>(static_cast<float>(law.b))};
}

RowsView view_of(const Split& split) {
  RowsView view;
  view.row = split.rows.data();
  view.count = static_cast<std::uint32_t>(split.rows.size());
  view.class0 = split.class0;
  return view;
}

std::vector<Point> points_of(const Split& split) {
  std::vector<Point> points;
  for (const Row& row : split.rows) {
    points.push_back({static_cast<double>(row.x1), static_cast<double>(row.x2)});
  }
  return points;
}

/// Counts dead starts of a lattice in the networks' own arithmetic. For each w1 and row, z rises or
/// falls with w2, so the w2 that keep it in the flat half-line are a run from one end.
class LatticeCount {
 public:
  LatticeCount(const Distribution& law, float bias, const Activation& phi, int set)
      : m_(static_cast<std::uint64_t>(law.a)), bias_(bias), phi_(phi), set_(set) {
    LatticeDraw::prepare(law, {}, constant_);
  }

  std::uint64_t dead(const Split& split) const {
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < m_; ++i) {
      const float w1 = weight(0, i * m_);
      Run run{0, m_};
      for (const Row& row : split.rows) {
        if (run.begin == run.end) break;
        run = shortened(run, w1, row);
      }
      count += run.end - run.begin;
    }
    return count;
  }

 private:
  struct Run {
    std::uint64_t begin, end;
  };

  float weight(int entry, std::uint64_t network) const {
    EntrySource source{};
    source.network = network;
    source.entry = entry;
    return LatticeDraw::draw(constant_, source);
  }

  bool is_flat(float w1, std::uint64_t j, const Row& row) const {
    const float w2 = weight(1, j);
    const Parameters<float, 1> p{{w1, w2, bias_, 0, 0}};
    return !phi_.leaves_flat(set_, forward<float, 1>(p, row.x1, row.x2, phi_).z[0]);
  }

  Run shortened(Run run, float w1, const Row& row) const {
    const bool first = is_flat(w1, run.begin, row), last = is_flat(w1, run.end - 1, row);
    if (first == last) return first ? run : Run{run.begin, run.begin};
    std::uint64_t like_first = run.begin, like_last = run.end - 1;
    while (like_last - like_first > 1) {
      const std::uint64_t middle = like_first + (like_last - like_first) / 2;
      (is_flat(w1, middle, row) == first ? like_first : like_last) = middle;
    }
    return first ? Run{run.begin, like_last} : Run{like_last, run.end};
  }

  std::uint64_t m_;
  float bias_;
  Activation phi_;
  int set_;
  float constant_[kMaxArguments] = {};
};

std::optional<double> lattice_death(const Distribution& weight, const Distribution& bias,
                                    const Activation& phi, int set, const Split& train) {
  const double m = weight.a, rows = static_cast<double>(train.rows.size());
  if (!is_fixed(bias) || m * rows * (2 + std::log2(m)) > kMostLatticeWork) return std::nullopt;
  const LatticeCount lattice(weight, static_cast<float>(bias.a), phi, set);
  return static_cast<double>(lattice.dead(train)) / (m * m);
}

std::optional<double> first_layer_death(const Distribution& weight, const Distribution& bias,
                                        const Activation& phi, const Split& train) {
  double dead = 0;
  for (int set = 0; set < phi.flat_sets(); ++set) {  // flat sets are disjoint
    const std::optional<FlatHalfLine> flat = flat_half_line(phi, set);
    if (!flat) return std::nullopt;
    const std::optional<double> in_this =
        weight.kind == Kind::lattice ? lattice_death(weight, bias, phi, set, train)
                                     : flat_probability(points_of(train), *flat, weight, bias);
    if (!in_this) return std::nullopt;
    dead += *in_this;
  }
  return dead;
}

/// A chain whose hidden parameters are all fixed: dead or not, in the networks' own arithmetic.
template <int Layers>
double fixed_death(const std::vector<Distribution>& laws, const Activation& phi,
                   const Split& train) {
  Parameters<float, Layers> p{};
  for (int g = 0; g < 2 * Layers; ++g) {
    const ParameterGroup& group = Shape<Layers>::group[g];
    for (int entry = 0; entry < group.entries; ++entry) {
      const bool second = laws[g].kind == Kind::values && entry == 1;
      p.at[group.first + entry] = static_cast<float>(second ? laws[g].b : laws[g].a);
    }
  }
  return observe_hidden<float, Layers>(view_of(train), p, phi).dead ? 1 : 0;
}

/// Behind a ReLU with zero bias the second layer is dead iff its weight is not positive.
std::optional<double> second_layer_death(double first, const Distribution& weight,
                                         const Distribution& bias, const Activation& phi) {
  if (first == 1) return 1;
  const std::optional<FlatHalfLine> flat = flat_half_line(phi, 0);
  const bool relu =
      phi.homogeneous() && phi.slope_shows_death() && flat && !flat->above && flat->bound == 0;
  const bool no_bias = bias.kind == Kind::constant && bias.a == 0;
  const std::optional<double> kills = probability_not_positive(weight);
  if (!relu || !no_bias || !kills) return std::nullopt;
  return first + (1 - first) * *kills;
}

template <int Layers>
std::optional<double> born_dead(const CellConfig& config, const Activation& phi,
                                const Split& train) {
  if (phi.flat_sets() == 0) return 0;
  std::vector<Distribution>
      laws;  // of the hidden groups, which come first: weight, bias of each layer
  for (int g = 0; g < 2 * Layers; ++g) {
    laws.push_back(law_of(config.init, Shape<Layers>::group[g]));
  }
  if (std::all_of(laws.begin(), laws.end(), is_fixed)) return fixed_death<Layers>(laws, phi, train);
  const std::optional<double> first = first_layer_death(laws[0], laws[1], phi, train);
  if (!first || Layers == 1) return first;
  return second_layer_death(*first, laws[2 * Layers - 2], laws[2 * Layers - 1], phi);
}

double positive_share(const Split& split) {
  const double rows = static_cast<double>(split.rows.size());
  return (rows - static_cast<double>(split.class0)) / rows;
}

}  // namespace

std::optional<double> born_dead_theory(const CellConfig& config, const Dataset& dataset) {
  float arguments[kMaxArguments] = {};
  const std::vector<double>& given = config.activation.arguments;
  for (std::size_t i = 0; i < given.size() && i < kMaxArguments; ++i) {
    arguments[i] = static_cast<float>(given[i]);
  }
  const Activation phi{config.activation.id, arguments};
  return config.hidden_layers == 1 ? born_dead<1>(config, phi, dataset.train)
                                   : born_dead<2>(config, phi, dataset.train);
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
