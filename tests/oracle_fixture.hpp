// Starts and problems for tests of the oracle. Includes nothing of the library.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "oracle/rows.hpp"
#include "oracle/trainer.hpp"

namespace oracle {

inline Parameters one(double w1, double w2, double b, double v, double c) {
  return {1, w1, w2, b, 0, 0, v, c};
}

inline const Parameters golden_start = one(.3, -.1, .05, .7, -.2);

inline Problem problem_of(const std::vector<Row>& rows, const Parameters& start,
                          const std::string& activation = "relu", long epochs = 0,
                          double lr = 0.1) {
  Problem problem;
  problem.rows = rows;
  problem.start = start;
  problem.activation = activation;
  problem.epochs = epochs;
  problem.lr = lr;
  return problem;
}

class Uniform {
 public:
  explicit Uniform(unsigned seed) : words_(seed) {}
  double operator()(double a) { return a * (2 * (double(words_() >> 11) * 0x1p-53) - 1); }
  Parameters start(double a, int hidden_layers = 1) {
    Values values{};
    for (std::size_t k = 0; k < 7; ++k) values[k] = (*this)(a);
    if (hidden_layers == 1) values[3] = values[4] = 0;
    return unpack(values, hidden_layers);
  }

 private:
  std::mt19937_64 words_;
};

inline void expect_near(const Parameters& a, const Parameters& b, double tolerance) {
  const Values x = pack(a), y = pack(b);
  for (std::size_t k = 0; k < x.size(); ++k) EXPECT_NEAR(x[k], y[k], tolerance) << "entry " << k;
}

// First state at which the network is not dead, -1 if there is none.
inline long first_alive(const Problem& problem) {
  const std::vector<bool> dead = train(problem).dead_at;
  for (std::size_t t = 0; t < dead.size(); ++t) {
    if (!dead[t]) return long(t);
  }
  return -1;
}

}  // namespace oracle
