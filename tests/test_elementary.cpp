// The elementary functions against <cmath> in double, and against their golden hashes on every
// instruction set; the packs against one float at a time.
#define MYRIAD_ISA of_test  // this file's own lanes, apart from the library's
#include "myriad/core/elementary.hpp"

#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <future>
#include <limits>
#include <random>
#include <vector>

#include "host/engine/golden.hpp"
#include "host/engine/isa_build.hpp"
#include "host/engine/isa/cpu_lanes.hpp"
#include "myriad/core/bundle.hpp"
#include "myriad/core/lanes.hpp"
#include "myriad/engine.hpp"

namespace myriad {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Distance in units of the last place of a float near `exact`.
double ulps(float got, double exact) {
  int exponent = 0;
  std::frexp(exact, &exponent);
  return std::abs(static_cast<double>(got) - exact) /
         std::ldexp(1.0, std::max(exponent - 24, -149));
}

/// Every 4,099th float, and those where something could go wrong.
template <class Visit>
void walk(Visit visit) {
  for (std::uint64_t bits = 0; bits < 1ull << 32; bits += 4099) {
    visit(from_bits(static_cast<std::uint32_t>(bits)));
  }
  for (const float edge :
       {0.0f, FLT_MIN, FLT_MAX, from_bits(1u), from_bits(0x007fffffu), 0.34657359f, 0.69314718f,
        1.0f, 8.0f, 9.0107f, 40.0f, 80.0f, 86.0f, 87.0f, 88.7f, kInfinity}) {
    for (const float near : {std::nextafter(edge, 0.0f), edge, std::nextafter(edge, kInfinity)}) {
      visit(near);
      visit(-near);
    }
  }
}

double worst_error(float low, float high, float (*f)(float), double (*exact)(double)) {
  double worst = 0;
  walk([&](float x) {
    if (x >= low && x <= high) worst = std::max(worst, ulps(f(x), exact(static_cast<double>(x))));
  });
  return worst;
}

double exact_sigmoid(double x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}
double exact_sigmoid_slope(double x) { return exact_sigmoid(x) * exact_sigmoid(-x); }
double exact_tanh_slope(double x) { return 4 * exact_sigmoid_slope(2 * x); }
double exact_softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double exact_decay(double x) { return std::exp(-x); }
double exact_decay_of_double(double x) { return std::exp(-2 * x); }
double exact_tail_over_bell(double a) {
  return 0.5 * std::erfc(a * std::sqrt(0.5)) * std::exp(a * a / 2);
}
double exact_bell(double a) { return std::exp(-a * a / 2); }

TEST(elementary, error_is_within_the_documented_bound) {
  EXPECT_LE(worst_error(-87, 87, exp_bounded<float>, [](double x) { return std::exp(x); }), 1.1);
  EXPECT_LE(worst_error(0, 87, exp_minus<float>, exact_decay), 0.9);
  EXPECT_LE(worst_error(
                -86, 86, [](float x) { return sigmoid_with_slope(x).value; }, exact_sigmoid),
            2.8);
  EXPECT_LE(worst_error(
                -86, 86, [](float x) { return sigmoid_with_slope(x).slope; }, exact_sigmoid_slope),
            3.6);
  EXPECT_LE(worst_error(
                -kInfinity, kInfinity, [](float x) { return tanh_with_slope(x).value; },
                [](double x) { return std::tanh(x); }),
            3.4);
  EXPECT_LE(worst_error(
                -40, 40, [](float x) { return tanh_with_slope(x).slope; }, exact_tanh_slope),
            3.6);
  EXPECT_LE(worst_error(-86, FLT_MAX, softplus<float>, exact_softplus), 1.8);
  EXPECT_LE(worst_error(FLT_MIN, FLT_MAX, log_positive, [](double x) { return std::log(x); }), 0.9);
  EXPECT_LE(worst_error(0, 1, log1p_unit<float>, [](double x) { return std::log1p(x); }), 1.8);
}

TEST(elementary, error_of_the_pieces_of_activations_is_within_the_documented_bound) {
  EXPECT_LE(worst_error(
                -87, 0, [](float x) { return scaled_exp(x).minus_one(); },
                [](double x) { return std::expm1(x); }),
            1.0);
  EXPECT_LE(
      worst_error(
          0, 40, [](float y) { return scaled_exp_minus_double(y).whole(); }, exact_decay_of_double),
      1.2);
  const auto lower = [](float y) { return logistic_pair(exp_minus(y)).lower; };
  const auto upper = [](float y) { return logistic_pair(exp_minus(y)).upper; };
  const auto refined = [](float y) { return refined_logistic_pair(exp_minus(y)).lower; };
  EXPECT_LE(worst_error(0, 86, lower, [](double y) { return exact_sigmoid(-y); }), 2.8);
  EXPECT_LE(worst_error(0, 86, upper, exact_sigmoid), 1.6);
  EXPECT_LE(worst_error(0, 86, refined, [](double y) { return exact_sigmoid(-y); }), 1.6);
  EXPECT_LE(worst_error(0, 13, normal_tail_over_bell<float>, exact_tail_over_bell), 2.8);
  EXPECT_LE(worst_error(
                0, 13, [](float a) { return scaled_bell(a).whole(); }, exact_bell),
            1.2);
  const auto bell_times = [](float a) { return scaled_bell(a).times(3.0f); };
  EXPECT_LE(worst_error(0, 13, bell_times, [](double a) { return 3 * exact_bell(a); }), 1.4);
}

/// What the argument cannot hold of itself is carried into the result.
TEST(elementary, low_parts_of_arguments_count) {
  std::mt19937 random{7};
  for (int i = 0; i < 20000; ++i) {
    const float y = std::uniform_real_distribution<float>(0.0f, 80.0f)(random);
    const float low = std::uniform_real_distribution<float>(-0x1p-17f, 0x1p-17f)(random);
    const double sum = static_cast<double>(y) + static_cast<double>(low);
    ASSERT_LE(ulps(exp_minus(y, low), std::exp(-sum)), 1.1) << y << " + " << low;
    ASSERT_LE(ulps(scaled_exp(negate(y), negate(low)).whole(), std::exp(-sum)), 1.2)
        << y << " + " << low;
    ASSERT_LE(ulps(scaled_exp2(negate(y), negate(low)).whole(), std::exp2(-sum)), 1.4)
        << y << " + " << low;
  }
}

TEST(elementary, power_of_two_and_its_logistic) {
  double worst = 0;
  walk([&](float t) {
    if (!(std::abs(t) <= 125)) return;
    const double power = std::exp2(static_cast<double>(t));
    worst = std::max(worst, std::abs(exp2_bounded(t) / power - 1));
    EXPECT_LE(std::abs(logistic_of_power(t) * (1 + power) - 1), 0x1p-22) << t;
  });
  EXPECT_LE(worst, 0x1p-23);
}

TEST(elementary, cosine_of_every_turn) {
  double worst = 0;
  for (std::uint32_t k = 0; k < 1u << 23; ++k) {
    if (k == 1u << 21 || k == 3u << 21) continue;  // exact zeros, below
    const double exact = std::cos(2 * 3.14159265358979323846 * static_cast<double>(k) / 8388608.0);
    worst = std::max(worst, ulps(cos_of_turn(k), exact));
  }
  EXPECT_LE(worst, 2.1);
  EXPECT_EQ(cos_of_turn(0), 1.0f);
  EXPECT_EQ(cos_of_turn(1u << 22), -1.0f);
  EXPECT_EQ(cos_of_turn(1u << 21), 0.0f);
  EXPECT_EQ(cos_of_turn(3u << 21), 0.0f);
}

TEST(elementary, far_inputs_and_nan_are_clamped) {
  EXPECT_EQ(exp_bounded(1000.0f), exp_bounded(87.0f));
  EXPECT_EQ(exp_bounded(kInfinity), exp_bounded(87.0f));
  EXPECT_EQ(exp_bounded(-kInfinity), exp_bounded(-87.0f));
  EXPECT_EQ(exp_bounded(kNan), exp_bounded(-87.0f));
  EXPECT_EQ(exp_bounded(0.0f), 1.0f);
  EXPECT_EQ(exp_bounded(-0.0f), 1.0f);
  EXPECT_EQ(sigmoid_with_slope(kInfinity).value, 1.0f);
  EXPECT_EQ(sigmoid_with_slope(-kInfinity).value, sigmoid_with_slope(-86.0f).value);
  EXPECT_EQ(sigmoid_with_slope(0.0f).value, 0.5f);
  EXPECT_EQ(sigmoid_with_slope(0.0f).slope, 0.25f);
  EXPECT_EQ(tanh_with_slope(0.0f).slope, 1.0f);
  EXPECT_EQ(tanh_with_slope(kInfinity).slope, tanh_with_slope(40.0f).slope);
  EXPECT_EQ(tanh_with_slope(kNan).value, -1.0f);
  EXPECT_EQ(tanh_with_slope(-kNan).value, -1.0f);
  EXPECT_EQ(softplus(kInfinity), kInfinity);
  EXPECT_EQ(to_bits(softplus(-1000.0f)), to_bits(softplus(-87.0f)));
  EXPECT_TRUE(std::abs(softplus(kNan)) <= 1e-37f);
  EXPECT_EQ(logistic_of_power(kInfinity), logistic_of_power(125.0f));
  EXPECT_EQ(logistic_of_power(kNan), logistic_of_power(-125.0f));
  EXPECT_EQ(log_positive(1.0f), 0.0f);
}

TEST(elementary, tanh_is_odd_to_the_bit_and_bounded) {
  walk([&](float x) {
    if (is_nan(x)) return;  // the sign of a NaN is the processor's; both count as -40
    const auto plus = tanh_with_slope(x);
    const auto minus = tanh_with_slope(-x);
    ASSERT_EQ(to_bits(plus.value) ^ 0x80000000u, to_bits(minus.value)) << x;
    ASSERT_EQ(to_bits(plus.slope), to_bits(minus.slope)) << x;
    ASSERT_LE(std::abs(plus.value), 1.0f) << x;
  });
}

TEST(elementary, reciprocal_from_fma_is_division_for_every_mantissa) {
  std::uint32_t wrong = 0;
  for (std::uint32_t mantissa = 0; mantissa < 1u << 23; ++mantissa) {
    const float a = from_bits(0x3f800000u | mantissa);
    wrong += to_bits(reciprocal_by_fma(a)) != to_bits(1.0f / a);
  }
  EXPECT_EQ(wrong, 0u);
  for (int exponent = 0; exponent < 125; ++exponent) {
    for (const std::uint32_t mantissa : {0u, 1u, 0x2aaaaau, 0x3504f3u, 0x7ffffeu, 0x7fffffu}) {
      const float a = std::ldexp(from_bits(0x3f800000u | mantissa), exponent);
      EXPECT_EQ(to_bits(reciprocal_by_fma(a)), to_bits(1.0f / a)) << a;
    }
  }
}

/// Two FMA make RN(1/a) of RN(1/a), and of its neighbours but for a few mantissas: so a chip's table is either
/// found good by trying all of them, or not used.
TEST(elementary, reciprocal_is_corrected_from_its_neighbours) {
  std::uint32_t below = 0, itself = 0, above = 0, below_at = 0;
  for (std::uint32_t mantissa = 0; mantissa < 1u << 23; ++mantissa) {
    const float a = from_bits(0x3f800000u | mantissa);
    const std::uint32_t exact = to_bits(1.0f / a);
    const auto differs = [&](std::uint32_t near) { return to_bits(correct_reciprocal(a, from_bits(near))) != exact; };
    itself += differs(exact);
    above += differs(exact + 1u);
    if (differs(exact - 1u)) {
      ++below;
      below_at = mantissa;
    }
  }
  EXPECT_EQ(itself, 0u);
  EXPECT_EQ(below, 1u);
  EXPECT_EQ(below_at, 0x7fffffu);
  EXPECT_EQ(above, 32u);
}

/// Forms for bounded arguments are those for any argument, below the clamp.
TEST(elementary, bounded_forms_have_the_same_bits) {
  for (std::uint32_t bits = 0; bits < 0x43000000u; bits += 977u) {
    for (const float x : {from_bits(bits), -from_bits(bits)}) {
      if (std::abs(x) <= 125.0f) {
        ASSERT_EQ(to_bits(logistic_of_bounded_power(x)), to_bits(logistic_of_power(x))) << x;
      }
      if (std::abs(x) <= 86.0f) {
        ASSERT_EQ(to_bits(bounded_sigmoid_with_slope(x).value), to_bits(sigmoid_with_slope(x).value)) << x;
        ASSERT_EQ(to_bits(bounded_sigmoid_with_slope(x).slope), to_bits(sigmoid_with_slope(x).slope)) << x;
      }
      if (std::abs(x) <= 40.0f) {
        ASSERT_EQ(to_bits(bounded_tanh_with_slope(x).value), to_bits(tanh_with_slope(x).value)) << x;
        ASSERT_EQ(to_bits(bounded_tanh_with_slope(x).slope), to_bits(tanh_with_slope(x).slope)) << x;
      }
    }
  }
}

TEST(elementary, golden_slice_on_every_instruction_set) {
  for (const std::string& isa : available_isas()) {
    const CpuLanes lanes = isa_build(isa).lanes;
    ASSERT_EQ(lanes.isa, isa);
    for (int f = 0; f < kElementaryFunctions; ++f) {
      EXPECT_EQ(lanes.hash_elementary(f, kGoldenSliceFirst, kGoldenSliceLast), kGoldenSlice[f])
          << isa << ' ' << kElementaryNames[f];
    }
  }
}

// The same from this file's own compilation: what a mutant of the headers changes.
TEST(elementary, golden_slice_of_single_floats) {
  float (*const functions[kElementaryFunctions])(float) = {
      [](float x) { return exp_bounded(x); },
      [](float x) { return sigmoid_with_slope(x).value; },
      [](float x) { return sigmoid_with_slope(x).slope; },
      [](float x) { return tanh_with_slope(x).value; },
      [](float x) { return tanh_with_slope(x).slope; },
      [](float x) { return softplus(x); },
      [](float x) { return logistic_of_power(x); },
      [](float x) { return reciprocal_by_fma(x); }};
  for (int f = 0; f < kElementaryFunctions; ++f) {
    std::uint64_t sum = 0;
    for (std::uint32_t bits = kGoldenSliceFirst; bits <= kGoldenSliceLast; ++bits) {
      sum += mix(static_cast<std::uint64_t>(bits) << 32 | to_bits(functions[f](from_bits(bits))));
    }
    EXPECT_EQ(sum, kGoldenSlice[f]) << kElementaryNames[f];
  }
}

TEST(elementary, golden_hash_of_all_inputs_on_every_instruction_set) {
  if (std::getenv("MYRIAD_LONG_TESTS") == nullptr) GTEST_SKIP() << "set MYRIAD_LONG_TESTS: minutes";
  for (const std::string& isa : available_isas()) {
    const CpuLanes lanes = isa_build(isa).lanes;
    for (int f = 0; f < kElementaryFunctions; ++f) {
      std::vector<std::future<std::uint64_t>> parts;
      for (std::uint32_t part = 0; part < 16; ++part) {
        parts.push_back(std::async(std::launch::async, lanes.hash_elementary, f, part << 28,
                                   (part << 28) + 0x0fffffffu));
      }
      std::uint64_t sum = 0;
      for (auto& part : parts) sum += part.get();
      EXPECT_EQ(sum, kGoldenAll[f]) << isa << ' ' << kElementaryNames[f];
    }
  }
}

/// Every function of three numbers that the step uses, by number.
constexpr int kFunctions = 28;
template <class T>
T apply(int function, T a, T b, T c) {
  switch (function) {
    case 0:
      return fma(a, b, c);
    case 1:
      return mul(a, b);
    case 2:
      return add(a, b);
    case 3:
      return sub(a, b);
    case 4:
      return div(a, b);
    case 5:
      return sqrt(a);
    case 6:
      return negate(a);
    case 7:
      return clamp(a, -3.0f, 5.0f);
    case 8:
      return copy_sign(a, b);
    case 9:
      return select((a > b) | (b >= c), select((a < c) & !(a <= b), c, b), a);
    case 10:
      return exp_bounded(a);
    case 11:
      return sigmoid_with_slope(a).value;
    case 12:
      return sigmoid_with_slope(a).slope;
    case 13:
      return tanh_with_slope(a).value;
    case 14:
      return tanh_with_slope(a).slope;
    case 15:
      return softplus(a);
    case 16:
      return logistic_of_power(a);
    case 17:
      return reciprocal_by_fma(a);
    case 18:
      return log1p_unit(absolute(a));
    case 19:
      return at_least(a, b);
    case 20:
      return at_most(a, b);
    case 21:
      return exp_minus(clamp(a, 0.0f, 87.0f));
    case 22:
      return scaled_exp(clamp(a, -87.0f, 0.0f), T(1e-6f)).minus_one();
    case 23:
      return scaled_exp2(clamp(a, -125.0f, 0.0f), T(0.001f)).times(b);
    case 24:
      return refined_logistic_pair(exp_minus(clamp(a, 0.0f, 86.0f))).lower;
    case 25:
      return normal_tail_over_bell(clamp(a, 0.0f, 13.0f));
    case 26:
      return scaled_bell(clamp(a, 0.0f, 13.0f)).whole();
    default:
      return from_bits<T>(select(to_bits(a) > to_bits(b), to_bits(a) - to_bits(c), to_bits(b)));
  }
}

/// Random bits, or ordinary numbers: both matter.
struct Inputs {
  std::mt19937 random{2024};
  float next(int round) {
    if (round % 2 == 0) return from_bits(static_cast<std::uint32_t>(random()));
    return std::normal_distribution<float>(0.0f, 20.0f)(random);
  }
};

template <class T>
void expect_equal_to_scalar() {
  constexpr int width = width_of<T>();
  Inputs inputs;
  for (int round = 0; round < 4000; ++round) {
    T a, b, c;
    for (int k = 0; k < width; ++k) {
      set_lane(a, k, inputs.next(round));
      set_lane(b, k, inputs.next(round));
      set_lane(c, k, inputs.next(round));
    }
    for (int f = 0; f < kFunctions; ++f) {
      const T result = apply<T>(f, a, b, c);
      for (int k = 0; k < width; ++k) {
        const float expected = apply<float>(f, lane(a, k), lane(b, k), lane(c, k));
        ASSERT_EQ(to_bits(canonical(lane(result, k))), to_bits(canonical(expected)))
            << "function " << f << " of " << lane(a, k) << ", " << lane(b, k) << ", " << lane(c, k);
      }
    }
  }
}

TEST(elementary, lanes_equal_scalars) { expect_equal_to_scalar<Lanes>(); }
TEST(elementary, bundles_equal_scalars) {
  expect_equal_to_scalar<Bundle<1>>();
  expect_equal_to_scalar<Bundle<2>>();
  expect_equal_to_scalar<Bundle<4>>();
}

}  // namespace
}  // namespace myriad
