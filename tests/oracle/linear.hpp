// linear: what a straight line can do on two-feature rows, the yardstick of a 2-1-1 network with a
// monotone activation (its decision set is a half-plane, everything or nothing).
#pragma once

#include <vector>

#include "rows.hpp"

namespace oracle {

// The most rows any half-plane (either side may be class 1), the whole plane or nothing gets
// right. Every split by a line can be turned until the line meets two of the points, and the
// points on it are then cut at one place along it; so all pairs and all cuts are tried.
int best_half_plane_correct(const std::vector<Row>& rows);
double best_half_plane_accuracy(const std::vector<Row>& rows);

double majority_share(const std::vector<Row>& rows);

// Maximum likelihood of p = sigmoid(w1 x1 + w2 x2 + c) by damped Newton steps; mean_nll is the mean
// negative log likelihood, accuracy counts class 1 iff the logit is >= 0. On separable rows no
// maximum exists: converged stays false.
struct Logistic {
    double w1 = 0, w2 = 0, c = 0;
    double mean_nll = 0, accuracy = 0;
    bool converged = false;
};
Logistic fit_logistic(const std::vector<Row>& rows);

}  // namespace oracle
