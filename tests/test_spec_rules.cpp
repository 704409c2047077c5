// Rules across keys: initialisers that fix weights and biases together, and truncated normals whose
// bounds leave nothing to draw. Other rules are in test_spec_errors.cpp.
#include "host/spec/spec_rules.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "myriad/registry.hpp"
#include "myriad/spec.hpp"
#include "spec_fixture.hpp"

namespace myriad {
namespace {

struct BadSpec {
  const char* text;
  std::size_t line, column;
  const char* what;
  const char* help;
};

TEST(SpecRules, RaiStandsAlone) {
  const BadSpec cases[] = {
      {"[base]\nweight_init = \"rai\"\nbias_init = \"zeros\"", 3, 14,
       "rai sets the biases of hidden.0.weight too: no bias_init beside it", "leave bias_init out"},
      {"[base]\nweight_init = \"rai\"\nbias_init = \"rai\"", 3, 14, "no bias_init beside it", ""},
      {"[base]\nweight_init = \"rai\"\nhidden.0.bias_init = \"zeros\"", 3, 23,
       "rai sets the biases of hidden.0.weight too: no hidden.0.bias_init beside it",
       "leave hidden.0.bias_init out"},
      {"[base]\nshape = \"2-1-1-1\"\nhidden.1.weight_init = \"rai\"\nbias_init = \"ones\"", 4, 14,
       "rai sets the biases of hidden.1.weight too", "another initializer"},
      {"[base]\nshape = \"2-1-1-1\"\nweight_init = \"rai\"\nhidden.1.bias_init = \"ones\"", 4, 23,
       "rai sets the biases of hidden.1.weight too", ""},
      {"[base]\noutput_weight_init = \"rai\"\noutput_bias_init = \"zeros\"", 3, 21,
       "rai sets the biases of output.weight too: no output_bias_init beside it",
       "leave output_bias_init out"},
      {"[base]\nbias_init = \"rai\"", 2, 14, "rai fixes weights and biases together",
       "hidden.0.weight_init = \"rai\", and no bias_init"},
      {"[base]\noutput_bias_init = \"rai\"", 2, 21, "rai fixes weights and biases together",
       "output_weight_init = \"rai\", and no output_bias_init"},
      {"[base]\nbias_init = \"zeros\"\n[grid]\nweight_init = [\"ones\", \"rai\"]", 2, 14,
       "no bias_init beside it", ""},
  };
  for (const BadSpec& bad : cases) {
    const std::vector<Diagnostic> found = mistakes(bad.text);
    ASSERT_EQ(found.size(), 1u) << bad.text;
    EXPECT_EQ(found[0].where.line, bad.line) << bad.text;
    EXPECT_EQ(found[0].where.column, bad.column) << bad.text;
    EXPECT_NE(found[0].what.find(bad.what), std::string::npos) << found[0].what;
    EXPECT_NE(found[0].help.find(bad.help), std::string::npos) << found[0].help;
  }
}

TEST(SpecRules, RaiBringsItsBiases) {
  const Sweep sweep =
      parse_spec("[base]\nweight_init = \"rai\"\noutput_weight_init = \"rai\"", "s.toml");
  const int rai = part_id(PartKind::initializer, "rai");
  EXPECT_EQ(sweep.cells.at(0).config.init.bias_init.id, rai);
  EXPECT_EQ(sweep.cells.at(0).config.init.output_bias_init.id, rai);
  EXPECT_EQ(sweep.cells.at(0).values.at("bias_init"), "rai");
  // The output's bias is no bias of the hidden layer.
  EXPECT_TRUE(mistakes("[base]\nweight_init = \"rai\"\noutput_bias_init = \"ones\"").empty());
  // A layer of its own may have another bias.
  EXPECT_TRUE(mistakes("[base]\nshape = \"2-1-1-1\"\nhidden.0.weight_init = \"rai\"\n"
                       "hidden.1.bias_init = \"ones\"")
                  .empty());
}

TEST(SpecRules, OtherJointOnesYieldToAGivenBias) {
  for (const std::string name : {"torch_linear", "keras_dense", "sklearn_mlp(logistic)"}) {
    const Sweep joint = parse_spec("[base]\nweight_init = \"" + name + "\"", "s.toml");
    EXPECT_EQ(joint.cells.at(0).values.at("bias_init"), name);
    const Sweep given =
        parse_spec("[base]\nweight_init = \"" + name + "\"\nbias_init = \"ones\"", "s.toml");
    EXPECT_EQ(given.cells.at(0).values.at("bias_init"), "ones");
  }
}

TEST(SpecRules, TruncatedNormalsMustBeInReach) {
  for (const std::string call : {"trunc_normal(0, 1, 6.1, 9)", "trunc_normal(0, 0.1, -2, -0.7)"}) {
    const std::vector<Diagnostic> found = mistakes("[base]\nweight_init = \"" + call + "\"");
    ASSERT_EQ(found.size(), 1u) << call;
    EXPECT_NE(found[0].what.find("leaves nothing within 6 std of its mean"), std::string::npos);
    EXPECT_EQ(found[0].where.line, 2u);
    EXPECT_EQ(found[0].where.column, 16u);
  }
  EXPECT_TRUE(mistakes("[base]\nweight_init = \"trunc_normal(0, 1, 6, 9)\"").empty());
  EXPECT_EQ(mistakes("[base]\nweight_init = \"trunc_normal(a=3)\"").size(), 1u);  // a above b
}

}  // namespace
}  // namespace myriad
