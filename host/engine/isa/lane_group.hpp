// A group of networks of the CPU engine, packs of kLanes side by side, and their regrouping: networks that
// stand still are gathered into packs of their own, which can then take the short way.
// Local to each file that includes it, as instruction sets demand.
#pragma once

#include <cstring>

#include "host/engine/isa/cpu_lanes.hpp"
#include "myriad/core/lanes.hpp"
#include "myriad/step/training.hpp"

namespace myriad {
namespace {

/// What a pack of networks may leave out: as much as each of its networks may.
enum class Pace : std::uint8_t { moving, frozen, settled };

template <int Slots, int Layers>
struct LaneGroup {
  using Pack = Training<Slots, Lanes, Layers>;
  static constexpr std::uint32_t word_bytes = sizeof(float) * kLanes;
  static_assert(sizeof(Pack) % word_bytes == 0);  // one word after the other, each with a lane for each network

  Pack pack[kGroupNetworks / kLanes];
  std::uint32_t index[kGroupNetworks];  ///< which network of the group is at this place
  Pace pace[kGroupNetworks];
  std::uint32_t count;                  ///< networks, without the padding at the end of the last pack
  std::uint32_t packs;

  MYRIAD_HD void begin(std::uint32_t networks) {
    count = networks;
    packs = (networks + kLanes - 1) / kLanes;
    for (std::uint32_t i = 0; i < packs * kLanes; ++i) {
      index[i] = i;
      pace[i] = i < count ? Pace::moving : Pace::settled;  // padding may stop at once
    }
  }

  MYRIAD_HD Pace pace_of(std::uint32_t number) const {
    Pace least = Pace::settled;
    for (int k = 0; k < kLanes; ++k) {
      const Pace here = pace[number * kLanes + static_cast<unsigned>(k)];
      least = here < least ? here : least;
    }
    return least;
  }

  /// Takes over what was observed of stillness.
  MYRIAD_HD void note(std::uint32_t number) {
    for (int k = 0; k < kLanes; ++k) {
      Pace& here = pace[number * kLanes + static_cast<unsigned>(k)];
      const bool frozen = lane(pack[number].still.frozen, k), settled = lane(pack[number].still.settled, k);
      if (here != Pace::settled) here = settled ? Pace::settled : frozen ? Pace::frozen : Pace::moving;
    }
  }

  /// Moving networks first, then the frozen ones, then the settled ones.
  MYRIAD_HD void regroup() {
    gather(Pace::settled);
    gather(Pace::frozen);
  }

 private:
  MYRIAD_HD void gather(Pace still) {
    std::uint32_t left = 0, right = packs * kLanes;
    for (;;) {
      while (left < right && pace[left] < still) ++left;
      while (left < right && pace[right - 1] >= still) --right;
      if (left == right) return;
      swap_places(left++, --right);
    }
  }

  template <class V>
  MYRIAD_HD static void swap_values(V& a, V& b) {
    const V kept = a;
    a = b;
    b = kept;
  }

  MYRIAD_HD void swap_places(std::uint32_t a, std::uint32_t b) {
    swap_values(index[a], index[b]);
    swap_values(pace[a], pace[b]);
    unsigned char* const at_a = bytes_of(a);
    unsigned char* const at_b = bytes_of(b);
    for (std::size_t word = 0; word < sizeof(Pack); word += word_bytes) {
      std::uint32_t x, y;
      std::memcpy(&x, at_a + word, sizeof x);
      std::memcpy(&y, at_b + word, sizeof y);
      std::memcpy(at_a + word, &y, sizeof y);
      std::memcpy(at_b + word, &x, sizeof x);
    }
  }

  MYRIAD_HD unsigned char* bytes_of(std::uint32_t place) {
    return reinterpret_cast<unsigned char*>(pack + place / kLanes) + place % kLanes * sizeof(float);
  }
};

}  // namespace
}  // namespace myriad
