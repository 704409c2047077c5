// The checks of self_test(): function hashes, reciprocals and a small training, on every instruction set.
#include "myriad/self_test.hpp"

#include <fmt/format.h>

#include "host/engine/float_environment.hpp"
#include "host/engine/golden.hpp"
#include "host/engine/isa_build.hpp"
#include "host/engine/isa/cpu_lanes.hpp"
#include "myriad/core/elementary.hpp"
#include "myriad/engine.hpp"

namespace myriad {
namespace {

SelfTestRow check_environment() {
  volatile float smallest = from_bits(1u);
  volatile float one = 1.0f;
  const bool subnormals = smallest * one != 0.0f;
  const bool nearest = one + from_bits(0x33000000u) == 1.0f;  // 1 + 2^-25 rounds down to even
  return {"float environment", subnormals && nearest,
          subnormals ? (nearest ? "round to nearest, subnormals on" : "another rounding mode is set")
                     : "another library has set flush-to-zero; worker threads reset it"};
}

SelfTestRow check_reciprocal() {
  std::uint32_t wrong = 0;
  for (std::uint32_t mantissa = 0; mantissa < 1u << 23; ++mantissa) {
    const float a = from_bits(0x3f800000u | mantissa);
    wrong += reciprocal_by_fma(a) != 1.0f / a;
  }
  return {"reciprocal from FMA", wrong == 0, fmt::format("{} of 8,388,608 mantissas differ from 1/a", wrong)};
}

SelfTestRow check_functions(const CpuLanes& lanes) {
  std::string differing;
  for (int f = 0; f < kElementaryFunctions; ++f) {
    if (lanes.hash_elementary(f, kGoldenSliceFirst, kGoldenSliceLast) != kGoldenSlice[f]) {
      differing += std::string(differing.empty() ? "" : ", ") + kElementaryNames[f];
    }
  }
  return {fmt::format("elementary functions, {}", lanes.isa), differing.empty(),
          differing.empty() ? fmt::format("{} golden hashes", kElementaryFunctions)
                            : "these differ: " + differing};
}

SelfTestRow check_training(const std::string& isa) {
  const CellJob cell = golden_cell();
  const auto engine = isa == "reference" ? make_reference_engine() : make_cpu_engine({1, isa});
  const Summary summary = engine->run(cell, {0, kGoldenNetworks}, KeepRule{}).summary;
  return {fmt::format("training, {}", isa), summary.tally.digest == kGoldenTraining,
          fmt::format("digest {:016x}, expected {:016x}", summary.tally.digest, kGoldenTraining)};
}

}  // namespace

std::vector<SelfTestRow> self_test() {
  std::vector<SelfTestRow> rows = {check_environment()};
  const FloatEnvironment environment;
  rows.push_back(check_reciprocal());
  for (const std::string& isa : available_isas()) {
    rows.push_back(check_functions(isa_build(isa).lanes));
    rows.push_back(check_training(isa));
  }
  rows.push_back(check_training("reference"));
  return rows;
}

}  // namespace myriad
