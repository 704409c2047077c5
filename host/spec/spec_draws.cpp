// Draws over values of keys, in double, with logarithms that are the same on every machine.
#include "host/spec/spec_draws.hpp"

#include <algorithm>
#include <cmath>

#include "host/text/content_hash.hpp"
#include "myriad/core/double_math.hpp"
#include "myriad/core/random.hpp"

namespace myriad {

double sweep_draw(std::uint64_t seed, std::uint64_t cell, std::string_view key) {
  ContentHash name;
  name.insert(key);
  const Words words =
      random_words(seed, cell, kSweepStream, static_cast<std::uint32_t>(name.value()));
  const std::uint64_t bits = std::uint64_t{words.word[1]} << 32 | words.word[0];
  return static_cast<double>((bits >> 12) * 2 + 1) * 0x1p-53;
}

std::size_t drawn_position(double u, std::size_t count) {
  const auto position = static_cast<std::size_t>(u * static_cast<double>(count));
  return std::min(position, count - 1);
}

Value drawn_value(const Draw& draw, double u) {
  double x = 0;
  if (draw.law == Draw::Law::log_uniform) {
    const double from = log_double(draw.low), to = log_double(draw.high);
    x = exp_double(from + (to - from) * u);
  } else if (draw.law == Draw::Law::uniform) {
    x = draw.low + (draw.high - draw.low) * u;
  } else {
    x = draw.low + std::floor((draw.high - draw.low + 1) * u);
  }
  x = std::clamp(x, draw.low, draw.high);
  Value value;
  value.place = draw.range;
  value.kind = draw.law == Draw::Law::int_uniform ? Value::Kind::integer : Value::Kind::real;
  value.integer = draw.law == Draw::Law::int_uniform ? static_cast<std::int64_t>(x) : 0;
  value.real = x;
  return value;
}

}  // namespace myriad
