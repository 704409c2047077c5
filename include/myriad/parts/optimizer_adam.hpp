// The Adam family: steps along an average of gradients over an average of their size.
#pragma once

#include "myriad/parts/optimizer_state.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// beta1, beta2 and eps of the family, with PyTorch's defaults and ranges.
constexpr Parameter kBeta1{"beta1", "share of the average gradient kept", ParameterKind::real, 0.9, 0.0,
                           1.0, false, true};
constexpr Parameter kBeta2{"beta2", "share of the average square kept", ParameterKind::real, 0.999, 0.0,
                           1.0, false, true};
constexpr Parameter kAdamEps{"eps", "added to the root", ParameterKind::real, 1e-8, 0.0, 1e30};

/// What Adam and AdamW have in common: all but the weight decay. The state is the two sums of TotalWeight,
/// of g and of g^2; corrected averages divide them by their total weights.
struct AdamMoments {
  static constexpr std::array<Parameter, 3> parameters{{kBeta1, kBeta2, kAdamEps}};
  static constexpr int max_slots = 2;
  static constexpr double default_lr = 1e-3;

  static int slots(const double*) { return 2; }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double* a) {
    const Corrections c(a);
    const std::uint64_t first = first_like_last(c.weight1.full(), [&](std::uint64_t t) { return c.mean(t); });
    const std::uint64_t second = first_like_last(c.weight2.full(), [&](std::uint64_t t) { return c.root(t); });
    return first > second ? first : second;
  }
  /// s[0]: 1 / total weight of the gradients; s[1]: 1 / sqrt(total weight of their squares).
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    const Corrections c(a);
    const std::uint64_t last = settled(a);
    for (std::size_t i = 0; i < n; ++i) {
      table[i].s[0] = c.mean(i < last ? i : last);
      table[i].s[1] = c.root(i < last ? i : last);
    }
  }

  template <int Slots, class T>
  MYRIAD_HD static T step(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 2) {
      state[0] = kept(fma(T(u.a[0]), state[0], g));
      state[1] = kept(fma(T(u.a[1]), state[1], mul(g, g)));
      const T divisor = fma(sqrt(state[1]), T(u.step.s[1]), T(u.a[2]));
      return fma(T(-mul(u.lr, u.step.s[0])), mul(state[0], step_factor(divisor)), p);
    } else {
      return p;
    }
  }

 private:
  struct Corrections {
    explicit Corrections(const double* a) : weight1(as_float(a[0])), weight2(as_float(a[1])) {}
    float mean(std::uint64_t t) const { return static_cast<float>(1.0 / weight1.after(t + 1)); }
    float root(std::uint64_t t) const { return static_cast<float>(1.0 / sqrt_double(weight2.after(t + 1))); }
    TotalWeight weight1, weight2;
  };
};

struct Adam : AdamMoments {
  static constexpr PartInfo info{
      "adam", "",
      "m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2;  "
      "p <- p - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)",
      "Kingma and Ba 2015 as in PyTorch (Keras: eps = 1e-7, added before the correction). Weight decay is "
      "added to the gradient."};
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    return step<Slots>(p, decayed_gradient(p, g, u), u, state);
  }
};

struct AdamW : AdamMoments {
  static constexpr PartInfo info{
      "adamw", "", "p <- p - lr weight_decay p, then a step of adam",
      "Loshchilov and Hutter 2019 as in PyTorch: adam with decoupled weight decay, 0.01 unless given "
      "(Keras: 0.004)."};
  static constexpr double default_weight_decay = 0.01;
  static constexpr bool decoupled = true;

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    return step<Slots>(decayed_parameter(p, u), g, u, state);
  }
};

struct NAdam {
  static constexpr PartInfo info{
      "nadam", "",
      "mu_t = beta1 (1 - 0.5 0.96^(t momentum_decay)), P_t = product of mu_1 to mu_t;  "
      "p <- p - lr ((1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_t mu_t mu_(t+1)) m) / "
      "(sqrt(v / (1 - beta2^t)) + eps)",
      "Dozat 2016, exactly as in PyTorch 1.13, whose second product holds mu_t twice (mended in 2.0; Keras has "
      "no momentum_decay). Weight decay is added to the gradient."};
  static constexpr std::array<Parameter, 4> parameters{
      {kBeta1, kBeta2, kAdamEps,
       {"momentum_decay", "how fast the momentum grows to beta1", ParameterKind::real, 4e-3, 0.0, 1e30}}};
  static constexpr int max_slots = 2;
  static constexpr double default_lr = 2e-3;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double*) { return 2; }
  static float initial_state(const double*) { return 0.0f; }

  /// From here on every double that fill() rounds is constant (not always the first such step).
  static std::uint64_t settled(const double* a) {
    const TotalWeight weight2(as_float(a[1]));
    std::uint64_t last = first_like_last(weight2.full(), [&](std::uint64_t t) { return root(weight2, t); });
    last = larger(last, TotalWeight(a[0] < 1e-300 ? 0.0 : a[0]).full());  // the product is at most beta1^t
    if (a[3] == 0.0) return last;
    const double steps = 38.0 / (a[3] * -kLog096);
    return steps < 1e18 ? larger(last, static_cast<std::uint64_t>(steps) + 2) : kNeverSettles;
  }
  /// s[0]: factor of g; s[1]: of the sum of gradients; s[2]: 1 / sqrt(total weight of the squares).
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    const TotalWeight weight2(as_float(a[1]));
    const std::uint64_t last = settled(a);
    double product = 1.0;
    double mu = momentum(1, a);
    for (std::size_t i = 0; i < n; ++i) {
      const double next = momentum(i + 2, a);
      product *= mu;
      table[i].s[0] = static_cast<float>((1.0 - mu) / (1.0 - product));
      table[i].s[1] = static_cast<float>((1.0 - a[0]) * next / (1.0 - product * mu * next));
      table[i].s[2] = root(weight2, i < last ? i : last);
      mu = next;
    }
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 2) {
      g = decayed_gradient(p, g, u);
      state[0] = kept(fma(T(u.a[0]), state[0], g));
      state[1] = kept(fma(T(u.a[1]), state[1], mul(g, g)));
      const T divisor = fma(sqrt(state[1]), T(u.step.s[2]), T(u.a[2]));
      const T ahead = fma(T(u.step.s[0]), g, mul(T(u.step.s[1]), state[0]));
      return fma(T(-u.lr), mul(ahead, step_factor(divisor)), p);
    } else {
      return p;
    }
  }

 private:
  static constexpr double kLog096 = -0.040821994520255166;
  static std::uint64_t larger(std::uint64_t x, std::uint64_t y) { return x > y ? x : y; }
  static double momentum(std::uint64_t t, const double* a) {
    return a[0] * (1.0 - 0.5 * exp_double(static_cast<double>(t) * a[3] * kLog096));
  }
  static float root(const TotalWeight& weight, std::uint64_t t) {
    return static_cast<float>(1.0 / sqrt_double(weight.after(t + 1)));
  }
};

struct Adamax {
  static constexpr PartInfo info{
      "adamax", "",
      "m <- beta1 m + (1 - beta1) g;  n <- max(beta2 n, |g| + eps);  p <- p - lr (m / (1 - beta1^t)) / n",
      "Kingma and Ba 2015 as in PyTorch: adam with the largest recent gradient in place of the root. Weight "
      "decay is added to the gradient."};
  static constexpr std::array<Parameter, 3> parameters{
      {kBeta1,
       {"beta2", "share of the largest gradient kept", ParameterKind::real, 0.999, 0.0, 1.0, false, true},
       {"eps", "added to the size of each gradient", ParameterKind::real, 1e-8, 0.0, 1e30}}};
  static constexpr int max_slots = 2;
  static constexpr double default_lr = 2e-3;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double*) { return 2; }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double* a) {
    const TotalWeight weight(as_float(a[0]));
    return first_like_last(weight.full(), [&](std::uint64_t t) { return mean(weight, t); });
  }
  /// s[0]: 1 / total weight of the gradients.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    const TotalWeight weight(as_float(a[0]));
    const std::uint64_t last = settled(a);
    for (std::size_t i = 0; i < n; ++i) table[i].s[0] = mean(weight, i < last ? i : last);
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 2) {
      g = decayed_gradient(p, g, u);
      state[0] = kept(fma(T(u.a[0]), state[0], g));
      const T before = mul(T(u.a[1]), state[1]);
      const T now = add(absolute(g), T(u.a[2]));
      state[1] = kept(select(before > now, before, now));
      return fma(T(-mul(u.lr, u.step.s[0])), mul(state[0], step_factor(state[1])), p);
    } else {
      return p;
    }
  }

 private:
  static float mean(const TotalWeight& weight, std::uint64_t t) {
    return static_cast<float>(1.0 / weight.after(t + 1));
  }
};

}  // namespace myriad
