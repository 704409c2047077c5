// What this machine is, for manifests, `myriad doctor` and `myriad bench`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace myriad {

struct Machine {
  std::string cpu;                    ///< "AMD EPYC 7B13", or its architecture when it has no name
  std::vector<std::string> features;  ///< of those that matter here: "avx2", "fma", "avx512f" …
  int processors = 0;                 ///< that this process may run on
  int processors_of_machine = 0;
  std::uint64_t memory_bytes =
      0;                         ///< that this process may use: the machine's, or its group's limit
  std::string operating_system;  ///< "Debian GNU/Linux 12 (bookworm), Linux 6.1.0 x86_64"
  std::string compiler;          ///< that built this library: "g++ 12.2.0"
  std::string sqlite;            ///< version of the library that is loaded
};

/// Never throws for what it cannot find out: "" and 0 stand for it.
Machine this_machine();

/// One line: "AMD EPYC 7B13, 2 of 2 processors, 15.6 GiB, …, Linux".
std::string to_text(const Machine& machine);

}  // namespace myriad
