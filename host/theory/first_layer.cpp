// Mixtures over the cases of a start; lattices and fixed starts row by row.
#include "host/theory/first_layer.hpp"

#include <algorithm>
#include <cmath>

#include "myriad/parts/activation.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

namespace {

using Kind = Distribution::Kind;

constexpr double kMostLatticeWork = 4e9;    ///< evaluations of one row; seconds
constexpr double kMostLatticePoints = 2e8;  ///< evaluations of a distribution function

/// z of one row, as networks compute it.
float sum_of(float w1, float w2, float bias, const Row& row) {
  const FixedActivation<Identity> identity{nullptr};
  return forward<float, 1>({{w1, w2, bias, 0, 0}, {}}, row.x1, row.x2, identity).z[0];
}

Polygon hull_of(const Split& split) {
  std::vector<Point> points;
  for (const Row& row : split.rows) {
    points.push_back({static_cast<double>(row.x1), static_cast<double>(row.x2)});
  }
  return convex_hull(std::move(points));
}

bool is_fixed_start(const LayerStart& start) {
  return start.weights.shape == WeightLaw::Shape::point && start.bias.is_point();
}

/// The two coordinates of a lattice's points.
class Lattice {
 public:
  explicit Lattice(const Distribution& law) : side_(static_cast<std::uint64_t>(law.a)) {
    LatticeDraw::prepare(law, {}, constant_);
  }
  std::uint64_t side() const { return side_; }
  float at(std::uint64_t position) const {
    EntrySource source{};
    source.network = position;
    source.entry = 1;
    return LatticeDraw::draw(constant_, source);
  }

 private:
  std::uint64_t side_;
  float constant_[kMaxArguments] = {};
};

/// The w2 of a lattice, by position, for which something holds: consecutive ones.
struct Run {
  std::uint64_t begin, end;
};

/// What remains of a run where `holds` changes at most once along it.
template <class Predicate>
Run shortened(Run run, const Predicate& holds) {
  if (run.begin == run.end) return run;
  const bool first = holds(run.begin), last = holds(run.end - 1);
  if (first == last) return first ? run : Run{run.begin, run.begin};
  std::uint64_t like_first = run.begin, like_last = run.end - 1;
  while (like_last - like_first > 1) {
    const std::uint64_t middle = like_first + (like_last - like_first) / 2;
    (holds(middle) == first ? like_first : like_last) = middle;
  }
  return first ? Run{run.begin, like_last} : Run{like_last, run.end};
}

/// Starts of a lattice with z in the interval on every row. For each w1 and row, z rises or falls
/// with w2, so each end of the interval leaves a run of w2.
std::uint64_t count_lattice(const Lattice& lattice, float bias, const SumInterval& z,
                            const Split& train) {
  const SumInterval under{-kInfinite, z.high, false, z.high_open};
  const SumInterval over{z.low, kInfinite, z.low_open, false};
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < lattice.side(); ++i) {
    const float w1 = lattice.at(i);
    Run run{0, lattice.side()};
    for (const Row& row : train.rows) {
      if (run.begin == run.end) break;
      for (const SumInterval& half : {under, over}) {
        if (half.is_everything()) continue;
        run = shortened(run, [&](std::uint64_t j) {
          return half.contains(static_cast<double>(sum_of(w1, lattice.at(j), bias, row)));
        });
      }
    }
    count += run.end - run.begin;
  }
  return count;
}

}  // namespace

FirstLayer::FirstLayer(const Distribution& weights, const Distribution& bias, const Split& train)
    : weights_(weights),
      starts_(layer_starts(weights.kind == Kind::lattice ? Distribution{} : weights, bias)),
      train_(train),
      hull_(hull_of(train)) {}

bool FirstLayer::is_fixed() const {
  return !is_lattice() && std::all_of(starts_.begin(), starts_.end(), is_fixed_start);
}

std::vector<float> FirstLayer::sums_of(const LayerStart& fixed) const {
  const Point w = fixed.weights.at;
  std::vector<float> sums;
  for (const Row& row : train_.rows) {
    sums.push_back(sum_of(static_cast<float>(w.x), static_cast<float>(w.y),
                          static_cast<float>(fixed.bias.low()), row));
  }
  return sums;
}

std::optional<double> FirstLayer::lattice_share(const ScalarLaw& bias, const SumInterval& z) const {
  const Lattice lattice(weights_);
  const double m = weights_.a, rows = static_cast<double>(train_.rows.size());
  if (bias.is_point()) {
    if (m * rows * (2 + std::log2(m)) > kMostLatticeWork) return std::nullopt;
    return static_cast<double>(count_lattice(lattice, static_cast<float>(bias.low()), z, train_)) /
           (m * m);
  }
  if (m * m * static_cast<double>(hull_.size()) > kMostLatticePoints) return std::nullopt;
  double total = 0;
  for (std::uint64_t i = 0; i < lattice.side(); ++i) {
    const double w1 = static_cast<double>(lattice.at(i));
    for (std::uint64_t j = 0; j < lattice.side(); ++j) {
      const WeightLaw w = WeightLaw::point({w1, static_cast<double>(lattice.at(j))});
      total += interval_probability(hull_, z, w, bias);
    }
  }
  return total / (m * m);
}

bool FirstLayer::is_quick() const {
  if (is_lattice()) return false;
  return std::all_of(starts_.begin(), starts_.end(), [](const LayerStart& start) {
    using Shape = ScalarLaw::Shape;
    const Shape bias = start.bias.shape();
    const bool simple_bias = bias == Shape::point || bias == Shape::uniform;
    switch (start.weights.shape) {
      case WeightLaw::Shape::point:
        return true;
      case WeightLaw::Shape::pair:
        return simple_bias && start.weights.pair.x.shape() == Shape::uniform &&
               start.weights.pair.y.shape() == Shape::uniform;
      case WeightLaw::Shape::circle:
        return start.bias.is_point();
    }
    return false;
  });
}

std::optional<double> FirstLayer::probability(const SumInterval& z) const {
  if (z.is_empty()) return 0;
  if (known_share_ >= 0 && known_ == z) return known_share_;
  const std::optional<double> share = mixed_share(z);
  known_ = z;
  known_share_ = share.value_or(-1);
  return share;
}

std::optional<double> FirstLayer::mixed_share(const SumInterval& z) const {
  double total = 0;
  for (const LayerStart& start : starts_) {
    double p = 0;
    if (is_lattice()) {
      const std::optional<double> counted = lattice_share(start.bias, z);
      if (!counted) return std::nullopt;
      p = *counted;
    } else if (is_fixed_start(start)) {
      const std::vector<float> sums = sums_of(start);
      p = std::all_of(sums.begin(), sums.end(),
                      [&](float sum) { return z.contains(static_cast<double>(sum)); });
    } else {
      p = interval_probability(hull_, z, start.weights, start.bias);
    }
    total += start.share * p;
  }
  return total;
}

}  // namespace myriad
