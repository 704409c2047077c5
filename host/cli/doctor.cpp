// `myriad doctor`: what this machine has, whether its arithmetic gives the right bits, and what to
// mend.
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cfenv>
#include <chrono>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/json_text.hpp"
#include "myriad/engine.hpp"
#include "myriad/error.hpp"
#include "myriad/machine.hpp"
#include "myriad/self_test.hpp"
#include "myriad/version.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/terminal.hpp"
#include "host/mpi/ranks.hpp"
#include "host/store/atomic_file.hpp"
#include "host/text/visible.hpp"

namespace myriad::cli {
namespace {

enum class Verdict { pass, warn, fail };

struct Check {
  Verdict verdict = Verdict::pass;
  std::string name, detail;
  std::string fix;                     ///< empty when there is nothing to mend
  ExitCode code = ExitCode::internal;  ///< of the program, when this one fails
};

Check check_processor(const Machine& machine) {
  Check check{Verdict::pass, "processor", machine.cpu, "", {}};
  if (!machine.features.empty())
    check.detail += fmt::format(": {}", fmt::join(machine.features, " "));
  return check;
}

Check check_isa() {
  const std::vector<std::string> isas = available_isas();
  Check check{Verdict::pass, "instruction sets", fmt::format("{}", fmt::join(isas, ", ")), "", {}};
  if (isas.size() == 1 && isas[0] == "baseline") {
    check.verdict = Verdict::warn;
    check.detail += ": no AVX2 with FMA, so exact arithmetic is many times slower";
    check.fix = "use a processor with AVX2 and FMA (any x86-64-v3), or a GPU";
  }
  return check;
}

Check check_threads(const Machine& machine) {
  Check check{Verdict::pass,
              "threads",
              fmt::format("{} of {} processors, {} of memory", machine.processors,
                          machine.processors_of_machine, bytes_text(machine.memory_bytes)),
              "",
              {}};
  if (machine.processors < machine.processors_of_machine) {
    check.verdict = Verdict::warn;
    check.fix = "this process may not use them all: see taskset, cpuset or the container's limits";
  }
  return check;
}

Check check_float_environment() {
  Check check{Verdict::pass, "float environment", "rounds to nearest, keeps subnormals", "", {}};
  volatile float subnormal = 1e-40f;
  const float kept = subnormal * 1.0f;
  if (std::fegetround() == FE_TONEAREST && kept > 0) return check;
  check.verdict = Verdict::warn;
  check.detail =
      "changed by something loaded into this process; workers set their own, results stay right";
  check.fix = "look at LD_PRELOAD for a library built with -Ofast or -ffast-math";
  return check;
}

std::vector<Check> check_bits() {
  std::vector<Check> checks;
  for (const SelfTestRow& row : self_test()) {
    Check check{row.pass ? Verdict::pass : Verdict::fail, "bits: " + row.name, row.detail, "", {}};
    if (!row.pass)
      check.fix = "rebuild without extra compiler flags; if that does not help, report it";
    check.code = ExitCode::internal;
    checks.push_back(std::move(check));
  }
  return checks;
}

std::string cuda_version(int version) {
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

/// Either verdict gives the same results; a tabled reciprocal gives them sooner.
Check check_reciprocal(int device) {
  Check check{Verdict::pass, "CUDA reciprocal", "", "", {}};
  try {
    const std::uint64_t wrong = wrong_cuda_reciprocals(device);
    check.detail = wrong == 0 ? "the chip's own, corrected: exact for all 126 x 8,388,608 inputs"
                              : fmt::format("by FMA: the chip's own is wrong for {} inputs", wrong);
  } catch (const Error& error) {
    check.verdict = Verdict::fail;
    check.detail = error.what();
    check.fix = "see `nvidia-smi`, or run on the CPU with --device cpu";
    check.code = ExitCode::no_device;
  }
  return check;
}

std::vector<Check> check_cuda() {
  const CudaStatus cuda = cuda_status();
  if (!cuda.usable)
    return {{Verdict::warn, "CUDA", cuda.reason + "; the CPU engine is used", cuda.fix, {}}};
  std::vector<Check> checks = {
      {Verdict::pass,
       "CUDA",
       fmt::format("driver {}, runtime {}", cuda_version(cuda.driver_version),
                   cuda_version(cuda.runtime_version)),
       "",
       {}}};
  for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
    checks.push_back({Verdict::pass, "CUDA device", cuda.devices[i], "", {}});
    checks.push_back(check_reciprocal(static_cast<int>(i)));
  }
  return checks;
}

/// Milliseconds until a small file is safe on the disk of a directory: what each commit of a run waits for.
double commit_milliseconds(const std::string& directory) {
  const std::string file = join_path(directory, fmt::format(".myriad-doctor-{}", ::getpid()));
  const auto start = std::chrono::steady_clock::now();
  write_atomically(file, std::string(4096, '.'));
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  ::unlink(file.c_str());
  return taken.count();
}

Check check_disk(const std::string& directory) {
  constexpr double kSlow = 250;  // a run commits about once a second
  Check check{Verdict::pass, "disk", "", "", ExitCode::input_output};
  struct statvfs disk {};
  if (::statvfs(directory.c_str(), &disk) != 0) {
    check.verdict = Verdict::fail;
    check.detail = fmt::format("{}: {}", directory, std::strerror(errno));
    check.fix = "name a directory that exists";
    return check;
  }
  const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  check.detail = fmt::format("{} free in {}", bytes_text(free), directory == "." ? "this directory" : directory);
  double commit = 0;
  try {
    commit = commit_milliseconds(directory);
    check.detail += fmt::format(", a commit takes {:.3g} ms", commit);
  } catch (const Error& error) {
    check.verdict = Verdict::warn;
    check.detail += fmt::format(", but: {}", error.what());
    check.fix = "give `run -o` a directory elsewhere";
    return check;
  }
  if (commit > kSlow) {
    check.verdict = Verdict::warn;
    check.fix = "a run waits for the disk about once a second: give `run -o` a directory on a local disk";
  } else if (free < (std::uint64_t{1} << 30)) {
    check.verdict = free < (std::uint64_t{16} << 20) ? Verdict::fail : Verdict::warn;
    check.fix = "kept networks take about 60 bytes each: free some space for a run that keeps many";
  }
  return check;
}

Check check_terminal() {
  const Terminal terminal = standard_output();
  if (!terminal.is_terminal)
    return {Verdict::pass, "terminal", "standard output is not one", "", {}};
  return {Verdict::pass,
          "terminal",
          fmt::format("{} columns, {}", terminal.width, terminal.colour ? "colour" : "no colour"),
          "",
          {}};
}

Check check_mpi() {
  const std::string library = mpi_library();
  return {Verdict::pass, "MPI", library.empty() ? "not in this build: `mpirun myriad run` is refused" : library, "", {}};
}

std::vector<Check> all_checks(const std::string& directory) {
  const Machine machine = this_machine();
  std::vector<Check> checks = {
      {Verdict::pass,
       "version",
       fmt::format(MYRIAD_VERSION " (commit " MYRIAD_COMMIT "), {}", machine.compiler),
       "",
       {}},
      {Verdict::pass, "system", machine.operating_system, "", {}},
      check_processor(machine),
      check_isa(),
      check_threads(machine),
      check_float_environment()};
  for (Check& check : check_bits()) checks.push_back(std::move(check));
  for (Check& check : check_cuda()) checks.push_back(std::move(check));
  checks.push_back({Verdict::pass, "SQLite", machine.sqlite, "", {}});
  checks.push_back(check_mpi());
  checks.push_back(check_disk(directory));
  checks.push_back(check_terminal());
  return checks;
}

const char* verdict_name(Verdict verdict) {
  return verdict == Verdict::pass ? "PASS" : verdict == Verdict::warn ? "WARN" : "FAIL";
}

std::string text_of(const std::vector<Check>& checks) {
  const Terminal terminal = standard_output();
  static constexpr Colour colours[] = {Colour::green, Colour::yellow, Colour::red};
  std::string text;
  for (const Check& check : checks) {
    const std::size_t width = text_width(terminal, 100);
    const std::string line = visible(check.name) + ": " + visible(check.detail);
    text += paint(verdict_name(check.verdict), colours[static_cast<int>(check.verdict)], terminal) + "  " +
            wrapped(line, 6, width) + '\n';
    if (!check.fix.empty()) text += "      " + wrapped("fix: " + visible(check.fix), 6, width) + '\n';
  }
  return text;
}

std::string json_of(const std::vector<Check>& checks) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Check& check : checks) {
    list.push_back({{"verdict", verdict_name(check.verdict)},
                    {"name", check.name},
                    {"detail", check.detail},
                    {"fix", check.fix}});
  }
  return json_text({{"checks", list}});
}

}  // namespace

Command doctor_command() {
  auto json = std::make_shared<bool>(false);
  auto directory = std::make_shared<std::string>();
  Command command;
  command.name = "doctor";
  command.summary = "Checks this machine: PASS, WARN or FAIL, with the fix.";
  command.examples = {"doctor", "doctor /scratch", "doctor --json"};
  command.options = {{"DIR", "", "where results are to go: its disk is tried (default: this directory)", directory.get(),
                      "Arguments", false, takes_directory()},
                     {"--json", "", "for programs", json.get()}};
  command.run = [json, directory] {
    const std::vector<Check> checks = all_checks(directory->empty() ? "." : *directory);
    print(*json ? json_of(checks) : text_of(checks));
    for (const Check& check : checks) {
      if (check.verdict == Verdict::fail) return check.code;
    }
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
