// The CPU engine's inner part, compiled once per instruction set (MYRIAD_ISA). Nothing here may leave a
// symbol that another build could pick up: no containers, everything forced inline (tests/audit).
#include "host/engine/isa/cpu_lanes.hpp"

#include "host/engine/isa/outlined_activation.hpp"
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

template <int Slots, bool Batches, int Layers, class Activation, class Loss>
void train_all(const Job& job, Activation phi, Loss loss, std::uint64_t first, std::uint64_t count,
               std::uint32_t* order, Record* out) {
  for (std::uint64_t done = 0; done < count; done += kLanes) {
    const Setting<Lanes, Activation, Loss> setting{job,  job.train, job.test, {first + done, 1},
                                                   {order, 1}, phi,       loss};
    Birth<Lanes, Layers> birth;
    draw_lanes<Layers>(job, first + done, birth.initial);
    begin_life<Lanes, Layers>(job.train, phi, birth);
    const auto outcome = train<Slots, Batches, Lanes, Layers>(setting, birth.initial);
    for (int k = 0; k < kLanes && done + k < count; ++k) {
      begin_record<Lanes, Layers>(job, birth, first + done + k, k, out[done + k]);
      finish_record<Lanes, Layers>(job, outcome, k, out[done + k]);
    }
  }
}

/// Any activation and any loss, by number.
template <int Layers>
__attribute__((noinline)) void train_generic(const Job& job, std::uint64_t first, std::uint64_t count,
                                             std::uint32_t* order, Record* out) {
  const OutlinedActivation<Lanes> phi(job);
  const JobLoss loss{job.loss.id, job.loss.argument, job.linear_output};
  if (job.batch_rows == 0) {
    train_all<kMaxSlots, false, Layers>(job, phi, loss, first, count, order, out);
  } else {
    train_all<kMaxSlots, true, Layers>(job, phi, loss, first, count, order, out);
  }
}

/// The activations that are specialised, with the loss that they are specialised for.
template <int Layers>
void train_layers(const Job& job, std::uint64_t first, std::uint64_t count, std::uint32_t* order,
                  Record* out) {
  if (!has_special_loss(job) || job.batch_rows != 0) {
    train_generic<Layers>(job, first, count, order, out);
    return;
  }
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised) {
      const OneActivation<A> phi{0, job.activation.argument};
      const SpecialLoss loss{{0, job.loss.argument, false}};
      switch (job.optimizer_slots) {
        case 0: return train_all<0, false, Layers>(job, phi, loss, first, count, order, out);
        case 1: return train_all<1, false, Layers>(job, phi, loss, first, count, order, out);
        default: return train_all<kMaxSlots, false, Layers>(job, phi, loss, first, count, order, out);
      }
    } else {
      train_generic<Layers>(job, first, count, order, out);
    }
  });
}

void train_lanes(const Job& job, std::uint64_t first, std::uint64_t count, std::uint32_t* order,
                 Record* out) {
  if (job.hidden_layers == 1) {
    train_layers<1>(job, first, count, order, out);
  } else {
    train_layers<2>(job, first, count, order, out);
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
