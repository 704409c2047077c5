// strangers: see strangers.hpp.
#include "strangers.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <utility>
#include <vector>

namespace oracle {
namespace {

constexpr double pi = 3.14159265358979323846;

using Nodes = std::vector<std::pair<double, double>>;  // place and weight on (0, 1)

// Gauss-Legendre nodes by Newton's method on the Legendre recurrence.
Nodes gauss_legendre(int n) {
    Nodes nodes;
    for (int i = 1; i <= n; ++i) {
        double x = std::cos(pi * (i - 0.25) / (n + 0.5)), slope = 1;
        for (int iteration = 0; iteration < 50; ++iteration) {
            double now = x, last = 1;
            for (int k = 2; k <= n; ++k) {
                const double next = ((2 * k - 1) * x * now - (k - 1) * last) / k;
                last = now;
                now = next;
            }
            slope = n * (x * now - last) / (x * x - 1);
            x -= now / slope;
        }
        nodes.emplace_back((1 + x) / 2, 1 / ((1 - x * x) * slope * slope));
    }
    return nodes;
}

// Weights on the angle grid 0 ... pi/2 that interpolate linearly; add puts mass at an angle.
struct AngleGrid {
    std::vector<double> mass;
    explicit AngleGrid(int angles) : mass(std::size_t(angles), 0.0) {}
    void add(double angle, double weight) {
        const double place = angle / (pi / 2) * double(mass.size() - 1);
        const std::size_t k = std::min(std::size_t(place), mass.size() - 2);
        mass[k + 1] += weight * (place - double(k));
        mass[k] += weight * (double(k + 1) - place);
    }
};

// Distribution of the next angle when unit 1 answers to the first input only, unit 2 to both.
void add_one_sided(AngleGrid& grid, double theta, double probability, const Nodes& nodes) {
    for (const auto& [p, wp] : nodes) {
        const double psi = p * pi / 2, density = std::sin(2 * psi) * pi / 2;
        for (const auto& [s, ws] : nodes) {
            const double a1 = -pi / 2 + s * theta;  // cos(a1) > 0 >= cos(a1 - theta)
            for (const auto& [t, wt] : nodes) {
                const double a2 = theta - pi / 2 + t * (pi - theta);  // both cosines > 0
                const double angle =
                    std::atan2(std::sin(psi) * std::cos(a1), std::cos(psi) * std::cos(a2));
                grid.add(angle, probability * density * wp * ws * wt);
            }
        }
    }
}

// The same when both units answer to both inputs; symmetric in the units, so a2 > a1 suffices.
void add_two_sided(AngleGrid& grid, double theta, double probability, const Nodes& nodes) {
    for (const auto& [p, wp] : nodes) {
        const double psi = p * pi / 2, density = std::sin(2 * psi) * pi / 2;
        for (const auto& [s, ws] : nodes) {
            for (const auto& [t, wt] : nodes) {
                const double a2 = theta - pi / 2 + s * (pi - theta);
                const double a1 = theta - pi / 2 + s * t * (pi - theta);
                const double r1 = std::sin(psi), r2 = std::cos(psi);
                const double first = std::atan2(r2 * std::cos(a2), r1 * std::cos(a1));
                const double second =
                    std::atan2(r2 * std::cos(a2 - theta), r1 * std::cos(a1 - theta));
                grid.add(std::abs(second - first), probability * density * wp * ws * wt * 2 * s);
            }
        }
    }
}

double normal(std::mt19937_64& words) {
    const double u = (double(words() >> 11) + 0.5) * 0x1p-53;
    const double w = (double(words() >> 11) + 0.5) * 0x1p-53;
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * pi * w);
}

bool all_zero(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return value == 0; });
}

}  // namespace

double mse_dead_fixed_point(double lr) {
    const double k = 1 - lr;
    return k / (1 + k * k);
}

XorOutputs train_xor_per_row(double lr, int epochs, double w1, double w2, double b, double v,
                             double c) {
    const double rows[4][3] = {{0, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 1, 0}};
    auto output = [&](double x1, double x2) {
        return v * std::max(0.0, w1 * x1 + w2 * x2 + b) + c;
    };
    for (int epoch = 0; epoch < epochs; ++epoch) {
        for (const auto& [x1, x2, y] : rows) {
            const double z = w1 * x1 + w2 * x2 + b, h = std::max(0.0, z);
            const double d_o = v * h + c - y;
            const double d_z = z > 0 ? d_o * v : 0.0;
            v -= lr * d_o * h;
            c -= lr * d_o;
            w1 -= lr * d_z * x1;
            w2 -= lr * d_z * x2;
            b -= lr * d_z;
        }
    }
    return {output(0, 0), output(1, 0), output(0, 1), output(1, 1)};
}

double single_relu_success(double lr, int starts, int steps) {
    int successes = 0;
    for (int i = 0; i < starts; ++i) {
        double w = (2.0 * i + 1 - starts) / starts;
        for (int step = 0; step < steps; ++step) {
            double slope = 0;  // mean over x = -1 and x = +1 of d (h - y)^2 / dw
            for (double x : {-1.0, 1.0}) {
                const double z = w * x, h = std::max(0.0, z), y = std::max(0.0, x);
                if (z > 0) slope += 2 * (h - y) * x / 2;
            }
            w -= lr * slope;
        }
        if (std::abs(w - 1) < 1e-6) ++successes;
    }
    return successes / double(starts);
}

double collapse_two_hidden(int width) {
    const double one_blocked = 2 * std::pow(0.5, width);
    return one_blocked * std::pow(0.5, width) + (1 - one_blocked) * std::pow(0.25, width);
}

double collapse_width_two(int weight_layers, int node_count, int angles) {
    const Nodes nodes = gauss_legendre(node_count);
    // next[i]: where the angle goes from grid angle i while both inputs stay alive on their own.
    std::vector<AngleGrid> next;
    std::vector<double> dead_both, one_alive;
    for (int i = 0; i < angles; ++i) {
        const double theta = pi / 2 * i / (angles - 1);
        const double both = (pi - theta) / (2 * pi), only = theta / (2 * pi);
        const double none = both;
        AngleGrid grid(angles);
        grid.add(0, 2 * none * both);
        grid.add(pi / 2, 2 * only * only);
        add_one_sided(grid, theta, 4 * only * both, nodes);
        add_two_sided(grid, theta, both * both, nodes);
        next.push_back(grid);
        dead_both.push_back(none * none);
        one_alive.push_back(4 * none * only + 2 * only * only);
    }
    // dead[i]: chance that a later layer dies when the two inputs stand at grid angle i.
    std::vector<double> dead(std::size_t(angles), 0.0);
    double dead_single = 0;  // the same with one live input
    for (int layer = 2; layer < weight_layers; ++layer) {
        std::vector<double> before = dead;
        for (std::size_t i = 0; i < before.size(); ++i) {
            dead[i] = dead_both[i] + one_alive[i] * dead_single;
            for (std::size_t k = 0; k < before.size(); ++k) dead[i] += next[i].mass[k] * before[k];
        }
        dead_single = 0.25 + 0.75 * dead_single;
    }
    return (dead_single + dead.back()) / 2;
}

double collapse_simulated(int weight_layers, int width, int networks, std::uint64_t seed) {
    std::mt19937_64 words(seed);
    int collapsed = 0;
    for (int network = 0; network < networks; ++network) {
        std::vector<double> plus{1.0}, minus{-1.0};
        bool dead = false;
        for (int layer = 1; layer < weight_layers && !dead; ++layer) {
            std::vector<double> next_plus, next_minus;
            for (int unit = 0; unit < width; ++unit) {
                double z_plus = 0, z_minus = 0;
                for (std::size_t k = 0; k < plus.size(); ++k) {
                    const double weight = normal(words);
                    z_plus += weight * plus[k];
                    z_minus += weight * minus[k];
                }
                next_plus.push_back(std::max(0.0, z_plus));
                next_minus.push_back(std::max(0.0, z_minus));
            }
            plus = next_plus;
            minus = next_minus;
            dead = all_zero(plus) && all_zero(minus);
        }
        collapsed += dead;
    }
    return collapsed / double(networks);
}

}  // namespace oracle
