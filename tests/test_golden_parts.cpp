// A digest for every part, committed: whoever moves a bit changes tests/golden/parts.txt, the numerics version
// and the changelog together. MYRIAD_WRITE_GOLDEN=1 writes the file anew.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "part_cases.hpp"

namespace myriad {
namespace {

const std::string kFile = MYRIAD_SOURCE_DIR "/tests/golden/parts.txt";

TEST(golden_parts, every_part_gives_its_digest) {
  std::map<std::string, std::string> expected;
  std::ifstream file(kFile);
  for (std::string digest, name; file >> digest && std::getline(file >> std::ws, name);) expected[name] = digest;
  const auto engine = make_cpu_engine();
  const PartCases cases;
  std::string written;
  for (const PartCase& c : cases.all) {
    const Tally tally = engine->run(c.cell, {0, kCaseNetworks}, {}).summary.tally;
    const std::string digest = fmt::format("{:016x}", tally.digest);
    written += digest + ' ' + c.name + '\n';
    if (std::getenv("MYRIAD_WRITE_GOLDEN") == nullptr) {
      EXPECT_EQ(expected[c.name], digest) << c.name;
    }
  }
  if (std::getenv("MYRIAD_WRITE_GOLDEN") != nullptr) {
    std::ofstream(kFile) << written;
    return;
  }
  EXPECT_EQ(expected.size(), cases.all.size());
}

}  // namespace
}  // namespace myriad
