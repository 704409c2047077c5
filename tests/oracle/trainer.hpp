// trainer: full-batch training of one 2-1-1 or 2-1-1-1 network, in double, in the plainest way.
//
//     z = w1 x1 + w2 x2 + b     h = phi(z)     (z2 = v1 h + b2     h2 = phi(z2))
//     o = v h_last + c          p = sigmoid(o) loss = mean of -log p(label)
//
// Optimisers follow PyTorch: SGD's first momentum buffer is the gradient itself (no dampening);
// Adam divides by sqrt(vhat) + eps; weight decay is coupled (L2) except in AdamW.
//
// Words. A layer is dead when phi is constant by formula on every row: for ReLU z <= 0 (closed);
// leaky and smooth activations are never dead. inactive: every row has z <= 0 in some layer.
// always_on: every row has z > 0 in every layer. A network is dead when one of its layers is.
// died: alive at 0, dead at the end. transient: alive at 0, dead somewhere between, alive at the
// end. revived: dead at 0, alive at the end. diverged (a parameter or the loss not finite at the
// end) takes precedence over everything but the born_* flags.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "rows.hpp"

namespace oracle {

struct Parameters {
    int hidden_layers = 1;
    double w1 = 0, w2 = 0, b = 0;
    double v1 = 0, b2 = 0;  // hidden.1.weight.0 and hidden.1.bias, only when hidden_layers == 2
    double v = 0, c = 0;    // output.weight.0 and output.bias
};

// Order w1, w2, b, v1, b2, v, c.
constexpr int parameter_count = 7;
std::array<double, parameter_count> pack(const Parameters& parameters);
Parameters unpack(const std::array<double, parameter_count>& values, int hidden_layers);

enum class Activation { relu, leaky_relu, identity, tanh, sigmoid };
enum class Optimizer { sgd, adam, adamw };

struct Options {
    Activation activation = Activation::relu;
    double negative_slope = 0.01;
    double lr = 0.1;
    double momentum = 0, dampening = 0;
    bool nesterov = false;
    int epochs = 0;
    Optimizer optimizer = Optimizer::sgd;
    double beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
    double weight_decay = 0;
    bool decay_biases = true;
};

struct Outcome {
    Parameters final;
    bool born_dead = false, born_inactive = false, born_always_on = false;
    bool dead = false, died = false, transient = false, revived = false;
    bool inactive = false, always_on = false, solved = false, diverged = false;
    long death_epoch = -1;  // first epoch of the dead stretch that lasts to the end, -1 = none
    int train_correct = 0;
    double train_loss = 0;
};

// Values seen by one row on its way forward; z2 and h2 stay 0 with one hidden layer.
struct Forward {
    double z1 = 0, h1 = 0, z2 = 0, h2 = 0, o = 0;
};

Forward forward(const Row& row, const Parameters& parameters, const Options& options);
double loss(const std::vector<Row>& rows, const Parameters& parameters, const Options& options);
Parameters gradient(const std::vector<Row>& rows, const Parameters& parameters,
                    const Options& options);
int correct(const std::vector<Row>& rows, const Parameters& parameters, const Options& options);

bool is_inactive(const std::vector<Row>& rows, const Parameters& at, const Options& options);
bool is_always_on(const std::vector<Row>& rows, const Parameters& at, const Options& options);
bool is_dead(const std::vector<Row>& rows, const Parameters& at, const Options& options);

// observe(t, parameters) is called at t = 0 (before the first update), 1, ..., epochs.
using Observer = std::function<void(long, const Parameters&)>;
Outcome train(const std::vector<Row>& rows, const Parameters& start, const Options& options);
Outcome train(const std::vector<Row>& rows, const Parameters& start, const Options& options,
              const Observer& observe);

// epochs + 1 entries; entry t holds the parameters after t steps.
std::vector<Parameters> trajectory(const std::vector<Row>& rows, const Parameters& start,
                                   const Options& options);

}  // namespace oracle
