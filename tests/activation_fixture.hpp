// The activations one after the other, with their arguments filled in.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "myriad/parts/activation.hpp"

namespace myriad {

/// Calls visit.operator()<A>() for every activation of the list.
template <class Visit>
void each(Visit visit) {
  for_each_type(Activations{}, [&](auto tag, int) {
    using A = typename decltype(tag)::type;
    SCOPED_TRACE(A::info.name);
    visit.template operator()<A>();
  });
}

/// Arguments as the spec has them and as the steps take them.
struct Arguments {
  double given[kMaxArguments] = {};
  float a[kMaxArguments] = {};
  double exact[kMaxArguments] = {};

  explicit Arguments(const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      given[i] = values[i];
      a[i] = static_cast<float>(values[i]);
      exact[i] = static_cast<double>(a[i]);
    }
  }
};

template <class A>
std::vector<double> default_arguments() {
  std::vector<double> values;
  for (const Parameter& p : A::parameters) values.push_back(p.required() ? 0.7 : p.fallback);
  return values;
}

template <class A>
float own_argument(const Arguments& arguments) {
  if constexpr (A::own == OwnArgument::learned) return A::initial(arguments.a);
  if constexpr (A::own == OwnArgument::drawn) return A::mean(arguments.a);
  return 0.0f;
}

/// phi(z) and phi'(z), as the step gets them.
template <class A, class T>
Activated<T> evaluate(T z, const float* a, [[maybe_unused]] T own) {
  if constexpr (A::own == OwnArgument::none) {
    const Activated<T> y = A::value(z, a);
    return {y.value, A::backward(T(1.0f), z, y, a)};
  } else {
    const Activated<T> y = A::value(z, a, own);
    return {y.value, A::backward(T(1.0f), z, y, a, own)};
  }
}

/// Distance in units of the last place of a float near `exact`, or near `floor` if that is larger.
inline double ulps(float got, double exact, double floor = 0) {
  int exponent = 0;
  std::frexp(std::max(std::abs(exact), floor), &exponent);
  return std::abs(static_cast<double>(got) - exact) /
         std::ldexp(1.0, std::max(exponent - 24, -149));
}

}  // namespace myriad
