// What is remembered of death while a network trains.
#pragma once

#include "myriad/core/arithmetic.hpp"
#include "myriad/step/record.hpp"

namespace myriad {

/// Packed into four words, which a GPU keeps in registers throughout.
template <class T>
struct DeathLog {
  using Bits = BitsOf<T>;
  static constexpr std::uint32_t kNone = 0x7fffffffu;     ///< an epoch that never came
  static constexpr std::uint32_t kNowDead = 0x80000000u;  ///< in `last`: dead at the epoch seen last

  Bits first;            ///< first epoch of the first dead stretch, or kNone
  Bits last;             ///< first epoch of the last dead stretch so far, or kNone; and kNowDead
  Bits at_low, at_high;  ///< dead at survival checkpoint k: bit k

  MYRIAD_HD static DeathLog none() { return {Bits(kNone), Bits(kNone), Bits(0u), Bits(0u)}; }

  MYRIAD_HD MaskOf<T> dead() const { return last > Bits(kNone); }

  MYRIAD_HD void see(std::uint32_t epoch, MaskOf<T> now_dead) {
    last = select(now_dead, select(dead(), last, Bits(epoch | kNowDead)), last & Bits(kNone));
    first = select(now_dead & (first > Bits(epoch)), Bits(epoch), first);
  }

  MYRIAD_HD void mark(int checkpoint) {
    const Bits bit = select(dead(), Bits(1u << (checkpoint & 31)), Bits(0u));
    if (checkpoint < 32) {
      at_low = at_low | bit;
    } else {
      at_high = at_high | bit;
    }
  }

  /// One lane's epochs as a record has them.
  MYRIAD_HD std::uint32_t first_death(int k) const { return epoch_of(lane(first, k)); }
  MYRIAD_HD std::uint32_t last_death(int k) const { return epoch_of(lane(last, k) & kNone); }
  MYRIAD_HD std::uint64_t dead_at(int k) const {
    return static_cast<std::uint64_t>(lane(at_high, k)) << 32 | lane(at_low, k);
  }

 private:
  MYRIAD_HD static std::uint32_t epoch_of(std::uint32_t packed) {
    return packed == kNone ? kNeverDied : packed;
  }
};

}  // namespace myriad
