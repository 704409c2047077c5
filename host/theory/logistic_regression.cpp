// Separation first, exactly; then Newton's method in as many dimensions as the rows span.
#include "myriad/logistic_regression.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "host/theory/orientation.hpp"

namespace myriad {
namespace {

using Hull = std::vector<FloatPoint>;

struct LabelledPoint {
  FloatPoint at;
  bool positive;
};
using Rows = std::vector<LabelledPoint>;

/// Counter-clockwise corners; one or two points where it has no area.
Hull hull_of(const Rows& rows, bool positive) {
  Hull points;
  for (const LabelledPoint& row : rows) {
    if (row.positive == positive) points.push_back(row.at);
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return points;
  Hull hull;
  for (int chain = 0; chain < 2; ++chain) {
    const std::size_t base = hull.size();
    for (const FloatPoint p : points) {
      while (hull.size() >= base + 2 && orientation(hull[hull.size() - 2], hull.back(), p) <= 0) {
        hull.pop_back();
      }
      hull.push_back(p);
    }
    hull.pop_back();  // the next chain begins with it
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

using Line = std::pair<FloatPoint, FloatPoint>;

/// A line along an edge of `hull`, which lies to its left, with all of `other` to its right or on
/// it.
std::optional<Line> line_between(const Hull& hull, const Hull& other) {
  for (std::size_t i = 0; hull.size() > 1 && i < hull.size(); ++i) {
    const FloatPoint p = hull[i], q = hull[(i + 1) % hull.size()];
    const bool apart = std::all_of(other.begin(), other.end(),
                                   [&](FloatPoint r) { return orientation(p, q, r) <= 0; });
    if (apart) return Line{p, q};
  }
  return std::nullopt;
}

/// Rows as (1, u1, u2) with their number of entries in use: a design of full rank.
struct Design {
  int size = 1;
  std::vector<std::array<double, 3>> row;
  std::vector<bool> positive;
};

using Vector = std::array<double, 3>;

double dot(const Vector& a, const Vector& b, int size) {
  double sum = 0;
  for (int i = 0; i < size; ++i) sum += a[i] * b[i];
  return sum;
}

double loss_of(const Design& design, const Vector& weight) {
  double sum = 0;
  for (std::size_t i = 0; i < design.row.size(); ++i) {
    const double logit = dot(weight, design.row[i], design.size);
    const double against = design.positive[i] ? -logit : logit;
    sum += std::max(against, 0.0) + std::log1p(std::exp(-std::fabs(against)));
  }
  return sum;
}

/// Solves h x = g for a positive definite h by Cholesky's method; h is destroyed.
Vector solved(std::array<Vector, 3> h, Vector g, int size) {
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = h[i][j];
      for (int k = 0; k < j; ++k) sum -= h[i][k] * h[j][k];
      h[i][j] = i == j ? std::sqrt(std::max(sum, 1e-300)) : sum / h[j][j];
    }
  }
  for (int i = 0; i < size; ++i) {
    for (int k = 0; k < i; ++k) g[i] -= h[i][k] * g[k];
    g[i] /= h[i][i];
  }
  for (int i = size - 1; i >= 0; --i) {
    for (int k = i + 1; k < size; ++k) g[i] -= h[k][i] * g[k];
    g[i] /= h[i][i];
  }
  return g;
}

/// Newton's step, uphill in likelihood.
Vector step_from(const Design& design, const Vector& weight) {
  Vector gradient{};
  std::array<Vector, 3> hessian{};
  for (std::size_t r = 0; r < design.row.size(); ++r) {
    const Vector& u = design.row[r];
    const double p = 1 / (1 + std::exp(-dot(weight, u, design.size)));
    for (int i = 0; i < design.size; ++i) {
      gradient[i] += u[i] * ((design.positive[r] ? 1 : 0) - p);
      for (int j = 0; j <= i; ++j) hessian[i][j] += u[i] * u[j] * p * (1 - p);
    }
  }
  return solved(hessian, gradient, design.size);
}

Vector fitted(const Design& design) {
  constexpr int kMostSteps = 200, kMostHalvings = 60;
  Vector weight{};
  double loss = loss_of(design, weight);
  for (int n = 0; n < kMostSteps; ++n) {
    const Vector step = step_from(design, weight);
    Vector next{};
    double factor = 1, next_loss = loss;
    for (int halving = 0; halving < kMostHalvings; ++halving, factor /= 2) {
      for (int i = 0; i < design.size; ++i) next[i] = weight[i] + factor * step[i];
      next_loss = loss_of(design, next);
      if (next_loss < loss) break;
    }
    const bool settled = !(next_loss < loss);
    if (settled) {  // to rounding: one whole step more for the digits that the loss does not show
      for (int i = 0; i < design.size; ++i) next[i] = weight[i] + step[i];
      next_loss = loss_of(design, next);
    }
    if (next_loss <= loss * (1 + 1e-14)) weight = next;
    if (settled) break;
    loss = next_loss;
  }
  return weight;
}

struct Scale {
  double mean, deviation;
};

Scale scale_of(const Rows& rows, float FloatPoint::*coordinate) {
  double sum = 0, squares = 0;
  const double n = static_cast<double>(rows.size());
  for (const LabelledPoint& row : rows) sum += static_cast<double>(row.at.*coordinate);
  for (const LabelledPoint& row : rows) {
    const double off = static_cast<double>(row.at.*coordinate) - sum / n;
    squares += off * off;
  }
  return {sum / n, std::sqrt(squares / n)};
}

/// The fit over rows that nothing separates, using these coordinates.
LogisticFit fit_inseparable(const Rows& rows, const std::vector<float FloatPoint::*>& used) {
  Design design;
  std::vector<Scale> scales;
  for (const auto coordinate : used) scales.push_back(scale_of(rows, coordinate));
  design.size = 1 + static_cast<int>(used.size());
  for (const LabelledPoint& row : rows) {
    Vector u{1, 0, 0};
    for (std::size_t k = 0; k < used.size(); ++k) {
      u[k + 1] = (static_cast<double>(row.at.*used[k]) - scales[k].mean) / scales[k].deviation;
    }
    design.row.push_back(u);
    design.positive.push_back(row.positive);
  }
  const Vector weight = fitted(design);
  LogisticFit fit;
  fit.loss = loss_of(design, weight) / static_cast<double>(rows.size());
  std::size_t right = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    right += (dot(weight, design.row[i], design.size) >= 0) == rows[i].positive;
  }
  fit.accuracy = static_cast<double>(right) / static_cast<double>(rows.size());
  Vector plain{0, 0, weight[0]};
  for (std::size_t k = 0; k < used.size(); ++k) {
    const double slope = weight[k + 1] / scales[k].deviation;
    plain[used[k] == &FloatPoint::x ? 0 : 1] = slope;
    plain[2] -= slope * scales[k].mean;
  }
  fit.weight = plain;
  return fit;
}

LogisticFit fit(const Rows& rows);

/// Rows for which `stays` is false are told apart by a line and cost nothing; the rest lie on it.
template <class Stays>
LogisticFit fit_on_line(const Rows& rows, Stays stays) {
  Rows rest;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(rest),
               [&](const LabelledPoint& row) { return stays(row.at); });
  LogisticFit result = rest.empty() ? LogisticFit{Separation::complete, 0, 1, {}} : fit(rest);
  const double share = static_cast<double>(rest.size()) / static_cast<double>(rows.size());
  result.loss *= share;
  result.accuracy = 1 - share + share * result.accuracy;
  if (result.separation == Separation::none) result.separation = Separation::quasi;
  result.weight.reset();
  return result;
}

/// Rows on one line that is not at right angles to this coordinate's axis.
LogisticFit fit_along(const Rows& rows, float FloatPoint::*coordinate) {
  float low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (const LabelledPoint& row : rows) {
    low[row.positive] = std::min(low[row.positive], row.at.*coordinate);
    high[row.positive] = std::max(high[row.positive], row.at.*coordinate);
  }
  for (const int below : {0, 1}) {
    const float edge = high[below];
    if (edge > low[1 - below]) continue;
    return fit_on_line(
        rows, [&](FloatPoint p) { return edge == low[1 - below] && p.*coordinate == edge; });
  }
  return fit_inseparable(rows, {coordinate});
}

bool on_one_line(const Rows& rows, FloatPoint p, FloatPoint q) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](const LabelledPoint& row) { return orientation(p, q, row.at) == 0; });
}

LogisticFit fit(const Rows& rows) {
  const bool mixed = std::any_of(rows.begin(), rows.end(), [&](const LabelledPoint& row) {
    return row.positive != rows.front().positive;
  });
  if (!mixed) return {Separation::complete, 0, 1, {}};
  const auto by_place = [](const LabelledPoint& a, const LabelledPoint& b) { return a.at < b.at; };
  const auto [least, most] = std::minmax_element(rows.begin(), rows.end(), by_place);
  const FloatPoint p = least->at, q = most->at;
  if (p == q) return fit_inseparable(rows, {});
  if (on_one_line(rows, p, q)) {
    return fit_along(rows, p.x != q.x ? &FloatPoint::x : &FloatPoint::y);
  }
  const Hull negative = hull_of(rows, false), positive = hull_of(rows, true);
  std::optional<Line> line = line_between(negative, positive);
  if (!line) line = line_between(positive, negative);
  if (!line) return fit_inseparable(rows, {&FloatPoint::x, &FloatPoint::y});
  return fit_on_line(rows,
                     [&](FloatPoint r) { return orientation(line->first, line->second, r) == 0; });
}

}  // namespace

std::optional<LogisticFit> logistic_regression(const Split& split) {
  if (split.rows.empty()) return std::nullopt;
  Rows rows;
  for (std::size_t i = 0; i < split.rows.size(); ++i) {
    rows.push_back({{split.rows[i].x1, split.rows[i].x2}, i >= split.class0});
  }
  return fit(rows);
}

}  // namespace myriad
