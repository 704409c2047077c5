// trainer: see trainer.hpp for the model, the optimisers and the words.
#include "trainer.hpp"

#include <cmath>
#include <cstddef>

namespace oracle {
namespace {

using Values = std::array<double, parameter_count>;

constexpr std::array<bool, parameter_count> is_bias{false, false, true, false, true, false, true};

double sigmoid(double o) { return 1.0 / (1.0 + std::exp(-o)); }

double phi(double z, const Options& options) {
    switch (options.activation) {
        case Activation::relu: return z > 0 ? z : 0.0;
        case Activation::leaky_relu: return z > 0 ? z : options.negative_slope * z;
        case Activation::identity: return z;
        case Activation::tanh: return std::tanh(z);
        case Activation::sigmoid: return sigmoid(z);
    }
    return NAN;
}

// At z = 0 the slope is the one of the negative side, as in PyTorch.
double phi_slope(double z, const Options& options) {
    switch (options.activation) {
        case Activation::relu: return z > 0 ? 1.0 : 0.0;
        case Activation::leaky_relu: return z > 0 ? 1.0 : options.negative_slope;
        case Activation::identity: return 1.0;
        case Activation::tanh: return 1.0 - std::tanh(z) * std::tanh(z);
        case Activation::sigmoid: return sigmoid(z) * sigmoid(-z);
    }
    return NAN;
}

// d(loss of one row)/do = p - label, written so that it is odd under (o, label) -> (-o, 1-label).
double residual(double o, int label) { return label == 1 ? -sigmoid(-o) : sigmoid(o); }

// -log p(label) = log(1 + exp(-s)), s = o for label 1 and -o for label 0.
double row_loss(double o, int label) {
    const double s = label == 1 ? o : -o;
    return s > 0 ? std::log1p(std::exp(-s)) : std::log1p(std::exp(s)) - s;
}

bool finite(const Parameters& parameters) {
    for (double value : pack(parameters)) {
        if (!std::isfinite(value)) return false;
    }
    return true;
}

// One optimiser for all parameters of one network; the state starts at zero.
class Stepper {
public:
    explicit Stepper(const Options& options) : options_(options) {}

    Parameters step(const Parameters& parameters, const Parameters& gradients) {
        ++steps_;
        Values values = pack(parameters);
        const Values slopes = pack(gradients);
        for (std::size_t k = 0; k < values.size(); ++k) {
            const bool decays = options_.decay_biases || !is_bias[k];
            const double decay = decays ? options_.weight_decay : 0.0;
            if (options_.optimizer == Optimizer::sgd) {
                values[k] -= options_.lr * momentum(k, slopes[k] + decay * values[k]);
            } else if (options_.optimizer == Optimizer::adam) {
                values[k] -= adam(k, slopes[k] + decay * values[k]);
            } else {
                values[k] *= 1.0 - options_.lr * decay;
                values[k] -= adam(k, slopes[k]);
            }
        }
        return unpack(values, parameters.hidden_layers);
    }

private:
    double momentum(std::size_t k, double slope) {
        if (options_.momentum == 0) return slope;
        if (steps_ == 1) {
            first_[k] = slope;
        } else {
            first_[k] = options_.momentum * first_[k] + (1.0 - options_.dampening) * slope;
        }
        return options_.nesterov ? slope + options_.momentum * first_[k] : first_[k];
    }

    double adam(std::size_t k, double slope) {
        first_[k] = options_.beta1 * first_[k] + (1.0 - options_.beta1) * slope;
        second_[k] = options_.beta2 * second_[k] + (1.0 - options_.beta2) * slope * slope;
        const double mean = first_[k] / (1.0 - std::pow(options_.beta1, double(steps_)));
        const double square = second_[k] / (1.0 - std::pow(options_.beta2, double(steps_)));
        return options_.lr * mean / (std::sqrt(square) + options_.eps);
    }

    Options options_;
    long steps_ = 0;
    Values first_{}, second_{};
};

}  // namespace

Values pack(const Parameters& p) { return {p.w1, p.w2, p.b, p.v1, p.b2, p.v, p.c}; }

Parameters unpack(const Values& values, int hidden_layers) {
    return {hidden_layers, values[0], values[1], values[2],
            values[3],     values[4], values[5], values[6]};
}

Forward forward(const Row& row, const Parameters& at, const Options& options) {
    Forward f;
    f.z1 = at.w1 * row.x1 + at.w2 * row.x2 + at.b;
    f.h1 = phi(f.z1, options);
    if (at.hidden_layers == 2) {
        f.z2 = at.v1 * f.h1 + at.b2;
        f.h2 = phi(f.z2, options);
        f.o = at.v * f.h2 + at.c;
    } else {
        f.o = at.v * f.h1 + at.c;
    }
    return f;
}

double loss(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    double total = 0;
    for (const Row& row : rows) total += row_loss(forward(row, at, options).o, row.label);
    return total / double(rows.size());
}

Parameters gradient(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    Values total{};
    for (const Row& row : rows) {
        const Forward f = forward(row, at, options);
        const double d_o = residual(f.o, row.label);
        Parameters d;
        double d_h1 = 0;
        d.c = d_o;
        if (at.hidden_layers == 2) {
            d.v = d_o * f.h2;
            const double d_h2 = d_o * at.v;
            const double d_z2 = d_h2 * phi_slope(f.z2, options);
            d.v1 = d_z2 * f.h1;
            d.b2 = d_z2;
            d_h1 = d_z2 * at.v1;
        } else {
            d.v = d_o * f.h1;
            d_h1 = d_o * at.v;
        }
        const double d_z1 = d_h1 * phi_slope(f.z1, options);
        d.w1 = d_z1 * row.x1;
        d.w2 = d_z1 * row.x2;
        d.b = d_z1;
        const Values of_row = pack(d);
        for (std::size_t k = 0; k < total.size(); ++k) total[k] += of_row[k];
    }
    for (double& value : total) value /= double(rows.size());
    return unpack(total, at.hidden_layers);
}

int correct(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    int count = 0;
    for (const Row& row : rows) {
        const int predicted = forward(row, at, options).o >= 0 ? 1 : 0;
        if (predicted == row.label) ++count;
    }
    return count;
}

bool is_inactive(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    bool first = true, second = at.hidden_layers == 2;
    for (const Row& row : rows) {
        const Forward f = forward(row, at, options);
        first = first && f.z1 <= 0;
        second = second && f.z2 <= 0;
    }
    return first || second;
}

bool is_always_on(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    for (const Row& row : rows) {
        const Forward f = forward(row, at, options);
        if (!(f.z1 > 0)) return false;
        if (at.hidden_layers == 2 && !(f.z2 > 0)) return false;
    }
    return true;
}

// Only ReLU has a flat set among the activations here, and it is z <= 0.
bool is_dead(const std::vector<Row>& rows, const Parameters& at, const Options& options) {
    return options.activation == Activation::relu && is_inactive(rows, at, options);
}

Outcome train(const std::vector<Row>& rows, const Parameters& start, const Options& options,
              const Observer& observe) {
    Outcome outcome;
    outcome.born_dead = is_dead(rows, start, options);
    outcome.born_inactive = is_inactive(rows, start, options);
    outcome.born_always_on = is_always_on(rows, start, options);

    Parameters at = start;
    Stepper stepper(options);
    long dead_since = outcome.born_dead ? 0 : -1;
    bool dead_at_some_step = false;
    if (observe) observe(0, at);
    for (long t = 1; t <= options.epochs; ++t) {
        at = stepper.step(at, gradient(rows, at, options));
        if (observe) observe(t, at);
        const bool dead = is_dead(rows, at, options);
        if (!dead) dead_since = -1;
        if (dead && dead_since < 0) dead_since = t;
        if (dead) dead_at_some_step = true;
    }

    outcome.final = at;
    outcome.train_loss = loss(rows, at, options);
    outcome.train_correct = correct(rows, at, options);
    outcome.diverged = !finite(at) || !std::isfinite(outcome.train_loss);
    if (outcome.diverged) return outcome;
    outcome.dead = dead_since >= 0;
    outcome.death_epoch = dead_since;
    outcome.died = !outcome.born_dead && outcome.dead;
    outcome.transient = !outcome.born_dead && dead_at_some_step && !outcome.dead;
    outcome.revived = outcome.born_dead && !outcome.dead;
    outcome.inactive = is_inactive(rows, at, options);
    outcome.always_on = is_always_on(rows, at, options);
    outcome.solved = outcome.train_correct == int(rows.size());
    return outcome;
}

Outcome train(const std::vector<Row>& rows, const Parameters& start, const Options& options) {
    return train(rows, start, options, nullptr);
}

std::vector<Parameters> trajectory(const std::vector<Row>& rows, const Parameters& start,
                                   const Options& options) {
    std::vector<Parameters> path;
    train(rows, start, options, [&](long, const Parameters& at) { path.push_back(at); });
    return path;
}

}  // namespace oracle
