// Chooses the engine that a device's name asks for.
#include "myriad/device.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>
#include <vector>

#include "host/engine/engine_group.hpp"
#include "host/text/suggestion.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

/// Chunks that a GPU has at the same time: while one is reduced and copied another trains, and small cells share it.
constexpr int kStreams = 4;

std::unique_ptr<Engine> engine_of(std::size_t first, std::size_t devices, bool fast) {
  std::vector<std::unique_ptr<Engine>> engines;
  for (int stream = 0; stream < kStreams; ++stream) {
    for (std::size_t i = first; i < first + devices; ++i) {
      engines.push_back(make_cuda_engine(static_cast<int>(i), fast));
    }
  }
  return make_engine_group(std::move(engines));
}

std::unique_ptr<Engine> cuda_engine(const std::string& device, std::size_t number, bool fast) {
  const CudaStatus cuda = cuda_status();
  if (!cuda.usable) {
    throw DeviceError(fmt::format("device {}: {}{}{}", device, cuda.reason,
                                  cuda.fix.empty() ? "" : "\n  help: ", cuda.fix));
  }
  if (number >= cuda.devices.size()) {
    throw DeviceError(fmt::format("device {}: there is no such device\n  help: this machine has {}",
                                  device, fmt::join(cuda.devices, "; ")));
  }
  return engine_of(number, 1, fast);
}

[[noreturn]] void refuse(const std::string& device) {
  const std::vector<std::string> names = {"auto", "cpu", "cuda", "cuda:N", "all", "reference"};
  throw UsageError(fmt::format("unknown device '{}'\n  help: {}one of {}", device,
                               did_you_mean(device, names), fmt::join(names, ", ")));
}

}  // namespace

std::unique_ptr<Engine> make_engine(const DeviceChoice& choice) {
  const std::string& device = choice.device;
  if (choice.threads < 0 || choice.threads > kMostThreads) {
    throw UsageError(
        fmt::format("threads {}: 0 (one per processor) to {}", choice.threads, kMostThreads));
  }
  const CpuOptions cpu{choice.threads, choice.isa};
  if (device == "reference") return make_reference_engine();
  if (device == "cpu") return make_cpu_engine(cpu);
  if (device == "cuda") return cuda_engine(device, 0, choice.fast);
  if (device.starts_with("cuda:")) {
    std::size_t number = 0;
    const char* const end = device.data() + device.size();
    const auto [rest, failure] = std::from_chars(device.data() + 5, end, number);
    if (failure != std::errc() || rest != end) refuse(device);
    return cuda_engine(device, number, choice.fast);
  }
  if (device != "auto" && device != "all") refuse(device);
  const CudaStatus cuda = cuda_status();
  if (!cuda.usable) return make_cpu_engine(cpu);
  return engine_of(0, device == "all" ? cuda.devices.size() : 1, choice.fast);
}

}  // namespace myriad
