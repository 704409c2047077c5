// Each law drawn a million times at fixed seeds: exact bounds, moments, and the distance of
// Kolmogorov and Smirnov from the exact distribution function. What torch.nn.init, scikit-learn and
// SciPy say is in vectors/initializer.json.
#include "myriad/parts/initializer_law.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "myriad/parts/initializer.hpp"
#include "myriad/step/draw.hpp"

namespace myriad {
namespace {

using Kind = Distribution::Kind;

constexpr int kDraws = 1'000'000;
constexpr std::uint64_t kSeed = 2020;

const nlohmann::json& vectors() {
  static const nlohmann::json all = [] {
    std::ifstream file(std::string(MYRIAD_SOURCE_DIR) + "/tests/vectors/initializer.json");
    return nlohmann::json::parse(file);
  }();
  return all;
}

/// The law and constants of one group of the shape 2-1-1.
GroupDraw group_draw(const Distribution& law, const ParameterGroup& group) {
  GroupDraw draw;
  draw.law = static_cast<std::int32_t>(law.kind);
  draw.stream = group.stream;
  const GroupPlace place{group.fan_in, group.fan_out, group.entries, group.weight};
  for_each_type(Draws{}, [&](auto tag, int) {
    using Draw = typename decltype(tag)::type;
    if (Draw::kind == law.kind) Draw::prepare(law, place, draw.constant);
  });
  return draw;
}

const ParameterGroup& group_of(const std::string& name) {
  for (const ParameterGroup& group : Shape<1>::group) {
    if (name == group.name) return group;
  }
  throw std::invalid_argument(name);
}

template <class Init>
Distribution law_of(const ParameterGroup& group, std::vector<double> arguments = {}) {
  arguments.resize(kMaxArguments);
  return Init::distribution(arguments.data(),
                            {group.fan_in, group.fan_out, group.entries, group.weight});
}

std::vector<double> sample(const GroupDraw& draw, int entry = 0, std::uint64_t seed = kSeed) {
  std::vector<double> x(kDraws);
  for (int n = 0; n < kDraws; ++n) {
    x[static_cast<std::size_t>(n)] =
        draw_entry(Draws{}, seed, static_cast<std::uint64_t>(n), draw, entry);
  }
  return x;
}

double mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

/// Kolmogorov and Smirnov's distance times sqrt(n): above 2.2 once in 8,000. Equal values count
/// once.
double distance(std::vector<double> x, const std::function<double(double)>& cumulative) {
  std::sort(x.begin(), x.end());
  const double n = static_cast<double>(x.size());
  double worst = 0;
  for (std::size_t i = 0, j = 0; i < x.size(); i = j) {
    while (j < x.size() && x[j] == x[i]) ++j;
    const double p = cumulative(x[i]);
    if (j - i < 50) {  // an atom has no place inside it where both agree
      worst = std::max({worst, std::abs(p - static_cast<double>(i) / n),
                        std::abs(p - static_cast<double>(j) / n)});
    }
  }
  return worst * std::sqrt(n);
}

double below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

void expect_truncated(const Distribution& law, const GroupDraw& draw) {
  ASSERT_EQ(law.kind, Kind::truncated_normal);
  const std::vector<double> x = sample(draw);
  const double low = below((law.low - law.a) / law.b), high = below((law.high - law.a) / law.b);
  EXPECT_LT(
      distance(x, [&](double v) { return (below((v - law.a) / law.b) - low) / (high - low); }),
      2.2);
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  EXPECT_GE(*least, static_cast<double>(static_cast<float>(law.low)));
  EXPECT_LE(*most, static_cast<double>(static_cast<float>(law.high)));
}

TEST(initializer_law, truncated_normals_follow_their_distribution_function) {
  const ParameterGroup& group = group_of("hidden.0.weight");
  const std::vector<double> arguments[] = {
      {0, 1, -2, 2}, {0, 0.02, -2, 2}, {0.5, 0.3, -0.2, 0.6}, {0, 1, -0.05, 0.05},
      {0, 1, 2, 9},  {0, 1, -9, -2},   {3, 0.5, 0, 0.5},      {-1, 2, 0.5, 0.6}};
  for (const std::vector<double>& a : arguments) {
    const Distribution law = law_of<TruncNormalInit>(group, a);
    expect_truncated(law, group_draw(law, group));
  }
}

TEST(initializer_law, keras_normals_have_the_deviation_they_promise_after_the_cut) {
  for (const char* name : {"hidden.0.weight", "hidden.0.bias", "output.weight"}) {
    const ParameterGroup& group = group_of(name);
    const Distribution laws[] = {law_of<GlorotNormalInit>(group), law_of<HeNormalInit>(group),
                                 law_of<LecunNormalInit>(group)};
    const double sds[] = {std::sqrt(2.0 / (group.fan_in + 1)), std::sqrt(2.0 / group.fan_in),
                          std::sqrt(1.0 / group.fan_in)};
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(laws[k].high / 2 * vectors()["keras_cut_sd"].get<double>(), sds[k], 1e-14);
      EXPECT_EQ(laws[k].low, -laws[k].high);
      EXPECT_EQ(laws[k].high, 2 * laws[k].b);
      if (group.weight) expect_truncated(laws[k], group_draw(laws[k], group));
      std::vector<double> x = sample(group_draw(laws[k], group));
      EXPECT_NEAR(mean(x), 0, 4.5 * sds[k] / 1000);
      for (double& v : x) v *= v;
      EXPECT_NEAR(std::sqrt(mean(x)) / sds[k], 1, 4.5 * 0.6 / 1000);
    }
  }
}

TEST(initializer_law, directions_are_uniform_and_of_one_length) {
  const ParameterGroup& group = group_of("hidden.0.weight");
  const Distribution law = law_of<OrthogonalInit>(group, {1.5});
  ASSERT_EQ(law.kind, Kind::direction);
  const GroupDraw draw = group_draw(law, group);
  const std::vector<double> x = sample(draw, 0), y = sample(draw, 1);
  std::vector<double> turns(kDraws);
  for (std::size_t i = 0; i < kDraws; ++i) {
    ASSERT_NEAR(std::hypot(x[i], y[i]), 1.5, 1e-6);
    turns[i] = std::atan2(y[i], x[i]) / (2 * M_PI) + 0.5;
  }
  EXPECT_LT(distance(turns, [](double t) { return t; }), 2.2);
}

TEST(initializer_law, orthogonal_of_one_entry_is_a_sign) {
  for (const char* name : {"hidden.0.bias", "output.weight", "output.bias"}) {
    const ParameterGroup& group = group_of(name);
    const Distribution law = law_of<OrthogonalInit>(group, {0.75});
    ASSERT_EQ(law.kind, Kind::sign) << name;
    const std::vector<double> x = sample(group_draw(law, group));
    for (const double v : x) ASSERT_EQ(std::fabs(v), 0.75);
    EXPECT_NEAR(mean(x), 0, 4.5 * 0.75 / 1000);
  }
}

TEST(initializer_law, rai_replaces_one_entry_of_a_unit) {
  const ParameterGroup &weights = group_of("hidden.0.weight"), &bias = group_of("hidden.0.bias");
  const GroupDraw w = group_draw(law_of<RaiInit>(weights), weights);
  const GroupDraw b = group_draw(law_of<RaiInit>(bias), bias);
  const std::vector<double> entries[3] = {sample(w, 0), sample(w, 1), sample(b)};
  const double sd = 0.6007 / std::sqrt(2.0);
  // The words say who was chosen; each entry is then the one law or the other.
  std::vector<double> normals, betas;
  int chosen[3] = {};
  for (int n = 0; n < kDraws; ++n) {
    const Words first = random_words(kSeed, static_cast<std::uint64_t>(n), 0, 0);
    const int k = static_cast<int>(std::floor(3.0 * first.word[3] / 4294967296.0));
    ++chosen[k];
    for (int e = 0; e < 3; ++e) {
      (e == k ? betas : normals).push_back(entries[e][static_cast<std::size_t>(n)]);
    }
  }
  for (const int count : chosen) EXPECT_NEAR(count / double(kDraws), 1 / 3.0, 4.5 * 0.48 / 1000);
  EXPECT_LT(distance(normals, [&](double x) { return below(x / sd); }), 2.2);
  EXPECT_LT(distance(betas, [](double x) { return x * x; }), 2.2);
  const auto [least, most] = std::minmax_element(betas.begin(), betas.end());
  EXPECT_GT(*least, 0);
  EXPECT_LT(*most, 1);
}

TEST(initializer_law, rai_of_a_single_weight_shares_with_its_bias) {
  const ParameterGroup &weight = group_of("output.weight"), &bias = group_of("output.bias");
  const Distribution law = law_of<RaiInit>(weight);
  EXPECT_EQ(law.a, 0.6007);
  EXPECT_EQ(law.b, 2);
  const std::vector<double> v = sample(group_draw(law, weight));
  const std::vector<double> c = sample(group_draw(law_of<RaiInit>(bias), bias));
  int one_negative = 0, both_negative = 0;
  for (std::size_t n = 0; n < kDraws; ++n) {
    both_negative += v[n] < 0 && c[n] < 0;
    one_negative += (v[n] < 0) != (c[n] < 0);
  }
  EXPECT_EQ(both_negative, 0);  // one of the two is always the Beta variable
  EXPECT_NEAR(one_negative / double(kDraws), 0.5, 4.5 * 0.5 / 1000);
}

/// The law that the list's initialiser of a name has for a group.
Distribution law_by_name(const std::string& name, const std::vector<double>& arguments,
                         const ParameterGroup& group) {
  Distribution law;
  bool found = false;
  for_each_type(Initializers{}, [&](auto tag, int) {
    using Init = typename decltype(tag)::type;
    if (name != Init::info.name) return;
    found = true;
    std::vector<double> all = arguments;
    for (std::size_t i = all.size(); i < Init::parameters.size(); ++i) {
      all.push_back(Init::parameters[i].fallback);
    }
    law = law_of<Init>(group, all);
  });
  EXPECT_TRUE(found) << name;
  return law;
}

TEST(initializer_law, is_the_one_of_torch_and_sklearn) {
  int checked = 0;
  for (const auto& row : vectors()["laws"]) {
    const Distribution law = law_by_name(row["call"], row["arguments"].get<std::vector<double>>(),
                                         group_of(row["group"]));
    EXPECT_EQ(law.kind, row["kind"] == "uniform" ? Kind::uniform : Kind::normal);
    EXPECT_NEAR(law.a, row["law"][0].get<double>(), 1e-14) << row;
    EXPECT_NEAR(law.b, row["law"][1].get<double>(), 1e-14) << row;
    ++checked;
  }
  EXPECT_EQ(checked, 2 * (2 + 24 + 2) + 16);
}

TEST(initializer_law, truncated_normals_have_the_quantiles_of_torch) {
  const ParameterGroup& group = group_of("hidden.0.weight");
  for (const auto& table : vectors()["quantiles"]) {
    const Distribution law =
        law_of<TruncNormalInit>(group, table["arguments"].get<std::vector<double>>());
    const GroupDraw draw = group_draw(law, group);
    const float spacing =
        0x1p-23f * static_cast<float>(std::max(std::fabs(law.a), std::fabs(law.low)));
    for (std::size_t i = 0; i < table["u"].size(); ++i) {
      EntrySource source{};
      const auto k = static_cast<std::uint32_t>((table["u"][i].get<double>() * 16777216.0 - 1) / 2);
      source.own.word[0] = k << 9;
      const double expected = table["x"][i];
      EXPECT_NEAR(TruncatedNormalDraw::draw(draw.constant, source), expected,
                  2e-6 * std::fabs(expected - law.a) + spacing)
          << table["arguments"] << " u " << table["u"][i];
    }
  }
}

TEST(initializer_law, starts_are_those_of_the_written_definition) {
  const auto& all = vectors();
  for (const auto& row : all["starts"]) {
    const std::string call = row["call"];
    const std::string name = call.substr(0, call.find('('));
    const std::vector<double> arguments =
        call == "orthogonal(2)" ? std::vector<double>{2} : std::vector<double>{};
    std::size_t position = 0;
    for (const ParameterGroup& group : Shape<1>::group) {
      const GroupDraw draw = group_draw(law_by_name(name, arguments, group), group);
      for (int entry = 0; entry < group.entries; ++entry) {
        const double expected = row["values"][position++];
        const float x = draw_entry(Draws{}, all["seed"].get<std::uint64_t>(),
                                   row["network"].get<std::uint64_t>(), draw, entry);
        EXPECT_NEAR(x, expected, 1e-6 * std::fabs(expected) + 3e-7) << row << group.name;
      }
    }
  }
}

TEST(initializer_law, first_draws_never_change) {
  struct {
    const char* call;
    std::uint32_t bits[3];  ///< networks 0, 1, 2: first hidden weight
  } const golden[] = {
      {"uniform", {0x3e8dcc66u, 0x3e97b15au, 0x3efc6562u}},
      {"normal", {0xbfca4a37u, 0xbf4d4e59u, 0x3f5cc3fcu}},
      {"trunc_normal", {0xbf0fd75fu, 0xbf022e57u, 0xbc89f894u}},
      {"glorot_normal", {0xbf0584a1u, 0xbef1ad25u, 0xbc8011b0u}},
      {"he_normal", {0xbf23868cu, 0xbf13fef5u, 0xbc9cda1au}},
      {"lecun_normal", {0xbee74295u, 0xbed14c40u, 0xbc5dd27au}},
      {"lecun_uniform", {0xbf0bde28u, 0xbeff7fdeu, 0xbc8d3f10u}},
      {"orthogonal", {0xbe2c9181u, 0xbe92c6feu, 0xbf7fbfeau}},
      {"torch_linear", {0xbea18162u, 0xbe93833fu, 0xbc2318e3u}},
      {"keras_dense", {0xbf218162u, 0xbf13833fu, 0xbca318e3u}},
      {"sklearn_mlp", {0xbf218162u, 0xbf13833fu, 0xbca318e3u}},
      {"rai", {0xbf2bd953u, 0x3eee0915u, 0x3ebb8b59u}},
      {"xavier_normal", {0xbfa52b45u, 0xbf27a1b6u, 0x3f34411cu}},
      {"kaiming_uniform", {0xbf45cd8cu, 0xbf34aa58u, 0xbcc7c0a2u}},
  };
  const ParameterGroup& group = group_of("hidden.0.weight");
  for (const auto& row : golden) {
    const GroupDraw draw = group_draw(law_by_name(row.call, {}, group), group);
    for (std::uint64_t n = 0; n < 3; ++n) {
      EXPECT_EQ(to_bits(draw_entry(Draws{}, kSeed, n, draw, 0)), row.bits[n]) << row.call << n;
    }
  }
}

}  // namespace
}  // namespace myriad
