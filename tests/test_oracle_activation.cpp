// test_oracle_activation: printed values, derivatives against differences, flat sets and kinks.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "oracle/activation.hpp"
#include "oracle/rows.hpp"
#include "oracle/slope_check.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

const std::vector<std::string> activations{"relu",
                                           "leaky_relu",
                                           "prelu(0.3)",
                                           "rrelu",
                                           "elu",
                                           "elu(0.4)",
                                           "selu",
                                           "celu(2)",
                                           "gelu",
                                           "gelu(approximate=\"tanh\")",
                                           "gelu_tanh",
                                           "silu",
                                           "mish",
                                           "softplus",
                                           "softplus(2, 3)",
                                           "softsign",
                                           "tanh",
                                           "sigmoid",
                                           "hardtanh",
                                           "hardsigmoid",
                                           "hardswish",
                                           "relu6",
                                           "threshold(0.3, -0.2)",
                                           "softshrink",
                                           "hardshrink(0.2)",
                                           "tanhshrink",
                                           "logsigmoid",
                                           "squareplus",
                                           "identity"};

TEST(OracleActivation, PrintedValues) {
  const struct {
    const char* name;
    double at[5];  // z = -2, -0.5, 0, 0.5, 2
  } printed[] = {
      {"elu", {-.864665, -.393469, 0, .5, 2}},
      {"selu", {-1.520167, -.691758, 0, .525351, 2.101402}},
      {"gelu", {-.045500, -.154269, 0, .345731, 1.954500}},
      {"gelu_tanh", {-.045402, -.154286, 0, .345714, 1.954598}},
      {"silu", {-.238406, -.188770, 0, .311230, 1.761594}},
      {"mish", {-.252501, -.220744, 0, .375245, 1.943959}},
      {"softplus", {.126928, .474077, .693147, .974077, 2.126928}},
      {"hardswish", {-.333333, -.208333, 0, .291667, 1.666667}},
      {"hardsigmoid", {.166667, .416667, .5, .583333, .833333}},
  };
  const double places[] = {-2, -.5, 0, .5, 2};
  for (const auto& row : printed) {
    for (std::size_t k = 0; k < 5; ++k) {
      EXPECT_NEAR(Activation(row.name).value(places[k]), row.at[k], 6e-7) << row.name;
    }
  }
}

TEST(OracleActivation, SlopesAreDifferencesOfValues) {
  for (const std::string& name : activations) {
    const Activation activation(name);
    // No place within 1e-3 of a kink: those are multiples of 0.1. softplus(2, 3) jumps at 1.5.
    for (double z = -9.9537; z < 10; z += 0.1) {
      EXPECT_LT(slope_error(activation, z), 1e-8) << name << " at " << z;
    }
  }
}

// The gradient is the derivative of the loss, for every activation, loss, output and shape.
TEST(OracleActivation, GradientsAreDifferencesOfLosses) {
  const std::pair<const char*, const char*> losses[] = {{"bce_with_logits", "sigmoid"},
                                                        {"mse", "sigmoid"},
                                                        {"mae", "sigmoid"},
                                                        {"hinge", "sigmoid"},
                                                        {"huber", "sigmoid"},
                                                        {"squared_hinge", "sigmoid"},
                                                        {"mse", "linear"},
                                                        {"mae", "linear"},
                                                        {"huber(0.2)", "linear"}};
  Uniform uniform(3);
  int compared = 0;
  for (const std::string& name : activations) {
    for (const auto& [loss, output] : losses) {
      for (int layers : {1, 2}) {
        for (int repeat = 0; repeat < 5; ++repeat) {
          Problem problem = problem_of(golden_rows(), uniform.start(1.5, layers), name);
          problem.loss = loss;
          problem.output = output;
          const Parameters at = start_of(problem);
          const Activation activation(name);
          // A difference across a kink tells nothing.
          if (nearest_kink(problem.rows, at, layers_of(activation, at), Loss(loss, output)) <
              1e-4) {
            continue;
          }
          EXPECT_LT(gradient_error(problem, at), 2e-7) << name << " " << loss << " " << layers;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 2500);
}

TEST(OracleActivation, FlatSets) {
  auto sets = [](const char* name) { return Activation(name).flat_sets(); };
  for (const char* name : {"relu", "leaky_relu(0)", "elu(0)", "rrelu(0, 0)"}) {
    ASSERT_EQ(sets(name).size(), 1u) << name;
    EXPECT_TRUE(sets(name)[0].holds(0) && sets(name)[0].holds(-INFINITY)) << name;
    EXPECT_FALSE(sets(name)[0].holds(1e-300) || sets(name)[0].holds(NAN)) << name;
  }
  const struct {
    const char* name;
    double low_end, high_begin;
  } two_ended[] = {
      {"relu6", 0, 6}, {"hardtanh", -1, 1}, {"hardtanh(-2, 3)", -2, 3}, {"hardsigmoid", -3, 3}};
  for (const auto& [name, low_end, high_begin] : two_ended) {
    ASSERT_EQ(sets(name).size(), 2u);
    EXPECT_TRUE(sets(name)[0].holds(low_end) && sets(name)[1].holds(high_begin));
    EXPECT_FALSE(sets(name)[0].holds(high_begin) || sets(name)[1].holds(low_end));
  }
  EXPECT_EQ(sets("hardswish").at(0).high, -3);
  EXPECT_EQ(sets("threshold(1.5, 2)").at(0).high, 1.5);
  EXPECT_EQ(sets("hardshrink").at(0).low, -.5);
  EXPECT_EQ(sets("softshrink(2)").at(0).high, 2);
  int without = 0;
  for (const std::string& name : activations) without += Activation(name).flat_sets().empty();
  EXPECT_EQ(without, 21);
}

// Constant by formula means: the same value everywhere in the set, and slope 0 with its ends.
TEST(OracleActivation, FlatSetsAreFlat) {
  for (const std::string& name : activations) {
    const Activation activation(name);
    for (const FlatSet& set : activation.flat_sets()) {
      const double low = std::isinf(set.low) ? set.high - 5 : set.low;
      const double high = std::isinf(set.high) ? set.low + 5 : set.high;
      for (double share : {0., .25, .6, 1.}) {
        const double z = low + share * (high - low);
        EXPECT_TRUE(set.holds(z));
        EXPECT_EQ(activation.slope(z), 0) << name << " at " << z;
        EXPECT_NEAR(activation.value(z), activation.value(low), 0) << name << " at " << z;
      }
    }
  }
}

TEST(OracleActivation, Names) {
  EXPECT_EQ(Activation("swish").name(), "silu");
  EXPECT_EQ(Activation("lrelu(negative_slope=0.5)").slope(-1), .5);
  EXPECT_EQ(Activation("gelu(approximate=\"tanh\")").value(.5), Activation("gelu_tanh").value(.5));
  EXPECT_DOUBLE_EQ(Activation("rrelu").slope(-1), 11. / 48);  // the mean of 1/8 and 1/3
  for (const char* wrong : {"rely", "relu(1)", "elu(beta=1)", "elu(x)", "threshold(1)", "elu(1"}) {
    EXPECT_THROW(Activation{wrong}, std::invalid_argument) << wrong;
  }
  EXPECT_THROW(Loss("hinge", "linear"), std::invalid_argument);
  EXPECT_THROW(Loss("mse", "softmax"), std::invalid_argument);
}

}  // namespace
