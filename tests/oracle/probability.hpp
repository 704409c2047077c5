// probability: the chance that a ReLU unit z = w.x + b is born dead (z <= 0 on every row), for any
// rows, computed by integration and never by clipping polygons:
//
// - zero bias: only the direction of w matters; the dead directions are one arc, found from the
//   largest gap between the directions of the rows. An isotropic w falls there with probability
//   arc / 2 pi; a w uniform on a square with the share of the square's area seen under the arc.
// - uniform w and fixed bias: for every w1 the dead w2 are an interval; its length is integrated.
// - uniform w and uniform bias: for every (w1, w2) the dead share of the bias is linear in
//   m = max_i w.x_i between 0 and 1; integrated exactly over w2 along the upper envelope of the
//   lines w2 -> w.x_i, then numerically over w1.
// - normal w and b: in polar coordinates of w the radius integrates in closed form, leaving
//   1/2 - 1/(4 pi) * integral over the angle of m / sqrt(1 + m^2), m = max_i (sd w.x_i) / sd b.
//
// Absolute accuracy is better than 1e-9 for data of ordinary size.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "rows.hpp"

namespace oracle {

// The dead directions of w for a zero bias: angles from begin to begin + length (length 0: none).
struct Arc {
    double begin, length;
};
Arc dead_arc(const std::vector<Row>& rows);

double born_dead_isotropic(const std::vector<Row>& rows);

// w uniform on [-a, a]^2 with a = weight_half_width; b uniform within bias_half_width of
// fixed_bias (0: b is exactly fixed_bias).
double born_dead_uniform(const std::vector<Row>& rows, double weight_half_width,
                         double bias_half_width, double fixed_bias = 0);

// Both weights normal(0, weight_sd), b normal(0, bias_sd); bias_sd 0: zero bias.
double born_dead_normal(const std::vector<Row>& rows, double weight_sd, double bias_sd);

// extra_layers more one-unit ReLU layers with symmetric weights and zero biases on top of a first
// layer that is dead with probability first: an alive h >= 0 is killed by each weight <= 0.
double born_dead_stacked(double first, int extra_layers);

// Randomised asymmetric initialisation (Lu et al. 2019), fan_in 2: all three entries normal with
// sd 0.6007 / sqrt(2), then one of them, chosen at random, replaced by a Beta(2,1) variate.
double born_dead_rai(const std::vector<Row>& rows);

// The law of one number: density, distribution function, and where to integrate.
struct Law {
    std::function<double(double)> density, below;
    double low, high;
};
Law uniform_law(double low, double high);
Law normal_law(double mean, double sd);
Law truncated_law(double mean, double sd, double low, double high);
Law beta_law();

// P(low <= w.x_i + b <= high on every row) for independent laws, either end infinite or not: the
// share of biases that fit every row, integrated over w2 and w1 without looking for kinks. To 1e-6.
double born_between(const std::vector<Row>& rows, const Law& w1, const Law& w2, const Law& bias,
                    double low, double high);

// The same for a fixed bias: for every w1 the w2 that fit are an interval.
double born_between(const std::vector<Row>& rows, const Law& w1, const Law& w2, double bias,
                    double low, double high);

// A unit's or a chain's start: w1, w2, b (, v, b2).
using Start = std::array<double, 5>;
using Sampler = std::function<Start(std::mt19937_64&)>;

// Shares of simulated networks, by the definitions: phi and its flat sets describe the activation;
// layers is 1 or 2.
struct Shares {
    double dead, inactive, always_on;
};
Shares simulate(const std::vector<Row>& rows, int layers, int networks, const Sampler& draw,
                const std::function<double(double)>& phi,
                const std::vector<std::pair<double, double>>& flat, std::uint64_t seed = 7);

// The number of dead networks among the m^2 starts w1 = 2i+1-m, w2 = 2j+1-m (any positive scale),
// zero bias, in integers. Feature values must be integers when multiplied by denominator.
long long lattice_born_dead(const std::vector<Row>& rows, int m, int denominator);

}  // namespace oracle
