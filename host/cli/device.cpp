// Chooses the engine that --device names.
#include "host/cli/device.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "host/cli/arguments.hpp"
#include "myriad/device.hpp"

namespace myriad::cli {
namespace {

const std::vector<std::string> kDevices = {"auto", "cpu", "cuda", "cuda:0", "all", "reference"};

void check_device(const std::string& option, const std::string& device) {
  if (device.starts_with("cuda:")) {
    count_argument(option + " cuda:N: N", device.substr(5));
  } else {
    choice_argument(option, device, kDevices);
  }
}

}  // namespace

CpuOptions cpu_options(const DeviceRequest& request) {
  CpuOptions options;
  options.isa = choice_argument("--isa", request.isa, {"auto", "baseline", "avx2", "avx512"});
  if (request.threads != "auto") {
    options.threads =
        static_cast<int>(count_argument("--threads", request.threads, 1, kMostThreads));
  }
  return options;
}

void check_request(const DeviceRequest& request) {
  cpu_options(request);
  check_device("--device", request.device);
}

ChosenEngine choose_engine(const DeviceRequest& request) {
  check_request(request);
  const CpuOptions cpu = cpu_options(request);
  ChosenEngine chosen;
  try {
    chosen.engine = make_engine({request.device, cpu.isa, cpu.threads, request.fast});
  } catch (const DeviceError& error) {
    throw DeviceError(fmt::format("--{}", error.what()));  // "--device cuda: …": as it was typed
  }
  const bool left_open = request.device == "auto" || request.device == "all";
  const CudaStatus cuda = left_open ? cuda_status() : CudaStatus{};
  const bool with_cuda = left_open ? cuda.usable : request.device.starts_with("cuda");
  if (left_open && !with_cuda) {
    chosen.note = fmt::format("device: {} (no CUDA: {})", chosen.engine->name(), cuda.reason);
  }
  chosen.fast = request.fast && with_cuda;
  if (request.fast && !with_cuda) {
    if (!chosen.note.empty()) chosen.note += '\n';
    chosen.note += "math: exact (--math fast is for CUDA; the CPU engines have exact functions only)";
  }
  return chosen;
}

DeviceRequest device_of_rank(const DeviceRequest& request, int local_rank) {
  DeviceRequest own = request;
  const bool open = own.device == "auto" || own.device == "cuda" || own.device == "all";
  if (!open) return own;
  const CudaStatus cuda = cuda_status();
  if (cuda.usable) own.device = fmt::format("cuda:{}", static_cast<std::size_t>(local_rank) % cuda.devices.size());
  return own;
}

std::unique_ptr<Engine> verifying_engine(const Engine& engine) {
  const std::string name = engine.name();
  const auto holds = [&name](std::string_view part) { return name.find(part) != std::string::npos; };
  if (holds("cuda:")) return make_cpu_engine();
  CpuOptions options;
  options.isa = "baseline";
  if (holds("baseline")) return make_reference_engine();
  return make_cpu_engine(options);
}

std::vector<Option> device_options(DeviceRequest& request) {
  return {
      {"--device", "NAME",
       "auto, cpu, cuda, cuda:N, all (every CUDA device) or reference "
       "(default auto: CUDA where it works, else the CPU)",
       &request.device, "Where", false,
       {Takes::Kind::choices, kDevices, check_device}},
      {"--threads", "N", "CPU threads (default: one per processor)", &request.threads, "Where", false,
       takes_count(1, kMostThreads)},
      {"--isa", "NAME", "CPU instruction set: auto, baseline, avx2 or avx512", &request.isa,
       "Where", false, takes_one_of({"auto", "baseline", "avx2", "avx512"})},
  };
}

}  // namespace myriad::cli
