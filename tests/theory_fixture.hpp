// Configurations and rows for tests of theory.
#pragma once

#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "myriad/parts/activation.hpp"
#include "myriad/parts/initializer.hpp"
#include "myriad/theory.hpp"
#include "oracle/rows.hpp"

namespace myriad {

using Rows = std::vector<oracle::Row>;

inline Dataset training_rows(const Rows& rows) {
  Dataset dataset;
  for (const oracle::Row& row : rows) {
    dataset.train.rows.push_back({static_cast<float>(row.x1), static_cast<float>(row.x2), 0, 0});
  }
  dataset.train.class0 = static_cast<std::uint32_t>(rows.size());
  return dataset;
}

/// The same rows as the networks see them: rounded to float.
inline Rows rounded(Rows rows) {
  for (oracle::Row& row : rows) {
    row.x1 = static_cast<float>(row.x1);
    row.x2 = static_cast<float>(row.x2);
  }
  return rows;
}

template <class Init>
PartCall init(std::vector<double> arguments = {}) {
  return {index_in<Init>(Initializers{}), std::move(arguments)};
}

inline PartCall uniform(double a, double b) { return init<UniformInit>({a, b}); }
inline PartCall normal(double mean, double sd) { return init<NormalInit>({mean, sd}); }
inline PartCall truncated(double mean, double sd, double a, double b) {
  return init<TruncNormalInit>({mean, sd, a, b});
}
inline PartCall constant(double value) { return init<ConstantInit>({value}); }

inline CellConfig relu(PartCall weight, PartCall bias = init<ZerosInit>(), int hidden_layers = 1) {
  CellConfig config;
  config.hidden_layers = hidden_layers;
  config.activation = {index_in<Relu>(Activations{}), {}};
  config.init.weight_init = std::move(weight);
  config.init.bias_init = std::move(bias);
  config.init.bias_init_given = true;
  return config;
}

/// An initialiser that brings its biases along.
template <class Init>
CellConfig joint(int hidden_layers = 1, std::vector<double> arguments = {}) {
  CellConfig config = relu(init<Init>(std::move(arguments)), init<ZerosInit>(), hidden_layers);
  config.init.bias_init_given = false;
  return config;
}

inline double theory(const CellConfig& config, const Rows& rows) {
  return born_dead_theory(config, training_rows(rows)).value_or(std::nan(""));
}
inline double inactive_theory(const CellConfig& config, const Rows& rows) {
  return born_inactive_theory(config, training_rows(rows)).value_or(std::nan(""));
}
inline double always_on_theory(const CellConfig& config, const Rows& rows) {
  return born_always_on_theory(config, training_rows(rows)).value_or(std::nan(""));
}

inline const Rows kOnePoint = {{1, 1, 0}};
inline const Rows kAxes = {{1, 0, 0}, {0, 1, 0}};
inline const Rows kRay = {{1, 1, 0}, {2, 2, 0}};
inline const Rows kTriangle = {{2, 1, 0}, {1, 2, 0}, {3, 3, 0}};

/// Random rows of several kinds: clouds, grids with collinear and equal points, lines, single
/// points, and rows at the origin.
inline Rows random_rows(std::mt19937_64& engine, int most = 20) {
  std::normal_distribution<double> normal_law;
  std::uniform_int_distribution<int> grid(-3, 3), kind(0, 3), count(1, most);
  const int n = count(engine), what = kind(engine);
  const double shift1 = 2 * normal_law(engine), shift2 = 2 * normal_law(engine);
  Rows rows;
  for (int i = 0; i < n; ++i) {
    const double t = normal_law(engine);
    if (what == 0) rows.push_back({shift1 + t, shift2 + normal_law(engine), 0});
    if (what == 1) rows.push_back({double(grid(engine)), double(grid(engine)), 0});
    if (what == 2) rows.push_back({shift1 + t, shift2 - 0.5 * t, 0});
    if (what == 3) rows.push_back({std::fabs(t), std::fabs(shift1 + normal_law(engine)), 0});
  }
  return rounded(rows);
}

}  // namespace myriad
