// Values of the wrong kind, and at the ends of what is allowed: in files and on the command line.
#include <string>

#include <gtest/gtest.h>

#include "spec_fixture.hpp"

namespace {

using namespace myriad;

/// The first mistake of a spec, or "" where there is none.
std::string mistake(const std::string& text, const Overrides& overrides = {}) {
  const std::vector<Diagnostic> found = mistakes(text, overrides);
  return found.empty() ? "" : found[0].what;
}

struct Wrong {
  const char* text;
  const char* what;
};

const Wrong kWrongFiles[] = {
    {"grid = 3", "[grid] is a table, not 3"},
    {"random = true", "[random] is a table, not true"},
    {"cell = [false]", "[[cell]] is a table, not false"},
    {"zip = [[]]", "[[zip]] is a table, not an empty list"},
    {"[base]\nlr = -inf", "not -inf"},
    {"[base]\nlr = []", "not an empty list"},
    {"[base]\nepochs = { x = 1 }", "not a table"},
    {"[base]\nepochs = \"18014398509481985\"", "epochs takes a whole number"},
    {"[base]\nbatch_size = 4294967296", "a whole number of rows from 1, not 4294967296"},
    {"[base]\nbatch_size = 2.5", "a whole number of rows from 1, not 2.5"},
    {"[base]\nsurvival_epochs = [1, true]", "survival_epochs cannot be"},
    {"[base]\nsurvival_epochs = []", "survival_epochs cannot be"},
    {"[base]\nsurvival_epochs = \"x\"\nepochs = 3", "survival_epochs cannot be 'x'"},
    {"[base]\nsurvival_epochs = \"5\"\nepochs = -3", "epochs takes a whole number"},
    {"[base]\ndata = { source = \"csv\", file = \"x\", features = [], label = \"c\" }", "data.features takes"},
    {"[base]\ndata = { source = \"csv\", file = \"x\", features = [\"a\"], label = \"c\" }", "data.features takes"},
    {"[base]\ndata = { source = \"csv\", file = \"x\", features = [\"a\", \"b\", \"c\"], label = \"c\" }",
     "data.features takes"},
    {"[base]\noutput = \"softmax\"\nloss = \"mse\"", "output takes one of sigmoid, linear"},
    {"[grid]\nlr = { linspace = 3, n = 2 }", "linspace takes two numbers"},
    {"[grid]\nlr = { linspace = [\"a\", 1], n = 2 }", "linspace takes a number, not 'a'"},
    {"[grid]\nlr = { linspace = [1, \"a\"], n = 2 }", "linspace takes a number, not 'a'"},
    {"[grid]\nlr = { logspace = [1, 1e301], n = 2 }", "logspace takes a number, not 1e301"},
    {"[grid]\nlr = { linspace = [0, 1], logspace = [1, 2], n = 2 }", "unknown field 'logspace' of an axis"},
    {"[[zip]]\nlr = [1, 2]\nepochs = [3]", "'epochs' has 1 value, 'lr' has 2"},
    {"[random]\nn = 2\nlr = { uniform = [0, 1], choice = [1] }", "[random] draws 'lr' by one law, not a table"},
    {"[random]\nn = 2\nlr = { choice = 3 }", "choice takes a list of values"},
    {"[random]\nn = 2\nlr = { int_uniform = [0, 1e17] }", "int_uniform takes whole numbers, not 1e17"},
    {"[random]\nn = 1_000_000\nlr = { uniform = [0, 1] }\n[[cell]]\nlr = 7", "1,000,002 cells"},
    {"[grid]\nlr = { linspace = [0, 1], n = 65536 }\nclip_norm = { linspace = [0, 1], n = 65536 }\n"
     "weight_decay = { linspace = [0, 1], n = 65536 }\nepochs = { linspace = [0, 65535], n = 65536 }",
     "more than 2^64 cells"},
};

TEST(SpecWrongValues, InAFile) {
  for (const Wrong& wrong : kWrongFiles) {
    EXPECT_NE(mistake(wrong.text).find(wrong.what), std::string::npos) << wrong.text << "\nsaid: " << mistake(wrong.text);
  }
}

TEST(SpecWrongValues, MoreCheckpointsThanARecordHas) {
  std::string list;
  for (int epoch = 0; epoch < 1000; ++epoch) list += std::to_string(epoch) + ",";
  EXPECT_NE(mistake("[base]\nsurvival_epochs = [" + list + "]").find("survival_epochs cannot be"), std::string::npos);
}

const Wrong kWrongSets[] = {
    {"epochs=2.5", "epochs takes a whole number"},
    {"decay_biases=maybe", "decay_biases takes true or false, not 'maybe'"},
    {"x=[1]", "unknown key 'x'"},
};
const Wrong kWrongAxes[] = {
    {"lr", "--axis takes key=value"},
    {"lr={ linspace = 3, n = 2 }", "linspace takes two numbers"},
    {"preprocess=\"none,x\"", "',' where '(' should stand"},
    {"preprocess='none,x'", "',' where '(' should stand"},
};

TEST(SpecWrongValues, OnTheCommandLine) {
  for (const Wrong& wrong : kWrongSets) {
    Overrides overrides;
    overrides.set = {wrong.text};
    EXPECT_NE(mistake("", overrides).find(wrong.what), std::string::npos) << wrong.text << "\nsaid: " << mistake("", overrides);
  }
  for (const Wrong& wrong : kWrongAxes) {
    Overrides overrides;
    overrides.axis = {wrong.text};
    EXPECT_NE(mistake("", overrides).find(wrong.what), std::string::npos) << wrong.text << "\nsaid: " << mistake("", overrides);
  }
}

TEST(SpecWrongValues, WhatIsRightAtTheEdge) {
  Overrides overrides;
  overrides.set = {"decay_biases=false", "lr=0.5"};
  overrides.axis = {"weight_decay=[0.1, 0.2]", "epochs={ linspace = [1, 2], n = 2 }"};
  const Sweep sweep = parse_spec("[random]\nn = 2\nlr = { uniform = [1, 2] }\nclip_norm = { uniform = [1, 2] }", "s.toml", overrides);
  for (const Cell& cell : sweep.cells) EXPECT_EQ(cell.config.lr, 0.5) << "--set stands above what is drawn";
  EXPECT_FALSE(sweep.cells.at(0).config.decay_biases);
  EXPECT_EQ(parse_spec("[grid]\nlr = { linspace = [0, 1e17], n = 2 }", "s.toml").cells.at(1).values.at("lr"), "1e17");
}

TEST(SpecWrongValues, LongOptionsAreCut) {
  Overrides overrides;
  overrides.set = {"lr=" + std::string(5000, 'x')};
  const std::vector<Diagnostic> found = mistakes("", overrides);
  ASSERT_FALSE(found.empty()) << "a learning rate of letters";
  EXPECT_LT(found[0].where.file.size(), 200u);
  EXPECT_NE(found[0].where.file.find("…"), std::string::npos);
}

}  // namespace
