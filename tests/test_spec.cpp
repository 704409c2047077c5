// What good specs mean: defaults, data, initialisers, overrides, identities. Axes and draws are in
// test_spec_axes.cpp, bad specs in test_spec_errors.cpp.
#include "myriad/spec.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "myriad/registry.hpp"
#include "spec_fixture.hpp"

namespace {

using namespace myriad;

TEST(Spec, EmptySpecIsOneCellOfDefaults) {
  const Sweep sweep = parsed("");
  ASSERT_EQ(sweep.cells.size(), 1u);
  EXPECT_EQ(sweep.name, "spec");
  EXPECT_EQ(sweep.seed, 0u);
  EXPECT_EQ(sweep.keep.text(), "none");
  EXPECT_TRUE(sweep.varied_keys.empty());
  const Cell& cell = sweep.cells[0];
  EXPECT_EQ(cell.config.data.source, "xor");
  EXPECT_EQ(cell.config.data.directory, "dir");
  EXPECT_EQ(cell.config.hidden_layers, 1);
  EXPECT_EQ(cell.config.activation.id, part_id(PartKind::activation, "relu"));
  EXPECT_EQ(cell.config.init.weight_init.arguments, (std::vector<double>{-0.05, 0.05}));
  EXPECT_EQ(cell.config.lr, 0.1);
  EXPECT_EQ(cell.config.epochs, 2000u);
  EXPECT_FALSE(cell.config.batch_size);
  EXPECT_TRUE(cell.config.decay_biases);
  EXPECT_EQ(cell.values.at("loss"), "bce_with_logits");
  EXPECT_EQ(cell.origin.at("loss"), "default");
}

TEST(Spec, NoEpochsAtAllAreAllowed) {
  EXPECT_EQ(parsed("[base]\nepochs = 0").cells[0].config.epochs, 0u);
  EXPECT_EQ(parsed("[base]\nepochs = \"0\"").cells[0].config.epochs, 0u);
}

TEST(Spec, TheSmallestCountsAreAllowed) {
  EXPECT_EQ(parsed("networks_per_cell = 1").networks_per_cell, 1u);
  EXPECT_EQ(parsed("[random]\nn = 1\nlr = { uniform = [0.1, 0.2] }").cells.size(), 1u + 1u);
  EXPECT_EQ(parsed("[grid]\nlr = { linspace = [0.1, 0.2], n = 2 }").cells.size(), 2u);
}

TEST(Spec, DataFieldsByTableDottedOrQuoted) {
  const Sweep sweep = parsed(R"toml([base]
data = { source = "uniform", rows = 8, high = 2 }
[grid]
data.seed = [0, 1]
"data.noise" = [0.25, 0.5]
)toml");
  EXPECT_EQ(sweep.varied_keys, (Texts{"data.seed", "data.noise"}));
  ASSERT_EQ(sweep.cells.size(), 4u);
  EXPECT_EQ(column(sweep, "data.seed"), (Texts{"0", "0", "1", "1"}));
  EXPECT_EQ(sweep.cells[3].values.at("data"), "uniform(rows=8, high=2, seed=1, noise=0.5)");
  EXPECT_EQ(sweep.cells[3].values.at("data.low"), "0");
  EXPECT_EQ(sweep.cells[3].origin.at("data.low"), "default");
  EXPECT_EQ(sweep.cells[3].origin.at("data.rows"), "[base]");
  EXPECT_EQ(sweep.cells[3].origin.at("data.noise"), "[grid]");
  EXPECT_EQ(std::get<double>(sweep.cells[3].config.data.fields.at("noise")), 0.5);
  EXPECT_EQ(sweep.cells[3].config.data.fields.count("low"), 0u);

  const Sweep dotted = parsed("[base]\ndata.source = \"uniform\"\ndata.rows = 8\ndata.high = 2\n");
  const Sweep call = parsed("[base]\ndata = \"uniform(rows=8, high=2)\"\n");
  EXPECT_EQ(dotted.cells[0].values_hash, call.cells[0].values_hash);
  EXPECT_EQ(dotted.cells[0].config.data.source, "uniform");
}

TEST(Spec, DataOfTheQuestion) {
  const Sweep sweep = parsed(
      "[base]\ndata = { source = \"csv\", file = \"iris.csv\", features = [\"a\", \"b\"], label = "
      "\"c\" }\n");
  const DataSpec& data = sweep.cells.at(0).config.data;
  EXPECT_EQ(std::get<std::string>(data.fields.at("file")), "iris.csv");
  EXPECT_EQ(std::get<Texts>(data.fields.at("features")), (Texts{"a", "b"}));
  EXPECT_EQ(sweep.cells[0].values.at("data"),
            "csv(file=\"iris.csv\", features=[\"a\", \"b\"], label=\"c\")");
}

TEST(Spec, NewDataTakesTheFieldsOfTheOldAway) {
  const Sweep sweep = parsed(R"toml([base]
"data.offset" = 3
[grid]
"data.noise" = [0, 0.5]
[[cell]]
data = { source = "csv", file = "f.csv", features = ["a", "b"], label = "c" }
)toml");
  ASSERT_EQ(sweep.cells.size(), 3u);
  EXPECT_EQ(column(sweep, "data.offset"), (Texts{"3", "3", "0"}));
  EXPECT_EQ(sweep.cells[2].config.data.fields.count("offset"), 0u);
}

TEST(Spec, AKeyThatSaysNothingForACellIsEmpty) {
  const Sweep sweep = parsed(R"toml([grid]
data.low = [0, -1]
[[cell]]
data = { source = "csv", file = "f.csv", features = ["a", "b"], label = "c" }
)toml");
  EXPECT_EQ(column(sweep, "data.low"), (Texts{"0", "-1", ""}));
}

TEST(Spec, TorchLinearBringsItsBiasesUnlessTheyAreGiven) {
  const Initialization both =
      parsed("[base]\nweight_init = \"torch_linear\"\n").cells.at(0).config.init;
  const int torch = part_id(PartKind::initializer, "torch_linear");
  const int zeros = part_id(PartKind::initializer, "zeros");
  EXPECT_EQ(both.bias_init.id, torch);
  EXPECT_FALSE(both.bias_init_given);
  EXPECT_EQ(both.output_bias_init.id, zeros);

  const Sweep given = parsed(
      "[base]\nweight_init = \"torch_linear\"\nbias_init = \"zeros\"\n"
      "output_weight_init = \"torch_linear\"\n");
  EXPECT_EQ(given.cells[0].config.init.bias_init.id, zeros);
  EXPECT_TRUE(given.cells[0].config.init.bias_init_given);
  EXPECT_EQ(given.cells[0].config.init.output_bias_init.id, torch);
  EXPECT_EQ(given.cells[0].values.at("output_bias_init"), "torch_linear");
  EXPECT_EQ(given.cells[0].origin.at("output_bias_init"), "output_weight_init");
}

TEST(Spec, LayerKeysOverrideTheGeneralOnes) {
  const Sweep sweep = parsed(R"toml([base]
shape = "2-1-1-1"
weight_init = "torch_linear"
hidden.0.weight_init = "lattice(64)"
hidden.1.bias_init = "constant(0.5)"
[grid]
hidden.1.weight_init = ["ones", "values(-2)"]
)toml");
  ASSERT_EQ(sweep.cells.size(), 2u);
  EXPECT_EQ(sweep.varied_keys, Texts{"hidden.1.weight_init"});
  const Initialization& init = sweep.cells[1].config.init;
  EXPECT_EQ(init.by_group.at("hidden.0.weight").arguments, (std::vector<double>{64, 1}));
  EXPECT_EQ(init.by_group.at("hidden.1.weight").arguments, std::vector<double>{-2});
  EXPECT_EQ(init.by_group.at("hidden.1.bias").arguments, std::vector<double>{0.5});
  // The lattice does not bring biases, so layer 0 has zeros although weight_init would.
  EXPECT_EQ(init.by_group.at("hidden.0.bias").id, part_id(PartKind::initializer, "zeros"));
  EXPECT_EQ(sweep.cells[1].values.at("hidden.0.bias_init"), "zeros");
}

TEST(Spec, ALatticeStartsAsManyNetworksAsItHasPoints) {
  const Sweep sweep = parsed("networks_per_cell = 64\n[base]\nweight_init = \"lattice(8)\"\n");
  EXPECT_EQ(sweep.cells.at(0).config.init.weight_init.arguments, (std::vector<double>{8, 1}));
}

TEST(Spec, TopLevelValues) {
  const Sweep sweep = parsed(R"toml(spec_version = 1
name = "a name"
seed = "18446744073709551615"
networks_per_cell = 65_536
keep = "first(1k)"
)toml");
  EXPECT_EQ(sweep.name, "a name");
  EXPECT_EQ(sweep.seed, 18446744073709551615u);
  EXPECT_EQ(sweep.networks_per_cell, 65536u);
  EXPECT_EQ(sweep.keep.kind, KeepRule::Kind::first);
  EXPECT_EQ(sweep.keep.first, 1000u);
  EXPECT_EQ(sweep.keep.text(), "first(1000)");
  EXPECT_EQ(parsed("seed = 9_223_372_036_854_775_807").seed, 9223372036854775807u);
  EXPECT_EQ(parsed("seed = \"9223372036854775808\"").seed, 9223372036854775808u);
  EXPECT_EQ(parsed("networks_per_cell = \"1M\"").networks_per_cell, 1000000u);
  EXPECT_EQ(parsed("networks_per_cell = \"4G\"").networks_per_cell, 4000000000u);
  EXPECT_EQ(parsed("networks_per_cell = 4294967296").networks_per_cell, 4294967296u);
  for (const char* rule : {"none", "all", "dead", "first(7)"}) {
    EXPECT_EQ(parsed(std::string("keep = \"") + rule + "\"").keep.text(), rule);
  }
}

TEST(Spec, ByteOrderMarkAndCarriageReturnsAreAccepted) {
  const std::string plain = "seed = 3\n[base]\nlr = 0.5\n";
  const Sweep marked = parsed("\xef\xbb\xbfseed = 3\r\n[base]\r\nlr = 0.5\r\n");
  EXPECT_EQ(marked.seed, 3u);
  EXPECT_EQ(marked.cells.at(0).config.lr, 0.5);
  EXPECT_EQ(spec_hash(marked), spec_hash(parsed(plain)));
}

TEST(Spec, SurvivalEpochsAsTextOrList) {
  EXPECT_EQ(parsed("[base]\nsurvival_epochs = \"0, 10,2000\"").cells[0].config.survival_epochs,
            "0,10,2000");
  EXPECT_EQ(parsed("[base]\nsurvival_epochs = [0, 10, 2000]").cells[0].config.survival_epochs,
            "0,10,2000");
  EXPECT_EQ(parsed("").cells[0].config.survival_epochs, "auto");
}

TEST(Spec, SetReplacesAValueAndItsAxis) {
  Overrides overrides;
  overrides.set = {"lr=0.5", "activation = leaky_relu(0.1)", "epochs=2k", "name=other",
                   "data.noise=0.5"};
  overrides.networks = "4k";
  overrides.seed = "18446744073709551615";
  const Sweep sweep = parsed(
      "seed = 1\n[base]\nepochs = 3\n[grid]\nlr = [1, 2]\nbias_init = [\"zeros\", \"ones\"]\n",
      overrides);
  ASSERT_EQ(sweep.cells.size(), 2u);
  EXPECT_EQ(sweep.name, "other");
  EXPECT_EQ(sweep.networks_per_cell, 4000u);
  EXPECT_EQ(sweep.seed, 18446744073709551615u);
  EXPECT_EQ(sweep.varied_keys, Texts{"bias_init"});
  EXPECT_EQ(sweep.cells[0].config.lr, 0.5);
  EXPECT_EQ(sweep.cells[0].config.epochs, 2000u);
  EXPECT_EQ(sweep.cells[0].values.at("activation"), "leaky_relu(0.1)");
  EXPECT_EQ(sweep.cells[0].values.at("data.noise"), "0.5");
  EXPECT_EQ(sweep.cells[0].origin.at("lr"), "--set");
  EXPECT_EQ(parse_spec(sweep.text, sweep.file, sweep.overrides).cells[1].values_hash,
            sweep.cells[1].values_hash);
}

TEST(Spec, SetTakesTomlTables) {
  Overrides overrides;
  overrides.set = {"data={ source = \"uniform\", rows = 5 }", "name=\"quoted\""};
  const Sweep sweep = parsed("[base]\n\"data.low\" = -1\n", overrides);
  EXPECT_EQ(sweep.cells.at(0).values.at("data"), "uniform(rows=5)");
  EXPECT_EQ(sweep.name, "quoted");
}

TEST(Spec, IdentityIsOfWhatDefinesResults) {
  const auto identity = [](const std::string& text, std::uint64_t data = 1) {
    const Sweep sweep = parsed(text);
    return cell_identity(sweep, sweep.cells.at(0), data);
  };
  const std::string base = identity("");
  EXPECT_EQ(base.size(), 16u);
  EXPECT_EQ(base.find_first_not_of("0123456789abcdef"), std::string::npos);
  for (const char* same :
       {"name = \"x\"", "keep = \"all\"", "networks_per_cell = 5", "[base]\nlr = 1e-1",
        "[base]\nactivation = \"relu()\"", "[base]\noptimizer = \"sgd(momentum=0)\"",
        "[base]\ndata = { source = \"xor\", noise = 0 }", "[base]\nbias_init = \"zeros\"",
        "[grid]\nlr = [0.1, 0.2]"}) {
    EXPECT_EQ(identity(same), base) << same;
  }
  std::set<std::string> different{base, identity("", 2)};
  const std::vector<std::string> changes = {"seed = 1",
                                            "[base]\nlr = 0.2",
                                            "[base]\nepochs = 1999",
                                            "[base]\nactivation = \"tanh\"",
                                            "[base]\nactivation = \"leaky_relu\"",
                                            "[base]\nactivation = \"leaky_relu(0.02)\"",
                                            "[base]\ndata = { source = \"xor\", noise = 0.5 }",
                                            "[base]\ntest_fraction = 0.5",
                                            "[base]\nshape = \"2-1-1-1\"",
                                            "[base]\nbias_init = \"ones\"",
                                            "[base]\nsurvival_epochs = \"1\"",
                                            "[base]\nhidden.0.weight_init = \"ones\"",
                                            "[base]\nweight_decay = 1",
                                            "[base]\npreprocess = \"standard_scaler\""};
  for (const std::string& change : changes) different.insert(identity(change));
  EXPECT_EQ(different.size(), changes.size() + 2);
}

TEST(Spec, IdentityDoesNotDependOnTheOtherCells) {
  const Sweep few = parsed("[grid]\nlr = [1, 2]\n");
  const Sweep more = parsed("[grid]\nlr = [3, 2, 1]\n");
  EXPECT_EQ(cell_identity(few, few.cells[0], 7), cell_identity(more, more.cells[2], 7));
  EXPECT_NE(spec_hash(few), spec_hash(more));
  EXPECT_NE(cell_identity(few, few.cells[0], 7), cell_identity(few, few.cells[1], 7));
}

TEST(Spec, StarterRunsAsItIsAndWithItsCommentsTakenAway) {
  const Sweep sweep = parsed(starter_spec());
  EXPECT_EQ(sweep.cells.size(), 5u);
  EXPECT_EQ(sweep.cells[0].config.data.source, "xor");
  // Each line that is commented out must be right as well.
  std::string text;
  for (std::size_t at = 0; at < starter_spec().size();) {
    const std::size_t end = starter_spec().find('\n', at);
    std::string line = starter_spec().substr(at, end - at);
    at = end + 1;
    const bool key = line.rfind("# ", 0) == 0 &&
                     (line.find(" = ") != std::string::npos || line.rfind("# [", 0) == 0);
    if (key && line.rfind("# data = ", 0) != 0) line.erase(0, 2);
    text += line + "\n";
  }
  const Sweep all = parsed(text);
  EXPECT_EQ(all.cells.size(), 2u * 2 * 5 * 2 * 2 + 100 + 1);
}

TEST(Spec, TheContractsOwnShape) {
  const Sweep sweep = parsed(R"toml(spec_version = 1
name = "the-question"
seed = 2020
networks_per_cell = 65_536
[base]
data = { source = "csv", file = "iris_petals.csv", features = ["petal_length", "petal_width"], label = "virginica" }
[grid]
activation = ["relu", "leaky_relu(0.01)"]
preprocess = ["none", "standard_scaler"]
lr = { logspace = [0.01, 1.0], n = 5 }
[[zip]]
weight_init = ["uniform(-0.05, 0.05)", "kaiming_normal"]
output_weight_init = ["uniform(-0.05, 0.05)", "xavier_normal"]
[random]
n = 100
lr = { log_uniform = [1e-4, 1.0] }
[[cell]]
name = "torch default"
weight_init = "torch_linear"
bias_init = "torch_linear"
)toml");
  ASSERT_EQ(sweep.cells.size(), 141u);
  EXPECT_EQ(sweep.varied_keys, (Texts{"activation", "preprocess", "lr", "weight_init",
                                      "output_weight_init", "bias_init"}));
  EXPECT_EQ(sweep.cells[1].values.at("weight_init"), "kaiming_normal");
  EXPECT_EQ(sweep.cells[20].values.at("activation"), "leaky_relu(0.01)");
  EXPECT_EQ(sweep.cells[140].name, "torch default");
}

TEST(Spec, ReadsFilesAndSaysWhenItCannot) {
  const std::string directory = ::testing::TempDir() + "/myriad_spec";
  std::filesystem::create_directories(directory);
  const std::string file = directory + "/my sweep.toml";
  std::ofstream(file) << "[base]\nlr = 0.25\n";
  const Sweep sweep = read_spec(file);
  EXPECT_EQ(sweep.name, "my sweep");
  EXPECT_EQ(sweep.cells.at(0).config.lr, 0.25);
  EXPECT_EQ(sweep.cells[0].config.data.directory, directory);
  EXPECT_EQ(sweep.text, "[base]\nlr = 0.25\n");
  EXPECT_THROW(read_spec(directory), InputOutputError);
  try {
    read_spec(directory + "/absent.toml");
    ADD_FAILURE() << "a file that is not there was read";
  } catch (const InputOutputError& error) {
    EXPECT_NE(std::string(error.what()).find("help: myriad init"), std::string::npos) << error.what();
  }
  EXPECT_THROW(read_spec("/dev/zero"), InputError);
  std::filesystem::remove_all(directory);
}

}  // namespace
