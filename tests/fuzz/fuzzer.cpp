// One libFuzzer program for each target; an exception other than a refusal ends it as a crash.
#include <cstddef>
#include <cstdint>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  myriad::fuzz::MYRIAD_FUZZ_TARGET(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
