// The CPU engine's inner part, compiled once per instruction set (MYRIAD_ISA). Nothing here may leave a
// symbol that another build could pick up: no containers, everything forced inline (tests/audit).
#include "host/engine/isa/cpu_lanes.hpp"

#include "host/engine/isa/lane_group.hpp"
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

/// Most epochs between two looks for networks that stand still.
constexpr std::uint32_t kMostEpochsBetweenLooks = 32;

template <int Slots, int Layers, class S>
void begin_pack(const S& setting, const LaneWork& work, std::uint32_t done, Training<Slots, Lanes, Layers>& pack) {
  Birth<Lanes, Layers> birth;
  draw_lanes<Layers>(work.job, setting.numbers.first, birth.initial);
  begin_life<Lanes, Layers>(work.job.train, setting.phi, birth);
  for (std::uint32_t k = 0; k < kLanes && done + k < work.count; ++k) {
    begin_record<Lanes, Layers>(work.job, birth, setting.numbers.of(static_cast<int>(k)), static_cast<int>(k),
                                work.out[done + k]);
  }
  begin_training<Slots, Lanes, Layers>(work.job, birth.initial, pack);
}

/// Takes a pack to epoch `until` by the shortest way; at the end of all, only the last look is left to take.
template <int Slots, bool Batches, int Layers, class S>
void advance_pack(const S& setting, Pace pace, std::uint32_t until, Progress at,
                  Training<Slots, Lanes, Layers>& pack) {
  if constexpr (!Batches) {
    if constexpr (decltype(setting.phi)::may_be_dead) {
      if (pace == Pace::frozen) skip_frozen<Slots, Lanes, Layers>(setting, until, at, pack);
    }
    if (pace == Pace::settled) skip_settled(setting.job, until, at, pack.death);
  }
  train_until<Slots, Batches, !Batches, Lanes, Layers>(setting, until, at, pack);
}

template <int Slots, int Layers, class S>
void finish_pack(const S& setting, const LaneWork& work, const std::uint32_t* index,
                 const Training<Slots, Lanes, Layers>& pack) {
  const auto outcome = finish_training<Slots, Lanes, Layers>(setting, pack);
  for (int k = 0; k < kLanes; ++k) {
    if (index[k] < work.count) finish_record<Lanes, Layers>(work.job, outcome, k, work.out[index[k]]);
  }
}

template <int Slots, bool Batches, int Layers, class Activation, class Loss>
void train_all(const LaneWork& work, Activation phi, Loss loss) {
  const Job& job = work.job;
  LaneGroup<Slots, Layers> group;
  group.begin(work.count);
  // Networks that draw while they train stay where they are, and are not looked at.
  const bool skip = work.skip && !Batches && phi.own() != OwnArgument::drawn;
  const auto setting_of = [&](std::uint32_t number) {
    return Setting<Lanes, Activation, Loss>{job, job.train, job.test, {work.first + number * kLanes, 1},
                                            {work.order, 1}, phi, loss};
  };
  for (std::uint32_t i = 0; i < group.packs; ++i) {
    begin_pack<Slots, Layers>(setting_of(i), work, i * kLanes, group.pack[i]);
  }
  Progress at;
  do {
    const std::uint32_t until = skip ? next_look(at.epoch, job.epochs, kMostEpochsBetweenLooks) : job.epochs;
    for (std::uint32_t i = 0; i < group.packs; ++i) {
      const Pace pace = skip ? group.pace_of(i) : Pace::moving;
      advance_pack<Slots, Batches, Layers>(setting_of(i), pace, until, at, group.pack[i]);
      if (skip) group.note(i);
    }
    if (skip) group.regroup();
    while (at.checkpoint < job.checkpoints && job.checkpoint[at.checkpoint] < until) ++at.checkpoint;
    at.epoch = until;
  } while (at.epoch < job.epochs);
  for (std::uint32_t i = 0; i < group.packs; ++i) {
    finish_pack<Slots, Layers>(setting_of(i), work, group.index + i * kLanes, group.pack[i]);
  }
}

/// Any activation and any loss, by number.
template <int Layers>
__attribute__((noinline)) void train_generic(const LaneWork& work) {
  const Job& job = work.job;
  const OutlinedActivation<Lanes> phi(job);
  const JobLoss loss{job.loss.id, job.loss.argument, job.linear_output};
  if (job.batch_rows == 0) {
    train_all<kMaxSlots, false, Layers>(work, phi, loss);
  } else {
    train_all<kMaxSlots, true, Layers>(work, phi, loss);
  }
}

/// The activations that are specialised, with the loss that they are specialised for; none where their gain would drown
/// in emulated multiply-adds.
template <int Layers>
void train_layers(const LaneWork& work) {
  const Job& job = work.job;
  if (!has_special_loss(job) || job.batch_rows != 0) {
    train_generic<Layers>(work);
    return;
  }
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised && kHardwareFma) {
      const OneActivation<A> phi{0, job.activation.argument};
      const SpecialLoss loss{{0, job.loss.argument, false}};
      switch (job.optimizer_slots) {
        case 0: return train_all<0, false, Layers>(work, phi, loss);
        case 1: return train_all<1, false, Layers>(work, phi, loss);
        default: return train_all<kMaxSlots, false, Layers>(work, phi, loss);
      }
    } else {
      train_generic<Layers>(work);
    }
  });
}

void train_lanes(const LaneWork& work) {
  if (work.job.hidden_layers == 1) {
    train_layers<1>(work);
  } else {
    train_layers<2>(work);
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
