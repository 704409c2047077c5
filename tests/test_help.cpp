// The words about commands: help that fits, and what is generated from the same descriptions.
#include "host/cli/help.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace myriad::cli {
namespace {

std::string text_target;
bool flag_target = false;

Command sample() {
  Command command;
  command.name = "paint";
  command.summary = "Paints a wall. Then another one.";
  command.examples = {"paint wall --colour red"};
  command.options = {{"WALL", "", "which wall", &text_target, "Arguments", true},
                     {"-c,--colour", "NAME", "a colour that everybody who lives in the house can bear to look at",
                      &text_target, "How", true},
                     {"--twice", "", "two coats", &flag_target, "How"}};
  return command;
}

TEST(Help, BeginsWithExamplesAndGroupsOptions) {
  const std::string text = help_text(sample(), 80);
  EXPECT_EQ(text.rfind("Examples:\n  myriad paint wall --colour red\n", 0), 0u) << text;
  EXPECT_NE(text.find("Usage: myriad paint WALL -c NAME [options]\n"), std::string::npos) << text;
  EXPECT_LT(text.find("\nArguments:\n"), text.find("\nHow:\n")) << text;
  EXPECT_NE(text.find("  -c, --colour NAME"), std::string::npos) << text;
}

TEST(Help, KeepsToTheColumnsItIsGiven) {
  for (const int columns : {44, 60, 80, 200}) {
    std::istringstream lines(help_text(sample(), columns) + help_text(std::vector<Command>{sample()}, columns));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), static_cast<std::size_t>(std::min(columns, 80))) << columns << ": " << line;
    }
  }
}

TEST(Help, NamesComeApart) {
  const Command command = sample();
  EXPECT_EQ(names_of(command.options[1]), (std::vector<std::string>{"-c", "--colour"}));
  EXPECT_TRUE(is_positional(command.options[0]));
  EXPECT_FALSE(is_positional(command.options[2]));
  EXPECT_EQ(groups_of(command), (std::vector<std::string>{"Arguments", "How"}));
}

}  // namespace
}  // namespace myriad::cli
