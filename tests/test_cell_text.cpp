// Cells as the store writes them, there and back.
#include "host/spec/cell_text.hpp"

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

Cell elaborate_cell() {
  Cell cell = make_cell(0.1, "csv", 2);
  cell.name = "named \"so\"\n<script>";
  CellConfig& c = cell.config;
  c.data.fields = {{"file", std::string("../a b.csv")},
                   {"features", std::vector<std::string>{"x", "y"}},
                   {"noise", 0.1},
                   {"text", std::string("inf")}};
  c.data.directory = "/some/where";
  c.test_fraction = 0.25;
  c.activation = call_part(PartKind::activation, "leaky_relu", {1.0 / 3});
  c.optimizer = call_part(PartKind::optimizer, "sgd", {});
  c.init.by_group = {{"hidden.1.bias", call_part(PartKind::initializer, "constant", {0.1})}};
  c.init.bias_init_given = true;
  c.lr = 1e-300;
  c.epochs = ~std::uint64_t{0};
  c.batch_size = 32;
  c.weight_decay = 5e-324;
  c.decay_biases = false;
  c.clip_norm = 1.5;
  c.shuffle = "shared";
  c.output = "linear";
  c.survival_epochs = "1,2,5";
  cell.origin = {{"lr", "[grid]"}};
  cell.values_hash = ~std::uint64_t{0};
  return cell;
}

TEST(CellText, GoesBothWays) {
  const Cell cell = elaborate_cell();
  const Cell back = cell_from_text(to_text(cell));
  EXPECT_EQ(to_text(back), to_text(cell));
  EXPECT_EQ(back.name, cell.name);
  EXPECT_EQ(back.values, cell.values);
  EXPECT_EQ(back.origin, cell.origin);
  EXPECT_EQ(back.values_hash, cell.values_hash);
  const CellConfig &a = cell.config, &b = back.config;
  EXPECT_EQ(b.data.source, "csv");
  EXPECT_EQ(b.data.fields, a.data.fields);
  EXPECT_EQ(b.data.directory, a.data.directory);
  EXPECT_EQ(b.test_fraction, a.test_fraction);
  EXPECT_EQ(b.hidden_layers, 2);
  EXPECT_TRUE(b.activation == a.activation && b.preprocess == a.preprocess && b.loss == a.loss &&
              b.optimizer == a.optimizer && b.schedule == a.schedule);
  EXPECT_TRUE(b.init.weight_init == a.init.weight_init && b.init.bias_init == a.init.bias_init);
  EXPECT_TRUE(b.init.by_group == a.init.by_group && b.init.bias_init_given &&
              !b.init.output_bias_init_given);
  EXPECT_EQ(b.lr, a.lr);
  EXPECT_EQ(b.epochs, a.epochs);
  EXPECT_EQ(b.batch_size, a.batch_size);
  EXPECT_EQ(b.weight_decay, a.weight_decay);
  EXPECT_EQ(b.decay_biases, a.decay_biases);
  EXPECT_EQ(b.clip_norm, a.clip_norm);
  EXPECT_EQ(b.shuffle, a.shuffle);
  EXPECT_EQ(b.output, a.output);
  EXPECT_EQ(b.survival_epochs, a.survival_epochs);
}

TEST(CellText, RefusesWhatItDidNotWrite) {
  const std::string text = to_text(make_cell(0.1));
  for (std::size_t length = 0; length < text.size(); length += 7) {
    EXPECT_THROW(cell_from_text(text.substr(0, length)), InputOutputError);
  }
  std::string other = text;
  other.replace(other.find("\"relu\""), 6, "\"rel0\"");
  EXPECT_THROW(cell_from_text(other), InputOutputError);
  other = text;
  other.replace(other.find("\"hidden_layers\":1"), 17, "\"hidden_layers\":9");
  EXPECT_THROW(cell_from_text(other), InputOutputError);
}

TEST(CellText, APartGetsWhatASpecCouldGiveIt) {
  const auto changed = [](const std::string& old_text, const std::string& new_text) {
    std::string text = to_text(make_cell(0.1));
    text.replace(text.find(old_text), old_text.size(), new_text);
    return text;
  };
  const std::string schedule = "\"schedule\":{\"name\":\"constant\",\"arguments\":[]}";
  const auto scheduled = [&](const std::string& call) { return cell_from_text(changed(schedule, "\"schedule\":" + call)); };
  EXPECT_EQ(scheduled(R"({"name":"step","arguments":[3,0.5]})").config.schedule.arguments.at(1), 0.5);
  for (const char* call : {R"({"name":"step","arguments":[0,0.5]})", R"({"name":"step","arguments":[3.5,0.5]})",
                           R"({"name":"step","arguments":[3]})", R"({"name":"step","arguments":[]})",
                           R"({"name":"step","arguments":[3,0.5,1]})", R"({"name":"step","arguments":["nan",0.5]})",
                           R"({"name":"step","arguments":[3,"inf"]})", R"({"name":"constant","arguments":[1]})",
                           R"({"name":"warmup","arguments":[-5]})"}) {
    EXPECT_THROW(scheduled(call), InputOutputError) << call;
  }
  const std::string weights = "\"weight\":{\"name\":\"uniform\",\"arguments\":[-1.0,1.0]}";
  const auto started = [&](const std::string& call) { return cell_from_text(changed(weights, "\"weight\":" + call)); };
  EXPECT_NO_THROW(started(R"({"name":"lattice","arguments":[2,1]})"));
  for (const char* call : {R"({"name":"lattice","arguments":[-1e300,1]})", R"({"name":"lattice","arguments":[2,0]})",
                           R"({"name":"uniform","arguments":[1,-1]})", R"({"name":"values","arguments":[]})",
                           R"({"name":"values","arguments":[1,2,3,4,5,6,7,8,9]})"}) {
    EXPECT_THROW(started(call), InputOutputError) << call;
  }
}

TEST(CellText, VariedKeysAreKeysOfASpec) {
  EXPECT_EQ(varied_keys_from_text(R"(["lr","data.noise","hidden.1.bias_init"])"),
            (std::vector<std::string>{"lr", "data.noise", "hidden.1.bias_init"}));
  EXPECT_TRUE(varied_keys_from_text("[]").empty());
  for (const char* text : {"", "[", "{}", "[1]", "\"lr\"", R"(["nothing"])", R"(["lr","lr"])", R"(["learning_rate"])"}) {
    EXPECT_THROW(varied_keys_from_text(text), InputOutputError) << text;
  }
}

TEST(CellText, NamesStayAsTheyAreWritten) {
  Cell cell = make_cell(0.1);
  cell.name = "\u00e9t\u00e9";
  EXPECT_NE(to_text(cell).find("\u00e9t\u00e9"), std::string::npos);  // its identity is a hash of these bytes
}

TEST(CellText, OverridesGoBothWays) {
  Overrides overrides;
  overrides.set = {"lr=0.1", "data.file=a\"b,c"};
  overrides.axis = {"lr=1,2"};
  overrides.networks = "1M";
  const Overrides back = overrides_from_text(to_text(overrides));
  EXPECT_EQ(back.set, overrides.set);
  EXPECT_EQ(back.axis, overrides.axis);
  EXPECT_EQ(back.networks, overrides.networks);
  EXPECT_EQ(back.seed, std::nullopt);
  EXPECT_THROW(overrides_from_text("{}"), InputOutputError);
}

TEST(CellText, KeepRulesGoBothWays) {
  using Kind = KeepRule::Kind;
  for (const KeepRule rule : {KeepRule{Kind::none, 0}, KeepRule{Kind::all, 0}, KeepRule{Kind::dead, 0},
                              KeepRule{Kind::first, 1000}}) {
    const KeepRule back = keep_rule_from_text(rule.text());
    EXPECT_EQ(back.kind, rule.kind);
    EXPECT_EQ(back.first, rule.first);
  }
  for (const char* text : {"", "some", "first()", "first(-1)", "first(1", "first(1)x"}) {
    EXPECT_THROW(keep_rule_from_text(text), InputOutputError) << text;
  }
}

TEST(CellText, CellsWithTheSameDataShareAKey) {
  Cell a = make_cell(0.1), b = make_cell(0.2);
  EXPECT_EQ(dataset_key(a.config), dataset_key(b.config));
  b.config.test_fraction = 0.5;
  EXPECT_NE(dataset_key(a.config), dataset_key(b.config));
  b = make_cell(0.1);
  b.config.preprocess = call_part(PartKind::preprocess, "standard_scaler");
  EXPECT_NE(dataset_key(a.config), dataset_key(b.config));
}

}  // namespace
}  // namespace myriad
