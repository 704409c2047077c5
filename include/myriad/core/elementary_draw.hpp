// log, cosine and the normal law made of them, one float at a time: what initialisers draw with.
// From explicit FMA; errors over all floats of the range (tests/test_elementary.cpp).
#pragma once

#include "myriad/core/arithmetic.hpp"

namespace myriad {

/// Natural logarithm of a positive normal float: at most 0.9 ulp. Scalars only: used by
/// initialisers.
MYRIAD_HD float log_positive(float x) {
  const std::uint32_t shifted = to_bits(x) - 0x3f3504f3u;  // sqrt(1/2)
  const float m = from_bits((shifted & 0x007fffffu) + 0x3f3504f3u);
  const float k = static_cast<float>(static_cast<std::int32_t>(shifted) >> 23);
  const float f = sub(m, 1.0f);
  const float z = mul(f, f);
  float p = 0x1.14578cp-4f;
  p = fma(p, f, -0x1.de4474p-4f);
  p = fma(p, f, 0x1.e6f4f2p-4f);
  p = fma(p, f, -0x1.fc2114p-4f);
  p = fma(p, f, 0x1.233710p-3f);
  p = fma(p, f, -0x1.555c50p-3f);
  p = fma(p, f, 0x1.99a4bap-3f);
  p = fma(p, f, -0x1.000006p-2f);
  p = fma(p, f, 0x1.555548p-2f);
  float y = mul(mul(f, z), p);
  y = fma(z, -0.5f, y);
  y = fma(k, 0x1.7f7d1cp-20f, y);
  y = add(f, y);
  return fma(k, 0x1.62e4p-1f, y);
}

/// cos(2 pi k / 2^23) for a 23-bit k: at most 2.1 ulp. The octant is found by integers, so exactly.
MYRIAD_HD float cos_of_turn(std::uint32_t k) {
  const std::uint32_t octant = k >> 20;
  const std::uint32_t rest = k & 0xfffffu;
  const std::uint32_t distance = (octant & 1u) != 0 ? 0x100000u - rest : rest;
  const float t = mul(static_cast<float>(static_cast<std::int32_t>(distance)), 0x1p-23f);
  const float z = mul(t, t);
  float s = 0x1.4be09ep+5f;
  s = fma(s, z, -0x1.32cb0ep+6f);
  s = fma(s, z, 0x1.466bbcp+6f);
  s = fma(s, z, -0x1.4abbcep+5f);
  s = fma(mul(t, z), s, mul(t, 0x1.921fb6p+2f));
  float c = 0x1.d9f7bcp+5f;
  c = fma(c, z, -0x1.55c664p+6f);
  c = fma(c, z, 0x1.03c1dep+6f);
  c = fma(c, z, -0x1.3bd3ccp+4f);
  c = fma(c, z, 1.0f);
  const bool swapped = ((octant + 1) >> 1 & 1u) != 0;  // octants 1, 2, 5, 6
  const float magnitude = swapped ? s : c;
  return octant >= 2 && octant < 6 ? negate(magnitude) : magnitude;
}

/// A standard normal from two words (Box and Muller 1958), its cosine branch. |result| < 5.8.
MYRIAD_HD float standard_normal(std::uint32_t radius_word, std::uint32_t angle_word) {
  const std::uint32_t top = (radius_word >> 9) + 1u;  // 1 … 2^23: u in (0, 1]
  const float u = mul(static_cast<float>(static_cast<std::int32_t>(top)), 0x1p-23f);
  return mul(sqrt(mul(-2.0f, log_positive(u))), cos_of_turn(angle_word >> 9));
}

}  // namespace myriad
