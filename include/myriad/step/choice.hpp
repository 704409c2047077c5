// A part as the step takes it: known at compile time (specialised kernels) or by its number (generic
// ones). Both have the same members, and must give the same bits.
#pragma once

#include <type_traits>

#include "myriad/core/type_list.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/parts/loss.hpp"
#include "myriad/step/job.hpp"

namespace myriad {

/// One activation, its arguments bound. `own` is the network's own argument, where the activation has one.
template <class A, bool WithinClamp = false>
struct FixedActivation {
  static constexpr bool may_be_relu = std::is_same_v<A, Relu>;
  static constexpr bool may_be_dead = A::flat_sets > 0;
  static constexpr bool gates = A::gates;
  const float* a;
  MYRIAD_HD OwnArgument own() const { return A::own; }
  MYRIAD_HD bool homogeneous() const { return A::homogeneous; }
  MYRIAD_HD int flat_sets() const { return A::flat_sets; }
  MYRIAD_HD bool slope_shows_death() const { return A::slope_shows_death; }

  template <class T>
  MYRIAD_HD Activated<T> value(T z, T own) const {
    if constexpr (WithinClamp && A::clamp_at < A::unbounded) {
      return A::value_within_clamp(z);
    }
    else if constexpr (A::own == OwnArgument::none) return A::value(z, a);
    else return A::value(z, a, own);
  }
  template <class T>
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y, T own) const {
    if constexpr (A::own == OwnArgument::none) return A::backward(d, z, y, a);
    else return A::backward(d, z, y, a, own);
  }
  /// d phi / d own.
  template <class T>
  MYRIAD_HD T own_slope(T z, T own) const {
    if constexpr (A::own == OwnArgument::learned) return A::own_slope(z, a, own);
    else return T(0.0f);
  }
  /// The own argument at the start, and in evaluations of a drawn one.
  MYRIAD_HD float own_start() const {
    if constexpr (A::own == OwnArgument::learned) return A::initial(a);
    else if constexpr (A::own == OwnArgument::drawn) return A::mean(a);
    else return 0.0f;
  }
  template <class T>
  MYRIAD_HD T own_drawn(T uniform) const {
    if constexpr (A::own == OwnArgument::drawn) return A::drawn(uniform, a);
    else return uniform;
  }
  template <class T>
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const {
    return A::leaves_flat(set, z, a);
  }
  template <class T>
  MYRIAD_HD T largest_value(T largest) const {
    return A::largest_value(largest, a);
  }
  MYRIAD_HD static constexpr float clamp_at() { return A::clamp_at; }
  /// The same where no |z| reaches the clamp.
  MYRIAD_HD FixedActivation<A, true> within_clamp() const { return {a}; }
};

/// The activation at position `id` of List, `id` in [Begin, End): halves of the list in turn, so that any
/// of them is a few comparisons away. Every lane and thread takes the same way.
template <class List, int Begin = 0, int End = List::size>
struct AnyActivation {
  static constexpr bool may_be_relu = true;
  static constexpr bool may_be_dead = true;
  static constexpr bool gates = false;  ///< perhaps
  int id;
  const float* a;
  using Low = AnyActivation<List, Begin, (Begin + End) / 2>;
  using High = AnyActivation<List, (Begin + End) / 2, End>;
  MYRIAD_HD bool in_low() const { return id < (Begin + End) / 2; }
  MYRIAD_HD Low low() const { return {id, a}; }
  MYRIAD_HD High high() const { return {id, a}; }

  MYRIAD_HD OwnArgument own() const { return in_low() ? low().own() : high().own(); }
  MYRIAD_HD bool homogeneous() const { return in_low() ? low().homogeneous() : high().homogeneous(); }
  MYRIAD_HD int flat_sets() const { return in_low() ? low().flat_sets() : high().flat_sets(); }
  MYRIAD_HD bool slope_shows_death() const {
    return in_low() ? low().slope_shows_death() : high().slope_shows_death();
  }
  MYRIAD_HD float own_start() const { return in_low() ? low().own_start() : high().own_start(); }
  template <class T>
  MYRIAD_HD Activated<T> value(T z, T own) const {
    if (in_low()) return low().value(z, own);
    return high().value(z, own);
  }
  template <class T>
  MYRIAD_HD T backward(T d, T z, const Activated<T>& y, T own) const {
    if (in_low()) return low().backward(d, z, y, own);
    return high().backward(d, z, y, own);
  }
  template <class T>
  MYRIAD_HD T own_slope(T z, T own) const {
    if (in_low()) return low().own_slope(z, own);
    return high().own_slope(z, own);
  }
  template <class T>
  MYRIAD_HD T own_drawn(T uniform) const {
    if (in_low()) return low().own_drawn(uniform);
    return high().own_drawn(uniform);
  }
  template <class T>
  MYRIAD_HD MaskOf<T> leaves_flat(int set, T z) const {
    if (in_low()) return low().leaves_flat(set, z);
    return high().leaves_flat(set, z);
  }
};

/// One that is left.
template <class List, int Begin>
struct AnyActivation<List, Begin, Begin + 1> : FixedActivation<TypeAt<List, Begin>> {
  MYRIAD_HD AnyActivation(int, const float* a) : FixedActivation<TypeAt<List, Begin>>{a} {}
};

/// A loss by number, bound to its arguments and to what the output is. Losses are few and cheap to choose
/// among, so no engine specialises on them.
template <class List, int Begin = 0, int End = List::size>
struct AnyLoss {
  static constexpr bool clamps = false;  ///< has a form for logits that stay within a clamp
  int id;
  const float* a;
  bool linear;  ///< a linear output, not a sigmoid
  using Low = AnyLoss<List, Begin, (Begin + End) / 2>;
  using High = AnyLoss<List, (Begin + End) / 2, End>;
  MYRIAD_HD bool in_low() const { return id < (Begin + End) / 2; }
  MYRIAD_HD Low low() const { return {id, a, linear}; }
  MYRIAD_HD High high() const { return {id, a, linear}; }

  MYRIAD_HD float logit_scale() const { return in_low() ? low().logit_scale() : high().logit_scale(); }
  MYRIAD_HD bool positive_slope() const {
    return in_low() ? low().positive_slope() : high().positive_slope();
  }
  template <class T>
  MYRIAD_HD T slope(T t) const {
    if (in_low()) return low().slope(t);
    return high().slope(t);
  }
  template <class T>
  MYRIAD_HD T value(T m) const {
    if (in_low()) return low().value(m);
    return high().value(m);
  }
};

template <class List, int Begin>
struct AnyLoss<List, Begin, Begin + 1> {
  static constexpr bool clamps = false;
  using Loss = TypeAt<List, Begin>;
  int id;
  const float* a;
  bool linear;
  MYRIAD_HD float logit_scale() const { return Loss::logit_scale(linear); }
  MYRIAD_HD bool positive_slope() const { return Loss::positive_slope(linear); }
  template <class T>
  MYRIAD_HD T slope(T t) const {
    return Loss::slope(t, a, linear);
  }
  template <class T>
  MYRIAD_HD T value(T m) const {
    return Loss::value(m, a, linear);
  }
};

using JobLoss = AnyLoss<Losses>;

// What specialised kernels know: one activation, and the loss of a sigmoid output.
template <class A>
using OneActivation = AnyActivation<TypeList<A>>;
struct SpecialLoss : AnyLoss<TypeList<BceWithLogits>> {
  static constexpr bool clamps = true;
  /// The same where no logit reaches the clamp.
  struct WithinClamp : AnyLoss<TypeList<BceWithLogits>> {
    template <class T>
    MYRIAD_HD T slope(T t) const {
      return BceWithLogits::slope_within_clamp(t);
    }
  };
  MYRIAD_HD WithinClamp within_clamp() const { return {{id, a, linear}}; }
};
inline bool has_special_loss(const Job& job) {
  return job.loss.id == index_in<BceWithLogits>(Losses{}) && !job.linear_output;
}
/// special(activation, loss) where a job's parts are among those that engines specialise on, else generic().
template <class Special, class Generic>
MYRIAD_HD void visit_special(const Job& job, Special&& special, Generic&& generic) {
  if (!has_special_loss(job)) return generic();
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised) {
      special(OneActivation<A>{0, job.activation.argument}, SpecialLoss{{0, job.loss.argument, false}});
    } else {
      generic();
    }
  });
}

}  // namespace myriad
