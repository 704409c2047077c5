// What is known of one network after its training. Everything reported is counted from records.
#pragma once

#include <cstdint>

#include "myriad/core/arithmetic.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {

/// Bits of Record::flags. Definitions: docs/numerics.md, "What is observed".
enum Flag : std::uint32_t {
  kBornDead = 1u << 0,
  kBornInactive = 1u << 1,
  kBornAlwaysOn = 1u << 2,
  kDead = 1u << 3,
  kDied = 1u << 4,
  kTransient = 1u << 5,
  kRevived = 1u << 6,
  kInactive = 1u << 7,
  kAlwaysOn = 1u << 8,
  kSolved = 1u << 9,
  kDiverged = 1u << 10,
  kSaturated = 1u << 11,
  kConstantOutput = 1u << 12,
  kZeroGradient = 1u << 13,
  kPermanent = 1u << 14,  ///< dead for ever, as the optimiser stands (step/permanence.hpp)
  kReturns = 1u << 15,    ///< dead, but the optimiser will bring it back
  // Joint facts, so that counts give every cell of the tables of dead, constant output and zero gradient.
  kDeadAndConstant = 1u << 16,
  kDeadAndZeroGradient = 1u << 17,
  kConstantAndZeroGradient = 1u << 18,
  kDeadConstantAndZeroGradient = 1u << 19,
};
/// Flags judged at epoch 0, before training can diverge.
constexpr std::uint32_t kBornFlags = kBornDead | kBornInactive | kBornAlwaysOn;
constexpr int kFlagCount = 20;

constexpr std::uint32_t kNeverDied = 0xffffffffu;
constexpr std::uint32_t kMaxEpochs = 0x7ffffffeu;
constexpr int kMaxCheckpoints = 64;

/// A diverged network keeps its born flags and kDiverged only; its death_epoch is kNeverDied.
struct Record {
  std::uint64_t network = 0;
  std::uint64_t dead_at = 0;      ///< bit k: dead at survival checkpoint k
  float initial[kMaxParameters] = {};
  float final[kMaxParameters] = {};   ///< NaN in its canonical form
  std::uint32_t flags = 0;
  std::uint32_t death_epoch = kNeverDied;  ///< first epoch of the dead stretch that lasts to the end
  std::uint32_t first_death = kNeverDied;  ///< first epoch of the first dead stretch
  std::uint32_t last_death = kNeverDied;   ///< first epoch of the last dead stretch
  std::uint32_t train_correct = 0;
  std::uint32_t test_correct = 0;
  std::uint32_t born_firing = 0;  ///< training rows at which every hidden unit has z > 0, at epoch 0
  std::uint32_t firing = 0;       ///< and at the end
  float train_loss = 0;           ///< mean over training rows; canonical
  float mean_activation = 0;      ///< mean over training rows of |h| of the last hidden unit; canonical
};

/// The 64-bit finaliser of MurmurHash3 / SplitMix64 (Stafford's variant 13): a bijection.
MYRIAD_HD std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// One network's share of its cell's digest: depends on its number, its final parameters to the bit,
/// its flags, death epoch, counts and loss.
MYRIAD_HD std::uint64_t digest_of(const Record& r, int parameters) {
  std::uint64_t h = mix(r.network + 0x9e3779b97f4a7c15u);
  MYRIAD_UNROLL
  for (int i = 0; i < kMaxParameters; ++i) {
    if (i < parameters) h = mix(h ^ to_bits(r.final[i]));
  }
  h = mix(h ^ (static_cast<std::uint64_t>(r.flags) << 32 | r.death_epoch));
  h = mix(h ^ (static_cast<std::uint64_t>(r.first_death) << 32 | r.last_death));
  h = mix(h ^ (static_cast<std::uint64_t>(r.train_correct) << 32 | r.test_correct));
  h = mix(h ^ (static_cast<std::uint64_t>(r.born_firing) << 32 | r.firing));
  return mix(h ^ (static_cast<std::uint64_t>(to_bits(r.train_loss)) << 32 | to_bits(r.mean_activation)));
}

}  // namespace myriad
