// Command-line values: what is refused, and that the refusal names the option.
#include "host/cli/arguments.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "myriad/error.hpp"

namespace myriad::cli {
namespace {

/// The message of the UsageError that `call` must throw.
std::string complaint(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Arguments, CountsTakeSuffixes) {
  EXPECT_EQ(count_argument("--n", "0"), 0u);
  EXPECT_EQ(count_argument("--n", "65_536"), 65'536u);
  EXPECT_EQ(count_argument("--n", "4G"), 4'000'000'000u);
  EXPECT_EQ(count_argument("--n", "18446744073709551615"), 18446744073709551615u);
}

TEST(Arguments, CountsRefuseWhatLibrariesLetThrough) {
  for (const char* text : {"-4", "+4", "010", "0x10", " 4", "4 ", "4.0", "1e3", "nan", "inf", "4Q",
                           "18446744073709551616", "99999999999999999G", "4__0", "_4", "four"}) {
    EXPECT_NE(complaint([&] { count_argument("--networks", text); }).find("--networks"),
              std::string::npos)
        << text;
  }
}

TEST(Arguments, CountsKeepTheirRange) {
  EXPECT_EQ(count_argument("--threads", "1", 1, 8), 1u);
  EXPECT_EQ(count_argument("--threads", "8", 1, 8), 8u);
  EXPECT_EQ(complaint([] { count_argument("--threads", "0", 1, 8); }),
            "--threads 0: must be between 1 and 8");
  EXPECT_EQ(complaint([] { count_argument("--chunk", "0", 1); }), "--chunk 0: must be at least 1");
}

TEST(Arguments, ChoicesNameTheNearest) {
  EXPECT_EQ(choice_argument("--format", "csv", {"csv", "json"}), "csv");
  const std::string text = complaint([] { choice_argument("--format", "jsn", {"csv", "json"}); });
  EXPECT_NE(text.find("'json'"), std::string::npos) << text;
  EXPECT_NE(text.find("csv, json"), std::string::npos) << text;
}

TEST(Arguments, ShardsAreZeroBased) {
  EXPECT_EQ(shard_argument("0/1").count, 1u);
  EXPECT_EQ(shard_argument("7/8").index, 7u);
  for (const char* text : {"8/8", "0/0", "1", "/", "1/", "/2", "-1/2", "0/2/3", "a/b", ""}) {
    EXPECT_NE(complaint([&] { shard_argument(text); }).find("--shard"), std::string::npos) << text;
  }
}

TEST(Arguments, ShellTextReadsBack) {
  EXPECT_EQ(shell_text({"myriad", "run", "a b.toml", "--set", "name='x'", ""}),
            "myriad run 'a b.toml' --set 'name='\\''x'\\''' ''");
  EXPECT_EQ(shell_text({"$(rm)", "~", "a;b"}), "'$(rm)' '~' 'a;b'");
}

}  // namespace
}  // namespace myriad::cli
