// The CPU engine's inner part, compiled once per instruction set (MYRIAD_ISA). Nothing here may leave a
// symbol that another build could pick up: no containers, everything forced inline (tests/audit).
#include "cpu_lanes.hpp"

#include "myriad/core/elementary.hpp"
#include "myriad/core/lanes.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

/// Apart from train_all, so that it is compiled once and not once per activation.
template <int Layers>
__attribute__((noinline)) void draw_lanes(const Job& job, std::uint64_t first,
                                          Parameters<Lanes, Layers>& initial) {
  for (int k = 0; k < kLanes; ++k) draw_network<Lanes, Layers>(job, first + k, k, initial);
}

template <int Layers, int Slots, class Activation>
void train_all(const Job& job, std::uint64_t first, std::uint64_t count, Record* out) {
  const FixedActivation<Activation> phi{job.activation.argument};
  for (std::uint64_t done = 0; done < count; done += kLanes) {
    Parameters<Lanes, Layers> initial;
    draw_lanes<Layers>(job, first + done, initial);
    const auto outcome = train<Slots, Lanes, Layers>(job, job.train, job.test, initial, phi);
    for (int k = 0; k < kLanes && done + k < count; ++k) {
      begin_record<Lanes, Layers>(initial, first + done + k, k, out[done + k]);
      finish_record<Lanes, Layers>(outcome, job.train.count, k, out[done + k]);
    }
  }
}

template <int Layers, int Slots>
void train_with_activation(const Job& job, std::uint64_t first, std::uint64_t count, Record* out) {
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    train_all<Layers, Slots, typename decltype(tag)::type>(job, first, count, out);
  });
}

void train_lanes(const Job& job, std::uint64_t first, std::uint64_t count, Record* out) {
  if (job.hidden_layers == 1) {
    job.optimizer_slots == 0 ? train_with_activation<1, 0>(job, first, count, out)
                             : train_with_activation<1, kMaxSlots>(job, first, count, out);
  } else {
    job.optimizer_slots == 0 ? train_with_activation<2, 0>(job, first, count, out)
                             : train_with_activation<2, kMaxSlots>(job, first, count, out);
  }
}

Lanes apply(int function, Lanes x) {
  switch (function) {
    case 0: return exp_bounded(x);
    case 1: return sigmoid_with_slope(x).value;
    case 2: return sigmoid_with_slope(x).slope;
    case 3: return tanh_with_slope(x).value;
    case 4: return tanh_with_slope(x).slope;
    case 5: return softplus(x);
    case 6: return logistic_of_power(x);
    default: return reciprocal_by_fma(x);
  }
}

std::uint64_t hash_elementary(int function, std::uint32_t first, std::uint32_t last) {
  std::uint64_t sum = 0;
  for (std::uint64_t base = first; base <= last; base += kLanes) {
    LaneBits inputs;
    for (int k = 0; k < kLanes; ++k) inputs.v[k] = static_cast<std::uint32_t>(base + k);
    const LaneBits bits = to_bits(apply(function, from_bits<Lanes>(inputs)));
    for (int k = 0; k < kLanes; ++k) {
      const std::uint32_t result = bits.v[k];
      const bool nan = (result & 0x7fffffffu) > 0x7f800000u;
      const std::uint64_t term = mix(static_cast<std::uint64_t>(inputs.v[k]) << 32 |
                                     (nan ? kCanonicalNan : result));
      sum += base + k <= last ? term : 0;
    }
  }
  return sum;
}

}  // namespace

#define MYRIAD_TEXT_(x) #x
#define MYRIAD_TEXT(x) MYRIAD_TEXT_(x)

CpuLanes MYRIAD_JOIN(cpu_lanes_, MYRIAD_ISA)() {
  return {MYRIAD_TEXT(MYRIAD_ISA), kLanes, train_lanes, hash_elementary};
}

}  // namespace myriad
