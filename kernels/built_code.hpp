// Whether the code of this build runs on a device, from the list of architectures that it was compiled for.
#pragma once

#include <string_view>

namespace myriad {

/// `architectures`: CMake's, with commas: "75-real,80,90-virtual". Machine code ("-real", or plain) runs on devices of
/// the same major number from its minor number on; PTX ("-virtual", or plain) on all from its number on. Letters after
/// the number, as in "90a", are not understood and count as none. An empty list runs on all.
constexpr bool has_code_for(std::string_view architectures, int major, int minor) {
  if (architectures.empty()) return true;
  const int device = major * 10 + minor;
  while (!architectures.empty()) {
    const std::string_view entry = architectures.substr(0, architectures.find(','));
    architectures.remove_prefix(entry.size() < architectures.size() ? entry.size() + 1 : entry.size());
    int number = 0;
    std::string_view kind = entry;
    while (!kind.empty() && kind[0] >= '0' && kind[0] <= '9') {
      number = number * 10 + (kind[0] - '0');
      kind.remove_prefix(1);
    }
    const bool machine_code = (kind.empty() || kind == "-real") && number / 10 == major && device >= number;
    const bool ptx = (kind.empty() || kind == "-virtual") && device >= number;
    if (number > 0 && (machine_code || ptx)) return true;
  }
  return false;
}

/// The same for this build. Only in builds with kernels.
bool has_code(int major, int minor);

}  // namespace myriad
