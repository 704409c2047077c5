// Keys of too many parts, and texts that merely hold many dots.
#include "host/spec/toml_nesting.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using namespace myriad;

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(TomlNesting, KeysOfManyPartsWhereverTheyStand) {
  EXPECT_FALSE(find_deep_key("a" + repeated(".a", 16) + " = 1"));
  const std::string befores[] = {"",
                                 "# \"\n",
                                 "x = \"\\\"\"\n",
                                 "x = ''\n",
                                 "x = \"\"\n",
                                 "x = \"\"\"a\"\"\"\"\"\n",
                                 "x = '''a''''\n",
                                 "x = { y = 1, ",
                                 "x = \"unclosed\n",
                                 "[",
                                 "x = 'a\\'\n"};
  for (const std::string& before : befores) {
    EXPECT_EQ(find_deep_key(before + "a" + repeated(".a", 17) + " = 1"), before.size() + 33)
        << before;
  }
}

TEST(TomlNesting, DotsThatAreNoKey) {
  const std::string dots = repeated(".", 99);
  for (const std::string& text :
       {"x = \"" + dots + "\"", "x = '" + dots + "'", "# " + dots, "x = \"\\\"" + dots + "\"",
        "x = \"\"\"\n" + repeated(".\"\"", 99) + ".\"\"\"", "x = [" + repeated("0.1, ", 99) + "]",
        repeated("a.b = 1.5\n", 99)}) {
    EXPECT_FALSE(find_deep_key(text)) << text;
  }
}

}  // namespace
