// Whether a death is permanent, against simulation: PyTorch's definitions in plain double, and the optimisers
// themselves in float, without gradients for 20,000 steps.
#define MYRIAD_ISA of_test_permanence  // this file's own lanes, apart from the library's
#include "myriad/permanence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "coasting.hpp"
#include "myriad/core/lanes.hpp"
#include "myriad/parts/optimizer.hpp"

namespace myriad {
namespace {

enum class Fate { permanent, revives, unknown };

using coasting::Case;
using coasting::Start;
using coasting::revival;

template <class Visitor>
void with_optimizer(const Case& c, Visitor&& visitor) {
  for_each_type(Optimizers{}, [&](auto tag, int) {
    using Optimizer = typename decltype(tag)::type;
    if (std::string(Optimizer::info.name) == c.name) visitor(tag);
  });
}

Coast coast_of(const Case& c) {
  Coast coast;
  with_optimizer(c, [&](auto tag) {
    CoastSetting t;
    t.optimizer = index_in<typename decltype(tag)::type>(Optimizers{});
    t.arguments = c.arguments.data();
    t.lr = c.lr;
    t.weight_decay = c.weight_decay;
    t.bias_decay = c.bias_decay;
    t.steps = static_cast<std::uint64_t>(c.steps);
    coast = make_coast(t);
  });
  return coast;
}

RowsView view_of(const std::vector<Row>& rows) {
  RowsView view;
  view.row = rows.data();
  view.count = static_cast<std::uint32_t>(rows.size());
  return view;
}

Fate fate_of(const Coast& coast, const Start& s) {
  const Permanence<float> answer = permanence<kMaxSlots>(coast, view_of(s.rows), s.p, s.state);
  EXPECT_FALSE(answer.permanent && answer.revives);
  return answer.permanent ? Fate::permanent : answer.revives ? Fate::revives : Fate::unknown;
}

template <class Optimizer>
struct Mover {
  std::vector<StepScalars> table;
  float arguments[kMaxArguments] = {};
  const Case& c;
  explicit Mover(const Case& of, std::uint64_t steps)
      : table(step_table_length(steps, Optimizer::settled(of.arguments.data()))), c(of) {
    Optimizer::fill(table.data(), table.size(), c.arguments.data());
    for (std::size_t i = 0; i < c.arguments.size(); ++i) arguments[i] = static_cast<float>(c.arguments[i]);
  }
  void move(Start& s, int j, float g, std::uint64_t t) const {
    const double decay = j == 2 ? c.bias_decay : c.weight_decay;
    const UpdateTerms u{static_cast<float>(c.lr), static_cast<float>(decay),
                        table[std::min<std::uint64_t>(t, table.size() - 1)], arguments};
    s.p[j] = Optimizer::template update<kMaxSlots>(s.p[j], g, u, s.state[j]);
  }
};

/// State as training leaves it, then parameters moved so far that the nearest row is about a coast away.
Start random_start(const Case& c, std::mt19937& random) {
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  Start s;
  for (int i = 0; i < 6; ++i) {
    s.rows.push_back({static_cast<float>(uniform(-0.5, 2)), static_cast<float>(uniform(-0.5, 2)), 0, 0});
  }
  with_optimizer(c, [&](auto tag) {
    using Optimizer = typename decltype(tag)::type;
    const Mover<Optimizer> mover(c, static_cast<std::uint64_t>(c.steps));
    const double scale = std::pow(10.0, uniform(-4, 0));
    for (int j = 0; j < 3; ++j) {
      const double drift = uniform(-1, 1);
      for (float& slot : s.state[j]) slot = Optimizer::initial_state(c.arguments.data());
      for (int t = 0; t < c.steps; ++t) {
        s.p[j] = 0;
        mover.move(s, j, static_cast<float>(scale * (drift + uniform(-1, 1))), static_cast<std::uint64_t>(t));
      }
    }
  });
  const double unit = std::pow(10.0, uniform(-3, 1)) * c.lr;
  const double size = c.weight_decay != 0 ? 0.3 : 20 * unit;
  double p[3] = {uniform(-size, size), uniform(-size, size), uniform(-size, size)};
  p[2] -= coasting::highest(s.rows, p) + unit;
  for (int j = 0; j < 3; ++j) s.p[j] = static_cast<float>(p[j]);
  return s;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"sgd", {0, 0, 0}, 0.1, 0, 0, 50, 0},
      {"sgd", {0, 0, 0}, 0.1, 0.05, 0.05, 50, 0},
      {"sgd", {0, 0, 0}, 0.1, 0.05, 0, 50, 0},
      {"sgd", {0.9, 0, 0}, 0.1},
      {"sgd", {0.9, 0, 1}, 0.1},
      {"sgd", {0.5, 0.3, 0}, 0.1},
      {"sgd", {0.9, 0, 0}, 0.1, 0.05, 0.05},      // underdamped
      {"sgd", {0.9, 0, 0}, 0.1, 0.02, 0.02},      // overdamped
      {"sgd", {0.8, 0, 1}, 0.1, 0.05, 0.05},
      {"sgd", {0.8, 0.5, 0}, 0.1, 0.1, 0.1},
      {"sgd", {0.9, 0, 0}, 0.1, 0.05, 0, 50, 0.5},
      {"sgd", {0.9, 0, 0}, 0.1, 0.02, 0, 50, 0.5},
      {"adam", {0.9, 0.999, 1e-8}, 0.01},
      {"adam", {0.9, 0.999, 1e-8}, 0.01, 0, 0, 1},
      {"adam", {0.9, 0.999, 1e-2}, 0.01, 0, 0, 3000},
      {"adam", {0.8, 0.9, 1e-3}, 0.01, 0, 0, 50, 0.2},
      {"adam", {0.99, 0.999, 0}, 0.01},
      {"adam", {0.05, 0.999, 1e-8}, 0.01},
      {"adam", {0.9, 0.999, 1e-8}, 0.01, 0.1, 0.1, 50, 1},
      {"adamw", {0.9, 0.999, 1e-8}, 0.01, 0.5, 0.5},
      {"adamw", {0.9, 0.999, 1e-4}, 0.05, 0.4, 0.4},
      {"adamw", {0.9, 0.999, 1e-4}, 0.01, 0.5, 0, 50, 0.6},
      {"nadam", {0.9, 0.999, 1e-8, 4e-3}, 0.01},
      {"nadam", {0.9, 0.99, 1e-3, 0.1}, 0.01, 0, 0, 400},
      {"adamax", {0.9, 0.999, 1e-8}, 0.01},
      {"adamax", {0.8, 0.99, 1e-2}, 0.01, 0, 0, 20, 0.1},
      {"rmsprop", {0.99, 1e-8, 0, 0}, 0.01, 0, 0, 50, 0},
      {"rmsprop", {0.99, 1e-8, 0.9, 0}, 0.01},
      {"rmsprop", {0.99, 1e-8, 0.9, 1}, 0.01},
      {"rmsprop", {0.99, 1e-8, 0.9, 0}, 0.01, 0.1, 0.1, 50, 1},
      {"adagrad", {0, 0, 1e-10}, 0.01, 0, 0, 50, 0},
      {"adadelta", {0.9, 1e-6}, 1.0, 0, 0, 50, 0},
      {"lion", {0.9, 0.99}, 1e-4, 0, 0, 50, 0.05},
      {"lion", {0.9, 0.8}, 1e-3, 0, 0, 50, 0.05},
      {"lion", {0, 0.9}, 1e-3, 0, 0, 50, 0},
  };
  return all;
}

std::string title(const Case& c) {
  std::string text = c.name;
  for (const double a : c.arguments) text += ' ' + std::to_string(a);
  return text + ", decay " + std::to_string(c.weight_decay) + ' ' + std::to_string(c.bias_decay);
}

TEST(permanence, agrees_with_simulation) {
  std::mt19937 random{42};
  for (const Case& c : cases()) {
    const Coast coast = coast_of(c);
    int unknown = 0;
    constexpr int trials = 100;
    for (int i = 0; i < trials; ++i) {
      const Start s = random_start(c, random);
      const Fate fate = fate_of(coast, s);
      const int at = revival(c, s);
      unknown += fate == Fate::unknown;
      if (fate != Fate::unknown) {
        ASSERT_EQ(fate == Fate::revives, at != 0) << title(c) << ", alive at " << at;
      }
    }
    EXPECT_LE(unknown, c.most_unknown * trials) << title(c);
  }
}

// What is said of exact arithmetic holds for the floats that are trained, but where decay goes on for long.
TEST(permanence, holds_for_the_floats_of_the_optimizers) {
  std::mt19937 random{43};
  for (const Case& c : cases()) {
    if (c.weight_decay != 0) continue;
    const Coast coast = coast_of(c);
    for (int i = 0; i < 60; ++i) {
      Start s = random_start(c, random);
      const Fate fate = fate_of(coast, s);
      if (fate == Fate::unknown) continue;
      bool alive = false;
      with_optimizer(c, [&](auto tag) {
        const std::uint64_t first = static_cast<std::uint64_t>(c.steps);
        const Mover<typename decltype(tag)::type> mover(c, first + 10000);
        for (std::uint64_t k = 0; k < 10000 && !alive; ++k) {
          for (int j = 0; j < 3; ++j) mover.move(s, j, 0.0f, first + k);
          alive = detail::fires(view_of(s.rows), s.p);
        }
      });
      ASSERT_EQ(fate == Fate::revives, alive) << title(c);
    }
  }
}

// The worked examples: a born-dead unit that momentum with decay, or decay of weights alone, brings back.
TEST(permanence, worked_examples) {
  Start s;
  s.rows = {{1, 1, 0, 0}, {2, 1, 0, 0}, {1, 3, 0, 0}};
  s.p[0] = -0.3f, s.p[1] = -0.2f, s.p[2] = 0.1f;
  const Case momentum = {"sgd", {0.9, 0, 0}, 0.1, 0.05, 0.05, 0};
  EXPECT_EQ(revival(momentum, s), 48);
  EXPECT_EQ(fate_of(coast_of(momentum), s), Fate::revives);
  const Case slower = {"sgd", {0.9, 0, 0}, 0.1, 0.02, 0.02, 0};  // lr decay < (1 - sqrt(mu))^2
  EXPECT_EQ(fate_of(coast_of(slower), s), Fate::permanent);
  const Case weights = {"sgd", {0, 0, 0}, 0.1, 0.05, 0, 0};
  EXPECT_EQ(revival(weights, s), 322);
  EXPECT_EQ(fate_of(coast_of(weights), s), Fate::revives);
  s.p[2] = 0;
  EXPECT_EQ(fate_of(coast_of(weights), s), Fate::permanent);
  s.p[2] = 0.1f;
  const Case both = {"sgd", {0, 0, 0}, 0.1, 0.05, 0.05, 0};
  EXPECT_EQ(fate_of(coast_of(both), s), Fate::permanent);
  for (const char* name : {"adamw", "lion"}) {
    const Case decoupled = {name, {0.9, 0.99, 1e-8}, 0.1, 0.05, 0.05, 0};
    EXPECT_EQ(fate_of(coast_of(decoupled), s), Fate::permanent) << name;
    const Case alone = {name, {0.9, 0.99, 1e-8}, 0.1, 0.05, 0, 0};
    EXPECT_EQ(fate_of(coast_of(alone), s), Fate::revives) << name;
  }
  const Case coupled = {"adam", {0.9, 0.999, 1e-8}, 1e-3, 1e-2, 1e-2, 0};
  s.rows = {{1, 1, 0, 0}};
  s.p[0] = s.p[1] = -0.1f, s.p[2] = 0.15f;
  EXPECT_EQ(revival(coupled, s), 58);
  EXPECT_EQ(fate_of(coast_of(coupled), s), Fate::unknown);
  // Steps so long that they turn every sign.
  const Case wild = {"sgd", {0, 0, 0}, 1.0, 1.5, 1.5, 0};
  EXPECT_EQ(revival(wild, s), 1);
  EXPECT_EQ(fate_of(coast_of(wild), s), Fate::revives);
}

// Two weights that pull against each other: where eps rules, the way is done sooner, so a unit dead at both
// ends of its coast can be alive on the way.
TEST(permanence, a_bend_on_the_way_is_not_overlooked) {
  const Case c = {"adam", {0.8, 0.9, 1e-2}, 0.01};
  Start s;
  s.rows = {{1, 1, 0, 0}};
  s.state[0][0] = -1e-4f, s.state[0][1] = 1e-10f;  // sigma far below eps
  s.state[1][0] = 1.0f, s.state[1][1] = 1.0f;      // far above
  std::vector<double> up, down;
  coasting::Simulated first = coasting::begin(c, 0, s.state[0]), second = coasting::begin(c, 0, s.state[1]);
  for (int k = 1; k <= 1000; ++k) {
    coasting::step(c, first, false, c.steps + k);
    coasting::step(c, second, false, c.steps + k);
    up.push_back(first.p);
    down.push_back(second.p);
  }
  s.state[0][0] *= static_cast<float>(-down.back() / up.back());  // so that z ends where it began
  double bend = 0;
  for (std::size_t k = 0; k < up.size(); ++k) {
    bend = std::max(bend, down[k] - up[k] * down.back() / up.back());
  }
  ASSERT_GT(bend, 1e-4 * c.lr);
  s.p[2] = static_cast<float>(-0.5 * bend);
  EXPECT_GT(revival(c, s), 0);
  EXPECT_EQ(fate_of(coast_of(c), s), Fate::unknown);
}

// Late in training Adam coasts by 9.045 of its last steps.
TEST(permanence, adam_coasts_by_nine_steps) {
  const Case late = {"adam", {0.9, 0.999, 0}, 1.0, 0, 0, 1000000};
  const Coast coast = coast_of(late);
  double way = 0;
  for (int i = 0; i < coast.terms[0].count; ++i) {
    way += static_cast<double>(coast.terms[0].weight[i]) / static_cast<double>(coast.terms[0].place[i]);
  }
  const double b1 = 0.9f, b2 = 0.999f;
  EXPECT_NEAR(way / ((1 - b1) / std::sqrt(1 - b2)), 9.045, 0.0005);
  EXPECT_LT(coast.tolerance, 1e-5);
  EXPECT_EQ(coast.spread_eps, 0);  // without eps all parameters keep step
  EXPECT_EQ(coast.spread_least, coast.tolerance);
}

TEST(permanence, a_living_or_broken_layer_is_unknown) {
  const Coast coast = coast_of({"sgd", {0, 0, 0}, 0.1, 0, 0, 5});
  Start s;
  s.rows = {{1, 1, 0, 0}, {0, 0, 0, 0}};
  s.p[0] = -1, s.p[1] = 0.5f, s.p[2] = 0;
  EXPECT_EQ(fate_of(coast, s), Fate::permanent);  // z = 0 is dead
  s.p[2] = 0.1f;
  EXPECT_EQ(fate_of(coast, s), Fate::unknown);
  s.p[2] = NAN;
  EXPECT_EQ(fate_of(coast, s), Fate::unknown);
}

TEST(permanence, packs_equal_scalars) {
  std::mt19937 random{44};
  for (const Case& c : cases()) {
    const Coast coast = coast_of(c);
    const Start first = random_start(c, random);
    Lanes p[3], state[3][kMaxSlots];
    std::vector<Start> alone(kLanes, first);
    for (int k = 0; k < kLanes; ++k) {
      Start& s = alone[static_cast<std::size_t>(k)];
      for (int j = 0; j < 3; ++j) {
        s.p[j] += (j == 2 ? static_cast<float>(k) - 3 : 0) * static_cast<float>(c.lr) * 0.5f;
        set_lane(p[j], k, s.p[j]);
        for (int n = 0; n < kMaxSlots; ++n) set_lane(state[j][n], k, s.state[j][n]);
      }
    }
    const auto packed = permanence<kMaxSlots>(coast, view_of(first.rows), p, state);
    for (int k = 0; k < kLanes; ++k) {
      const Fate fate = fate_of(coast, alone[static_cast<std::size_t>(k)]);
      EXPECT_EQ(lane(packed.permanent, k), fate == Fate::permanent) << title(c);
      EXPECT_EQ(lane(packed.revives, k), fate == Fate::revives) << title(c);
    }
  }
}

}  // namespace
}  // namespace myriad
