// strangers: numbers that other people printed, recomputed from what they said they did.
//
// - StackOverflow 71190712: XOR, ReLU hidden unit, linear output, squared error (o-y)^2/2, one row
//   at a time in the order 00, 10, 01, 11, lr 0.2: every input ends at 0.48780487804878037. Once
//   the unit is dead only c moves: c <- k c + (1-k) y with k = 1 - lr, so after an epoch with
//   labels 0 1 1 0 the fixed point is k (1-k^2) / (1-k^4) = k / (1+k^2) = 20/41.
// - stats.SE 379884, a single ReLU learning a ReLU, h = max(0, w x), target max(0, x), x symmetric
//   with E x^2 = 1, mean squared error: w <- w - lr (w-1) for w > 0, w <- w (1 - lr) for w < 0; for
//   lr < 1 the sign of w never changes, so exactly half of a symmetric start succeeds.
// - Lu, Shin, Su, Karniadakis (arXiv 1903.06733), |x| learnt by narrow deep ReLU networks: the
//   share born dead with zero biases and inputs -1 and +1. With two weight layers before the output
//   and width N: the first layer always lets an input through; it blocks one of the two with
//   probability 2 / 2^N; the next layer dies with 2^-N for one live input, 4^-N for two (their
//   hidden vectors share no unit, so the signs are independent).
#pragma once

#include <cstdint>

namespace oracle {

double mse_dead_fixed_point(double lr);

// Trains the 2-1-1 network of the question in double, all five parameters, from a dead start and
// returns the output it then prints for each of 00, 10, 01, 11.
struct XorOutputs {
    double of_00, of_10, of_01, of_11;
};
XorOutputs train_xor_per_row(double lr, int epochs, double w1, double w2, double b, double v,
                             double c);

// Share of the starts w = (2i+1-n)/n, i < n, that reach w = 1 (within 1e-6) after steps updates.
double single_relu_success(double lr, int starts, int steps);

// Born dead with weight_layers = 3 (two hidden layers), any symmetric weights.
double collapse_two_hidden(int width);

// Born dead at width 2, Gaussian weights, any depth: a Markov chain in the angle between the hidden
// vectors of the two inputs. The rows of a layer are isotropic, so a row r (cos a, sin a) meets the
// two inputs with r cos(a) and r cos(a - theta); a is uniform, the ratio of two radii is tan(psi)
// with density sin(2 psi). Integrated with Gauss-Legendre on a grid of angles.
double collapse_width_two(int weight_layers, int nodes = 20, int angles = 201);

// Born dead by simulation with standard normal weights.
double collapse_simulated(int weight_layers, int width, int networks, std::uint64_t seed);

}  // namespace oracle
