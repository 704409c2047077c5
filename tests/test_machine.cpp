// What is said of this machine, against what its own tools say.
#include "myriad/machine.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace myriad {
namespace {

std::string output_of(const char* command) {
  std::string text;
  FILE* pipe = ::popen(command, "r");
  if (pipe == nullptr) return text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  ::pclose(pipe);
  return text.substr(0, text.find('\n'));
}

TEST(Machine, ProcessorsAreThoseThatNprocCounts) {
  EXPECT_EQ(std::to_string(this_machine().processors), output_of("env -u OMP_NUM_THREADS nproc"));
  EXPECT_EQ(std::to_string(this_machine().processors_of_machine),
            output_of("getconf _NPROCESSORS_ONLN"));
}

TEST(Machine, NamesItsSystem) {
  const Machine machine = this_machine();
  EXPECT_NE(machine.operating_system.find(output_of("uname -r")), std::string::npos);
  EXPECT_FALSE(machine.cpu.empty());
  EXPECT_GT(machine.memory_bytes, std::uint64_t{64} << 20);
  EXPECT_EQ(machine.sqlite, sqlite3_libversion());
  EXPECT_EQ(to_text(machine).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace myriad
