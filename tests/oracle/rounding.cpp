// rounding: see rounding.hpp.
#include "rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>

namespace oracle {
namespace {

double difference(double a, double b) {
  if (!std::isfinite(a) && !std::isfinite(b)) return 0;
  return std::fabs(a - b) / std::max(1.0, std::fabs(a));
}

auto words_of(const Result& r) {
  return std::make_tuple(r.born_dead, r.born_inactive, r.born_always_on, r.dead, r.died,
                         r.transient, r.revived, r.inactive, r.always_on, r.saturated,
                         r.constant_output, r.zero_gradient, r.solved, r.diverged, r.first_death,
                         r.death_epoch, r.fires_at_start, r.fires_at_end, r.train_correct,
                         r.test_correct);
}

}  // namespace

bool same_words(const Result& a, const Result& b) { return words_of(a) == words_of(b); }

Spread spread(const Problem& problem, const Result& exact, int repeats, double roundoff) {
  Spread spread;
  Problem rounded = problem;
  rounded.observe = nullptr;
  rounded.roundoff = roundoff;
  const Values expected = pack(exact.final);
  for (int repeat = 1; repeat <= repeats; ++repeat) {
    rounded.roundoff_seed = unsigned(repeat);
    const Result result = train(rounded);
    spread.same = spread.same && same_words(exact, result);
    spread.loss = std::max(spread.loss, difference(exact.train_loss, result.train_loss));
    const Values values = pack(result.final);
    for (std::size_t k = 0; k < values.size(); ++k) {
      spread.parameters = std::max(spread.parameters, difference(expected[k], values[k]));
    }
  }
  return spread;
}

}  // namespace oracle
