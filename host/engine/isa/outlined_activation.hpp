// AnyActivation with its functions called instead of inlined: inlined at every place where the step uses them, 26
// activations take a host compiler minutes. Local to each file that includes it, as instruction sets demand.
#pragma once

#include "myriad/step/choice.hpp"

namespace myriad {
namespace {

using AnyPhi = AnyActivation<Activations>;

template <class T>
__attribute__((noinline)) Activated<T> outlined_value(const AnyPhi& phi, const T& z, const T& own) {
  return phi.value(z, own);
}
template <class T>
__attribute__((noinline)) T outlined_backward(const AnyPhi& phi, const T& d, const T& z,
                                              const Activated<T>& y, const T& own) {
  return phi.backward(d, z, y, own);
}
template <class T>
__attribute__((noinline)) MaskOf<T> outlined_leaves_flat(const AnyPhi& phi, int set, const T& z) {
  return phi.leaves_flat(set, z);
}

/// The activation of a job; its facts are looked up once.
template <class T>
struct OutlinedActivation {
  static constexpr bool may_be_relu = true;
  static constexpr bool may_be_dead = true;
  static constexpr bool gates = false;  ///< perhaps
  AnyPhi any;
  OwnArgument own_argument;
  bool is_homogeneous, shows_death;
  int sets;

  explicit OutlinedActivation(const Job& job)
      : any{job.activation.id, job.activation.argument},
        own_argument(any.own()),
        is_homogeneous(any.homogeneous()),
        shows_death(any.slope_shows_death()),
        sets(any.flat_sets()) {}
  MYRIAD_HD OwnArgument own() const { return own_argument; }
  MYRIAD_HD bool homogeneous() const { return is_homogeneous; }
  MYRIAD_HD int flat_sets() const { return sets; }
  MYRIAD_HD bool slope_shows_death() const { return shows_death; }
  MYRIAD_HD float own_start() const { return any.own_start(); }
  MYRIAD_HD Activated<T> value(T z, T own) const { return outlined_value<T>(any, z, own); }
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y, T own) const {
    return outlined_backward<T>(any, d, z, y, own);
  }
  MYRIAD_HD T own_slope(T z, T own) const { return any.own_slope(z, own); }
  MYRIAD_HD T own_drawn(T uniform) const { return any.own_drawn(uniform); }
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const { return outlined_leaves_flat<T>(any, set, z); }
};

}  // namespace
}  // namespace myriad
