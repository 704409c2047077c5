// The CSV reader: everything it accepts, and every mistake with its line, column and words.
#include "host/data/csv.hpp"

#include <array>
#include <cstdio>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "csv_fixture.hpp"
#include "host/data/csv_line.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

using fixture::options_by_name;

CsvOptions options_by_position() {
  CsvOptions options;
  options.features = {"0", "1"};
  options.label = "2";
  return options;
}

RawData read(const std::string& text, const CsvOptions& options = options_by_name()) {
  std::istringstream in(text);
  return read_csv(in, "data.csv", options);
}

std::vector<Diagnostic> mistakes_in(const std::string& text,
                                    const CsvOptions& options = options_by_name()) {
  try {
    read(text, options);
  } catch (const InputError& error) {
    EXPECT_EQ(error.code(), ExitCode::input_output);
    return error.diagnostics();
  }
  return {};
}

std::string rows_text(const RawData& data) {
  std::ostringstream out;
  for (const Sample& s : data.samples) out << s.x1 << ' ' << s.x2 << ' ' << s.label << '\n';
  return out.str();
}

const std::string kHeader = "a,b,y\n";
const std::string kTwoRows = "1 2 0\n3 4 1\n";

struct GoodCase {
  const char* name;
  std::string text;
};

class GoodCsv : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodCsv, GivesTheSameTwoRows) { EXPECT_EQ(rows_text(read(GetParam().text)), kTwoRows); }

INSTANTIATE_TEST_SUITE_P(
    Accepted, GoodCsv,
    testing::Values(
        GoodCase{"Plain", "a,b,y\n1,2,0\n3,4,1\n"},
        GoodCase{"NoLastNewline", "a,b,y\n1,2,0\n3,4,1"},
        GoodCase{"ByteOrderMark",
                 "\xef\xbb\xbf"
                 "a,b,y\n1,2,0\n3,4,1\n"},
        GoodCase{"Crlf", "a,b,y\r\n1,2,0\r\n3,4,1\r\n"},
        GoodCase{"CrlfWithoutLastNewline", "a,b,y\r\n1,2,0\r\n3,4,1"},
        GoodCase{"MixedLineEnds", "a,b,y\r\n1,2,0\n3,4,1\r\n"},
        GoodCase{"QuotedHeader", "\"a\",\"b\",\"y\"\n1,2,0\n3,4,1\n"},
        GoodCase{"QuotedNumbers", "a,b,y\n\"1\",\"2\",\"0\"\n3,\"4\",1\n"},
        GoodCase{"BlanksAroundFields", "a , b,\ty\n 1,2 ,0\n3,\t4, \"1\" \n"},
        GoodCase{"EmptyLinesAtTheEnd", "a,b,y\n1,2,0\n3,4,1\n\n \n\r\n"},
        GoodCase{"ColumnsInAnotherOrder", "y,b,a\n0,2,1\n1,4,3\n"},
        GoodCase{"OtherColumnsHoldAnything", "a,note,b,y\n1,\"x, \"\"y\"\"\",2,0\n3,nan,4,1\n"},
        GoodCase{"OtherNotations", "a,b,y\n1.0,2e0,0.0\n0.3e1,4.000,1.0\n"},
        GoodCase{"BytesThatAreNotUtf8InAnotherColumn", "a,b,y,\xff\n1,2,0,\xfe\n3,4,1,\x80\n"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Csv, SelectsByPositionWithAndWithoutAHeader) {
  EXPECT_EQ(rows_text(read("1,2,0\n3,4,1\n", options_by_position())), kTwoRows);
  const RawData with_header = read("length,width,class\n1,2,0\n3,4,1\n", options_by_position());
  EXPECT_EQ(rows_text(with_header), kTwoRows);
  EXPECT_EQ(with_header.feature_names, (std::vector<std::string>{"length", "width"}));
  EXPECT_EQ(read("1,2,0\n", options_by_position()).feature_names,
            (std::vector<std::string>{"column 0", "column 1"}));
}

TEST(Csv, MixesNamesAndPositions) {
  CsvOptions options = options_by_name();
  options.features = {"1", "a"};
  EXPECT_EQ(rows_text(read("a,b,y\n2,1,0\n4,3,1\n", options)), kTwoRows);
}

TEST(Csv, PositiveNamesTheTextOfClassOne) {
  CsvOptions options = options_by_name();
  options.positive = "virginica";
  EXPECT_EQ(rows_text(read("a,b,y\n1,2,versicolor\n3,4,virginica\n", options)), kTwoRows);
}

TEST(Csv, TakesAnotherDelimiter) {
  CsvOptions options = options_by_name();
  options.delimiter = ';';
  EXPECT_EQ(rows_text(read("a;b;y\n1;2;0\n3;4;1\n", options)), kTwoRows);
  options.delimiter = '\t';
  EXPECT_EQ(rows_text(read("a\tb\ty\n1\t 2\t0\n3\t4\t1\n", options)), kTwoRows);
}

TEST(Csv, AcceptsOneClassAndConstantFeatures) {
  EXPECT_EQ(rows_text(read(kHeader + "1,2,1\n1,3,1\n")), "1 2 1\n1 3 1\n");
}

TEST(Csv, AcceptsTheLargestFloatAndWhatRoundsToIt) {
  const RawData data = read(kHeader + "3.4028235e38,-3.40282355e38,0\n1e-40,1e-60,1\n");
  EXPECT_EQ(data.samples[0].x1, 3.4028235e38);
  EXPECT_EQ(data.samples[1].x2, 1e-60);
}

TEST(Csv, HashDependsOnEveryByte) {
  const std::uint64_t hash = read(kHeader + "1,2,0\n").content_hash;
  EXPECT_EQ(read(kHeader + "1,2,0\n").content_hash, hash);
  EXPECT_NE(read(kHeader + "1,2,0").content_hash, hash);
  EXPECT_NE(read(kHeader + "1,3,0\n").content_hash, hash);
  EXPECT_NE(read(kHeader + "1,2,0\n\n").content_hash, hash);
}

struct BadCase {
  const char* name;
  std::string text;
  std::size_t line, column;
  std::string words;
  bool by_position = false;
};

class BadCsv : public testing::TestWithParam<BadCase> {};

TEST_P(BadCsv, IsReportedWithItsPlace) {
  const BadCase& bad = GetParam();
  const std::vector<Diagnostic> found =
      mistakes_in(bad.text, bad.by_position ? options_by_position() : options_by_name());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where.file, "data.csv");
  EXPECT_EQ(found[0].where.line, bad.line);
  EXPECT_EQ(found[0].where.column, bad.column);
  EXPECT_NE((found[0].what + " " + found[0].help).find(bad.words), std::string::npos)
      << found[0].what << " | " << found[0].help;
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, BadCsv,
    testing::Values(
        BadCase{"Nan", kHeader + "1,nan,0\n", 2, 3, "'nan' is a missing value"},
        BadCase{"NanUpper", kHeader + "NaN,2,0\n", 2, 1, "missing value"},
        BadCase{"MinusNan", kHeader + "-nan,2,0\n", 2, 1, "missing value"},
        BadCase{"NanWithPayload", kHeader + "nan(1),2,0\n", 2, 1, "not a decimal number"},
        BadCase{"Na", kHeader + "1,NA,0\n", 2, 3, "missing value"},
        BadCase{"Null", kHeader + "1,null,0\n", 2, 3, "missing value"},
        BadCase{"Inf", kHeader + "inf,2,0\n", 2, 1, "not a finite number"},
        BadCase{"MinusInf", kHeader + "1,-Infinity,0\n", 2, 3, "not a finite number"},
        BadCase{"Empty", kHeader + "1,,0\n", 2, 3, "this field is empty"},
        BadCase{"OnlyBlanks", kHeader + "1,  ,0\n", 2, 5, "this field is empty"},
        BadCase{"QuotedNothing", kHeader + "1,\"\",0\n", 2, 3, "this field is empty"},
        BadCase{"TooLargeForFloat", kHeader + "1,1e39,0\n", 2, 3, "'1e39' does not fit float32"},
        BadCase{"JustTooLargeForFloat", kHeader + "1,3.4028236e38,0\n", 2, 3,
                "does not fit float32"},
        BadCase{"TooLargeForDouble", kHeader + "-1e400,2,0\n", 2, 1, "does not fit float32"},
        BadCase{"Hexadecimal", kHeader + "1,0x10,0\n", 2, 3, "hexadecimal"},
        BadCase{"DecimalComma", kHeader + "\"1,5\",2,0\n", 2, 1, "decimal comma"},
        BadCase{"PlusSign", kHeader + "+1,2,0\n", 2, 1, "without the plus sign"},
        BadCase{"TwoPoints", kHeader + "1.2.3,2,0\n", 2, 1, "not a decimal number"},
        BadCase{"Unit", kHeader + "1,2cm,0\n", 2, 3, "'2cm' is not a decimal number"},
        BadCase{"ThousandsSeparator", kHeader + "1_000,2,0\n", 2, 1, "not a decimal number"},
        BadCase{"BlankInside", kHeader + "1 2,2,0\n", 2, 1, "not a decimal number"},
        BadCase{"BareExponent", kHeader + "1e,2,0\n", 2, 1, "not a decimal number"},
        BadCase{"ArabicDigits", kHeader + "\xd9\xa1,2,0\n", 2, 1, "'\\xd9\\xa1'"},
        BadCase{"TerminalCodes", kHeader + "\x1b[31m,2,0\n", 2, 1, "'\\x1b[31m'"},
        BadCase{"PlaceAfterCrlfAndMark",
                "\xef\xbb\xbf"
                "a,b,y\r\n1,x,0\r\n",
                2, 3, "'x'"},
        BadCase{"PlaceAfterQuotes", kHeader + "\"1\", \"x\",0\n", 2, 6, "'x'"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Labels, BadCsv,
    testing::Values(BadCase{"Two", kHeader + "1,2,2\n", 2, 5, "label '2' is neither 0 nor 1"},
                    BadCase{"MinusOne", kHeader + "1,2,-1\n", 2, 5, "neither 0 nor 1"},
                    BadCase{"Half", kHeader + "1,2,0.5\n", 2, 5, "neither 0 nor 1"},
                    BadCase{"Text", kHeader + "1,2,yes\n", 2, 5, "positive = "},
                    BadCase{"True", kHeader + "1,2,true\n", 2, 5, "neither 0 nor 1"},
                    BadCase{"Nan", kHeader + "1,2,nan\n", 2, 5, "neither 0 nor 1"},
                    BadCase{"Huge", kHeader + "1,2,1e39\n", 2, 5, "neither 0 nor 1"},
                    BadCase{"Empty", kHeader + "1,2,\n", 2, 5, "this label is empty"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Structure, BadCsv,
    testing::Values(
        BadCase{"EmptyFile", "", 1, 1, "this file is empty"},
        BadCase{"OnlyEmptyLines", "\n\n \n", 1, 1, "this file is empty"},
        BadCase{"OnlyAMark", "\xef\xbb\xbf", 1, 1, "this file is empty"},
        BadCase{"NoRows", kHeader, 2, 1, "no rows after the header"},
        BadCase{"TooFewFields", kHeader + "1,2\n", 2, 4,
                "this line has 2 fields, the first line has 3"},
        BadCase{"TooManyFields", kHeader + "1,2,0,9\n", 2, 7, "this line has 4 fields"},
        BadCase{"DecimalCommas", kHeader + "1,5,2,5,0\n", 2, 7, "this line has 5 fields"},
        BadCase{"EmptyLineInside", kHeader + "1,2,0\n\n3,4,1\n", 3, 1, "an empty line"},
        BadCase{"EmptyLinesBefore", "\n\na,b,y\n1,2,0\n", 1, 1, "an empty line"},
        BadCase{"NoHeader", "1,2,0\n3,4,1\n", 1, 1, "there is no column 'a'"},
        BadCase{"WrongName", "a,c,y\n1,2,0\n", 1, 1, "the first line holds 'a', 'c', 'y'"},
        BadCase{"NameInAnotherCase", "A,b,y\n1,2,0\n", 1, 1, "there is no column 'a'"},
        BadCase{"WrongDelimiter", "a;b;y\n1;2;0\n", 1, 1, "is the delimiter ';'?"},
        BadCase{"WrongDelimiterBesideAQuote", "\"a\";b, c;y\n1;2;0\n", 1, 4, "twice; or is the delimiter ';'?"},
        BadCase{"NameTwice", "a,b,b,y\n1,2,3,0\n", 1, 5, "two columns are called 'b'"},
        BadCase{"NoSuchPosition", "1,2\n", 1, 1, "there is no column 2: this line has 2 fields",
                true},
        BadCase{"MissingNumberIsNoHeader", "nan,2,0\n", 1, 1, "missing value", true},
        BadCase{"UnclosedQuote", kHeader + "1,\"2,0\n", 2, 3, "this quote is not closed"},
        BadCase{"UnclosedQuoteInHeader", "a,\"b,y\n1,2,0\n", 1, 3, "this quote is not closed"},
        BadCase{"TextAfterQuote", kHeader + "1,\"2\"x,0\n", 2, 6, "text after a closing quote"},
        BadCase{"QuoteInside", kHeader + "1,2\"3,0\n", 2, 4, "a quote inside a field"},
        BadCase{"NulByte", kHeader + std::string("1,\0,0\n", 6), 2, 3, "NUL"},
        BadCase{"NulInHeader", std::string("a,b\0,y\n1,2,0\n", 13), 1, 4, "NUL"},
        BadCase{"CarriageReturnInside", kHeader + "1,2\r,0\n", 2, 4, "carriage return"},
        BadCase{"OldMacLineEnds", "a,b,y\r1,2,0\r3,4,1\r", 1, 6, "carriage return"},
        BadCase{"Utf16LittleEndian",
                std::string("\xff\xfe"
                            "a\0,\0",
                            6),
                1, 1, "UTF-16"},
        BadCase{"Utf16BigEndian", std::string("\xfe\xff\0a\0,", 6), 1, 1, "UTF-16"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Csv, ReportsEveryMistakeOfAFileAtOnce) {
  const auto found = mistakes_in(kHeader + "nan,x,2\n1,2,0\n1,2\n3,4,5\n");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0].where.column, 1u);
  EXPECT_EQ(found[1].where.column, 5u);
  EXPECT_EQ(found[2].where.column, 7u);
  EXPECT_EQ(found[3].where.line, 4u);
  EXPECT_EQ(found[4].where.line, 5u);
  EXPECT_EQ(found[4].line_text, "3,4,5");
}

TEST(Csv, ShowsTwentyMistakesAndCountsTheOthers) {
  std::string text = kHeader;
  for (int i = 0; i < 33; ++i) text += "x,2,0\n";
  const auto found = mistakes_in(text);
  ASSERT_EQ(found.size(), 21u);
  EXPECT_EQ(found[19].where.line, 21u);
  EXPECT_EQ(found[20].what, "and 13 more mistakes");
}

TEST(Csv, SaysWhichLabelsThereAreWhenPositiveNeverOccurs) {
  CsvOptions options = options_by_name();
  options.positive = "virginca";
  const auto found = mistakes_in(kHeader + "1,2,versicolor\n3,4,virginica\n", options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].what, "no row has the label 'virginca'");
  EXPECT_EQ(found[0].help, "the labels are 'versicolor', 'virginica'");
}

TEST(Csv, RefusesAnEmptyLabelEvenWithPositive) {
  CsvOptions options = options_by_name();
  options.positive = "p";
  const auto found = mistakes_in(kHeader + "1,2,\n3,4,p\n", options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where.line, 2u);
}

TEST(Csv, RefusesOneColumnInTwoPlaces) {
  CsvOptions options = options_by_name();
  options.label = "a";
  ASSERT_EQ(mistakes_in(kHeader + "1,2,0\n", options).size(), 1u);
}

TEST(Csv, RefusesAnyTwoOfThreeColumnsThatAreOne) {
  for (const auto& [first, second, label] : {std::array{"a", "a", "y"}, std::array{"a", "b", "a"}, std::array{"a", "b", "b"}}) {
    CsvOptions options = options_by_name();
    options.features = {first, second};
    options.label = label;
    const auto found = mistakes_in(kHeader + "1,2,0\n", options);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].what, "the two features and the label are not three different columns");
  }
}

TEST(Csv, HeadersMayBeginWithACapital) {
  EXPECT_EQ(rows_text(read("A,B,Y\n1,2,0\n3,4,1\n", options_by_position())), kTwoRows);
  EXPECT_EQ(rows_text(read("Z,z,y\n1,2,0\n3,4,1\n", options_by_position())), kTwoRows);
}

TEST(Csv, APositionBeyondAllIntegersIsNone) {
  CsvOptions options = options_by_position();
  options.features[0] = "99999999999999999999999";
  ASSERT_EQ(mistakes_in("1,2,0\n", options).size(), 1u);
}

TEST(Csv, NamesNoMoreThanTenColumnsOrLabels) {
  CsvOptions options = options_by_name();
  options.features[0] = "none";
  const auto columns = mistakes_in("b,y,c0,c1,c2,c3,c4,c5,c6,c7,c8\n1,0,1,1,1,1,1,1,1,1,1\n", options);
  ASSERT_EQ(columns.size(), 1u);
  EXPECT_NE(columns[0].help.find("'c7', …"), std::string::npos) << columns[0].help;
  EXPECT_EQ(columns[0].help.find("'c8'"), std::string::npos) << columns[0].help;
  options = options_by_name();
  options.positive = "p";
  std::string text = kHeader;
  for (char c = 'c'; c < 'c' + 11; ++c) text += std::string("1,2,") + c + "\n";
  const auto labels = mistakes_in(text, options);
  ASSERT_EQ(labels.size(), 1u);
  EXPECT_NE(labels[0].help.find("'l'"), std::string::npos) << labels[0].help;
  EXPECT_EQ(labels[0].help.find("'m'"), std::string::npos) << labels[0].help;
}

TEST(Csv, NeedsTwoFeatures) {
  CsvOptions options = options_by_name();
  options.features = {"a"};
  EXPECT_THROW(read(kHeader + "1,2,0\n", options), UsageError);
}

TEST(Csv, StopsAtALineThatIsTooLong) {
  CsvOptions options = options_by_name();
  options.max_line_bytes = 100;
  const auto found = mistakes_in(kHeader + std::string(101, '1') + "\nx,y,z\n", options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where.line, 2u);
  EXPECT_NE(found[0].what.find("longer than 100 bytes"), std::string::npos);
  EXPECT_NO_THROW(read(kHeader + std::string(96, '0') + ",2,0\n", options));
}

/// A stream of one line of any length that takes no memory.
class EndlessLine : public std::streambuf {
 public:
  std::uint64_t served = 0;

 protected:
  int_type underflow() override {
    served += sizeof block_;
    for (char& c : block_) c = '1';
    setg(block_, block_, block_ + sizeof block_);
    return '1';
  }

 private:
  char block_[4096];
};

TEST(Csv, ReadsNoFurtherThanTheLimitOfALine) {
  EndlessLine line;
  std::istream in(&line);
  EXPECT_THROW(read_csv(in, "data.csv", options_by_position()), InputError);
  EXPECT_LT(line.served, std::uint64_t{2} << 20);
}

TEST(Csv, StopsAtTheLimitOfRows) {
  CsvOptions options = options_by_name();
  options.max_rows = 2;
  EXPECT_NO_THROW(read(kHeader + "1,2,0\n1,2,0\n", options));
  const auto found = mistakes_in(kHeader + "1,2,0\n1,2,0\n1,2,0\n1,2,0\n", options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where.line, 4u);
}

TEST(Csv, KeepsUnprintableLinesOutOfMessages) {
  EXPECT_EQ(mistakes_in(kHeader + "\x1b]0;x\x07,2,0\n")[0].line_text, "");
  EXPECT_EQ(mistakes_in(kHeader + std::string(500, 'x') + ",2,0\n")[0].line_text, "");
  EXPECT_LT(mistakes_in(kHeader + std::string(500, 'x') + ",2,0\n")[0].what.size(), 100u);
}

}  // namespace
}  // namespace myriad
