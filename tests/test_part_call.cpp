// The grammar of "name(argument, key=value)": calls that are read, their canonical text, and
// mistakes with the bytes they point at.
#include "host/spec/spec_part_call.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using namespace myriad;

ParsedCall good(PartKind kind, const std::string& text) {
  std::vector<CallFault> faults;
  const auto parsed = parse_part_call(kind, text, faults);
  EXPECT_TRUE(parsed) << text << ": " << (faults.empty() ? "" : faults[0].what);
  EXPECT_TRUE(faults.empty()) << text;
  return parsed.value_or(ParsedCall{});
}

std::string canonical(PartKind kind, const std::string& text) {
  const ParsedCall parsed = good(kind, text);
  return part_call_text(kind, parsed.call, parsed.given);
}

TEST(PartCall, FillsInDefaultsInTheOrderOfParameters) {
  const PartCall sgd = good(PartKind::optimizer, "sgd(nesterov=true, momentum=0.9)").call;
  EXPECT_EQ(sgd.id, part_id(PartKind::optimizer, "sgd"));
  EXPECT_EQ(sgd.arguments, (std::vector<double>{0.9, 0, 1}));
  EXPECT_EQ(good(PartKind::activation, "leaky_relu").call.arguments, std::vector<double>{0.01});
  EXPECT_EQ(good(PartKind::activation, "leaky_relu(0.2)").call.arguments, std::vector<double>{0.2});
  EXPECT_EQ(good(PartKind::initializer, "uniform(-0.05, 0.05)").call.arguments,
            (std::vector<double>{-0.05, 0.05}));
  EXPECT_EQ(good(PartKind::initializer, "values(1, -2)").call.arguments,
            (std::vector<double>{1, -2}));
  EXPECT_EQ(good(PartKind::initializer, "values(1, 2, 3, 4, 5, 6, 7, 8)").call.arguments.size(), 8u);
  EXPECT_EQ(good(PartKind::initializer, "kaiming_uniform(mode=fan_out)").call.arguments[1], 1);
}

TEST(PartCall, BlanksEmptyParenthesesAndAliasesAreFine) {
  EXPECT_EQ(good(PartKind::activation, "  relu ( ) ").call.arguments.size(), 0u);
  EXPECT_EQ(good(PartKind::initializer, "uniform( a = -1 , b = 1 )").call.arguments,
            (std::vector<double>{-1, 1}));
  EXPECT_EQ(canonical(PartKind::activation, "linear"), "identity");
  EXPECT_EQ(canonical(PartKind::activation, "logistic"), "sigmoid");
  EXPECT_EQ(canonical(PartKind::initializer, "he_uniform"), "kaiming_uniform");
}

TEST(PartCall, CanonicalTextShowsWhatWasGiven) {
  EXPECT_EQ(canonical(PartKind::activation, "relu"), "relu");
  EXPECT_EQ(canonical(PartKind::activation, "leaky_relu"), "leaky_relu");
  EXPECT_EQ(canonical(PartKind::activation, "leaky_relu(0.010)"), "leaky_relu(0.01)");
  EXPECT_EQ(canonical(PartKind::activation, "leaky_relu(negative_slope=1e-1)"), "leaky_relu(0.1)");
  EXPECT_EQ(canonical(PartKind::optimizer, "sgd(0.9)"), "sgd(momentum=0.9)");
  EXPECT_EQ(canonical(PartKind::optimizer, "sgd(nesterov=true,momentum=0.9)"),
            "sgd(momentum=0.9, nesterov=true)");
  EXPECT_EQ(canonical(PartKind::initializer, "uniform(a=-0.05,b=0.05)"), "uniform(-0.05, 0.05)");
  EXPECT_EQ(canonical(PartKind::initializer, "uniform(b=0.5)"), "uniform(b=0.5)");
  EXPECT_EQ(canonical(PartKind::initializer, "constant(-0.0)"), "constant(0)");
  EXPECT_EQ(canonical(PartKind::initializer, "lattice(64)"), "lattice(64)");
  EXPECT_EQ(canonical(PartKind::initializer, "values(0.25,-1e-7)"), "values(0.25, -1e-7)");
  EXPECT_EQ(canonical(PartKind::initializer, "kaiming_normal(mode=fan_out)"),
            "kaiming_normal(mode=fan_out)");
}

TEST(PartCall, CanonicalTextReadsBackToTheSameCall) {
  for (const char* text :
       {"uniform(-0.3, 0.1)", "normal(std=2)", "values(1, 2, 3)", "lattice(8, 0.5)", "torch_linear",
        "kaiming_uniform(0.2, fan_out, tanh)", "xavier_normal(2)"}) {
    const ParsedCall once = good(PartKind::initializer, text);
    const std::string shown = part_call_text(PartKind::initializer, once.call, once.given);
    EXPECT_TRUE(good(PartKind::initializer, shown).call == once.call) << shown;
    EXPECT_TRUE(
        good(PartKind::initializer, part_call_text(PartKind::initializer, once.call)).call ==
        once.call);
  }
}

TEST(PartCall, WithoutGivenArgumentsDefaultsAreLeftOut) {
  const PartCall call = good(PartKind::activation, "leaky_relu(0.01)").call;
  EXPECT_EQ(part_call_text(PartKind::activation, call), "leaky_relu");
}

TEST(PartCall, EveryPartOfEveryKindReadsItsOwnSignature) {
  for (int kind = 0; kind <= static_cast<int>(PartKind::schedule); ++kind) {
    for (const PartDescription& part : parts(static_cast<PartKind>(kind))) {
      bool plain = !part.info.variadic;
      for (const Parameter& p : part.parameters) {
        plain = plain && !p.required() && p.kind != ParameterKind::text &&
                p.kind != ParameterKind::texts;
      }
      if (plain) good(static_cast<PartKind>(kind), part_signature(part));
    }
  }
}

struct BadCall {
  PartKind kind;
  const char* text;
  std::size_t offset, length;
  const char* what;
};

const BadCall kBadCalls[] = {
    {PartKind::activation, "", 0, 1, "the name of an activation is missing"},
    {PartKind::activation, "(1)", 0, 1, "the name of an activation is missing"},
    {PartKind::activation, "rellu", 0, 5, "unknown activation 'rellu'"},
    {PartKind::activation, "  rellu(1", 2, 5, "unknown activation 'rellu'"},
    {PartKind::activation, "relu(1)", 5, 1, "relu takes no arguments"},
    {PartKind::activation, "leaky_relu(0.1", 14, 1, "ends where ',' or ')' should follow"},
    {PartKind::activation, "leaky_relu(", 11, 1, "ends where an argument or ')' should follow"},
    {PartKind::activation, "leaky_relu 0.1", 11, 3, "'0.1' where '(' should stand"},
    {PartKind::activation, "leaky_relu(0.1) x", 16, 1, "'x' where nothing more should stand"},
    {PartKind::activation, "leaky_relu(0.1))", 15, 1, "')' where nothing more should stand"},
    {PartKind::activation, "leaky_relu(0.1,)", 15, 1, "')' where an argument should stand"},
    {PartKind::activation, "leaky_relu(,)", 11, 1, "',' where an argument"},
    {PartKind::activation, "leaky_relu(0.1 0.2)", 15, 3, "'0.2' where ',' or ')' should stand"},
    {PartKind::activation, "leaky_relu(a==1)", 13, 1, "'=' where a value should stand"},
    {PartKind::activation, "leaky_relu(é)", 11, 2, "'é' where an argument"},
    {PartKind::activation, "leaky_relu(0.1, 0.2)", 16, 3, "leaky_relu takes at most 1 argument"},
    {PartKind::activation, "leaky_relu(slope=0.1)", 11, 5, "leaky_relu has no parameter 'slope'"},
    {PartKind::activation, "leaky_relu(0.1, negative_slope=0.1)", 16, 14,
     "'negative_slope' is given twice"},
    {PartKind::activation, "leaky_relu(steep)", 11, 5, "[-10, 10]: 'steep' is not a number"},
    {PartKind::activation, "leaky_relu(nan)", 11, 3, "'nan' is not a number"},
    {PartKind::activation, "leaky_relu(1e400)", 11, 5, "does not fit a double"},
    {PartKind::activation, "leaky_relu(1e39)", 11, 4,
     "negative_slope of leaky_relu takes a number in [-10, 10]"},
    {PartKind::activation, "leaky_relu(0x10)", 11, 4, "'0x10' is not a number"},
    {PartKind::optimizer, "sgd(momentum=1)", 13, 1,
     "momentum of sgd takes a number in [0, 1), not '1'"},
    {PartKind::optimizer, "sgd(nesterov=1)", 13, 1, "nesterov of sgd takes true or false, not '1'"},
    {PartKind::optimizer, "sgd(momentum=0.9, 0.1)", 18, 3,
     "an argument without a name after one with a name"},
    {PartKind::initializer, "constant", 0, 8, "constant needs its parameter 'val'"},
    {PartKind::initializer, "values", 0, 6, "values needs at least one value"},
    {PartKind::initializer, "values(1,2,3,4,5,6,7,8,9)", 23, 1, "values takes at most 8 values"},
    {PartKind::initializer, "values(a=1)", 7, 1, "values takes plain values"},
    {PartKind::initializer, "lattice(2.5)", 8, 3,
     "m of lattice takes a whole number in [1, 65536], not '2.5'"},
    {PartKind::initializer, "lattice(0)", 8, 1, "m of lattice takes a whole number"},
    {PartKind::initializer, "uniform(0.05, -0.05)", 14, 5, "a of uniform must not be above b"},
    {PartKind::initializer, "uniform(a=2)", 10, 1, "a of uniform must not be above b"},
    {PartKind::initializer, "kaiming_normal(mode=fan)", 20, 3,
     "mode of kaiming_normal takes one of fan_in, fan_out"},
    {PartKind::dataset, "csv(1)", 4, 1, "write a table"},
};

TEST(PartCall, MistakesPointAtTheirBytes) {
  for (const BadCall& bad : kBadCalls) {
    std::vector<CallFault> faults;
    EXPECT_FALSE(parse_part_call(bad.kind, bad.text, faults)) << bad.text;
    bool found = false;
    std::string said;
    for (const CallFault& fault : faults) {
      said += "\n  " + std::to_string(fault.offset) + "+" + std::to_string(fault.length) + ": " +
              fault.what;
      found = found || (fault.offset == bad.offset && fault.length == bad.length &&
                        fault.what.find(bad.what) != std::string::npos);
    }
    EXPECT_TRUE(found) << bad.text << " said:" << said;
  }
}

TEST(PartCall, SaysAllItsMistakesAtOnce) {
  std::vector<CallFault> faults;
  parse_part_call(PartKind::optimizer, "sgd(momentum=2, damping=0, nesterov=yes)", faults);
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_NE(faults[1].help.find("did you mean 'dampening'?"), std::string::npos) << faults[1].help;
}

TEST(PartCall, CountsArgumentsInEnglish) {
  std::vector<CallFault> faults;
  parse_part_call(PartKind::activation, "leaky_relu(0.1, 0.2)", faults);
  parse_part_call(PartKind::initializer, "uniform(0, 1, 2)", faults);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].what, "leaky_relu takes at most 1 argument");
  EXPECT_EQ(faults[1].what, "uniform takes at most 2 arguments");
}

TEST(PartCall, SaysThatArgumentsTakeNoQuotes) {
  std::vector<CallFault> faults;
  parse_part_call(PartKind::activation, "gelu(approximate=\"tanh\")", faults);
  parse_part_call(PartKind::activation, "gelu('tanh')", faults);
  ASSERT_EQ(faults.size(), 2u);
  for (const CallFault& fault : faults) EXPECT_NE(fault.help.find("no quotes"), std::string::npos) << fault.what;
}

TEST(PartCall, HostileTextsEndInOneShortMistake) {
  for (const std::string& text :
       {std::string(1000000, '('), std::string(1000000, 'a'), "relu(" + std::string(1000000, ','),
        std::string("relu\0(1)", 8), std::string("\xff\xfe"),
        std::string("relu\x1b[31m"), "values(" + [] {
          std::string many = "1";
          for (int i = 0; i < 100000; ++i) many += ",1";
          return many;
        }() + ")"}) {
    std::vector<CallFault> faults;
    EXPECT_FALSE(parse_part_call(PartKind::initializer, text, faults));
    ASSERT_FALSE(faults.empty());
    EXPECT_LT(faults[0].what.size(), 300u);
  }
}

}  // namespace
