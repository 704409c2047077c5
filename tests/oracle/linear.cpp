// linear: see linear.hpp.
#include "linear.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace oracle {
namespace {

int count_label(const std::vector<Row>& rows, int label) {
    return int(std::count_if(rows.begin(), rows.end(),
                             [label](const Row& row) { return row.label == label; }));
}

// Best split by the line through p and q, which lie apart.
int best_along(const std::vector<Row>& rows, const Row& p, const Row& q) {
    const double dx = q.x1 - p.x1, dy = q.x2 - p.x2;
    int left[2] = {0, 0}, right[2] = {0, 0};
    std::vector<std::pair<double, int>> on_line;  // place along the line, label
    for (const Row& row : rows) {
        const double ex = row.x1 - p.x1, ey = row.x2 - p.x2;
        const double cross = dx * ey - dy * ex;
        if (std::abs(cross) <= 1e-12 * (std::abs(dx * ey) + std::abs(dy * ex))) {
            on_line.emplace_back((dx * ex + dy * ey) / (dx * dx + dy * dy), row.label);
        } else {
            ++(cross > 0 ? left : right)[row.label];
        }
    }
    std::sort(on_line.begin(), on_line.end());
    int best = 0;
    for (std::size_t cut = 0; cut <= on_line.size(); ++cut) {
        const bool inside = cut > 0 && cut < on_line.size();
        if (inside && on_line[cut].first - on_line[cut - 1].first < 1e-9) continue;
        int before[2] = {0, 0}, after[2] = {0, 0};
        for (std::size_t k = 0; k < on_line.size(); ++k) {
            ++(k < cut ? before : after)[on_line[k].second];
        }
        for (int one : {0, 1}) {  // the label given to the left side
            const int other = 1 - one;
            const int sides = left[one] + right[other];
            best = std::max(best, sides + before[one] + after[other]);
            best = std::max(best, sides + before[other] + after[one]);
        }
    }
    return best;
}

double logistic_nll(const std::vector<Row>& rows, const std::array<double, 3>& at) {
    double total = 0;
    for (const Row& row : rows) {
        const double o = at[0] * row.x1 + at[1] * row.x2 + at[2];
        const double s = row.label == 1 ? o : -o;
        total += s > 0 ? std::log1p(std::exp(-s)) : std::log1p(std::exp(s)) - s;
    }
    return total / double(rows.size());
}

// Solves the 3x3 system by Gaussian elimination with row exchange.
std::array<double, 3> solve(std::array<std::array<double, 4>, 3> m) {
    for (std::size_t k = 0; k < 3; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k; i < 3; ++i) {
            if (std::abs(m[i][k]) > std::abs(m[pivot][k])) pivot = i;
        }
        std::swap(m[k], m[pivot]);
        for (std::size_t i = 0; i < 3; ++i) {
            if (i == k) continue;
            const double factor = m[i][k] / m[k][k];
            for (std::size_t j = 0; j < 4; ++j) m[i][j] -= factor * m[k][j];
        }
    }
    return {m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2]};
}

}  // namespace

int best_half_plane_correct(const std::vector<Row>& rows) {
    int best = std::max(count_label(rows, 0), count_label(rows, 1));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = i + 1; j < rows.size(); ++j) {
            if (rows[i].x1 == rows[j].x1 && rows[i].x2 == rows[j].x2) continue;
            best = std::max(best, best_along(rows, rows[i], rows[j]));
        }
    }
    return best;
}

double best_half_plane_accuracy(const std::vector<Row>& rows) {
    return best_half_plane_correct(rows) / double(rows.size());
}

double majority_share(const std::vector<Row>& rows) {
    return std::max(count_label(rows, 0), count_label(rows, 1)) / double(rows.size());
}

Logistic fit_logistic(const std::vector<Row>& rows) {
    std::array<double, 3> at{};
    Logistic fit;
    for (int iteration = 0; iteration < 100 && !fit.converged; ++iteration) {
        std::array<std::array<double, 4>, 3> system{};  // Hessian | gradient
        for (const Row& row : rows) {
            const std::array<double, 3> x{row.x1, row.x2, 1.0};
            const double p = 1 / (1 + std::exp(-(at[0] * x[0] + at[1] * x[1] + at[2])));
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) system[i][j] += p * (1 - p) * x[i] * x[j];
                system[i][3] += (p - row.label) * x[i];
            }
        }
        const double slope = std::abs(system[0][3]) + std::abs(system[1][3]) +
                             std::abs(system[2][3]);
        const std::array<double, 3> step = solve(system);
        const double before = logistic_nll(rows, at);
        std::array<double, 3> next{};
        for (double size = 1; size > 1e-6; size /= 2) {
            for (std::size_t i = 0; i < 3; ++i) next[i] = at[i] - size * step[i];
            if (logistic_nll(rows, next) <= before) break;
        }
        const double moved = std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]);
        const double size = std::abs(at[0]) + std::abs(at[1]) + std::abs(at[2]);
        fit.converged = slope < 1e-9 * double(rows.size()) && moved < 1e-9 * (1 + size);
        if (!std::isfinite(moved)) break;
        at = next;
    }
    fit.w1 = at[0], fit.w2 = at[1], fit.c = at[2];
    fit.mean_nll = logistic_nll(rows, at);
    int right = 0;
    for (const Row& row : rows) {
        right += (at[0] * row.x1 + at[1] * row.x2 + at[2] >= 0) == (row.label == 1);
    }
    fit.accuracy = right / double(rows.size());
    return fit;
}

}  // namespace oracle
