// The optimisers against PyTorch's trajectories in double (vectors/optimizer.json), and what the definitions
// promise besides: tables that settle, tiny state that becomes 0, dead networks that stay, NaN that shows.
#define MYRIAD_ISA of_test_optimizer  // this file's own lanes, apart from the library's
#include "myriad/parts/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "myriad/core/bundle.hpp"
#include "myriad/core/lanes.hpp"

namespace myriad {
namespace {

using nlohmann::json;

const json& vectors() {
  static const json data = json::parse(std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/optimizer.json"));
  return data;
}

/// Arguments in the order of the part's parameters, as doubles and as the engines' floats.
struct Arguments {
  double exact[kMaxArguments] = {};
  float rounded[kMaxArguments] = {};
};

template <class Optimizer>
Arguments arguments_of(const json& given) {
  Arguments a;
  std::set<std::string> unknown;
  for (const auto& item : given.items()) unknown.insert(item.key());
  for (std::size_t i = 0; i < Optimizer::parameters.size(); ++i) {
    const char* name = Optimizer::parameters[i].name;
    unknown.erase(name);
    const bool is_given = given.contains(name);
    if (!is_given) a.exact[i] = Optimizer::parameters[i].fallback;
    if (is_given) a.exact[i] = given[name].is_boolean() ? given[name].get<bool>() : given[name].get<double>();
    a.rounded[i] = static_cast<float>(a.exact[i]);
  }
  EXPECT_TRUE(unknown.empty()) << *unknown.begin();
  return a;
}

/// One parameter under an optimiser, as an engine would run it.
template <class Optimizer, class T = float>
struct Runner {
  Arguments arguments;
  float lr, decay;
  std::vector<StepScalars> table;
  T p;
  T state[kMaxSlots];
  std::uint64_t steps = 0;

  Runner(const Arguments& a, double lr_given, double decay_given, T start, std::uint64_t most = 50)
      : arguments(a), lr(static_cast<float>(lr_given)), decay(static_cast<float>(decay_given)),
        table(step_table_length(most, Optimizer::settled(a.exact))), p(start) {
    Optimizer::fill(table.data(), table.size(), a.exact);
    for (T& s : state) s = T(Optimizer::initial_state(a.exact));
  }
  template <int Slots = kMaxSlots>
  void move(T g) {
    const StepScalars& step = table[std::min<std::uint64_t>(steps++, table.size() - 1)];
    p = Optimizer::template update<Slots>(p, g, UpdateTerms{lr, decay, step, arguments.rounded}, state);
  }
};

template <class Visitor>
void for_each_optimizer(Visitor&& visitor) {
  for_each_type(Optimizers{}, [&](auto tag, int) {
    visitor(tag, std::string(decltype(tag)::type::info.name));
  });
}

template <class Optimizer>
void expect_trajectory(const json& c, const char* problem) {
  const json& v = vectors();
  const Arguments a = arguments_of<Optimizer>(c["arguments"]);
  for (std::size_t i = 0; i < 2; ++i) {
    Runner<Optimizer> run(a, c["lr"], c["weight_decay"], v["start"][i].get<float>());
    std::size_t shown = 0;
    for (int step = 0; step < 50; ++step) {
      const bool quadratic = std::string(problem) == "quadratic";
      run.move(quadratic ? v["curvature"][i].get<float>() * (run.p - v["centre"][i].get<float>())
                         : v["gradients"][static_cast<std::size_t>(step)][i].get<float>());
      if (v["shown"][shown] != step + 1) continue;
      const double exact = c[problem][shown++][i];
      ASSERT_NEAR(run.p, exact, 1e-5 * std::max(std::abs(exact), 0.1))
          << c["optimizer"] << c["arguments"] << ' ' << problem << ", parameter " << i << ", step " << step + 1;
    }
  }
}

/// torch.optim refuses a share below 0 or of 1 and takes 0.
TEST(optimizer, shares_of_averages_are_from_0_to_below_1) {
  for (const Parameter& p : {kBeta1, kBeta2}) {
    EXPECT_EQ(p.low, 0.0);
    EXPECT_EQ(p.high, 1.0);
    EXPECT_FALSE(p.low_open);
    EXPECT_TRUE(p.high_open);
  }
  std::set<std::string> apart;  // those that take the decay off the parameter
  for_each_optimizer([&](auto tag, const std::string& name) {
    if (decltype(tag)::type::decoupled) apart.insert(name);
  });
  EXPECT_EQ(apart, (std::set<std::string>{"adamw", "lion"}));
}

TEST(optimizer, follows_pytorch) {
  std::size_t used = 0;
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    std::size_t own = 0;
    for (const json& c : vectors()["cases"]) {
      if (c["optimizer"] != name) continue;
      ++own;
      expect_trajectory<Optimizer>(c, "quadratic");
      expect_trajectory<Optimizer>(c, "noise");
      if (c["default_lr"].get<bool>()) {
        EXPECT_EQ(Optimizer::default_lr, c["lr"].get<double>()) << name;
      }
      if (c["default_weight_decay"].get<bool>()) {
        EXPECT_EQ(Optimizer::default_weight_decay, c["weight_decay"].get<double>()) << name;
      }
    }
    EXPECT_GE(own, 3u) << name << " has no vectors: add it to tests/vectors/optimizer.py";
    used += own;
  });
  EXPECT_EQ(used, vectors()["cases"].size()) << "vectors of an optimiser that is not in the list";
}

TEST(optimizer, three_steps_on_the_square_with_defaults) {
  const std::pair<const char*, double> printed[] = {{"sgd", .512},         {"adam", .9970001},
                                                    {"adamw", .9969701},   {"rmsprop", .7799823},
                                                    {"adagrad", .9772379}, {"nadam", .9948884}};
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    const double lr = name == "lion" ? 0.1 : Optimizer::default_lr;
    Runner<Optimizer> run(arguments_of<Optimizer>(json::object()), lr, Optimizer::default_weight_decay, 1.0f);
    for (int i = 0; i < 3; ++i) run.move(2 * run.p);
    EXPECT_NEAR(run.p, vectors()["square"][name].get<double>(), 3e-7) << name;
    for (const auto& [known, value] : printed) {
      if (name == known) {
        EXPECT_NEAR(run.p, value, 2e-7) << name;
      }
    }
  });
  EXPECT_TRUE(std::isnan(Lion::default_lr));
}

// The weights of both averages are known exactly, so a constant gradient moves Adam by lr, early and late.
TEST(optimizer, constant_gradient_moves_adam_by_lr) {
  for (const double beta2 : {0.9, 0.999, 0.9999, 0.999999, 0.99999999}) {
    const Arguments a = arguments_of<Adam>({{"beta2", beta2}, {"eps", 0.0}});
    Runner<Adam> run(a, 1.0, 0.0, 0.0f, 40000);
    for (int i = 1; i <= 40000; ++i) {
      run.p = 0;
      run.move(0.75f);
      ASSERT_NEAR(run.p, -1.0, 4e-5) << beta2 << ' ' << i;  // 2^-25 a step is lost in the sum of squares
    }
  }
}

bool same(const StepScalars& x, const StepScalars& y) {
  return std::equal(x.s, x.s + 4, y.s, [](float a, float b) { return to_bits(a) == to_bits(b); });
}

/// The table is constant from settled() on, and (where `first`) not before.
template <class Optimizer>
void expect_settled(const json& given, bool first) {
  const Arguments a = arguments_of<Optimizer>(given);
  const std::uint64_t settled = Optimizer::settled(a.exact);
  ASSERT_LT(settled, 3000000u) << Optimizer::info.name << given;
  std::vector<StepScalars> table(settled + 5000);
  Optimizer::fill(table.data(), table.size(), a.exact);
  for (std::size_t i = settled; i < table.size(); ++i) ASSERT_TRUE(same(table[i], table[settled])) << i;
  if (first && settled > 0) {
    EXPECT_FALSE(same(table[settled - 1], table[settled])) << Optimizer::info.name << given << settled;
  }
}

TEST(optimizer, tables_are_constant_once_settled) {
  expect_settled<Sgd>({{"momentum", 0.9}}, true);
  expect_settled<Sgd>({{"momentum", 0.9}, {"dampening", 0.5}}, true);
  for (const double beta1 : {0.0, 1e-310, 0.1, 0.5, 0.9, 0.9999}) {
    for (const double beta2 : {0.0, 0.2, 0.9, 0.999}) {
      const json given = {{"beta1", beta1}, {"beta2", beta2}};
      expect_settled<Adam>(given, true);
      expect_settled<Adamax>(given, true);
      expect_settled<Lion>(given, true);
      expect_settled<NAdam>({{"beta1", beta1}, {"beta2", beta2}, {"momentum_decay", 0.1}}, false);
    }
  }
  expect_settled<AdamW>({{"beta2", 0.99999}}, true);
  expect_settled<NAdam>(json::object(), false);
  expect_settled<NAdam>({{"momentum_decay", 0.0}}, false);
  expect_settled<NAdam>({{"momentum_decay", 100.0}}, false);
  expect_settled<RmsProp>(json::object(), true);
  expect_settled<Adadelta>(json::object(), true);
  expect_settled<Adagrad>(json::object(), true);
  EXPECT_EQ(Adam::settled(arguments_of<Adam>({{"beta2", 0.99999999}}).exact), kNeverSettles);
  EXPECT_EQ(Adagrad::settled(arguments_of<Adagrad>({{"lr_decay", 0.1}}).exact), kNeverSettles);
  EXPECT_EQ(NAdam::settled(arguments_of<NAdam>({{"momentum_decay", 1e-300}}).exact), kNeverSettles);
  EXPECT_EQ(step_table_length(100, kNeverSettles), 100u);
  EXPECT_EQ(step_table_length(100, 100), 100u);
  EXPECT_EQ(step_table_length(100, 7), 8u);
  EXPECT_EQ(step_table_length(0, 0), 0u);
  // A beta2 this near to 1 settles, but after more entries than a table may have.
  const std::uint64_t late = Adam::settled(arguments_of<Adam>({{"beta2", 0.9999999}}).exact);
  EXPECT_GT(late, kMaxStepScalars);
  EXPECT_LT(late, std::uint64_t{1} << 30);
}

// 1 / sum of the weights, added up one by one in long double: an independent way to the same number.
TEST(optimizer, corrections_are_the_weights_added_up) {
  for (const double beta : {0.0, 0.3, 0.9, 0.999, 0.999999, 0.99999999}) {
    const Arguments a = arguments_of<Adam>({{"beta1", beta}, {"beta2", beta}});
    std::vector<StepScalars> table(30000);
    Adam::fill(table.data(), table.size(), a.exact);
    long double sum = 0;
    for (const StepScalars& step : table) {
      sum = sum * a.rounded[0] + 1;
      ASSERT_NEAR(static_cast<double>(step.s[0] * sum), 1.0, 6.1e-8) << beta;
      ASSERT_NEAR(static_cast<double>(step.s[1] * std::sqrt(sum)), 1.0, 6.1e-8) << beta;
    }
  }
}

TEST(optimizer, tiny_state_becomes_zero) {
  EXPECT_EQ(to_bits(kept(-0x1.fffffep-121f)), 0u);
  EXPECT_EQ(kept(-0x1p-120f), -0x1p-120f);
  EXPECT_EQ(to_bits(kept(-0.0f)), 0u);
  EXPECT_TRUE(is_nan(kept(from_bits(kCanonicalNan))));
  EXPECT_EQ(kept(-INFINITY), -INFINITY);
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    json given = json::object();
    if (name == "sgd" || name == "rmsprop") given["momentum"] = 0.9;
    if (name == "rmsprop") given["centered"] = true;
    const Arguments a = arguments_of<Optimizer>(given);
    Runner<Optimizer> run(a, 0.01, 0.0, 0.5f);
    const int slots = Optimizer::slots(a.exact);
    EXPECT_EQ(slots, Optimizer::max_slots) << name;
    for (int i = 0; i < 3; ++i) run.move(-0.7f);
    for (int s = 0; s < slots; ++s) EXPECT_NE(run.state[s], 0.0f) << name << s;
    float at_half_way = 0;
    for (int i = 0; i < 200000; ++i) {
      run.move(0.0f);
      for (const float s : run.state) ASSERT_TRUE(s == 0.0f || std::abs(s) >= 0x1p-120f) << name;
      if (i == 100000) at_half_way = run.p;
    }
    EXPECT_EQ(run.p, at_half_way) << name << ": no gradients, and still it moves";
    const bool keeps = name == "adagrad" || name == "adamax";  // a sum, and one with eps added
    for (int s = 0; s < slots; ++s) EXPECT_TRUE(run.state[s] == 0.0f || keeps) << name << s;
  });
}

TEST(optimizer, without_gradients_from_the_start_nothing_moves) {
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    for (const double eps : {-1.0, 0.0, 1e-45, 1e-8}) {
      json given = json::object();
      for (const Parameter& parameter : Optimizer::parameters) {
        if (std::string(parameter.name) == "eps" && eps >= 0) given["eps"] = eps;
        if (std::string(parameter.name) == "momentum" && eps != 0) given["momentum"] = 0.9;
      }
      for (const float start : {0.0f, 0.3f, -1e-40f, 1e30f}) {
        Runner<Optimizer> run(arguments_of<Optimizer>(given), 0.1, 0.0, start);
        for (int i = 0; i < 40; ++i) {
          run.move(i % 3 == 0 ? -0.0f : 0.0f);
          ASSERT_EQ(to_bits(run.p), to_bits(start)) << name << given;
        }
      }
    }
  });
}

TEST(optimizer, a_nan_gradient_reaches_the_parameter) {
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    for (const bool centered : {false, true}) {
      json given = json::object();
      if (name == "rmsprop") given["centered"] = centered;
      for (const int before : {0, 5}) {
        Runner<Optimizer> run(arguments_of<Optimizer>(given), 0.01, 0.0, 0.5f);
        for (int i = 0; i < before; ++i) run.move(0.25f);
        run.move(from_bits(kCanonicalNan));
        EXPECT_TRUE(is_nan(run.p)) << name;
      }
    }
  });
}

// A dead unit coasts for as long as lion's average lasts: each step is lr long.
TEST(optimizer, lion_coasts_until_its_average_is_zero) {
  Runner<Lion> run(arguments_of<Lion>(json::object()), 0x1p-10, 0.0, 0.0f);
  run.move(1.0f);
  for (int i = 0; i < 20000; ++i) run.move(0.0f);
  const double steps = std::ceil(120 * std::log(2.0) / -std::log(static_cast<double>(0.99f)));
  EXPECT_NEAR(run.p, -(1 + steps) * 0x1p-10, 0x1p-10);
}

TEST(optimizer, instances_without_enough_state_compile_and_do_nothing) {
  EXPECT_EQ(kMaxSlots, 3);
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    Runner<Optimizer> run(arguments_of<Optimizer>(json::object()), 0.1, 0.0, 0.5f);
    run.template move<0>(1.0f);
    EXPECT_EQ(run.p, name == "sgd" ? 0.4f : 0.5f);
  });
}

template <class T, class Optimizer>
void expect_equal_to_scalar(const Arguments& a, double decay, std::mt19937& random) {
  constexpr int width = width_of<T>();
  T start;
  std::vector<Runner<Optimizer>> scalars;
  for (int k = 0; k < width; ++k) {
    set_lane(start, k, std::normal_distribution<float>()(random));
    scalars.emplace_back(a, 0.05, decay, lane(start, k));
  }
  Runner<Optimizer, T> packed(a, 0.05, decay, start);
  for (int step = 0; step < 60; ++step) {
    T g;
    for (int k = 0; k < width; ++k) {
      const float ordinary = std::normal_distribution<float>(0, 2)(random);
      const float odd = from_bits(static_cast<std::uint32_t>(random()));
      const int kind = static_cast<int>(random() % 16);
      set_lane(g, k, kind == 0   ? 0.0f
                     : kind == 1 ? ordinary * 0x1p-62f
                     : kind == 2 && step > 40 ? odd : ordinary);
      scalars[static_cast<std::size_t>(k)].move(lane(g, k));
    }
    packed.move(g);
    for (int k = 0; k < width; ++k) {
      const Runner<Optimizer>& alone = scalars[static_cast<std::size_t>(k)];
      ASSERT_EQ(to_bits(canonical(lane(packed.p, k))), to_bits(canonical(alone.p))) << Optimizer::info.name;
      for (int s = 0; s < kMaxSlots; ++s) {
        ASSERT_EQ(to_bits(canonical(lane(packed.state[s], k))), to_bits(canonical(alone.state[s])));
      }
    }
  }
}

TEST(optimizer, packs_equal_scalars) {
  std::mt19937 random{7};
  for_each_optimizer([&](auto tag, const std::string& name) {
    using Optimizer = typename decltype(tag)::type;
    for (const json& c : vectors()["cases"]) {
      if (c["optimizer"] != name) continue;
      const Arguments a = arguments_of<Optimizer>(c["arguments"]);
      for (const double decay : {0.0, 0.1}) {
        expect_equal_to_scalar<Lanes, Optimizer>(a, decay, random);
        expect_equal_to_scalar<Bundle<3>, Optimizer>(a, decay, random);
      }
    }
  });
}

}  // namespace
}  // namespace myriad
