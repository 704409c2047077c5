// Where rows come from: every source against rows or laws made by something else
// (vectors/dataset.json).
#include "myriad/parts/dataset_source.hpp"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "myriad/error.hpp"

namespace myriad {
namespace {

using Json = nlohmann::json;

const Json& vectors() {
  static const Json read =
      Json::parse(std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/dataset.json"));
  return read;
}

DataSpec spec_of(const Json& one) {
  DataSpec spec;
  spec.source = one.at("source");
  spec.directory = MYRIAD_SOURCE_DIR "/examples/the-question";
  for (const auto& [name, value] : one.at("fields").items()) {
    if (value.is_number()) spec.fields[name] = value.get<double>();
    if (value.is_string()) spec.fields[name] = value.get<std::string>();
    if (value.is_array()) spec.fields[name] = value.get<std::vector<std::string>>();
  }
  return spec;
}

/// The cases of each source in one list of the vectors; fails where there is none.
template <class Visitor>
void for_each_case(bool random, Visitor visitor) {
  for_each_type(DatasetSources{}, [&](auto tag, int) {
    using Source = typename decltype(tag)::type;
    if (Source::random != random) return;
    int cases = 0;
    for (const Json& one : vectors().at(random ? "random" : "fixed")) {
      if (one.at("source") != Source::info.name) continue;
      ++cases;
      visitor(one);
    }
    EXPECT_GT(cases, 0) << Source::info.name;
  });
}

TEST(DatasetSource, SourcesWithoutRandomnessMatchTheirVectors) {
  for_each_case(false, [](const Json& one) {
    DataSpec spec = spec_of(one);
    const std::vector<Sample> found = load_data(spec).samples;
    const Json& rows = one.at("rows");
    ASSERT_EQ(found.size(), rows.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::string where = one.at("source").get<std::string>() + one.at("fields").dump() +
                                ", row " + std::to_string(i);
      EXPECT_NEAR(found[i].x1, rows[i].at(0).get<double>(), 1e-14) << where;
      EXPECT_NEAR(found[i].x2, rows[i].at(1).get<double>(), 1e-14) << where;
      EXPECT_EQ(found[i].label, rows[i].at(2).get<double>()) << where;
    }
    spec.fields["seed"] = 12345.0;
    const std::vector<Sample> again = load_data(spec).samples;
    EXPECT_EQ(again.back().x1, found.back().x1) << "the seed matters";
  });
}

/// Sums over one class of rows.
struct ClassMoments {
  double n = 0, mean[2] = {}, variance[2] = {}, covariance = 0, skewness[2] = {};
};

ClassMoments moments_of(const std::vector<Sample>& rows, double label) {
  ClassMoments m;
  for (const Sample& row : rows) m.n += row.label == label;
  for (const Sample& row : rows) {
    if (row.label != label) continue;
    m.mean[0] += row.x1 / m.n, m.mean[1] += row.x2 / m.n;
  }
  for (const Sample& row : rows) {
    if (row.label != label) continue;
    const double d[2] = {row.x1 - m.mean[0], row.x2 - m.mean[1]};
    m.covariance += d[0] * d[1] / m.n;
    for (int k = 0; k < 2; ++k) {
      m.variance[k] += d[k] * d[k] / m.n;
      m.skewness[k] += d[k] * d[k] * d[k] / m.n;
    }
  }
  return m;
}

TEST(DatasetSource, RandomSourcesFollowTheirLaw) {
  const double kRows = 40'000;
  for_each_case(true, [kRows](const Json& one) {
    const std::string what = one.at("source").get<std::string>() + one.at("fields").dump();
    DataSpec spec = spec_of(one);
    spec.fields["rows"] = kRows;
    const std::vector<Sample> rows = load_data(spec).samples;
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kRows));
    const Json& law = one.at("law");
    for (const double label : {0.0, 1.0}) {
      const ClassMoments m = moments_of(rows, label);
      const double variance = law.at("variance"), share = law.at("share");
      const double chance = label == 1 ? share : 1 - share;
      EXPECT_NEAR(m.n / kRows, chance, 5 * std::sqrt(0.25 / kRows)) << what;
      for (int k = 0; k < 2; ++k) {  // within five standard errors, those of the normal law
        EXPECT_NEAR(m.variance[k], variance, 5 * variance * std::sqrt(2 / m.n)) << what;
        if (!law.contains("mean")) continue;
        const double mean = law.at("mean").at(static_cast<std::size_t>(label));
        EXPECT_NEAR(m.mean[k], mean, 5 * std::sqrt(variance / m.n)) << what;
      }
      if (spec.source == "uniform") continue;  // a triangle: its coordinates hang together
      EXPECT_NEAR(m.covariance, 0, 5 * variance / std::sqrt(m.n)) << what;
      for (const double skewness : m.skewness) {
        EXPECT_NEAR(skewness, 0, 5 * std::sqrt(15 / m.n) * std::pow(variance, 1.5)) << what;
      }
    }
  });
}

TEST(DatasetSource, RandomRowsKeepTheirPlaceWhenThereAreMore) {
  for_each_case(true, [](const Json& one) {
    DataSpec spec = spec_of(one);
    spec.fields["seed"] = 7.0;
    spec.fields["noise"] = 0.5;
    spec.fields["rows"] = 51.0;
    const std::vector<Sample> few = load_data(spec).samples;
    spec.fields["rows"] = 400.0;
    const std::vector<Sample> many = load_data(spec).samples;
    for (std::size_t i = 0; i < few.size(); ++i) {
      EXPECT_EQ(few[i].x1, many[i].x1);
      EXPECT_EQ(few[i].x2, many[i].x2);
      EXPECT_EQ(few[i].label, many[i].label);
    }
    spec.fields["seed"] = 8.0;
    EXPECT_NE(load_data(spec).samples[0].x1, many[0].x1);
  });
}

TEST(DatasetSource, CentresOfBlobsAreUniformInTheirBox) {
  constexpr int kSeeds = 2000;
  double sum = 0, squares = 0, between = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    DataSpec spec;
    spec.source = "blobs";
    spec.fields = {
        {"rows", 2.0}, {"cluster_std", 0.0}, {"seed", double(seed)}, {"low", 1.0}, {"high", 4.0}};
    const std::vector<Sample> rows = load_data(spec).samples;
    for (const Sample& row : rows) {
      for (const double x : {row.x1, row.x2}) {
        EXPECT_TRUE(x > 1 && x < 4);
        sum += x - 2.5, squares += (x - 2.5) * (x - 2.5);
      }
    }
    between += (rows[0].x1 - 2.5) * (rows[1].x1 - 2.5);
  }
  EXPECT_NEAR(sum / (4 * kSeeds), 0, 5 * std::sqrt(0.75 / (4 * kSeeds)));
  EXPECT_NEAR(squares / (4 * kSeeds), 0.75, 5 * std::sqrt(0.45 / (4 * kSeeds)));
  EXPECT_NEAR(between / kSeeds, 0, 5 * 0.75 / std::sqrt(kSeeds));
}

TEST(DatasetSource, RefusesFieldsOfAnotherKindOrRange) {
  const auto refused = [](const std::string& source, const std::string& name, const FieldValue& value, const std::string& part) {
    DataSpec spec;
    spec.source = source;
    spec.fields[name] = value;
    std::string text;
    try {
      load_data(spec);
    } catch (const UsageError& error) {
      text = error.what();
    }
    EXPECT_NE(text.find(part), std::string::npos) << name << ": " << text;
  };
  refused("nothing", "rows", 4.0, "there is no data set 'nothing'");
  refused("uniform", "colour", 4.0, "has no field 'colour'");
  refused("csv", "file", 4.0, "file is a text");
  refused("csv", "features", 4.0, "features is a list of texts");
  refused("uniform", "rows", std::string("4"), "rows is a number");
  refused("uniform", "rows", 4.5, "rows is a whole number");
  refused("uniform", "rows", std::nan(""), "rows is a finite number");
  refused("uniform", "rows", -1.0, "rows lies between");
  refused("uniform", "rows", 1e300, "rows lies between");
}

TEST(DatasetSource, ADelimiterIsOneCharacterOfNoNumber) {
  for (const std::string& text : {std::string("ab"), std::string(), std::string("\u00e9"), std::string("\xe9"), std::string("."),
                                  std::string("7"), std::string("\""), std::string(1, '\0')}) {
    DataSpec spec;
    spec.source = "csv";
    spec.fields = {{"file", std::string("none.csv")}, {"features", std::vector<std::string>{"a", "b"}},
                   {"label", std::string("y")}, {"delimiter", text}};
    try {
      load_data(spec);
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_NE(std::string(error.what()).find("delimiter is one character"), std::string::npos) << error.what();
    }
  }
}

TEST(DatasetSource, DescribesEveryField) {
  for_each_type(DatasetSources{}, [](auto tag, int) {
    using Source = typename decltype(tag)::type;
    constexpr std::size_t size = Source::parameters.size();
    const char* last[] = {"seed", "noise", "label_noise", "imbalance", "offset"};
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_STREQ(Source::parameters[size - 5 + i].name, last[i]) << Source::info.name;
    }
    for (const Parameter& p : Source::parameters) EXPECT_STRNE(p.meaning, "") << p.name;
  });
}

}  // namespace
}  // namespace myriad
