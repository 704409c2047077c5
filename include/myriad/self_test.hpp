// Does this machine compute the bits that every machine must? The checks behind `myriad doctor`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace myriad {

struct SelfTestRow {
  std::string name;
  bool pass = false;
  std::string detail;
};

/// Runs every check on every instruction set of this processor. About a quarter of a second.
std::vector<SelfTestRow> self_test();

}  // namespace myriad
