// Chooses the engine that --device names.
#include "host/cli/device.hpp"

#include <fmt/format.h>

#include "host/cli/arguments.hpp"
#include "myriad/device.hpp"

namespace myriad::cli {
namespace {

constexpr std::uint64_t kMaxThreads = 4096;

CpuOptions cpu_options(const DeviceRequest& request) {
  CpuOptions options;
  options.isa = choice_argument("--isa", request.isa, {"auto", "baseline", "avx2", "avx512"});
  if (request.threads != "auto") {
    options.threads =
        static_cast<int>(count_argument("--threads", request.threads, 1, kMaxThreads));
  }
  return options;
}

}  // namespace

void check_request(const DeviceRequest& request) {
  cpu_options(request);
  if (request.device.starts_with("cuda:")) {
    count_argument("--device cuda:N: N", request.device.substr(5));
  } else {
    choice_argument("--device", request.device,
                    {"auto", "cpu", "cuda", "cuda:0", "all", "reference"});
  }
}

ChosenEngine choose_engine(const DeviceRequest& request) {
  check_request(request);
  const CpuOptions cpu = cpu_options(request);
  ChosenEngine chosen;
  try {
    chosen.engine = make_engine({request.device, cpu.isa, cpu.threads});
  } catch (const DeviceError& error) {
    throw DeviceError(fmt::format("--{}", error.what()));  // "--device cuda: …": as it was typed
  }
  if (request.device == "auto" || request.device == "all") {
    const CudaStatus cuda = cuda_status();
    if (!cuda.usable) {
      chosen.note = fmt::format("device: {} (no CUDA: {})", chosen.engine->name(), cuda.reason);
    }
  }
  return chosen;
}

std::vector<Option> device_options(DeviceRequest& request) {
  return {
      {"--device", "NAME",
       "auto, cpu, cuda, cuda:N, all (every CUDA device) or reference "
       "(default auto: CUDA where it works, else the CPU)",
       &request.device, "Where"},
      {"--threads", "N", "CPU threads (default: one per processor)", &request.threads, "Where"},
      {"--isa", "NAME", "CPU instruction set: auto, baseline, avx2 or avx512", &request.isa,
       "Where"},
  };
}

}  // namespace myriad::cli
