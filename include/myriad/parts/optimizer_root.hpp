// RMSprop, Adagrad and Adadelta: steps along the gradient over the root of its squares.
#pragma once

#include "myriad/parts/optimizer_state.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

struct RmsProp {
  static constexpr PartInfo info{
      "rmsprop", "",
      "v <- alpha v + (1 - alpha) g^2;  u <- momentum u + g / (sqrt(v) + eps);  p <- p - lr u "
      "(centered: v - a^2 for v, a <- alpha a + (1 - alpha) g)",
      "Tieleman and Hinton 2012 as in PyTorch (Keras: alpha = 0.9, eps = 1e-7 inside the root). Weight decay "
      "is added to the gradient."};
  static constexpr std::array<Parameter, 4> parameters{
      {{"alpha", "share of the average square kept", ParameterKind::real, 0.99, 0.0, 1.0},
       {"eps", "added to the root", ParameterKind::real, 1e-8, 0.0, 1e30},
       {"momentum", "share of the last step kept", ParameterKind::real, 0.0, 0.0, 1.0, false, true},
       {"centered", "divide by the standard deviation of the gradients", ParameterKind::boolean, 0.0}}};
  static constexpr int max_slots = 3;
  static constexpr double default_lr = 1e-2;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double* a) { return 1 + (a[2] != 0.0 ? 1 : 0) + (a[3] != 0.0 ? 1 : 0); }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double*) { return 0; }
  /// s[0]: sqrt(1 - alpha), s[1]: 1 - alpha, the factors that the sums in the state leave out.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    for (std::size_t i = 0; i < n; ++i) {
      table[i].s[0] = static_cast<float>(sqrt_double(1.0 - a[0]));
      table[i].s[1] = static_cast<float>(1.0 - a[0]);
    }
  }

  /// State: sum of squares; then sum of gradients if centered; then the buffer if there is momentum.
  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 1) {
      const bool centered = u.a[3] != 0.0f;
      g = decayed_gradient(p, g, u);
      state[0] = kept(fma(T(u.a[0]), state[0], mul(g, g)));
      T squares = state[0];
      if constexpr (Slots >= 2) {
        if (centered) {
          state[1] = kept(fma(T(u.a[0]), state[1], g));
          squares = fma(mul(T(-u.step.s[1]), state[1]), state[1], squares);
          squares = select(squares < T(0.0f), T(0.0f), squares);  // rounding can take it below
        }
      }
      T step = mul(g, step_factor(fma(sqrt(squares), T(u.step.s[0]), T(u.a[1]))));
      if constexpr (Slots >= 2) {
        if (u.a[2] != 0.0f && !centered) step = state[1] = kept(fma(T(u.a[2]), state[1], step));
      }
      if constexpr (Slots >= 3) {
        if (u.a[2] != 0.0f && centered) step = state[2] = kept(fma(T(u.a[2]), state[2], step));
      }
      return fma(T(-u.lr), step, p);
    } else {
      return p;
    }
  }
};

struct Adagrad {
  static constexpr PartInfo info{
      "adagrad", "", "v <- v + g^2;  p <- p - lr / (1 + (t - 1) lr_decay) g / (sqrt(v) + eps)",
      "Duchi, Hazan and Singer 2011 as in PyTorch (Keras: initial_accumulator = 0.1, eps = 1e-7 inside the "
      "root). Weight decay is added to the gradient."};
  static constexpr std::array<Parameter, 3> parameters{
      {{"lr_decay", "how fast the learning rate falls with the steps", ParameterKind::real, 0.0, 0.0, 1e30},
       {"initial_accumulator", "v before the first step", ParameterKind::real, 0.0, 0.0, 1e30},
       {"eps", "added to the root", ParameterKind::real, 1e-10, 0.0, 1e30}}};
  static constexpr int max_slots = 1;
  static constexpr double default_lr = 1e-2;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double*) { return 1; }
  static float initial_state(const double* a) { return kept(static_cast<float>(a[1])); }
  static std::uint64_t settled(const double* a) { return a[0] == 0.0 ? 0 : kNeverSettles; }
  /// s[0]: what is left of the learning rate.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    for (std::size_t i = 0; i < n; ++i) {
      table[i].s[0] = static_cast<float>(1.0 / (1.0 + static_cast<double>(i) * a[0]));
    }
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 1) {
      g = decayed_gradient(p, g, u);
      state[0] = kept(fma(g, g, state[0]));
      const T step = mul(g, step_factor(add(sqrt(state[0]), T(u.a[2]))));
      return fma(T(-mul(u.lr, u.step.s[0])), step, p);
    } else {
      return p;
    }
  }
};

struct Adadelta {
  static constexpr PartInfo info{
      "adadelta", "",
      "v <- rho v + (1 - rho) g^2;  d = g sqrt(a + eps) / sqrt(v + eps);  a <- rho a + (1 - rho) d^2;  "
      "p <- p - lr d",
      "Zeiler 2012 as in PyTorch (Keras: lr = 0.001, rho = 0.95, eps = 1e-7). Weight decay is added to the "
      "gradient."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"rho", "share of both average squares kept", ParameterKind::real, 0.9, 0.0, 1.0},
       {"eps", "added inside both roots", ParameterKind::real, 1e-6, 0.0, 1e30}}};
  static constexpr int max_slots = 2;
  static constexpr double default_lr = 1.0;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double*) { return 2; }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double*) { return 0; }
  /// s[0]: 1 - rho, the factor that the sums in the state leave out.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    for (std::size_t i = 0; i < n; ++i) table[i].s[0] = static_cast<float>(1.0 - a[0]);
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 2) {
      const T share = T(u.step.s[0]);
      const T eps = T(u.a[1]);
      g = decayed_gradient(p, g, u);
      state[0] = kept(fma(T(u.a[0]), state[0], mul(g, g)));
      const T ratio = mul(fma(share, state[1], eps), step_factor(fma(share, state[0], eps)));
      const T step = mul(sqrt(ratio), g);
      state[1] = kept(fma(T(u.a[0]), state[1], mul(step, step)));
      return fma(T(-u.lr), step, p);
    } else {
      return p;
    }
  }
};

}  // namespace myriad
