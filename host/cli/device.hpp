// From --device, --threads and --isa to an engine.
#pragma once

#include <memory>
#include <string>

#include "host/cli/command.hpp"
#include "myriad/engine.hpp"

namespace myriad::cli {

/// What the command line asks for, as text.
struct DeviceRequest {
  std::string device = "auto";
  std::string threads = "auto";
  std::string isa = "auto";
  bool fast = false;  ///< --math fast
};

struct ChosenEngine {
  std::unique_ptr<Engine> engine;
  bool fast = false;  ///< it computes --math fast; the CPU engines have exact functions only
  std::string note;  ///< what a person should know of the choice, one line; may be empty
};

/// Throws UsageError for a device, an ISA or a number of threads that no machine has: to be called
/// before any file is read.
void check_request(const DeviceRequest& request);

/// --threads and --isa. Throws UsageError.
CpuOptions cpu_options(const DeviceRequest& request);

/// Throws what check_request throws, and DeviceError with the reason and the fix for a device that
/// this machine lacks.
ChosenEngine choose_engine(const DeviceRequest& request);

/// The device of one of several ranks on a machine: a GPU each, in turn, where `device` leaves the choice.
DeviceRequest device_of_rank(const DeviceRequest& request, int local_rank);

/// An engine to compare this one with: the CPU's for a GPU, another instruction set or the reference for a CPU.
std::unique_ptr<Engine> verifying_engine(const Engine& engine);

/// --device, --threads and --isa, for the commands that compute.
std::vector<Option> device_options(DeviceRequest& request);

}  // namespace myriad::cli
