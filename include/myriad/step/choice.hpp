// A part as the step takes it: known at compile time (specialised kernels) or by its number (generic
// ones). Both have the same members, and must give the same bits.
#pragma once

#include "myriad/core/type_list.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/parts/loss.hpp"

namespace myriad {

/// One activation, its arguments bound.
template <class A>
struct FixedActivation {
  const float* a;
  MYRIAD_HD bool homogeneous() const { return A::homogeneous; }
  MYRIAD_HD int flat_sets() const { return A::flat_sets; }
  MYRIAD_HD bool slope_shows_death() const { return A::slope_shows_death; }
  template <class T>
  MYRIAD_HD Activated<T> value(T z) const {
    return A::value(z, a);
  }
  template <class T>
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y) const {
    return A::backward(d, z, y, a);
  }
  template <class T>
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const {
    return A::leaves_flat(set, z, a);
  }
};

/// Any activation of a list, by number: a chain of comparisons that every lane takes alike.
template <class List>
struct AnyActivation;

template <class Last>
struct AnyActivation<TypeList<Last>> {
  int id;
  const float* a;
  MYRIAD_HD bool homogeneous() const { return Last::homogeneous; }
  MYRIAD_HD int flat_sets() const { return Last::flat_sets; }
  MYRIAD_HD bool slope_shows_death() const { return Last::slope_shows_death; }
  template <class T>
  MYRIAD_HD Activated<T> value(T z) const {
    return Last::value(z, a);
  }
  template <class T>
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y) const {
    return Last::backward(d, z, y, a);
  }
  template <class T>
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const {
    return Last::leaves_flat(set, z, a);
  }
};

template <class First, class Second, class... Rest>
struct AnyActivation<TypeList<First, Second, Rest...>> {
  int id;
  const float* a;
  using Others = AnyActivation<TypeList<Second, Rest...>>;
  MYRIAD_HD Others others() const { return {id - 1, a}; }
  MYRIAD_HD bool homogeneous() const { return id == 0 ? First::homogeneous : others().homogeneous(); }
  MYRIAD_HD int flat_sets() const { return id == 0 ? First::flat_sets : others().flat_sets(); }
  MYRIAD_HD bool slope_shows_death() const {
    return id == 0 ? First::slope_shows_death : others().slope_shows_death();
  }
  template <class T>
  MYRIAD_HD Activated<T> value(T z) const {
    if (id == 0) return First::value(z, a);
    return others().value(z);
  }
  template <class T>
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y) const {
    if (id == 0) return First::backward(d, z, y, a);
    return others().backward(d, z, y);
  }
  template <class T>
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const {
    if (id == 0) return First::leaves_flat(set, z, a);
    return others().leaves_flat(set, z);
  }
};

/// A loss by number; with one loss in the list there is nothing to choose.
template <class List>
struct AnyLoss;

template <class Last>
struct AnyLoss<TypeList<Last>> {
  int id;
  const float* a;
  MYRIAD_HD float logit_scale() const { return Last::logit_scale; }
  MYRIAD_HD bool positive_slope() const { return Last::positive_slope; }
  template <class T>
  MYRIAD_HD T slope(T t) const {
    return Last::slope(t, a);
  }
  template <class T>
  MYRIAD_HD T value(T m) const {
    return Last::value(m, a);
  }
};

template <class First, class Second, class... Rest>
struct AnyLoss<TypeList<First, Second, Rest...>> {
  int id;
  const float* a;
  using Others = AnyLoss<TypeList<Second, Rest...>>;
  MYRIAD_HD Others others() const { return {id - 1, a}; }
  MYRIAD_HD float logit_scale() const { return id == 0 ? First::logit_scale : others().logit_scale(); }
  MYRIAD_HD bool positive_slope() const {
    return id == 0 ? First::positive_slope : others().positive_slope();
  }
  template <class T>
  MYRIAD_HD T slope(T t) const {
    if (id == 0) return First::slope(t, a);
    return others().slope(t);
  }
  template <class T>
  MYRIAD_HD T value(T m) const {
    if (id == 0) return First::value(m, a);
    return others().value(m);
  }
};

/// The loss of a job. Losses are few and cheap to choose among, so no engine specialises on them.
using JobLoss = AnyLoss<Losses>;

}  // namespace myriad
