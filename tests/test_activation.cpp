// The activations against PyTorch's float64 (vectors/activation.json), against double formulas over
// a stride of all floats (activation_exact.hpp), and against what they say about themselves.
#define MYRIAD_ISA of_test_activation  // this file's own lanes, apart from the library's
#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "activation_exact.hpp"
#include "activation_fixture.hpp"
#include "myriad/core/bundle.hpp"
#include "myriad/core/lanes.hpp"

namespace myriad {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

template <class A>
double slope_floor(float z) {
  return z >= A::crossing_low && z <= A::crossing_high ? A::slope_floor : 0.0;
}

bool is_measured(double exact) {
  return exact == 0 || (std::abs(exact) >= FLT_MIN && std::abs(exact) <= FLT_MAX);
}

template <class A>
void expect_accurate(float z, const Arguments& arguments, double value, double slope) {
  const Activated<float> y = evaluate<A>(z, arguments.a, own_argument<A>(arguments));
  if (is_measured(value)) {
    ASSERT_LE(ulps(y.value, value), A::max_ulp_value) << "value at " << z;
  }
  if (is_measured(slope)) {
    ASSERT_LE(ulps(y.slope, slope, slope_floor<A>(z)), A::max_ulp_slope) << "slope at " << z;
  }
}

/// Every 16,411th float with its neighbour, and a walk through the magnitudes at which units work.
template <class Visit>
void walk(float low, float high, Visit visit) {
  const auto inside = [&](float z) {
    if (z >= low && z <= high && !testing::Test::HasFatalFailure()) visit(z);
  };
  for (std::uint64_t bits = 0; bits < 1ull << 32; bits += 16411) {
    inside(from_bits(static_cast<std::uint32_t>(bits)));
  }
  for (std::uint32_t bits = to_bits(0x1p-10f); bits < to_bits(128.0f); bits += 2003) {
    inside(from_bits(bits));
    inside(-from_bits(bits));
  }
}

/// Further arguments, and the range of z that is accurate for them.
struct Trial {
  std::string name;
  std::vector<double> arguments;
  float low, high;
};
const std::vector<Trial> kTrials = {{"leaky_relu", {-0.3}, -FLT_MAX, FLT_MAX},
                                    {"elu", {0.77}, -87, FLT_MAX},
                                    {"elu", {-2.5}, -87, FLT_MAX},
                                    {"celu", {0.3}, -26, FLT_MAX},
                                    {"celu", {7.7}, -600, FLT_MAX},
                                    {"celu", {1e-6}, -8.6e-5f, FLT_MAX},
                                    {"softplus", {2.7, 15}, -31, FLT_MAX},
                                    {"softplus", {0.1, 50}, -860, FLT_MAX},
                                    {"rrelu", {-0.1, 0.7}, -FLT_MAX, FLT_MAX},
                                    {"squareplus", {1e-10}, -0x1p+62f, FLT_MAX},
                                    {"squareplus", {1e6}, -0x1p+62f, FLT_MAX},
                                    {"hardtanh", {-0.1, 2.5}, -FLT_MAX, FLT_MAX},
                                    {"softshrink", {0}, -FLT_MAX, FLT_MAX}};

TEST(activation, error_is_within_what_each_states) {
  each([]<class A>() {
    const exact::Activation* exact = exact::find(A::info.name);
    ASSERT_NE(exact, nullptr) << "activation_exact.hpp lacks it";
    std::vector<Trial> trials = {
        {A::info.name, default_arguments<A>(), A::accurate_low, A::accurate_high}};
    for (const Trial& trial : kTrials) {
      if (trial.name == A::info.name) trials.push_back(trial);
    }
    for (const Trial& trial : trials) {
      const Arguments arguments(trial.arguments);
      walk(trial.low, trial.high, [&](float z) {
        const double x = static_cast<double>(z);
        expect_accurate<A>(z, arguments, exact->value(x, arguments.exact),
                           exact->slope(x, arguments.exact));
      });
    }
  });
}

TEST(activation, stated_errors_are_at_most_four_ulp) {
  each([]<class A>() {
    EXPECT_LE(A::max_ulp_value, 4.0);
    EXPECT_LE(A::max_ulp_slope, 4.0);
    EXPECT_LE(A::slope_floor, 0.25);
    EXPECT_LE(A::crossing_high - A::crossing_low, 1.5f);
  });
}

nlohmann::json vectors() {
  std::ifstream file(MYRIAD_SOURCE_DIR "/tests/vectors/activation.json");
  return nlohmann::json::parse(file);
}

TEST(activation, is_what_pytorch_computes_in_double) {
  const nlohmann::json all = vectors();
  const std::vector<float> points = all["points"];
  each([&]<class A>() {
    int cases = 0;
    for (const nlohmann::json& one : all["cases"]) {
      if (one["activation"] != A::info.name) continue;
      ++cases;
      const Arguments arguments(one["arguments"].get<std::vector<double>>());
      for (std::size_t i = 0; i < points.size(); ++i) {
        const nlohmann::json &value = one["value"][i], &slope = one["slope"][i];
        if (value.is_null()) continue;
        ASSERT_NO_FATAL_FAILURE(expect_accurate<A>(points[i], arguments, value, slope));
        if constexpr (A::own == OwnArgument::learned) {
          EXPECT_EQ(A::own_slope(points[i], arguments.a, own_argument<A>(arguments)),
                    one["own_slope"][i]);
        }
      }
    }
    EXPECT_GT(cases, 0) << "vectors/activation.json lacks it";
  });
}

/// The published values of docs and papers at -2, -0.5, 0, 0.5, 2, to six digits.
TEST(activation, is_what_is_printed_elsewhere) {
  const std::map<std::string, std::vector<double>> printed = {
      {"elu", {-.864665, -.393469, 0, .5, 2}},
      {"selu", {-1.520167, -.691758, 0, .525351, 2.101402}},
      {"gelu", {-.045500, -.154269, 0, .345731, 1.954500}},
      {"gelu_tanh", {-.045402, -.154286, 0, .345714, 1.954598}},
      {"silu", {-.238406, -.188770, 0, .311230, 1.761594}},
      {"mish", {-.252501, -.220744, 0, .375245, 1.943959}},
      {"softplus", {.126928, .474077, .693147, .974077, 2.126928}},
      {"hardswish", {-.333333, -.208333, 0, .291667, 1.666667}},
      {"hardsigmoid", {.166667, .416667, .5, .583333, .833333}}};
  std::size_t found = 0;
  each([&]<class A>() {
    const auto row = printed.find(A::info.name);
    if (row == printed.end()) return;
    ++found;
    const Arguments arguments(default_arguments<A>());
    const float z[] = {-2, -0.5f, 0, 0.5f, 2};
    for (int i = 0; i < 5; ++i) {
      EXPECT_NEAR(evaluate<A>(z[i], arguments.a, 0.0f).value,
                  row->second[static_cast<std::size_t>(i)], 6e-7);
    }
  });
  EXPECT_EQ(found, printed.size());
}

struct Interval {
  float low, high;
};
struct FlatSets {
  std::vector<double> arguments;
  std::vector<Interval> sets;
};
const std::map<std::string, FlatSets> kFlatSets = {
    {"relu", {{}, {{-kInfinity, 0}}}},
    {"relu6", {{}, {{-kInfinity, 0}, {6, kInfinity}}}},
    {"hardtanh", {{-0.5, 2}, {{-kInfinity, -0.5f}, {2, kInfinity}}}},
    {"hardsigmoid", {{}, {{-kInfinity, -3}, {3, kInfinity}}}},
    {"hardswish", {{}, {{-kInfinity, -3}}}},
    {"threshold", {{0.25, -1}, {{-kInfinity, 0.25f}}}},
    {"softshrink", {{0.75}, {{-0.75f, 0.75f}}}},
    {"hardshrink", {{0.75}, {{-0.75f, 0.75f}}}}};

/// Numbers at which something could change.
std::vector<float> telling_points() {
  std::vector<float> points = {
      0.0f, -0.0f, FLT_MIN, -FLT_MIN, from_bits(1u), from_bits(0x80000001u), 1e30f, -1e30f};
  for (float z = -8; z <= 8; z += 0.25f) {
    for (const float near : {std::nextafter(z, -9.0f), z, std::nextafter(z, 9.0f)})
      points.push_back(near);
  }
  return points;
}

TEST(activation, flat_sets_are_closed_and_phi_is_constant_on_them) {
  std::set<std::string> flat;
  each([&]<class A>() {
    if (A::flat_sets == 0) return;
    flat.insert(A::info.name);
    ASSERT_TRUE(kFlatSets.contains(A::info.name));
    const FlatSets& expected = kFlatSets.at(A::info.name);
    ASSERT_EQ(A::flat_sets, static_cast<int>(expected.sets.size()));
    const Arguments arguments(expected.arguments);
    for (int set = 0; set < A::flat_sets; ++set) {
      const Interval interval = expected.sets[static_cast<std::size_t>(set)];
      std::set<float> values;
      for (const float z : telling_points()) {
        const bool inside = z >= interval.low && z <= interval.high;
        EXPECT_EQ(A::leaves_flat(set, z, arguments.a), !inside) << z << " and set " << set;
        const Activated<float> y = evaluate<A>(z, arguments.a, 0.0f);
        if (inside) values.insert(y.value);
        const bool torch_keeps_a_slope = std::string(A::info.name) == "hardswish" && z == -3;
        EXPECT_TRUE(!inside || y.slope == 0 || torch_keeps_a_slope) << z;
        EXPECT_TRUE(!A::slope_shows_death || (y.slope > 0) == !inside) << z;
      }
      EXPECT_EQ(values.size(), 1u);
    }
    EXPECT_TRUE(!A::slope_shows_death || A::flat_sets == 1);
  });
  EXPECT_EQ(flat.size(), kFlatSets.size());
}

TEST(activation, homogeneous_ones_are_z_times_their_slope_to_the_bit) {
  std::set<std::string> homogeneous;
  each([&]<class A>() {
    if (!A::homogeneous) return;
    homogeneous.insert(A::info.name);
    const Arguments arguments(default_arguments<A>());
    for (const float z : telling_points()) {
      const Activated<float> y = evaluate<A>(z, arguments.a, own_argument<A>(arguments));
      EXPECT_EQ(y.value, mul(z, y.slope)) << z;
    }
  });
  EXPECT_EQ(homogeneous,
            (std::set<std::string>{"relu", "leaky_relu", "prelu", "rrelu", "identity"}));
}

/// The same number, or NaN both: a record has one form of NaN.
bool same_in_a_record(float a, float b) { return (is_nan(a) && is_nan(b)) || to_bits(a) == to_bits(b); }

/// Finite for every finite z, close to phi far out, and no NaN from infinity; NaN in is NaN or a
/// number, whichever sign a processor gave it: x86's NaN of inf - inf is negative, a GPU's positive.
TEST(activation, far_inputs_stay_sound) {
  each([]<class A>() {
    const Arguments arguments(default_arguments<A>());
    const float own = own_argument<A>(arguments);
    for (const float z : {FLT_MAX, 3e38f, 1e20f, 1e5f, 100.0f, 88.0f, 14.0f}) {
      for (const float signed_z : {z, -z}) {
        const double x = static_cast<double>(signed_z);
        const Activated<float> y = evaluate<A>(signed_z, arguments.a, own);
        const double value = exact::find(A::info.name)->value(x, arguments.exact);
        const double slope = exact::find(A::info.name)->slope(x, arguments.exact);
        if (is_measured(value)) {
          EXPECT_NEAR(y.value, value, 1e-18 + 2.5e-7 * std::abs(value)) << signed_z;
        }
        EXPECT_NEAR(y.slope, slope, 1e-18 + 2.5e-7 * std::abs(slope)) << signed_z;
      }
    }
    for (const float z : {kInfinity, -kInfinity}) {
      const Activated<float> y = evaluate<A>(z, arguments.a, own);
      EXPECT_FALSE(is_nan(y.value)) << z;
      EXPECT_FALSE(is_nan(y.slope)) << z;
    }
    const Activated<float> nan = evaluate<A>(kNan, arguments.a, own), negative = evaluate<A>(-kNan, arguments.a, own);
    EXPECT_TRUE(same_in_a_record(nan.value, negative.value)) << A::info.name << ' ' << nan.value << ' ' << negative.value;
    EXPECT_TRUE(same_in_a_record(nan.slope, negative.slope)) << A::info.name << ' ' << nan.slope << ' ' << negative.slope;
    for (const std::uint32_t bits : {1u, 0x007fffffu, 0x80000001u, 0x807fffffu}) {
      const Activated<float> y = evaluate<A>(from_bits(bits), arguments.a, own);
      EXPECT_NEAR(y.value, exact::find(A::info.name)->value(0, arguments.exact), 1e-7);
      EXPECT_TRUE(is_finite(y.slope));
    }
  });
}

TEST(activation, arguments_that_make_it_relu_are_known) {
  const std::map<std::string, std::vector<double>> as_relu = {
      {"relu", {}},     {"leaky_relu", {0}},   {"rrelu", {0, 0}},
      {"elu", {1e-60}}, {"threshold", {0, 0}}, {"squareplus", {0}}};
  each([&]<class A>() {
    const std::string name = A::info.name;
    EXPECT_EQ(A::is_relu(Arguments(default_arguments<A>()).given), name == "relu");
    if (!as_relu.contains(name)) return;
    const Arguments arguments(as_relu.at(name));
    EXPECT_TRUE(A::is_relu(arguments.given));
    for (const float z : telling_points()) {
      if (std::abs(z) < 1e-18f) continue;  // squareplus: z^2 underflows, and 0 / 0 at 0
      EXPECT_EQ(evaluate<A>(z, arguments.a, own_argument<A>(arguments)).value, z > 0 ? z : 0.0f)
          << z;
    }
  });
  const double only_one[] = {0, 0.5}, other_value[] = {0, 1};
  EXPECT_FALSE(RRelu::is_relu(only_one));
  EXPECT_FALSE(Threshold::is_relu(other_value));
}

TEST(activation, own_arguments_begin_and_are_drawn_within_their_ends) {
  const Arguments prelu({0.3}), rrelu({0.25, 0.75});
  EXPECT_EQ(PRelu::initial(prelu.a), 0.3f);
  EXPECT_EQ(RRelu::mean(rrelu.a), 0.5f);
  EXPECT_EQ(RRelu::drawn(0.5f, rrelu.a), 0.5f);
  EXPECT_GE(RRelu::drawn(0x1p-24f, rrelu.a), 0.25f);
  EXPECT_LE(RRelu::drawn(1.0f - 0x1p-24f, rrelu.a), 0.75f);
  EXPECT_EQ(RRelu::value(-2.0f, rrelu.a, 0.5f).value, -1.0f);
}

TEST(activation, gelu_with_tanh_is_gelu_tanh) {
  const Arguments exactly({0}), by_tanh({1});
  int different = 0;
  for (const float z : telling_points()) {
    const Activated<float> y = evaluate<Gelu>(z, by_tanh.a, 0.0f),
                           same = evaluate<GeluTanh>(z, by_tanh.a, 0.0f);
    EXPECT_EQ(to_bits(y.value), to_bits(same.value));
    EXPECT_EQ(to_bits(y.slope), to_bits(same.slope));
    different += y.value != evaluate<Gelu>(z, exactly.a, 0.0f).value;
  }
  EXPECT_GT(different, 100);
}

TEST(activation, kernels_of_their_own) {
  std::set<std::string> names;
  each([&]<class A>() {
    if (A::specialised) names.insert(A::info.name);
  });
  EXPECT_EQ(names, (std::set<std::string>{"relu", "leaky_relu", "identity", "tanh", "sigmoid",
                                          "elu", "gelu_tanh", "silu"}));
}

template <class A, class T>
void expect_equal_to_scalar() {
  const Arguments arguments(default_arguments<A>());
  const float own = own_argument<A>(arguments);
  std::vector<float> points = telling_points();
  for (const float z : {kInfinity, -kInfinity, kNan, 1e20f, -1e20f, 50.0f, -50.0f})
    points.push_back(z);
  for (const float z : points) {
    T many(z);
    set_lane(many, width_of<T>() - 1, negate(z));
    const Activated<T> y = evaluate<A>(many, arguments.a, T(own));
    for (int k = 0; k < width_of<T>(); ++k) {
      const Activated<float> one = evaluate<A>(lane(many, k), arguments.a, own);
      EXPECT_EQ(to_bits(canonical(lane(y.value, k))), to_bits(canonical(one.value)))
          << lane(many, k);
      EXPECT_EQ(to_bits(canonical(lane(y.slope, k))), to_bits(canonical(one.slope)))
          << lane(many, k);
      for (int set = 0; set < A::flat_sets; ++set) {
        EXPECT_EQ(lane(A::leaves_flat(set, many, arguments.a), k),
                  A::leaves_flat(set, lane(many, k), arguments.a));
      }
    }
  }
}

TEST(activation, lanes_and_bundles_equal_scalars) {
  each([]<class A>() {
    expect_equal_to_scalar<A, Lanes>();
    expect_equal_to_scalar<A, Bundle<2>>();
    expect_equal_to_scalar<A, Bundle<4>>();
  });
}

}  // namespace
}  // namespace myriad
