// The command that computes a sweep, read back by a shell.
#include "host/spec/run_command.hpp"

#include <array>
#include <cstdio>

#include <gtest/gtest.h>

namespace myriad {
namespace {

/// The words that /bin/sh makes of a command, each on a line.
std::string words_of(const std::string& command) {
  std::string words;
  FILE* const shell = popen(("printf '%s\\n' " + command).c_str(), "r");
  std::array<char, 256> part{};
  while (fgets(part.data(), part.size(), shell) != nullptr) words += part.data();
  EXPECT_EQ(pclose(shell), 0);
  return words;
}

TEST(RunCommand, HasAllThatTheSweepWasMadeOf) {
  Sweep sweep;
  sweep.file = "a spec.toml";
  sweep.overrides = {{"epochs=5", "name='; rm x'"}, {"lr=0.1,1"}, "1M", "7"};
  EXPECT_EQ(words_of(run_command(sweep, "fast", "out", "1/3")),
            "myriad\nrun\na spec.toml\n-o\nout\n--set\nepochs=5\n--set\nname='; rm x'\n--axis\nlr=0.1,1\n"
            "--networks\n1M\n--seed\n7\n--math\nfast\n--shard\n1/3\n");
}

TEST(RunCommand, LeavesOutWhatIsUsual) {
  Sweep sweep;
  sweep.file = "s.toml";
  EXPECT_EQ(run_command(sweep, "exact", "out"), "myriad run s.toml -o out");
}

TEST(RunCommand, NothingOfASweepIsAnOptionOfItsOwn) {
  Sweep sweep;
  sweep.file = "--output=/etc/x";
  sweep.overrides.set = {"-o=/etc/y"};
  sweep.overrides.networks = "--help";
  EXPECT_EQ(words_of(run_command(sweep, "exact", "-d")),
            "myriad\nrun\n./--output=/etc/x\n-o\n./-d\n--set=-o=/etc/y\n--networks=--help\n");
}

TEST(RunCommand, ATextIsInTheDirectory) {
  Sweep sweep;
  sweep.file = "<text>";
  EXPECT_EQ(run_command(sweep, "exact", "a/b"), "myriad run a/b/spec.toml -o a/b");
}

}  // namespace
}  // namespace myriad
