// The laws that initialisers draw from: what a group's entries are distributed like, and how one
// entry is made of its random words. prepare() works out a group's constants on the host, in
// double.
#pragma once

#include <cstdint>

#include "myriad/core/normal.hpp"
#include "myriad/core/random.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// What a group's entries are drawn from, in exact terms: for draws, and for theory.
struct Distribution {
  enum class Kind {
    uniform,           ///< on (a, b)
    normal,            ///< mean a, standard deviation b
    constant,          ///< a
    values,            ///< first entry a, second b
    lattice,           ///< a: points along each side; b: half width
    truncated_normal,  ///< normal(a, b) given that it lies in [low, high]
    direction,         ///< two entries: a point of the circle of radius a about 0
    sign,              ///< a or -a, equally likely
    rai,               ///< normal(0, a); of the layer's b entries, bias included, one at random
                       ///< is Beta(2,1) instead
  };
  Kind kind = Kind::constant;
  double a = 0;
  double b = 0;
  double low = 0;
  double high = 0;
};

/// The place of a group in its network.
struct GroupPlace {
  int fan_in = 1;
  int fan_out = 1;
  int entries = 1;
  bool weight = true;  ///< weight or bias
};

/// The random words of one entry of one network (step/draw.hpp).
struct EntrySource {
  Words own;    ///< of this entry
  Words first;  ///< of the first weight of its layer: what the entries of a layer share
  std::uint64_t network = 0;
  int entry = 0;
};

/// A draw provides `kind`, prepare() and draw(); `words`: how many words of its own an entry takes;
/// `shares`: it also takes words of the layer's first weight.
struct DrawDefaults {
  static constexpr int words = 0;
  static constexpr bool shares = false;
};

struct UniformDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::uniform;
  static constexpr int words = 1;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.b - d.a);
    constant[1] = static_cast<float>(d.a);
  }
  /// low + (high - low) u; symmetric about the middle when low = -high.
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    return fma(constant[0], uniform_open(s.own.word[0]), constant[1]);
  }
};

struct NormalDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::normal;
  static constexpr int words = 2;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.b);
    constant[1] = static_cast<float>(d.a);
  }
  /// mean + sd n.
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    return fma(constant[0], standard_normal(s.own.word[0], s.own.word[1]), constant[1]);
  }
};

struct ConstantDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::constant;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.a);
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource&) { return constant[0]; }
};

struct ValuesDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::values;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    return s.entry == 0 ? constant[0] : constant[1];
  }
};

struct LatticeDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::lattice;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    const std::uint64_t m = static_cast<std::uint32_t>(constant[0]);
    const std::uint64_t index = s.entry == 0 ? s.network / m : s.network % m;
    const std::int32_t odd =
        static_cast<std::int32_t>(2 * (index % m) + 1) - static_cast<std::int32_t>(m);
    return div(mul(constant[1], static_cast<float>(odd)), constant[0]);
  }
};

/// By the inverse of the distribution function. The probability below the entry is kept as itself,
/// as what is left above, and as its distance from 1/2: wherever the bounds lie, one of them is
/// exact.
struct TruncatedNormalDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::truncated_normal;
  static constexpr int words = 1;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    const double low = (d.low - d.a) / d.b, high = (d.high - d.a) / d.b;
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
    constant[2] = static_cast<float>(normal_between(low, high));
    constant[3] = static_cast<float>(normal_below(low));
    constant[4] = static_cast<float>(normal_below(-high));
    constant[5] = static_cast<float>(normal_offset(low));
    constant[6] = static_cast<float>(d.low);
    constant[7] = static_cast<float>(d.high);
  }
  /// mean + sd Phi^-1(...), never outside the bounds; symmetric when they are.
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    const float u = uniform_open(s.own.word[0]);
    const float below = fma(constant[2], u, constant[3]);
    const float above = fma(constant[2], sub(1.0f, u), constant[4]);
    const float offset = fma(constant[2], u, constant[5]);
    const float x = fma(constant[1], normal_quantile(below, above, offset), constant[0]);
    return clamp(x, constant[6], constant[7]);
  }
};

/// a (cos t, sin t), t a multiple of 2 pi / 2^23: one word, shared by both entries.
struct DirectionDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::direction;
  static constexpr bool shares = true;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.a);
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    const std::uint32_t turn = s.first.word[0] >> 9;
    const std::uint32_t quarter_less = (turn - 0x200000u) & 0x7fffffu;  // cos(t - pi/2) = sin t
    return mul(constant[0], cos_of_turn(s.entry == 0 ? turn : quarter_less));
  }
};

struct SignDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::sign;
  static constexpr int words = 1;
  static void prepare(const Distribution& d, GroupPlace, float* constant) {
    constant[0] = static_cast<float>(d.a);
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    return (s.own.word[0] >> 31) != 0 ? negate(constant[0]) : constant[0];
  }
};

/// Two words for a normal entry, a third for the Beta(2,1) one, which is the root of a uniform.
/// Which entry that is says the fourth word of the layer's first weight, to within 2^-32 of equal
/// shares.
struct RaiDraw : DrawDefaults {
  static constexpr auto kind = Distribution::Kind::rai;
  static constexpr int words = 3;
  static constexpr bool shares = true;
  static void prepare(const Distribution& d, GroupPlace place, float* constant) {
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
    constant[2] = place.weight ? 0.0f : static_cast<float>(place.fan_in);  // weights, then the bias
  }
  MYRIAD_HD static float draw(const float* constant, const EntrySource& s) {
    const std::uint64_t entries = static_cast<std::uint32_t>(constant[1]);
    const int chosen = static_cast<int>(entries * s.first.word[3] >> 32);
    if (chosen == static_cast<int>(constant[2]) + s.entry) return sqrt(uniform_open(s.own.word[2]));
    return mul(constant[0], standard_normal(s.own.word[0], s.own.word[1]));
  }
};

using Draws = TypeList<UniformDraw, NormalDraw, ConstantDraw, ValuesDraw, LatticeDraw,
                       TruncatedNormalDraw, DirectionDraw, SignDraw, RaiDraw>;

}  // namespace myriad
