// A cell's networks beside the double-precision oracle, one by one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "oracle/rounding.hpp"
#include "oracle/trainer.hpp"

namespace myriad {

inline oracle::Parameters oracle_start(const Record& r, int layers) {
  const float* p = r.initial;
  if (layers == 1) return {1, p[0], p[1], p[2], 0, 0, p[3], p[4]};
  return {2, p[0], p[1], p[2], p[3], p[4], p[5], p[6]};
}

inline std::uint32_t flags_of(const oracle::Result& o) {
  const bool dead = o.dead, constant = o.constant_output, zero = o.zero_gradient;
  return (o.born_dead ? kBornDead : 0u) | (o.born_inactive ? kBornInactive : 0u) |
         (o.born_always_on ? kBornAlwaysOn : 0u) | (dead ? kDead : 0u) | (o.died ? kDied : 0u) |
         (o.transient ? kTransient : 0u) | (o.revived ? kRevived : 0u) | (o.inactive ? kInactive : 0u) |
         (o.always_on ? kAlwaysOn : 0u) | (o.solved ? kSolved : 0u) | (o.diverged ? kDiverged : 0u) |
         (o.saturated ? kSaturated : 0u) | (constant ? kConstantOutput : 0u) |
         (zero ? kZeroGradient : 0u) | (dead && constant ? kDeadAndConstant : 0u) |
         (dead && zero ? kDeadAndZeroGradient : 0u) |
         (constant && zero ? kConstantAndZeroGradient : 0u) |
         (dead && constant && zero ? kDeadConstantAndZeroGradient : 0u);
}

/// Flags that say what the optimiser will do later: the oracle ends where training ends.
constexpr std::uint32_t kForecasts = kPermanent | kReturns;

inline bool is_near(double got, double exact) {
  return std::abs(got - exact) <= 2e-3 * std::max(1.0, std::abs(exact));
}

/// Parameters in the order of a record.
inline std::vector<double> listed(const oracle::Parameters& p, int parameters) {
  std::vector<double> all = p.hidden_layers == 1 ? std::vector<double>{p.w1, p.w2, p.b, p.v, p.c, p.slope1}
                                                 : std::vector<double>{p.w1, p.w2, p.b, p.v1, p.b2, p.v,
                                                                       p.c, p.slope1, p.slope2};
  all.resize(static_cast<std::size_t>(parameters));
  return all;
}

/// What differs between a record and the oracle's network; empty when nothing does.
inline std::string difference(const Record& r, const oracle::Result& o, int parameters) {
  const auto epoch = [](std::uint32_t e) { return e == kNeverDied ? -1 : static_cast<long>(e); };
  if ((r.flags & ~kForecasts) != flags_of(o)) {
    return "flags " + std::to_string(r.flags & ~kForecasts) + " for " + std::to_string(flags_of(o));
  }
  if (o.diverged) return "";
  if (epoch(r.death_epoch) != o.death_epoch || epoch(r.first_death) != o.first_death) return "death";
  if (r.train_correct != static_cast<std::uint32_t>(o.train_correct)) return "correct";
  if (r.born_firing != static_cast<std::uint32_t>(o.fires_at_start) ||
      r.firing != static_cast<std::uint32_t>(o.fires_at_end)) {
    return "firing";
  }
  if (!is_near(r.train_loss, o.train_loss)) return "loss";
  const std::vector<double> exact = listed(o.final, parameters);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    if (!is_near(r.final[i], exact[i])) return "parameter " + std::to_string(i);
  }
  return "";
}

/// Rows as the networks see them: rounded to float.
inline std::vector<oracle::Row> rounded(std::vector<oracle::Row> rows) {
  for (oracle::Row& row : rows) {
    row.x1 = static_cast<float>(row.x1);
    row.x2 = static_cast<float>(row.x2);
  }
  return rows;
}

/// What an oracle must be told of one network: its orders of rows, its drawn slopes.
using Completion = std::function<void(oracle::Problem&, std::uint64_t network)>;

/// Rounding alone carries this network away: noise of float's size moves the oracle's own training by as much.
inline bool is_delicate(const oracle::Problem& problem, const oracle::Result& exact) {
  const oracle::Spread spread = oracle::spread(problem, exact);
  return !spread.same || spread.parameters > 5e-4 || spread.loss > 5e-4;
}

/// The networks of one test, trained both ways: at its end at most one in a hundred may have differed in anything.
class Agreement {
 public:
  ~Agreement() {
    EXPECT_LE(differing_ + delicate_, networks_ / 100) << delicate_ << " carried away by rounding; " << example_;
  }

  /// Of one configuration `delicate` may be more: steps of a fixed size (rmsprop's first ones) amplify rounding.
  void add(std::uint64_t networks, std::uint64_t differing, std::uint64_t delicate, const std::string& example) {
    EXPECT_LE(differing, networks / 100) << example;
    EXPECT_LE(delicate, networks / 8) << example;
    networks_ += networks;
    differing_ += differing;
    delicate_ += delicate;
    if (!example.empty()) example_ = example;
  }

 private:
  std::uint64_t networks_ = 0, differing_ = 0, delicate_ = 0;
  std::string example_;
};

/// Trains `networks` networks both ways and adds to `agreement` how many differ, those apart that rounding carries away.
/// lr, epochs, decay and clipping are the problem's, the parts must be given in both.
inline void expect_follows(CellConfig config, oracle::Problem problem, const std::vector<oracle::Row>& rows,
                           std::uint64_t networks, Agreement& agreement, const Completion& complete = {}) {
  config.lr = problem.lr;
  config.epochs = static_cast<std::uint64_t>(problem.epochs);
  config.weight_decay = problem.weight_decay.value_or(0.0);
  config.decay_biases = problem.decay_biases;
  config.clip_norm = problem.clip_norm;
  config.output = problem.output;
  problem.rows = rounded(rows);
  const auto engine = make_cpu_engine({1, "auto"});
  const CellJob cell = make_cell_job(config, 7, networks, dataset_of(rows));
  std::uint64_t differing = 0, delicate = 0;
  std::string example;
  for (const Record& r : engine->run(cell, {0, networks}, keep_all()).kept) {
    problem.start = oracle_start(r, config.hidden_layers);
    if (complete) complete(problem, r.network);
    const oracle::Result exact = oracle::train(problem);
    const std::string what = difference(r, exact, cell.job.parameters);
    if (what.empty()) continue;
    ++(is_delicate(problem, exact) ? delicate : differing);
    example = "lr " + std::to_string(problem.lr) + ", network " + std::to_string(r.network) + ": " + what;
  }
  agreement.add(networks, differing, delicate, example);
}

}  // namespace myriad
