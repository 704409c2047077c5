// Chooses the engine that --device names.
#include "host/cli/device.hpp"

#include <fmt/format.h>

#include <utility>

#include "host/cli/arguments.hpp"
#include "host/cli/engine_group.hpp"

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

[[noreturn]] void refuse_cuda(const std::string& device, const CudaStatus& cuda) {
  std::string what = fmt::format("--device {}: {}", device, cuda.reason);
  if (!cuda.fix.empty()) what += "\n  help: " + cuda.fix;
  throw DeviceError(what);
}

ChosenEngine cuda_engine(const std::string& device, std::uint64_t number, bool fast) {
  const CudaStatus cuda = cuda_status();
  if (!cuda.usable) refuse_cuda(device, cuda);
  if (number >= cuda.devices.size()) {
    throw DeviceError(
        fmt::format("--device {}: there is no such device\n  help: this machine has {}", device,
                    fmt::join(cuda.devices, "; ")));
  }
  return {make_cuda_engine(static_cast<int>(number), fast), fast, ""};
}

std::unique_ptr<Engine> every_cuda_engine(const CudaStatus& cuda, bool fast) {
  if (cuda.devices.size() == 1) return make_cuda_engine(0, fast);
  std::vector<std::unique_ptr<Engine>> engines;
  for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
    engines.push_back(make_cuda_engine(static_cast<int>(i), fast));
  }
  return make_engine_group(std::move(engines));
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
  const std::string& device = request.device;
  const bool fast = request.fast;
  if (device == "cuda") return cuda_engine(device, 0, fast);
  if (device.starts_with("cuda:")) {
    return cuda_engine(device, count_argument("--device", device.substr(5)), fast);
  }
  ChosenEngine chosen;
  if (device == "reference") {
    chosen.engine = make_reference_engine();
  } else if (device == "cpu") {
    chosen.engine = make_cpu_engine(cpu_options(request));
  } else {
    const CudaStatus cuda = cuda_status();
    if (cuda.usable) {
      return {device == "all" ? every_cuda_engine(cuda, fast) : make_cuda_engine(0, fast), fast, ""};
    }
    chosen.engine = make_cpu_engine(cpu_options(request));
    chosen.note = fmt::format("device: {} (no CUDA: {})", chosen.engine->name(), cuda.reason);
  }
  if (fast) {
    if (!chosen.note.empty()) chosen.note += '\n';
    chosen.note += "math: exact (--math fast is for CUDA; the CPU engines have exact functions only)";
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
