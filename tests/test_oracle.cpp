// test_oracle: the float64 oracle against numbers that were derived or printed elsewhere, so that
// it can be trusted as the yardstick of the engines. It includes nothing of the library.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "oracle/linear.hpp"
#include "oracle/probability.hpp"
#include "oracle/rows.hpp"
#include "oracle/strangers.hpp"
#include "oracle/trainer.hpp"

namespace {

using namespace oracle;

constexpr double printed = 1e-6;  // the agreement asked of numbers printed with six digits

Parameters one(double w1, double w2, double b, double v, double c) {
    return {1, w1, w2, b, 0, 0, v, c};
}

const Parameters golden_start = one(.3, -.1, .05, .7, -.2);
const std::vector<Row> three_rows{{2, 1, 0}, {1, 2, 1}, {3, 3, 1}};

Options options_of(Activation activation, int epochs = 0, double lr = 0.1) {
    Options options;
    options.activation = activation;
    options.epochs = epochs;
    options.lr = lr;
    return options;
}

class Uniform {
public:
    explicit Uniform(unsigned seed) : words_(seed) {}
    double operator()(double a) { return a * (2 * (double(words_() >> 11) * 0x1p-53) - 1); }
    Parameters start(double a, int hidden_layers = 1) {
        std::array<double, parameter_count> values{};
        for (double& value : values) value = (*this)(a);
        if (hidden_layers == 1) values[3] = values[4] = 0;
        return unpack(values, hidden_layers);
    }

private:
    std::mt19937_64 words_;
};

void expect_near(const Parameters& a, const Parameters& b, double tolerance) {
    const auto x = pack(a), y = pack(b);
    for (std::size_t k = 0; k < x.size(); ++k) EXPECT_NEAR(x[k], y[k], tolerance) << "entry " << k;
}

// First step at which the network is not dead, -1 if that never happens.
int first_alive(const std::vector<Row>& rows, const Parameters& start, const Options& options) {
    const std::vector<Parameters> path = trajectory(rows, start, options);
    for (std::size_t t = 0; t < path.size(); ++t) {
        if (!is_dead(rows, path[t], options)) return int(t);
    }
    return -1;
}

// ---- probability: isotropic, square, all uniform, Gaussian ----

void expect_table(const std::vector<Row>& rows, double isotropic, double square, double uniform,
                  double normal, double exact = 1e-9) {
    EXPECT_NEAR(born_dead_isotropic(rows), isotropic, printed);
    EXPECT_NEAR(born_dead_uniform(rows, 0.05, 0), square, exact);
    EXPECT_NEAR(born_dead_uniform(rows, 0.7, 0.7), uniform, exact);
    EXPECT_NEAR(born_dead_normal(rows, 0.3, 0.3), normal, printed);
}

TEST(Probability, OneRow) { expect_table({{1, 1, 0}}, .5, .5, .5, .5); }

TEST(Probability, UnitVectors) {
    expect_table({{1, 0, 0}, {0, 1, 0}}, .25, .25, 1. / 3, 1. / 3);
}

TEST(Probability, RowAndItsDouble) {
    expect_table({{1, 1, 0}, {2, 2, 0}}, .5, .5, 29. / 64, .456130);
}

TEST(Probability, ThreeRows) {
    expect_table(three_rows, .397584, 3. / 8, 55. / 144, .396409);
}

TEST(Probability, Xor) { expect_table(xor_rows(), .25, .25, 13. / 48, .277043); }

TEST(Probability, SquareOneTwo) {
    expect_table(square_corners(.5, 1.5), .397584, 3. / 8, 73. / 192, .396704);
}

TEST(Probability, CentredSquare) {
    expect_table(square_corners(1, 0), 0, 0, 1. / 12, .108173);
}

TEST(Probability, IrisPetalsRaw) {
    expect_table(iris_petals(), .468072, 1315. / 2788, .461843, .455733, printed);
    EXPECT_NEAR(born_dead_uniform(iris_petals(), 0.05, 0), 1315. / 2788, 1e-12);
}

TEST(Probability, IrisPetalsMinMax) {
    expect_table(min_max(iris_petals()), .25, .25, .335108, .331289, printed);
}

TEST(Probability, IrisPetalsStandardised) {
    expect_table(standardise(iris_petals()), 0, 0, .046354, .065010, printed);
}

TEST(Probability, CentredSquareShrinksWithItsSize) {
    for (double s : {1.0, 1.5, 3.0, 10.0}) {
        EXPECT_NEAR(born_dead_uniform(square_corners(s, 0), 1, 1), 1 / (12 * s * s), 1e-9);
    }
}

// Zero bias, corners of [-1,1]^2 moved by (s, s): nothing below s = 1, then s / (2 (s + 1)).
TEST(Probability, ShiftedSquare) {
    EXPECT_EQ(born_dead_uniform(square_corners(1, 0.9), 1, 0), 0.0);
    for (double s : {1.0, 1.25, 2.0, 7.0}) {
        EXPECT_NEAR(born_dead_uniform(square_corners(1, s), 1, 0), s / (2 * (s + 1)), 1e-12);
    }
}

// (1 + g(r1) + g(r2)) / 4 for positive rows, g(t) = t/2 for t <= 1, else 1 - 1/(2t).
TEST(Probability, PositiveRowsClosedForm) {
    auto g = [](double t) { return t <= 1 ? t / 2 : 1 - 1 / (2 * t); };
    Uniform uniform(5);
    for (int repeat = 0; repeat < 50; ++repeat) {
        std::vector<Row> rows;
        double r1 = INFINITY, r2 = INFINITY;
        for (int i = 0; i < 4; ++i) {
            rows.push_back({1.1 + uniform(1), 1.1 + uniform(1), 0});
            r1 = std::min(r1, rows.back().x1 / rows.back().x2);
            r2 = std::min(r2, rows.back().x2 / rows.back().x1);
        }
        EXPECT_NEAR(born_dead_uniform(rows, 3, 0), (1 + g(r1) + g(r2)) / 4, 1e-12);
    }
}

TEST(Probability, FixedBiasLowersBornDeathAndItsNegativeRaisesIt) {
    const std::vector<Row> rows = iris_petals();
    EXPECT_NEAR(born_dead_uniform(rows, 0.05, 0, 0.01), .4484, 5e-5);
    EXPECT_GT(born_dead_uniform(rows, 0.05, 0, -0.01), .4717);
    // (1,1), b = a/2: the triangle w1 + w2 <= -a/2 of the square (-a,a)^2, 9/32 of it.
    EXPECT_NEAR(born_dead_uniform({{1, 1, 0}}, 0.05, 0, 0.025), 9. / 32, 1e-9);
}

// z <= 0 on the corners of [-1,1]^2 means |w1| + |w2| <= -b: a diamond of area 2 b^2.
TEST(Probability, FixedNegativeBiasOnCentredData) {
    for (double bias : {-.25, -.7, -1.0}) {
        EXPECT_NEAR(born_dead_uniform(square_corners(1, 0), 1, 0, bias), bias * bias / 2, 1e-9);
    }
}

TEST(Probability, AWideBiasIsTheMeanOfFixedBiases) {
    const std::vector<Row> rows = min_max(iris_petals());
    double mean = 0;
    for (int k = 0; k < 400; ++k) {
        mean += born_dead_uniform(rows, 1, 0, -1 + (2 * k + 1) / 400.0) / 400;
    }
    EXPECT_NEAR(born_dead_uniform(rows, 1, 1), mean, 1e-5);
    EXPECT_NEAR(born_dead_normal(rows, 1, 1e-9), born_dead_isotropic(rows), 1e-8);
}

TEST(Probability, StackedLayers) {
    EXPECT_DOUBLE_EQ(born_dead_stacked(0, 1), 1. / 2);   // zero-centred 2-1-1-1
    EXPECT_DOUBLE_EQ(born_dead_stacked(.25, 1), 5. / 8);  // positive quadrant
    Uniform uniform(11);
    int dead = 0;
    const int networks = 20000;
    const std::vector<Row> rows = standardise(iris_petals());
    for (int i = 0; i < networks; ++i) {
        Parameters start = uniform.start(1, 2);
        start.b = start.b2 = 0;
        dead += is_dead(rows, start, options_of(Activation::relu));
    }
    EXPECT_NEAR(dead / double(networks), .5, 5 * .5 / std::sqrt(networks));
}

TEST(Probability, Lattice) {
    EXPECT_EQ(lattice_born_dead(iris_petals(), 64, 10), 1932);
    EXPECT_EQ(lattice_born_dead(iris_petals(), 1024, 10), 494577);
    EXPECT_EQ(lattice_born_dead(three_rows, 64, 1), 1536);
    EXPECT_EQ(lattice_born_dead(three_rows, 1024, 1), 393216);
    EXPECT_THROW(lattice_born_dead(iris_petals(), 4, 1), std::invalid_argument);
}

TEST(Probability, RandomisedAsymmetricInitialisation) {
    EXPECT_NEAR(born_dead_rai(iris_petals()), .18493, 5e-6);
    EXPECT_NEAR(born_dead_rai(standardise(iris_petals())), .00900, 5e-6);
}

// ---- trainer ----

TEST(Trainer, GoldenGradient) {
    expect_near(gradient(golden_rows(), golden_start, options_of(Activation::relu)),
                one(.311248697089, -.078655391671, .097006529076, .151557821068, .138580755823),
                1e-12);
}

TEST(Trainer, GoldenTrajectoryRelu) {
    const Options options = options_of(Activation::relu, 500);
    const Outcome outcome = train(golden_rows(), golden_start, options);
    expect_near(outcome.final,
                one(-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131,
                    -3.049631727281),
                1e-11);
    const auto path = trajectory(golden_rows(), golden_start, options);
    ASSERT_EQ(path.size(), 501u);
    EXPECT_EQ(pack(path.front()), pack(golden_start));
    EXPECT_EQ(pack(path.back()), pack(outcome.final));
}

TEST(Trainer, GoldenTrajectoryLeaky) {
    const Outcome outcome =
        train(golden_rows(), golden_start, options_of(Activation::leaky_relu, 500));
    expect_near(outcome.final,
                one(-1.24464297036, 2.239640704544, -.976705853184, 2.80508322415,
                    -3.022051161715),
                1e-11);
}

TEST(Trainer, GradientIsTheSlopeOfTheLoss) {
    Uniform uniform(3);
    const std::vector<Row> rows = golden_rows();
    for (int hidden_layers : {1, 2}) {
        for (Activation activation : {Activation::relu, Activation::leaky_relu,
                                      Activation::identity, Activation::tanh,
                                      Activation::sigmoid}) {
            const Options options = options_of(activation);
            for (int repeat = 0; repeat < 20; ++repeat) {
                const Parameters at = uniform.start(1.5, hidden_layers);
                const auto slopes = pack(gradient(rows, at, options));
                for (std::size_t k = 0; k < slopes.size(); ++k) {
                    auto up = pack(at), down = pack(at);
                    up[k] += 1e-6;
                    down[k] -= 1e-6;
                    const double rise = loss(rows, unpack(up, hidden_layers), options) -
                                        loss(rows, unpack(down, hidden_layers), options);
                    EXPECT_NEAR(slopes[k], rise / 2e-6, 2e-9)
                        << "activation " << int(activation) << " entry " << k;
                }
            }
        }
    }
}

TEST(Trainer, SlopeAtZeroIsTheNegativeSide) {
    const std::vector<Row> rows{{1, 1, 1}};
    const Parameters at = one(1, -1, 0, 1, 0);  // z = 0, p = 1/2, d loss / do = -1/2
    EXPECT_EQ(gradient(rows, at, options_of(Activation::relu)).w1, 0.0);
    EXPECT_DOUBLE_EQ(gradient(rows, at, options_of(Activation::leaky_relu)).w1, -.005);
    EXPECT_DOUBLE_EQ(gradient(rows, at, options_of(Activation::identity)).w1, -.5);
}

TEST(Trainer, LossStaysFiniteForLargeLogits) {
    const Options options = options_of(Activation::identity);
    EXPECT_DOUBLE_EQ(loss({{1, 0, 0}}, one(1000, 0, 0, 1, 0), options), 1000);
    EXPECT_DOUBLE_EQ(loss({{1, 0, 1}}, one(-1000, 0, 0, 1, 0), options), 1000);
    EXPECT_DOUBLE_EQ(loss({{1, 0, 1}}, one(0, 0, 0, 1, 0), options), std::log(2));
}

// Dead under plain GD: c <- c - lr (sigmoid(c) - mean label), everything else frozen bit for bit.
TEST(Trainer, DeadNetworkMovesItsOutputBiasOnly) {
    const std::vector<Row> rows{{1, 1, 1}, {2, 1, 1}, {1, 2, 0}, {3, 1, 0}, {2, 2, 0}};
    const Parameters start = one(-.1, -.1, 0, .3, .02);
    const auto path = trajectory(rows, start, options_of(Activation::relu, 2000));
    const double expected[][2] = {{1, .009500016666},      {2, -.000737481964},
                                  {10, -.073942914611},    {100, -.369166181247},
                                  {1000, -.405465108097},  {2000, -.405465108108}};
    for (const auto& [step, c] : expected) EXPECT_NEAR(path[std::size_t(step)].c, c, 1e-12);
    EXPECT_EQ(path.back().w1, start.w1);
    EXPECT_EQ(path.back().b, start.b);
    EXPECT_EQ(path.back().v, start.v);
    const Outcome outcome = train(rows, start, options_of(Activation::relu, 2000));
    EXPECT_TRUE(outcome.born_dead && outcome.dead && outcome.death_epoch == 0);
    EXPECT_FALSE(outcome.died || outcome.transient || outcome.revived || outcome.diverged);
    EXPECT_EQ(outcome.train_correct, 3);
    EXPECT_NEAR(outcome.train_loss, -.4 * std::log(.4) - .6 * std::log(.6), 1e-12);
}

// The dead fixed point logit(.4) attracts iff lr < 2 / (.4 * .6) = 8.333...
TEST(Trainer, DeadFixedPointLosesStability) {
    const std::vector<Row> rows{{1, 1, 1}, {2, 1, 1}, {1, 2, 0}, {3, 1, 0}, {2, 2, 0}};
    const Parameters start = one(-.1, -.1, 0, .3, -.4);
    const double fixed = std::log(.4 / .6);
    EXPECT_NEAR(train(rows, start, options_of(Activation::relu, 5000, 8.25)).final.c, fixed, 1e-9);
    EXPECT_GT(std::abs(train(rows, start, options_of(Activation::relu, 5000, 8.4)).final.c - fixed),
              0.01);
}

// Balanced labels, c = 0, dead: c stays 0, o >= 0 holds and every row is called class 1.
TEST(Trainer, TieIsClassOne) {
    const std::vector<Row> rows{{1, 1, 1}, {2, 1, 1}, {1, 2, 0}, {3, 1, 0}};
    const Outcome outcome =
        train(rows, one(-1, -1, 0, 1, 0), options_of(Activation::relu, 1000));
    EXPECT_EQ(outcome.final.c, 0.0);
    EXPECT_EQ(outcome.train_correct, 2);
    EXPECT_EQ(correct({{1, 1, 1}}, one(-1, -1, 0, 1, 0), options_of(Activation::relu)), 1);
    EXPECT_EQ(correct({{1, 1, 0}}, one(-1, -1, 0, 1, 0), options_of(Activation::relu)), 0);
}

TEST(Trainer, ConservationLawEveryStep) {
    for (Activation activation : {Activation::relu, Activation::leaky_relu}) {
        const Options options = options_of(activation, 300, 0.2);
        const std::vector<Row> rows = golden_rows();
        const auto path = trajectory(rows, golden_start, options);
        auto charge = [](const Parameters& p) {
            return p.w1 * p.w1 + p.w2 * p.w2 + p.b * p.b - p.v * p.v;
        };
        for (std::size_t t = 0; t + 1 < path.size(); ++t) {
            const Parameters& p = path[t];
            const Parameters g = gradient(rows, p, options);
            EXPECT_NEAR(p.w1 * g.w1 + p.w2 * g.w2 + p.b * g.b, p.v * g.v, 1e-14);
            EXPECT_NEAR(charge(path[t + 1]) - charge(p), options.lr * options.lr * charge(g),
                        1e-13);
        }
    }
}

TEST(Trainer, SwappingTheFeaturesSwapsTheWeights) {
    std::vector<Row> swapped = golden_rows();
    for (Row& row : swapped) std::swap(row.x1, row.x2);
    Parameters start = golden_start;
    std::swap(start.w1, start.w2);
    const Options options = options_of(Activation::relu, 500);
    Parameters expected = train(golden_rows(), golden_start, options).final;
    std::swap(expected.w1, expected.w2);
    expect_near(train(swapped, start, options).final, expected, 1e-11);
}

TEST(Trainer, FlippingTheLabelsFlipsTheOutputLayerBitForBit) {
    std::vector<Row> flipped = golden_rows();
    for (Row& row : flipped) row.label = 1 - row.label;
    Options options = options_of(Activation::leaky_relu, 500);
    options.momentum = 0.9;
    Parameters start = golden_start;
    start.v = -start.v, start.c = -start.c;
    Parameters expected = train(golden_rows(), golden_start, options).final;
    expected.v = -expected.v, expected.c = -expected.c;
    EXPECT_EQ(pack(train(flipped, start, options).final), pack(expected));
}

TEST(Trainer, DuplicatingTheRowsChangesNothing) {
    std::vector<Row> twice = golden_rows();
    for (const Row& row : golden_rows()) twice.push_back(row);
    const Options options = options_of(Activation::tanh, 300);
    expect_near(train(twice, golden_start, options).final,
                train(golden_rows(), golden_start, options).final, 1e-11);
}

TEST(Trainer, MomentumFollowsPyTorch) {
    // Dead network, one row with label 0: only c moves, its gradient is sigmoid(c).
    Options options = options_of(Activation::relu, 2, 1.0);
    options.momentum = 0.9;
    options.dampening = 0.5;
    const Parameters start = one(-1, -1, 0, 1, 0);
    const double c1 = -0.5, g2 = 1 / (1 + std::exp(0.5));
    const std::vector<Row> rows{{1, 1, 0}};
    const auto path = trajectory(rows, start, options);
    EXPECT_DOUBLE_EQ(path[1].c, c1);  // the first buffer is the gradient, undamped
    EXPECT_DOUBLE_EQ(path[2].c, c1 - (0.9 * 0.5 + 0.5 * g2));
    options.dampening = 0;
    options.nesterov = true;
    EXPECT_DOUBLE_EQ(trajectory(rows, start, options)[1].c, -(0.5 + 0.9 * 0.5));
}

TEST(Trainer, PlainDescentNeverRevives) {
    Uniform uniform(21);
    int born_dead = 0, died = 0;
    for (double lr : {0.1, 1.0, 5.0}) {
        for (int i = 0; i < 300; ++i) {
            const Outcome outcome =
                train(golden_rows(), uniform.start(1), options_of(Activation::relu, 300, lr));
            born_dead += outcome.born_dead;
            died += outcome.died;
            EXPECT_FALSE(outcome.revived || outcome.transient);
            EXPECT_EQ(outcome.dead, !outcome.diverged && (outcome.born_dead || outcome.died));
            EXPECT_EQ(outcome.death_epoch > 0, outcome.died);
        }
    }
    EXPECT_GT(born_dead, 100);
    EXPECT_GT(died, 100);
}

// u <- mu u + g: once dead, g = 0 and theta coasts to theta - lr mu / (1 - mu) u; z is linear in
// theta, so the unit is dead for good iff it is dead there (c, v play no part).
TEST(Trainer, HeavyBallDeathIsPermanentIffTheCoastEndsDead) {
    Uniform uniform(8);
    const std::vector<Row> rows = standardise(golden_rows());
    Options options = options_of(Activation::relu, 400, 2.0);
    options.momentum = 0.9;
    int permanent = 0, transient = 0;
    for (int i = 0; i < 400; ++i) {
        const auto path = trajectory(rows, uniform.start(1), options);
        for (std::size_t t = 1; t < 200; ++t) {
            if (is_dead(rows, path[t - 1], options)) break;
            if (!is_dead(rows, path[t], options)) continue;
            auto rest = pack(path[t]);
            const auto before = pack(path[t - 1]);
            for (std::size_t k = 0; k < rest.size(); ++k) rest[k] += 9 * (rest[k] - before[k]);
            const bool predicted = is_dead(rows, unpack(rest, 1), options);
            bool stays = true;
            for (std::size_t s = t; s < path.size(); ++s) {
                stays = stays && is_dead(rows, path[s], options);
            }
            EXPECT_EQ(predicted, stays);
            ++(stays ? permanent : transient);
            break;
        }
    }
    EXPECT_GT(permanent, 10);
    EXPECT_GT(transient, 10);
}

TEST(Trainer, WhatDecayCanRevive) {
    const std::vector<Row> rows{{1, 1, 0}, {2, 1, 1}, {1, 3, 0}};
    const Parameters start = one(-.3, -.2, .1, .4, .1);
    Options options = options_of(Activation::relu, 3000);
    options.weight_decay = 0.05;
    EXPECT_EQ(first_alive(rows, start, options), -1);
    options.momentum = 0.9;
    EXPECT_EQ(first_alive(rows, start, options), 48);
    options.momentum = 0;
    options.decay_biases = false;
    EXPECT_EQ(first_alive(rows, start, options), 322);
    EXPECT_EQ(first_alive(rows, one(-.3, -.2, 0, .4, .1), options), -1);
}

TEST(Trainer, AdamWithCoupledDecayCanRevive) {
    Options options = options_of(Activation::relu, 300, 1e-3);
    options.weight_decay = 1e-2;
    options.optimizer = Optimizer::adam;
    EXPECT_EQ(first_alive({{1, 1, 0}}, one(-.1, -.1, .15, .4, .1), options), 58);
    options.optimizer = Optimizer::adamw;
    EXPECT_EQ(first_alive({{1, 1, 0}}, one(-.1, -.1, .15, .4, .1), options), -1);
}

// Every flag once more, from the recorded path and straight from the definitions.
TEST(Trainer, OutcomeAgreesWithItsPath) {
    Uniform uniform(77);
    const std::vector<Row> rows = standardise(golden_rows());
    Options options = options_of(Activation::relu, 10, 2.0);
    options.momentum = 0.9;
    int transient = 0, revived = 0, always_on = 0, solved = 0, later_died = 0;
    for (int i = 0; i < 400; ++i) {
        options.weight_decay = i % 2 == 0 ? 0 : 0.05;
        const Parameters start = uniform.start(2);
        const Outcome outcome = train(rows, start, options);
        ASSERT_FALSE(outcome.diverged);
        std::vector<bool> dead, on;
        for (const Parameters& p : trajectory(rows, start, options)) {
            double low = INFINITY, high = -INFINITY;
            for (const Row& row : rows) {
                low = std::min(low, p.w1 * row.x1 + p.w2 * row.x2 + p.b);
                high = std::max(high, p.w1 * row.x1 + p.w2 * row.x2 + p.b);
            }
            dead.push_back(high <= 0);
            on.push_back(low > 0);
        }
        long death = long(dead.size());
        while (death > 0 && dead[std::size_t(death) - 1]) --death;
        const bool ever = std::find(dead.begin(), dead.end(), true) != dead.end();
        EXPECT_EQ(outcome.born_dead, dead.front());
        EXPECT_EQ(outcome.born_inactive, dead.front());
        EXPECT_EQ(outcome.born_always_on, on.front());
        EXPECT_EQ(outcome.dead, dead.back());
        EXPECT_EQ(outcome.inactive, dead.back());
        EXPECT_EQ(outcome.always_on, on.back());
        EXPECT_EQ(outcome.death_epoch, dead.back() ? death : -1);
        EXPECT_EQ(outcome.died, !dead.front() && dead.back());
        EXPECT_EQ(outcome.transient, !dead.front() && ever && !dead.back());
        EXPECT_EQ(outcome.revived, dead.front() && !dead.back());
        EXPECT_EQ(outcome.solved, outcome.train_correct == 5);
        transient += outcome.transient, revived += outcome.revived;
        always_on += outcome.always_on, solved += outcome.solved;
        later_died += outcome.death_epoch > 1;
    }
    for (int count : {transient, revived, always_on, solved, later_died}) EXPECT_GT(count, 3);
}

TEST(Trainer, DivergedTakesPrecedence) {
    const double big = std::numeric_limits<double>::max();
    const Outcome outcome = train({{1, 1, 0}, {2, 2, 1}}, one(big, 0, 0, big, 0),
                                  options_of(Activation::relu, 3));
    EXPECT_TRUE(outcome.diverged && outcome.born_always_on);
    EXPECT_FALSE(outcome.dead || outcome.died || outcome.inactive || outcome.always_on ||
                 outcome.solved);
    EXPECT_EQ(outcome.death_epoch, -1);
    const Outcome infinite =
        train({{1, 1, 0}}, one(-INFINITY, 0, 0, 1, 0), options_of(Activation::relu, 0));
    EXPECT_TRUE(infinite.diverged && infinite.born_dead);
    EXPECT_FALSE(infinite.dead || infinite.inactive);
    EXPECT_EQ(infinite.death_epoch, -1);
}

TEST(Trainer, WordsOfTwoLayersAndLeakyUnits) {
    const std::vector<Row> rows = golden_rows();
    const Options relu = options_of(Activation::relu), leaky = options_of(Activation::leaky_relu);
    const Parameters second_dead{2, 1, 1, 0, -1, 0, 1, 0}, both_on{2, 1, 1, 0, 1, 0, 1, 0};
    EXPECT_TRUE(is_dead(rows, second_dead, relu) && is_inactive(rows, second_dead, relu));
    EXPECT_FALSE(is_dead(rows, second_dead, leaky));
    EXPECT_TRUE(is_inactive(rows, second_dead, leaky));
    EXPECT_TRUE(is_always_on(rows, both_on, relu) && !is_always_on(rows, second_dead, relu));
    EXPECT_TRUE(is_dead({{0, 0, 0}}, one(1, 1, 0, 1, 0), relu));  // closed: z = 0 is dead
}

// ---- linear ----

TEST(Linear, Ceilings) {
    EXPECT_EQ(best_half_plane_correct(iris_petals()), 97);
    EXPECT_EQ(best_half_plane_accuracy(xor_rows()), .75);
    EXPECT_EQ(majority_share(iris_petals()), .5);
    EXPECT_EQ(majority_share(golden_rows()), .6);
}

TEST(Linear, TiesOnTheLine) {
    const std::vector<Row> alternating{{0, 0, 0}, {1, 1, 1}, {2, 2, 0}, {3, 3, 1}};
    EXPECT_EQ(best_half_plane_correct(alternating), 3);
    EXPECT_EQ(best_half_plane_correct({{1, 1, 0}, {1, 1, 1}, {1, 1, 1}}), 2);
    EXPECT_EQ(best_half_plane_correct({{0, 0, 1}, {0, 0, 0}, {1, 1, 0}, {2, 2, 0}}), 3);
    EXPECT_EQ(best_half_plane_correct({{0, 0, 0}, {1, 0, 0}, {0, 1, 1}, {1, 1, 1}}), 4);
}

// Rounding must not lift points off their common line: alternating labels allow one cut only.
TEST(Linear, CollinearDecimals) {
    std::vector<Row> rows;
    for (int k = 1; k <= 9; ++k) rows.push_back({k * 0.1, k * 0.3 + 0.7, k % 2});
    EXPECT_EQ(best_half_plane_correct(rows), 5);
}

// Few places on a coarse grid in tenths: many ties, against sweeping a line through all angles.
TEST(Linear, RandomGridsAgainstASweepOfLines) {
    std::mt19937_64 words(13);
    for (int repeat = 0; repeat < 200; ++repeat) {
        std::vector<Row> rows;
        for (int i = 0; i < 9; ++i) {
            rows.push_back({double(words() % 3) / 10, double(words() % 3) / 10, int(words() % 2)});
        }
        int best = 0;
        for (int k = 0; k < 97; ++k) {
            const double angle = 2 * std::acos(-1) * (k + 0.3) / 97;  // never along the grid
            for (int cut = -100; cut <= 100; ++cut) {
                int right = 0;
                for (const Row& row : rows) {
                    const double place = std::cos(angle) * row.x1 + std::sin(angle) * row.x2;
                    right += (place >= cut * 0.00317) == (row.label == 1);
                }
                best = std::max(best, right);
            }
        }
        EXPECT_EQ(best_half_plane_correct(rows), best);
    }
}

TEST(Linear, NetworksNeverBeatTheCeiling) {
    Uniform uniform(31);
    int solved_three = 0;
    for (int i = 0; i < 60; ++i) {
        const Outcome outcome =
            train(xor_rows(), uniform.start(2), options_of(Activation::relu, 500, 1.0));
        EXPECT_LE(outcome.train_correct, 3);
        solved_three += outcome.train_correct == 3;
    }
    EXPECT_GT(solved_three, 5);
}

TEST(Linear, LogisticRegressionOnIrisPetals) {
    const Logistic fit = fit_logistic(iris_petals());
    EXPECT_TRUE(fit.converged);
    EXPECT_DOUBLE_EQ(fit.accuracy, .94);
    EXPECT_NEAR(fit.mean_nll, .102818, 5e-7);
    const Parameters at = one(fit.w1, fit.w2, fit.c, 1, 0);  // the identity network is the same
    for (double slope : pack(gradient(iris_petals(), at, options_of(Activation::identity)))) {
        EXPECT_NEAR(slope, 0, 1e-9);
    }
    EXPECT_FALSE(fit_logistic({{0, 0, 0}, {1, 0, 0}, {0, 1, 1}, {1, 2, 1}}).converged);
}

// ---- strangers ----

TEST(Strangers, XorPrintsTwentyFortyFirsts) {
    EXPECT_DOUBLE_EQ(mse_dead_fixed_point(0.2), 20. / 41);
    const XorOutputs outputs = train_xor_per_row(0.2, 1000, -.5, -.3, 0, .4, .1);
    for (double o : {outputs.of_00, outputs.of_10, outputs.of_01, outputs.of_11}) {
        EXPECT_NEAR(o, 0.48780487804878037, 1.2e-16);  // within two units in the last place
    }
}

TEST(Strangers, SingleReluSucceedsHalfTheTime) {
    for (double lr : {0.05, 0.5, 0.9}) EXPECT_EQ(single_relu_success(lr, 1000, 2000), .5);
    EXPECT_EQ(single_relu_success(1.5, 1000, 2000), 1.0);  // above 1 a wrong sign jumps over 0
}

TEST(Strangers, CollapseInClosedForm) {
    EXPECT_DOUBLE_EQ(collapse_two_hidden(2), 5. / 32);
    EXPECT_DOUBLE_EQ(collapse_two_hidden(3), 11. / 256);
    EXPECT_NEAR(collapse_width_two(3), 5. / 32, 1e-9);
    EXPECT_NEAR(collapse_width_two(10), .8798, 4e-4);
    EXPECT_NEAR(collapse_width_two(20), .99323, 5e-5);
}

TEST(Strangers, CollapseSimulated) {
    auto expect_share = [](int layers, int width, double share) {
        const int networks = 40000;
        const double error = std::sqrt(share * (1 - share) / networks);
        EXPECT_NEAR(collapse_simulated(layers, width, networks, 7), share, 4.5 * error + 4e-4);
    };
    expect_share(3, 3, 11. / 256);
    expect_share(10, 2, collapse_width_two(10));
    expect_share(10, 3, .5784);
    expect_share(10, 5, .1281);
}

// ---- rows ----

TEST(Rows, IrisPetalsAreTheMeasurements) {
    double sum1 = 0, sum2 = 0;
    int ones = 0;
    for (const Row& row : iris_petals()) sum1 += row.x1, sum2 += row.x2, ones += row.label;
    EXPECT_EQ(iris_petals().size(), 100u);
    EXPECT_EQ(ones, 50);
    EXPECT_NEAR(sum1, 50 * (4.260 + 5.552), 1e-9);  // the species means of the 1936 paper
    EXPECT_NEAR(sum2, 50 * (1.326 + 2.026), 1e-9);
}

TEST(Rows, ScalersMatchScikitLearn) {
    const std::vector<Row> rows{{1, 5, 0}, {2, 5, 0}, {4, 5, 1}};
    const std::vector<Row> z = standardise(rows), unit = min_max(rows);
    EXPECT_NEAR(z[0].x1, -1.06904497, 1e-8);
    EXPECT_NEAR(z[1].x1, -.26726124, 1e-8);
    EXPECT_NEAR(z[2].x1, 1.33630621, 1e-8);
    EXPECT_NEAR(unit[1].x1, 1. / 3, 1e-15);
    EXPECT_EQ(unit[2].x1, 1.0);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(z[i].x2, 0);  // a constant feature is only shifted
        EXPECT_EQ(unit[i].x2, 0);
    }
}

}  // namespace
