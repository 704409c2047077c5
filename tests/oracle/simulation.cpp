// simulation: Monte Carlo in double, and integrals for any independent laws; see probability.hpp.
#include <algorithm>
#include <cmath>
#include <limits>

#include "probability.hpp"
#include "quadrature.hpp"

namespace oracle {
namespace {

double phi_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double normal_density(double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * 3.14159265358979323846);
}

// The least and the greatest w.x over the rows.
std::pair<double, double> extremes(const std::vector<Row>& rows, double w1, double w2) {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (const Row& row : rows) {
        const double z = w1 * row.x1 + w2 * row.x2;
        least = std::min(least, z);
        most = std::max(most, z);
    }
    return {least, most};
}

bool all_between(const std::vector<double>& z, double low, double high) {
    return std::all_of(z.begin(), z.end(), [&](double x) { return low <= x && x <= high; });
}

}  // namespace

Law uniform_law(double low, double high) {
    return {[=](double x) { return x < low || x > high ? 0.0 : 1 / (high - low); },
            [=](double x) { return std::clamp((x - low) / (high - low), 0.0, 1.0); }, low, high};
}

Law normal_law(double mean, double sd) {
    return {[=](double x) { return normal_density((x - mean) / sd) / sd; },
            [=](double x) { return phi_below((x - mean) / sd); }, mean - 8 * sd, mean + 8 * sd};
}

Law truncated_law(double mean, double sd, double low, double high) {
    const double from = phi_below((low - mean) / sd), mass = phi_below((high - mean) / sd) - from;
    return {
        [=](double x) {
            return x < low || x > high ? 0.0 : normal_density((x - mean) / sd) / sd / mass;
        },
        [=](double x) { return std::clamp((phi_below((x - mean) / sd) - from) / mass, 0.0, 1.0); },
        std::max(low, mean - 8 * sd), std::min(high, mean + 8 * sd)};
}

Law beta_law() {
    return {[](double x) { return x < 0 || x > 1 ? 0.0 : 2 * x; },
            [](double x) { return x < 0 ? 0.0 : std::min(x * x, 1.0); }, 0, 1};
}

double born_between(const std::vector<Row>& rows, const Law& w1, const Law& w2, const Law& bias,
                    double low, double high) {
    auto over_w1 = [&](double a) {
        auto over_w2 = [&](double b) {
            const auto [least, most] = extremes(rows, a, b);
            const double share = bias.below(high - most) - bias.below(low - least);
            return w2.density(b) * std::max(0.0, share);
        };
        return w1.density(a) * integrate(over_w2, w2.low, w2.high, 1e-8, 64);
    };
    return integrate(over_w1, w1.low, w1.high, 1e-7, 64);
}

double born_between(const std::vector<Row>& rows, const Law& w1, const Law& w2, double bias,
                    double low, double high) {
    auto over_w1 = [&](double a) {
        double from = -std::numeric_limits<double>::infinity(), to = -from;
        for (const Row& row : rows) {
            const double rest = a * row.x1 + bias;
            if (row.x2 == 0 && (rest < low || rest > high)) return 0.0;
            if (row.x2 == 0) continue;
            const double ends[2] = {(low - rest) / row.x2, (high - rest) / row.x2};
            from = std::max(from, std::min(ends[0], ends[1]));
            to = std::min(to, std::max(ends[0], ends[1]));
        }
        return from < to ? w1.density(a) * (w2.below(to) - w2.below(from)) : 0.0;
    };
    return integrate(over_w1, w1.low, w1.high, 1e-9, 256);
}

Shares simulate(const std::vector<Row>& rows, int layers, int networks, const Sampler& draw,
                const std::function<double(double)>& phi,
                const std::vector<std::pair<double, double>>& flat, std::uint64_t seed) {
    const double infinite = std::numeric_limits<double>::infinity();
    std::mt19937_64 engine(seed);
    long long dead = 0, inactive = 0, always_on = 0;
    std::vector<double> z(rows.size());
    for (int n = 0; n < networks; ++n) {
        const Start p = draw(engine);
        bool is_dead = false, is_inactive = false, is_on = true;
        for (int layer = 0; layer < layers; ++layer) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                z[i] = layer == 0 ? p[0] * rows[i].x1 + p[1] * rows[i].x2 + p[2]
                                  : p[3] * phi(z[i]) + p[4];
            }
            for (const auto& [low, high] : flat) is_dead = is_dead || all_between(z, low, high);
            is_inactive = is_inactive || all_between(z, -infinite, 0);
            is_on = is_on && std::all_of(z.begin(), z.end(), [](double x) { return x > 0; });
        }
        dead += is_dead;
        inactive += is_inactive;
        always_on += is_on;
    }
    const double all = networks;
    return {double(dead) / all, double(inactive) / all, double(always_on) / all};
}

}  // namespace oracle
