// probability: see probability.hpp for the formulas.
#include "probability.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "quadrature.hpp"

namespace oracle {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double tolerance = 1e-11;

double highest(const std::vector<Row>& rows, double w1, double w2) {
    double m = -std::numeric_limits<double>::infinity();
    for (const Row& row : rows) m = std::max(m, w1 * row.x1 + w2 * row.x2);
    return m;
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Area of the square [-1,1]^2 seen from its centre under the angles from 0 to angle, up to a
// constant. A quarter turn around an axis holds area 1; inside it the border is at 1 / cos.
double area_under(double angle) {
    const double quarter = std::floor((angle + pi / 4) / (pi / 2));
    return quarter + std::tan(angle - quarter * pi / 2) / 2;
}

// The mean of min(max(p, 0), 1) when p runs linearly from p0 to p1.
double mean_clamped(double p0, double p1) {
    const double low = std::min(p0, p1), high = std::max(p0, p1);
    if (high <= 0) return 0;
    if (low >= 1) return 1;
    if (low >= 0 && high <= 1) return (low + high) / 2;
    const double from = std::max(low, 0.0), to = std::min(high, 1.0);
    return ((to - from) * (from + to) / 2 + std::max(high - 1, 0.0)) / (high - low);
}

// Integral over w2 in [-a, a] of the share of biases in [low, high] with b <= -max_i w.x_i.
double dead_bias_over_w2(const std::vector<Row>& rows, double w1, double a, double low,
                         double high) {
    auto value = [&](const Row& row, double w2) { return w1 * row.x1 + w2 * row.x2; };
    double at = -a;
    Row top = rows.at(0);
    for (const Row& row : rows) {
        const double gain = value(row, at) - value(top, at);
        if (gain > 0 || (gain == 0 && row.x2 > top.x2)) top = row;
    }
    double total = 0;
    while (at < a) {
        // The next row to become the highest is the steeper one that crosses first.
        double next = a;
        Row after = top;
        for (const Row& row : rows) {
            if (row.x2 <= top.x2) continue;
            const double crossing = w1 * (top.x1 - row.x1) / (row.x2 - top.x2);
            if (crossing < next || (crossing == next && row.x2 > after.x2)) {
                next = crossing;
                after = row;
            }
        }
        next = std::max(next, at);
        const double p0 = (-value(top, at) - low) / (high - low);
        const double p1 = (-value(top, next) - low) / (high - low);
        total += (next - at) * mean_clamped(p0, p1);
        at = next;
        top = after;
    }
    return total;
}

// Length of the w2 in [-a, a] with w.x_i + bias <= 0 for all rows.
double dead_w2_length(const std::vector<Row>& rows, double w1, double a, double bias) {
    double low = -a, high = a;
    for (const Row& row : rows) {
        const double rest = w1 * row.x1 + bias;
        if (row.x2 > 0) high = std::min(high, -rest / row.x2);
        if (row.x2 < 0) low = std::max(low, -rest / row.x2);
        if (row.x2 == 0 && rest > 0) return 0;
    }
    return std::max(0.0, high - low);
}

// RAI with one weight replaced: P(b <= -max_i(beta x1 + w2 x2)) over w2 normal, beta ~ 2 beta.
double rai_weight(const std::vector<Row>& rows, double sd) {
    auto given_beta = [&](double beta) {
        auto over_w2 = [&](double s) {
            const double density = std::exp(-s * s / 2) / std::sqrt(2 * pi);
            return density * normal_cdf(-highest(rows, beta, s * sd) / sd);
        };
        return 2 * beta * integrate(over_w2, -9, 9, 1e-10, 36);
    };
    return integrate(given_beta, 0, 1, 1e-9, 8);
}

// RAI with the bias replaced: the radius of w must exceed beta / -m, m = max over rows of the unit
// direction times sd; over radius and beta this is 2 m^2 (1 - exp(-1 / (2 m^2))).
double rai_bias(const std::vector<Row>& rows, double sd) {
    auto over_angle = [&](double angle) {
        const double m = sd * highest(rows, std::cos(angle), std::sin(angle));
        return m < 0 ? -2 * m * m * std::expm1(-1 / (2 * m * m)) : 0.0;
    };
    return integrate(over_angle, 0, 2 * pi, tolerance, 360) / (2 * pi);
}

}  // namespace

Arc dead_arc(const std::vector<Row>& rows) {
    std::vector<double> angles;
    for (const Row& row : rows) {
        if (row.x1 != 0 || row.x2 != 0) angles.push_back(std::atan2(row.x2, row.x1));
    }
    if (angles.empty()) return {0, 2 * pi};
    std::sort(angles.begin(), angles.end());
    angles.push_back(angles.front() + 2 * pi);
    // w is dead for a row iff it is at least a quarter turn away, so a gap g leaves g - pi.
    Arc arc{0, 0};
    for (std::size_t k = 0; k + 1 < angles.size(); ++k) {
        const double length = angles[k + 1] - angles[k] - pi;
        if (length > arc.length) arc = {angles[k] + pi / 2, length};
    }
    return arc;
}

double born_dead_isotropic(const std::vector<Row>& rows) {
    return dead_arc(rows).length / (2 * pi);
}

double born_dead_uniform(const std::vector<Row>& rows, double weight_half_width,
                         double bias_half_width, double fixed_bias) {
    const double a = weight_half_width;
    if (bias_half_width == 0 && fixed_bias == 0) {
        const Arc arc = dead_arc(rows);
        return (area_under(arc.begin + arc.length) - area_under(arc.begin)) / 4;
    }
    // The scale of w is divided out (t = w1 / a), so the tolerance is one of probability.
    auto over_w1 = [&](double t) {
        const double length =
            bias_half_width == 0
                ? dead_w2_length(rows, a * t, a, fixed_bias)
                : dead_bias_over_w2(rows, a * t, a, fixed_bias - bias_half_width,
                                    fixed_bias + bias_half_width);
        return length / (2 * a);
    };
    return integrate(over_w1, -1, 1, tolerance, 64) / 2;
}

double born_dead_normal(const std::vector<Row>& rows, double weight_sd, double bias_sd) {
    if (bias_sd == 0) return born_dead_isotropic(rows);
    auto over_angle = [&](double angle) {
        const double m = weight_sd * highest(rows, std::cos(angle), std::sin(angle)) / bias_sd;
        return m / std::sqrt(1 + m * m);
    };
    return 0.5 - integrate(over_angle, 0, 2 * pi, tolerance, 360) / (4 * pi);
}

double born_dead_stacked(double first, int extra_layers) {
    return 1 - (1 - first) * std::pow(0.5, extra_layers);
}

double born_dead_rai(const std::vector<Row>& rows) {
    std::vector<Row> swapped = rows;
    for (Row& row : swapped) std::swap(row.x1, row.x2);
    const double sd = 0.6007 / std::sqrt(2.0);
    return (rai_weight(rows, sd) + rai_weight(swapped, sd) + rai_bias(rows, sd)) / 3;
}

long long lattice_born_dead(const std::vector<Row>& rows, int m, int denominator) {
    std::vector<std::pair<long long, long long>> exact;
    for (const Row& row : rows) {
        exact.emplace_back(std::llround(row.x1 * denominator), std::llround(row.x2 * denominator));
        if (std::abs(row.x1 * denominator - double(exact.back().first)) > 1e-6 ||
            std::abs(row.x2 * denominator - double(exact.back().second)) > 1e-6) {
            throw std::invalid_argument("lattice_born_dead: denominator does not fit the rows");
        }
    }
    long long count = 0;
    for (long long i = 0; i < m; ++i) {
        for (long long j = 0; j < m; ++j) {
            const long long w1 = 2 * i + 1 - m, w2 = 2 * j + 1 - m;
            count += std::all_of(exact.begin(), exact.end(), [&](const auto& row) {
                return w1 * row.first + w2 * row.second <= 0;
            });
        }
    }
    return count;
}

}  // namespace oracle
