// Printed tables read back by other readers: nlohmann's for JSON, a few lines here for CSV.
#include "myriad/table.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "myriad/core/arithmetic.hpp"

namespace myriad {
namespace {

/// RFC 4180, as its grammar reads.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      lines.back().back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      lines.back().emplace_back();
    } else if (!quoted && c == '\n') {
      lines.push_back({""});
    } else {
      lines.back().back() += c;
    }
  }
  lines.pop_back();
  return lines;
}

std::string csv_of(const std::string& text) {
  return to_text(Table{{"x"}, {{text}}}, TableFormat::csv).substr(2);
}

TEST(Table, CsvReadsBack) {
  const Table table{{"plain", "comma, quote\""},
                    {{std::string("a,b"), std::string("line\nbreak")},
                     {std::string("say \"so\""), std::string("")},
                     {std::uint64_t{18446744073709551615u}, std::int64_t{-5}},
                     {Entry(), 0.1f}}};
  const auto lines = parse_csv(to_text(table, TableFormat::csv));
  const std::vector<std::vector<std::string>> expected = {{"plain", "comma, quote\""},
                                                          {"a,b", "line\nbreak"},
                                                          {"say \"so\"", ""},
                                                          {"18446744073709551615", "-5"},
                                                          {"", "0.1"}};
  EXPECT_EQ(lines, expected);
}

TEST(Table, CsvQuotesNothingThatNeedsNone) {
  EXPECT_EQ(csv_of("leaky_relu(0.01)"), "leaky_relu(0.01)\n");
  EXPECT_EQ(csv_of("uniform(-0.05, 0.05)"), "\"uniform(-0.05, 0.05)\"\n");
}

TEST(Table, CsvDisarmsFormulasAndTerminals) {
  EXPECT_EQ(csv_of("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0\n");
  EXPECT_EQ(csv_of("@SUM(A1)"), "'@SUM(A1)\n");
  EXPECT_EQ(csv_of("-0.5"), "-0.5\n");
  EXPECT_EQ(csv_of("-inf"), "-inf\n");
  EXPECT_EQ(csv_of("red\x1b[31m"), "red\\x1b[31m\n");
  EXPECT_EQ(csv_of("\u009b2J\u202eevil\u200b"), "\\u{9b}2J\\u{202e}evil\\u{200b}\n");
  EXPECT_EQ(csv_of("over\rwritten\x9b"), "over\\rwritten\\x9b\n");
  EXPECT_EQ(csv_of("a\tb\nc \u00e9"), "\"a\tb\nc \u00e9\"\n");
}

TEST(Table, JsonSteersNoTerminalAndLosesNothing) {
  const std::string evil = "\u009b2J\u202e\x1b[0m\x7f caf\u00e9 \U0001f4a3";
  for (const TableFormat format : {TableFormat::json, TableFormat::typed_lines}) {
    const std::string text = to_text(Table{{evil}, {{evil}}}, format);
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); })) << text;
    const auto parsed = nlohmann::json::parse(text);
    EXPECT_EQ((parsed.is_array() ? parsed[0] : parsed).at(evil), evil);
  }
}

TEST(Table, JsonReadsBack) {
  const Table table{{"text", "big", "negative", "none", "float", "nan", "inf"},
                    {{std::string("\"quoted\"\n\x1b<script>"), std::uint64_t{18446744073709551615u},
                      std::int64_t{-7}, Entry(), 0.1f, std::numeric_limits<double>::quiet_NaN(),
                      -std::numeric_limits<float>::infinity()}}};
  const std::string text = to_text(table, TableFormat::json);
  const auto json = nlohmann::ordered_json::parse(text);
  ASSERT_EQ(json.size(), 1u);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json[0].items()) keys.push_back(key);
  EXPECT_EQ(keys, table.columns);
  EXPECT_EQ(json[0]["text"], "\"quoted\"\n\x1b<script>");
  EXPECT_EQ(json[0]["big"].get<std::uint64_t>(), 18446744073709551615u);
  EXPECT_EQ(json[0]["negative"], -7);
  EXPECT_TRUE(json[0]["none"].is_null());
  EXPECT_NE(text.find("\"float\": 0.1,"), std::string::npos);
  EXPECT_EQ(json[0]["nan"], "nan");
  EXPECT_EQ(json[0]["inf"], "-inf");
  EXPECT_TRUE(nlohmann::json::parse(to_text(Table{{"a"}, {}}, TableFormat::json)).empty());
}

TEST(Table, JsonSurvivesBytesThatAreNoText) {
  const std::string text = to_text(Table{{"x"}, {{std::string("\xff\xfe")}}}, TableFormat::json);
  EXPECT_NO_THROW(nlohmann::json::parse(text));
}

TEST(Table, FloatsReadBackToTheSameBits) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 50'000; ++trial) {
    const float x = from_bits(static_cast<std::uint32_t>(random()));
    if (!is_finite(x)) continue;
    const std::string text = to_text(Entry(x));
    float back = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), back);
    EXPECT_EQ(end, text.data() + text.size());
    EXPECT_EQ(to_bits(back), to_bits(x)) << text;
  }
}

TEST(Table, MarkdownKeepsItsCells) {
  const Table table{{"a|b", "c"}, {{std::string("x|y"), std::string("<b>\n")}, {1.5, Entry()}}};
  EXPECT_EQ(to_text(table, TableFormat::markdown),
            "| a\\|b | c |\n|---|---|\n| x\\|y | &lt;b&gt;\\\\n |\n| 1.5 |  |\n");
}

TEST(EntryOf, TakesOnlyNumbersThatPrintTheSame) {
  EXPECT_EQ(entry_of("12"), Entry(std::uint64_t{12}));
  EXPECT_EQ(entry_of("0.1"), Entry(0.1));
  EXPECT_EQ(entry_of("-0.5"), Entry(-0.5));
  for (const std::string text : {"012", "0.10", "1e400", "nan", "inf", "relu", "", "1 ", "+1", "0x10"}) {
    EXPECT_EQ(entry_of(text), Entry(text));
  }
}

TEST(Table, TypedLinesHaveOneTypePerColumn) {
  const Table table{{"n", "x", "mixed", "y"},
                    {{std::uint64_t{1}, 0.5, std::uint64_t{3}, 1.0f},
                     {std::uint64_t{2}, 2.0, std::string("a\"b"), std::monostate{}},
                     {std::uint64_t{3}, std::numeric_limits<double>::quiet_NaN(), 0.25, 1e30}}};
  EXPECT_EQ(to_text(table, TableFormat::typed_lines),
            "{\"n\": 1, \"x\": 0.5, \"mixed\": \"3\", \"y\": 1.0}\n"
            "{\"n\": 2, \"x\": 2.0, \"mixed\": \"a\\\"b\", \"y\": null}\n"
            "{\"n\": 3, \"x\": null, \"mixed\": \"0.25\", \"y\": 1e+30}\n");
  EXPECT_EQ(to_text(Table{{"n"}, {}}, TableFormat::typed_lines), "");
}

}  // namespace
}  // namespace myriad
