// Data tables of specs: columns by name or number, the fields of all data sets, what data.seed
// decides.
#include "host/spec/spec_data.hpp"

#include <string>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "myriad/spec.hpp"

namespace myriad {
namespace {

using Texts = std::vector<std::string>;

Sweep parsed(const std::string& text) { return parse_spec(text, "dir/spec.toml", {}); }

/// The first complaint about a spec; empty for a good one.
std::string complaint(const std::string& text) {
  try {
    parsed(text);
  } catch (const InputError& error) {
    return error.diagnostics().at(0).what;
  }
  return "";
}

std::string csv(const std::string& features, const std::string& label) {
  return "[base]\ndata = { source = \"csv\", file = \"a.csv\", features = " + features +
         ", label = " + label + " }\n";
}

TEST(SpecData, ColumnsAreNamesOrNumbers) {
  const Sweep numbers = parsed(csv("[0, 1]", "2")), texts = parsed(csv("[\"0\", \"1\"]", "\"2\""));
  const auto& fields = numbers.cells[0].config.data.fields;
  EXPECT_EQ(std::get<Texts>(fields.at("features")), (Texts{"0", "1"}));
  EXPECT_EQ(std::get<std::string>(fields.at("label")), "2");
  EXPECT_EQ(numbers.cells[0].values_hash, texts.cells[0].values_hash);
  const Sweep mixed = parsed(csv("[3, \"b\"]", "\"c\""));
  EXPECT_EQ(std::get<Texts>(mixed.cells[0].config.data.fields.at("features")), (Texts{"3", "b"}));
  EXPECT_NE(complaint(csv("[0, -1]", "2")), "");
  EXPECT_NE(complaint(csv("[0, 1.0]", "2")), "");
  EXPECT_NE(complaint(csv("[0, 1]", "2.5")), "");
  EXPECT_NE(
      complaint("[base]\ndata = { source = \"csv\", file = 7, features = [0, 1], label = 2 }"), "");
}

TEST(SpecData, EverySourceTakesTheFieldsOfAll) {
  for (const char* source :
       {"xor", "and", "or", "nand", "uniform", "moons", "circles", "gauss", "spiral", "blobs"}) {
    const std::string text =
        std::string("[base]\ndata = { source = \"") + source +
        "\", noise = 3, label_noise = 0.1, imbalance = 0.5, offset = -1, seed = 4 }";
    EXPECT_EQ(complaint(text), "") << source;
    EXPECT_EQ(parsed(text).cells[0].config.data.fields.size(), 5u);
  }
}

TEST(SpecData, FieldsHaveTheirRanges) {
  const auto of = [](const std::string& field) {
    return complaint("[base]\ndata = { source = \"circles\", " + field + " }");
  };
  EXPECT_EQ(of("noise = -1"), "data.noise takes a number >= 0, not -1");
  EXPECT_EQ(of("label_noise = 1.5"), "data.label_noise takes a number in [0, 1], not 1.5");
  EXPECT_EQ(of("imbalance = 1"), "data.imbalance takes a number in [0, 1), not 1");
  EXPECT_EQ(of("factor = 1"), "data.factor takes a number in [0, 1), not 1");
  EXPECT_EQ(of("rows = 1"), "data.rows takes a whole number in [2, 16777216], not 1");
}

TEST(SpecData, TheSeedIsAnAxisWhereItDecidesSomething) {
  const auto of = [](const std::string& data) {
    return complaint("[base]\ndata = " + data + "\n[grid]\ndata.seed = [1, 2]\n");
  };
  for (const char* random : {"\"uniform\"", "\"gauss\"", "\"blobs\"", "\"moons(noise=0.1)\"",
                             "\"xor(label_noise=0.1)\"", "\"circles(imbalance=0.5)\""}) {
    EXPECT_EQ(of(random), "") << random;
  }
  for (const char* fixed : {"\"xor\"", "\"moons\"", "\"circles(noise=0)\"", "\"spiral\""}) {
    EXPECT_NE(of(fixed).find("nothing uses the axis 'data.seed'"), std::string::npos) << fixed;
  }
}

}  // namespace
}  // namespace myriad
