// Specs with mistakes: each with the line and column it must point at and words that it must say.
#include "myriad/error.hpp"
#include "myriad/spec.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "spec_fixture.hpp"

namespace {

using namespace myriad;

std::string listing(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics) text += to_text(d) + "\n";
  return text;
}

struct BadSpec {
  const char* text;
  std::size_t line, column;
  const char* what;
  const char* help = "";
};

// Every one holds exactly one mistake.
const BadSpec kBadSpecs[] = {
    // The top level.
    {"sed = 1", 1, 1, "unknown key 'sed'", "did you mean 'seed'?"},
    {"lr = 1", 1, 1, "'lr' does not stand at the top level", "[base]"},
    {"[bases]\nlr = 1", 1, 2, "unknown key 'bases'", "did you mean 'base'?"},
    {"spec_version = 2", 1, 16, "spec_version is 1, not 2"},
    {"spec_version = \"1\"", 1, 16, "spec_version is 1, not '1'"},
    {"name = 3", 1, 8, "name takes a string, not 3"},
    {"name = \"a\\u0000b\"", 1, 8, "name holds a zero byte"},
    {"seed = -1", 1, 8, "seed takes a whole number from 0 to 18446744073709551615, not -1"},
    {"seed = 1.0", 1, 8, "seed takes a whole number"},
    {"seed = \"18446744073709551616\"", 1, 8, "seed takes a whole number"},
    {"seed = \"010\"", 1, 8, "seed takes a whole number"},
    {"seed = \"1M\"", 1, 8, "seed takes a whole number"},
    {"seed = 9223372036854775808", 1, 8, "not representable", "goes in quotes"},
    {"networks_per_cell = 0", 1, 21, "from 1 to 4,294,967,296, not 0"},
    {"networks_per_cell = -5", 1, 21, "from 1 to 4,294,967,296, not -5"},
    {"networks_per_cell = 4294967297", 1, 21, "not 4294967297"},
    {"networks_per_cell = \"5G\"", 1, 21, "not '5G'"},
    {"networks_per_cell = \"20000000T\"", 1, 21, "not '20000000T'"},
    {"networks_per_cell = \"1.5M\"", 1, 21, "not '1.5M'", "\"1M\""},
    {"networks_per_cell = [1, 2]", 1, 21, "not a list"},
    {"keep = \"ded\"", 1, 8, "keep cannot be 'ded'", "did you mean 'dead'?"},
    {"keep = \"first(-1)\"", 1, 8, "keep cannot be 'first(-1)'"},
    {"keep = \"first(10\"", 1, 8, "keep cannot be"},
    {"base = 3", 1, 8, "[base] is a table, not 3"},
    {"[[base]]\nlr = 1", 1, 1, "[base] is a table, not a list"},
    {"[zip]\nlr = [1]", 1, 1, "zip is a list of tables", "[[zip]]"},
    {"[cell]\nlr = 1", 1, 1, "cell is a list of tables", "[[cell]]"},
    {"zip = [3]", 1, 8, "[[zip]] is a table, not 3"},
    // Keys and plain values.
    {"[base]\nlearning_rte = 1", 2, 1, "unknown key 'learning_rte'", "keys: data, "},
    {"[base]\nactivatoin = \"relu\"", 2, 1, "unknown key 'activatoin'",
     "did you mean 'activation'?"},
    {"[base]\nhidden.2.weight_init = \"ones\"", 2, 8, "unknown key 'hidden.2'"},
    {"[base]\nhidden.0.wieght_init = \"ones\"", 2, 10, "unknown key 'hidden.0.wieght_init'",
     "did you mean 'hidden.0.weight_init'?"},
    {"[base]\nlr = \"0.1\"", 2, 6, "lr takes a number >= 0, not '0.1'", "without quotes"},
    {"[base]\nlr = -0.1", 2, 6, "lr takes a number >= 0, not -0.1"},
    {"[base]\nlr = nan", 2, 6, "not nan"},
    {"[base]\nlr = inf", 2, 6, "not inf"},
    {"[base]\nlr = 1e39", 2, 6, "not 1e39"},
    {"[base]\nlr = true", 2, 6, "not true"},
    {"[base]\nlr = 1979-05-27", 2, 6, "not a date or time"},
    {"[base]\nlr = [1]", 2, 6, "lr takes a number >= 0, not a list"},
    {"[base]\nepochs = 10.5", 2, 10, "epochs takes a whole number in [0, 2147483646], not 10.5"},
    {"[base]\nepochs = -1", 2, 10, "not -1"},
    {"[base]\nepochs = 2147483648", 2, 10, "not 2147483648"},
    {"[base]\ntest_fraction = 1", 2, 17, "test_fraction takes a number in [0, 1), not 1"},
    {"[base]\nshape = \"2-2-1\"", 2, 9, "shape takes one of 2-1-1, 2-1-1-1, not '2-2-1'"},
    {"[base]\nshape = 211", 2, 9, "not 211"},
    {"[base]\nbatch_size = 0", 2, 14, "a whole number of rows from 1, not 0", "use \"full\", or 32"},
    {"[base]\nbatch_size = \"ful\"", 2, 14, "a whole number of rows from 1, not 'ful'"},
    {"[base]\noutput = \"linear\"", 2, 10, "a linear output has no logit", "\"mse\", \"mae\", \"huber\""},
    {"[base]\noptimizer = \"lion\"", 2, 14, "lion has no learning rate", "lr = 1e-4"},
    {"[base]\noutput = \"softmax\"", 2, 10, "output takes one of sigmoid, linear"},
    {"[base]\nclip_norm = -1", 2, 13, "clip_norm takes a number >= 0"},
    {"[base]\ndecay_biases = 1", 2, 16, "decay_biases takes true or false, not 1"},
    {"[base]\nshuffle = \"per-network\"", 2, 11, "shuffle takes one of",
     "did you mean 'per_network'?"},
    {"[base]\nsurvival_epochs = \"5,3\"", 2, 19, "survival_epochs cannot be '5,3'", "ascending"},
    {"[base]\nsurvival_epochs = \"5,,7\"", 2, 19, "survival_epochs cannot be"},
    {"[base]\nepochs = 10\nsurvival_epochs = \"5,11\"", 3, 19,
     "survival epoch 11 is after the last epoch, 10"},
    // Parts: the place is inside the string.
    {"[base]\nactivation = \"rellu\"", 2, 15, "unknown activation 'rellu'", "did you mean 'relu'?"},
    {"[base]\nactivation = relu", 2, 14, "not valid TOML"},
    {"[base]\nactivation = 3", 2, 14, "activation takes the name of a part, not 3"},
    {"[base]\nactivation = \"\"", 2, 15, "the name of an activation is missing", "relu"},
    {"[base]\nactivation = 'leaky_relu(x)'", 2, 26, "'x' is not a number"},
    {"[base]\nactivation = \"leaky_rel\\u0075(x)\"", 2, 14, "'x' is not a number"},
    {"[base]\nactivation = \"leaky_relu(0.1, 0.2)\"", 2, 31, "leaky_relu takes at most 1 argument"},
    {"[base]\noptimizer = \"sgd(momentum=1.5)\"", 2, 27,
     "momentum of sgd takes a number in [0, 1), not '1.5'"},
    {"[base]\noptimizer = \"sgd(nesterov=true)\"", 2, 14, "nesterov needs a momentum"},
    {"[base]\noptimizer = \"sgd(0.9, 0.1, true)\"", 2, 14,
     "nesterov needs a momentum and no dampening"},
    {"[base]\nloss = \"mes\"", 2, 9, "unknown loss 'mes'", "losses: "},
    {"[base]\nschedule = \"constnat\"", 2, 13, "unknown schedule 'constnat'", "'constant'"},
    {"[base]\npreprocess = \"standard\"", 2, 15, "unknown preprocessing 'standard'",
     "standard_scaler"},
    {"[base]\nweight_init = \"constant\"", 2, 16, "constant needs its parameter 'val'"},
    // Initialisers and their groups.
    {"[base]\nweight_init = \"values(1)\"", 2, 16, "values(1) sets 1 value, hidden.0.weight has 2"},
    {"[base]\nbias_init = \"values(1, 2)\"", 2, 14,
     "values(1, 2) sets 2 values, hidden.0.bias has 1"},
    {"[base]\noutput_weight_init = \"lattice(99)\"", 2, 23, "sets 2 values, output.weight has 1"},
    {"[base]\nshape = \"2-1-1-1\"\nweight_init = \"lattice(99)\"", 3, 16, "hidden.1.weight has 1",
     "hidden.1.weight_init"},
    {"networks_per_cell = 65\n[base]\nweight_init = \"lattice(8)\"", 3, 16,
     "lattice(8) has starts for 64 networks, networks_per_cell is 65"},
    {"[base]\nhidden.1.bias_init = \"ones\"", 2, 10, "nothing uses 'hidden.1.bias_init'"},
    {"[[cell]]\nhidden.1.bias_init = \"ones\"", 2, 10, "nothing uses 'hidden.1.bias_init'"},
    // Data.
    {"[base]\ndata = { source = \"csw\", file = \"x\" }", 2, 20, "unknown data set 'csw'",
     "did you mean 'csv'?"},
    {"[base]\ndata = 3", 2, 8, "data takes a table or a data set's name, not 3"},
    {"[base]\ndata = { source = 3 }", 2, 19, "not 3"},
    {"[base]\ndata = { source = \"xor\", file = \"x\" }", 2, 26,
     "data set 'xor' has no field 'file'", "data sets with it: csv"},
    {"[base]\ndata = { source = \"csv\", file = \"x\", features = [\"a\", \"b\"] }", 2, 8,
     "data set 'csv' needs 'label'"},
    {"[base]\ndata = { source = \"csv\", file = \"x\", features = [\"a\", 2.5], label = \"c\" }", 2,
     55, "data.features's entry takes a string, not 2.5"},
    {"[base]\ndata = { source = \"csv\", file = \"\", features = [\"a\", \"b\"], label = \"c\" }",
     2, 33, "must not be empty"},
    {"[base]\ndata = { source = \"uniform\", rows = 0 }", 2, 37,
     "data.rows takes a whole number in [1, 16777216], not 0"},
    {"[base]\ndata = { source = \"uniform\", seed = 9007199254740993 }", 2, 37,
     "data.seed takes a whole number"},
    {"[base]\ndata = { label_noise = 2 }", 2, 24,
     "data.label_noise takes a number in [0, 1], not 2"},
    {"[base]\ndata = \"uniform(rows=x)\"", 2, 22, "'x' is not a number"},
    {"[grid]\ndata.nois = [0, 1]", 2, 6, "unknown key 'data.nois'", "did you mean 'data.noise'?"},
    {"[grid]\ndata.rows = [1, 2]", 2, 6, "data set 'xor' has no field 'rows'", "uniform"},
    // Axes.
    {"[grid]\nlr = 0.1", 2, 6, "an axis is a list of values, not 0.1", "[base]"},
    {"[grid]\nlr = []", 2, 6, "the axis 'lr' is empty"},
    {"[grid]\nlr = [0.1, 1e-1]", 2, 12, "'0.1' stands twice in the axis 'lr'"},
    {"[grid]\nactivation = [\"relu\", \"tanh\", \"relu()\"]", 2, 31, "'relu' stands twice"},
    {"[grid]\nlr = [0.1,\n  -1]", 3, 3, "lr takes a number >= 0, not -1"},
    {"[grid]\nnetworks_per_cell = [1, 2]", 2, 1, "'networks_per_cell' holds for the whole sweep"},
    {"[grid]\nlr = { logspace = [0.1, 1] }", 2, 6, "needs logspace or linspace, and n"},
    {"[grid]\nlr = { n = 3 }", 2, 6, "needs logspace or linspace, and n"},
    {"[grid]\nlr = { logspce = [0.1, 1], n = 3 }", 2, 8, "unknown field 'logspce'",
     "did you mean 'logspace'?"},
    {"[grid]\nlr = { logspace = [0, 1], n = 3 }", 2, 20, "logspace takes numbers above 0, not 0"},
    {"[grid]\nlr = { logspace = [1], n = 3 }", 2, 19, "logspace takes two numbers"},
    {"[grid]\nlr = { linspace = [-1, 1], n = 3 }", 2, 19, "lr takes a number >= 0, not -1"},
    {"[grid]\nlr = { linspace = [0, 1], n = 1 }", 2, 31, "n takes a whole number from 2"},
    {"[grid]\nlr = { linspace = [0, 1], n = 99999999999 }", 2, 31, "from 2 to 1,000,000"},
    {"[grid]\nepochs = { linspace = [1, 2], n = 3 }", 2, 23, "epochs takes a whole number"},
    {"[grid]\nactivation = { linspace = [1, 2], n = 2 }", 2, 16, "'activation' is no number"},
    {"[grid]\nlr = [1, 2]\n[[zip]]\nlr = [3, 4]\nepochs = [1, 2]", 4, 1, "'lr' is an axis already"},
    {"[[zip]]\nlr = [1, 2]\n[[zip]]\nlr = [3]", 4, 1, "'lr' is an axis already"},
    {"[[zip]]\nlr = [1, 2]\nepochs = [1, 2, 3]", 3, 1, "'epochs' has 3 values, 'lr' has 2"},
    {"[[zip]]", 1, 1, "this [[zip]] has no axis"},
    {"[grid]\ndata.noise = [0]\n\"data.noise\" = [1]", 3, 1, "duplicate key 'data.noise'"},
    // Axes that nothing uses.
    {"[grid]\nshuffle = [\"none\", \"shared\"]", 2, 1, "nothing uses the axis 'shuffle'"},
    {"[grid]\ndecay_biases = [true, false]", 2, 1, "nothing uses the axis 'decay_biases'"},
    {"[grid]\ndata.seed = [1, 2]", 2, 6, "nothing uses the axis 'data.seed'"},
    {"[grid]\nhidden.1.weight_init = [\"ones\", \"zeros\"]", 2, 10,
     "nothing uses the axis 'hidden.1.weight_init'"},
    {"[base]\nhidden.0.weight_init = \"ones\"\n[grid]\nweight_init = [\"ones\", \"zeros\"]", 4, 1,
     "nothing uses the axis 'weight_init'"},
    {"[random]\nn = 2\nshuffle = { choice = [\"none\", \"shared\"] }", 3, 1,
     "nothing uses the drawn key 'shuffle'"},
    // [random] and [[cell]].
    {"[random]\nlr = { uniform = [0, 1] }", 1, 1, "[random] needs n"},
    {"[random]\nn = 0\nlr = { uniform = [0, 1] }", 2, 5, "n takes a whole number from 1"},
    {"[random]\nn = 3", 1, 1, "[random] draws no key"},
    {"[random]\nn = 3\nlr = 1", 3, 6, "[random] draws 'lr' by one law, not 1", "log_uniform"},
    {"[random]\nn = 3\nlr = { normal = [0, 1] }", 3, 8, "unknown law 'normal'"},
    {"[random]\nn = 3\nlr = { uniform = [1, 0] }", 3, 18, "a lower number and a higher one"},
    {"[random]\nn = 3\nlr = { uniform = [-1, 1] }", 3, 19, "lr takes a number >= 0, not -1"},
    {"[random]\nn = 3\nlr = { log_uniform = [0, 1] }", 3, 23, "log_uniform takes numbers above 0"},
    {"[random]\nn = 3\nlr = { choice = [] }", 3, 17, "choice takes a list of values"},
    {"[random]\nn = 3\nepochs = { log_uniform = [1, 9] }", 3, 12, "cannot be drawn by log_uniform",
     "int_uniform"},
    {"[random]\nn = 3\nactivation = { uniform = [0, 1] }", 3, 16, "cannot be drawn by uniform",
     "choice"},
    {"[random]\nn = 3\nlr = { int_uniform = [0.5, 2] }", 3, 23,
     "int_uniform takes whole numbers, not 0.5"},
    {"[[cell]]\nname = 4\nlr = 2", 2, 8, "name takes a string, not 4"},
    {"[[cell]]\nlr = [1, 2]", 2, 6, "lr takes a number >= 0, not a list"},
    {"[[cell]]\nname = \"as base\"", 1, 1, "cell 1 has the same values as cell 0"},
    {"[[cell]]\nlr = 5\n[[cell]]\nactivation = \"relu\"\nlr = 5.0", 3, 1,
     "cell 2 has the same values as cell 1"},
    {"[[cell]]\nactivation = \"leaky_relu\"\n[[cell]]\nactivation = \"leaky_relu(0.01)\"", 3, 1,
     "cell 2 has the same values as cell 1"},
    {"[[cell]]\nweight_init = \"torch_linear\"\n[[cell]]\nweight_init = \"torch_linear\"\n"
     "bias_init = \"torch_linear\"",
     3, 1, "cell 2 has the same values as cell 1"},
    // Sizes.
    {"[grid]\nlr = { linspace = [0, 1], n = 1001 }\nweight_decay = { linspace = [0, 1], n = 1000 }",
     2, 1, "this sweep has 1,001,000 cells; the most is 1,000,000"},
    {"[[cell]]\nlr = 2\n[random]\nn = 1_000_000\nlr = { uniform = [0, 1] }", 3, 1,
     "1,000,002 cells"},
    // TOML itself.
    {"[base]\nlr = 1\nlr = 2", 3, 1, "duplicate key 'lr'"},
    {"[base]\n[base]", 2, 2, "duplicate key 'base'"},
    {"[base]\nlr = 1e400", 2, 6, "not representable"},
    {"[base]\nlr = ", 2, 6, "not valid TOML"},
    {"[!base]\nlr = 1", 1, 2, "not valid TOML"},
    {"x = 1 \xc3\xa9", 1, 7, "not valid TOML"},
    {"[base\nlr = 1", 1, 6, "not valid TOML"},
    {"[base]\nactivation = \"relu", 2, 19, "not valid TOML"},
    {"name = \"\xff\"", 1, 8, "invalid utf-8"},
    {"name = \"\x01\"", 1, 9, "not valid TOML"},
    {"\"\xc3\xa9\xc3\xa9\" = 1", 1, 1, "unknown key '\xc3\xa9\xc3\xa9'"},
    {"[base]\ndata = { source = \"\xc3\xa9\", x = 1 }", 2, 20, "unknown data set"},
    {"[base]\ndata = { source = \"csv\", file = \"\xc3\xa9\", features = [\"a\", \"b\"], label = 3.5 "
     "}",
     2, 70, "data.label takes a string, not 3.5"},
    {"[base]\r\nlr = -1\r\n", 2, 6, "not -1"},
    {"\xef\xbb\xbfseed = -1", 1, 8, "not -1"},
};

TEST(SpecErrors, EachMistakeIsFoundAtItsPlace) {
  for (const BadSpec& bad : kBadSpecs) {
    SCOPED_TRACE(bad.text);
    const std::vector<Diagnostic> found = mistakes(bad.text);
    ASSERT_EQ(found.size(), 1u) << listing(found);
    EXPECT_EQ(found[0].where.file, "s.toml");
    EXPECT_EQ(found[0].where.line, bad.line) << listing(found);
    EXPECT_EQ(found[0].where.column, bad.column) << listing(found);
    EXPECT_NE(found[0].what.find(bad.what), std::string::npos) << listing(found);
    EXPECT_NE(found[0].help.find(bad.help), std::string::npos) << listing(found);
  }
  EXPECT_GE(std::size(kBadSpecs), 60u);
}

TEST(SpecErrors, AllMistakesOfAFileAtOnceInItsOrder) {
  const std::vector<Diagnostic> found = mistakes(R"toml(seed = -1
sed = 1
[base]
activation = "rellu"
lr = "fast"
data = { source = "csv", fil = "x", features = ["a", "b"], label = "c" }
weight_init = "values(1, 2, 3)"
[grid]
epochs = [1, 2.5]
[[zip]]
epochs = [3]
[random]
lr = { uniform = [0, 1] }
[[cell]]
foo = 1
)toml");
  std::vector<std::size_t> lines;
  for (const Diagnostic& d : found) lines.push_back(d.where.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 4, 5, 6, 6, 7, 9, 11, 12, 15}))
      << listing(found);
}

TEST(SpecErrors, OneMistakeIsToldOnceHoweverManyCellsItIsIn) {
  const auto found = mistakes(
      "[base]\nweight_init = \"values(1)\"\n[grid]\nlr = { linspace = [0, 1], n = 300 }\nepochs = "
      "[1, 2, 3]");
  EXPECT_EQ(found.size(), 1u) << listing(found);
}

TEST(SpecErrors, DiscreteDrawsThatRepeatAreDuplicates) {
  const auto found = mistakes("[random]\nn = 5\nactivation = { choice = [\"tanh\", \"sigmoid\"] }");
  ASSERT_EQ(found.size(), 3u) << listing(found);
  EXPECT_EQ(found[0].where.line, 1u);
}

struct BadOption {
  const char* option;
  const char* text;
  const char* file;
  std::size_t column;
  const char* what;
};

const BadOption kBadOptions[] = {
    {"--set", "lr=fast", "--set lr=fast", 4, "lr takes a number >= 0, not 'fast'"},
    {"--set", "lr", "--set lr", 1, "--set takes key=value"},
    {"--set", "=3", "--set =3", 1, "--set takes key=value"},
    {"--set", "lr=", "--set lr=", 1, "--set takes key=value"},
    {"--set", "l=1", "--set l=1", 1, "unknown key 'l'"},
    {"--set", "spec_version=1", "--set spec_version=1", 1,
     "'spec_version' holds for the whole sweep"},
    {"--set", "activation=leaky_relu(1,2)", "--set activation=leaky_relu(1,2)", 25,
     "at most 1 argument"},
    {"--set", "data={ source = \"xr\" }", "--set data={ source = \"xr\" }", 18,
     "unknown data set 'xr'"},
    {"--set", "data={ source", "--set data={ source", 14, "not valid TOML"},
    {"--set", "seed=-1", "--set seed=-1", 6, "seed takes a whole number"},
    {"--axis", "lr=0.1,,1", "--axis lr=0.1,,1", 8, "a value is missing here"},
    {"--axis", "lr=0.1,x", "--axis lr=0.1,x", 8, "not 'x'"},
    {"--axis", "lr=0.1,0.1", "--axis lr=0.1,0.1", 8, "stands twice"},
    {"--axis", "weight_init=uniform(-1,1),uniform(1", "--axis weight_init=uniform(-1,1),uniform(1",
     36, "ends where"},
    {"--axis", "seed=1,2", "--axis seed=1,2", 1, "'seed' holds for the whole sweep"},
    {"--networks", "-4", "--networks", 1, "networks_per_cell takes a whole number"},
    {"--seed", "nan", "--seed", 1, "seed takes a whole number"},
};

TEST(SpecErrors, OptionsOfTheCommandLineHavePlacesToo) {
  for (const BadOption& bad : kBadOptions) {
    Overrides overrides;
    const std::string option = bad.option;
    if (option == "--set") overrides.set = {bad.text};
    if (option == "--axis") overrides.axis = {bad.text};
    if (option == "--networks") overrides.networks = bad.text;
    if (option == "--seed") overrides.seed = bad.text;
    SCOPED_TRACE(option + " " + bad.text);
    const std::vector<Diagnostic> found = mistakes("", overrides);
    ASSERT_EQ(found.size(), 1u) << listing(found);
    EXPECT_EQ(found[0].where.file, bad.file);
    EXPECT_EQ(found[0].where.line, 1u);
    EXPECT_EQ(found[0].where.column, bad.column) << listing(found);
    EXPECT_NE(found[0].what.find(bad.what), std::string::npos) << listing(found);
  }
}

TEST(SpecErrors, LongLinesAreCutAboutTheMistake) {
  const auto found = mistakes("[base]\nname_ = \"" + std::string(500000, 'x') + "\"");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_LT(to_text(found[0]).size(), 1000u);
  const auto far = mistakes("[grid]\nlr = [" + std::string(100000, ' ') + "-1]");
  ASSERT_EQ(far.size(), 1u);
  EXPECT_EQ(far[0].where.column, 100007u);
  EXPECT_LT(to_text(far[0]).size(), 400u);
}

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(SpecErrors, AbsurdNestingIsRefusedWithoutAStack) {
  for (const std::string& text :
       {"a" + repeated(".a", 300000) + " = 1", "[a" + repeated(". \"a\"", 300000) + "]\nb = 1",
        "a = " + repeated("[", 300000), "a = " + repeated("{ a = ", 300000),
        "a = { b = \"\"\"x\"\"\"\"\"" + repeated(", c" + repeated(".c", 30000) + " = 1", 2) + " }",
        "a = { b = '''x''''" + repeated(", c" + repeated(".c", 30000) + " = 1", 2) + " }",
        "a = { b = \"\\\\\", c" + repeated(".c", 300000) + " = 1 }",
        "# \"\na" + repeated(".a", 300000) + " = 1"}) {
    const auto found = mistakes(text);
    ASSERT_EQ(found.size(), 1u) << text.substr(0, 60);
    EXPECT_TRUE(found[0].what.find("nested too deeply") != std::string::npos ||
                found[0].what.find("maximum nested") != std::string::npos)
        << found[0].what;
  }
}

TEST(SpecErrors, AFileOfManyMistakesNamesThemAllAndPrintsSome) {
  std::string text = "[base]\n";
  for (int i = 0; i < 5000; ++i) text += "key" + std::to_string(i) + " = 1\n";
  try {
    parse_spec(text, "s.toml");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.diagnostics().size(), 5000u);
    EXPECT_NE(std::string(error.what()).find("and 4900 more errors"), std::string::npos);
  }
}

TEST(SpecErrors, AnOverlongFileIsRefused) {
  const auto found = mistakes(std::string(17 << 20, '\n'));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].what.find("16,777,216 bytes"), std::string::npos);
}

}  // namespace
