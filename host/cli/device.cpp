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

std::unique_ptr<Engine> cuda_engine(const std::string& device, std::uint64_t number) {
  const CudaStatus cuda = cuda_status();
  if (!cuda.usable) refuse_cuda(device, cuda);
  if (number >= cuda.devices.size()) {
    throw DeviceError(
        fmt::format("--device {}: there is no such device\n  help: this machine has {}", device,
                    fmt::join(cuda.devices, "; ")));
  }
  return make_cuda_engine(static_cast<int>(number));
}

std::unique_ptr<Engine> every_cuda_engine(const CudaStatus& cuda) {
  if (cuda.devices.size() == 1) return make_cuda_engine(0);
  std::vector<std::unique_ptr<Engine>> engines;
  for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
    engines.push_back(make_cuda_engine(static_cast<int>(i)));
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
  if (device == "reference") return {make_reference_engine(), ""};
  if (device == "cpu") return {make_cpu_engine(cpu_options(request)), ""};
  if (device == "cuda") return {cuda_engine(device, 0), ""};
  if (device.starts_with("cuda:")) {
    return {cuda_engine(device, count_argument("--device", device.substr(5))), ""};
  }
  const CudaStatus cuda = cuda_status();
  if (cuda.usable) return {device == "all" ? every_cuda_engine(cuda) : make_cuda_engine(0), ""};
  ChosenEngine chosen{make_cpu_engine(cpu_options(request)), ""};
  chosen.note = fmt::format("device: {} (no CUDA: {})", chosen.engine->name(), cuda.reason);
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
       &request.device, "Where"},
      {"--threads", "N", "CPU threads (default: one per processor)", &request.threads, "Where"},
      {"--isa", "NAME", "CPU instruction set: auto, baseline, avx2 or avx512", &request.isa,
       "Where"},
  };
}

}  // namespace myriad::cli
