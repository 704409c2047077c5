// Describes this machine from /proc, /etc/os-release, uname and the control group's limits.
#include "myriad/machine.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "host/text/decimal.hpp"

namespace myriad {
namespace {

/// What follows `key` and a separator on the first line that starts with it.
std::string field_of(const std::string& file, const std::string& key, char separator) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const auto at = line.find(separator);
    if (line.rfind(key, 0) != 0 || at == std::string::npos) continue;
    const auto first = line.find_first_not_of(" \t\"", at + 1);
    if (first == std::string::npos) return "";
    return line.substr(first, line.find_last_not_of(" \t\"") - first + 1);
  }
  return "";
}

std::string first_line(const std::string& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

utsname kernel() {
  utsname name{};
  if (::uname(&name) != 0) return {};
  return name;
}

std::vector<std::string> known_features() {
  static constexpr std::array<const char*, 9> wanted = {
      "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl", "asimd"};
  std::string line = field_of("/proc/cpuinfo", "flags", ':');
  if (line.empty()) line = field_of("/proc/cpuinfo", "Features", ':');
  std::vector<std::string> found;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) found.push_back(word);
  }
  return found;
}

int allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0)
    return static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  return CPU_COUNT(&set);
}

std::uint64_t allowed_memory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGE_SIZE);
  std::uint64_t bytes = pages > 0 && size > 0
                            ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size)
                            : 0;
  for (const char* file :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    const auto limit = parse_decimal(first_line(file));
    if (limit && (bytes == 0 || *limit < bytes)) bytes = *limit;
  }
  return bytes;
}

std::string compiler_name() {
#if defined(__clang__)
  return fmt::format("clang++ {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

Machine this_machine() {
  const utsname system = kernel();
  Machine machine;
  machine.cpu = field_of("/proc/cpuinfo", "model name", ':');
  if (machine.cpu.empty()) machine.cpu = system.machine;
  machine.features = known_features();
  machine.processors = allowed_processors();
  machine.processors_of_machine = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
  machine.memory_bytes = allowed_memory();
  const std::string distribution = field_of("/etc/os-release", "PRETTY_NAME", '=');
  machine.operating_system =
      fmt::format("{}{}{} {} {}", distribution, distribution.empty() ? "" : ", ", system.sysname,
                  system.release, system.machine);
  machine.compiler = compiler_name();
  machine.sqlite = sqlite3_libversion();
  return machine;
}

std::string to_text(const Machine& machine) {
  return fmt::format("{}, {} of {} processors, {:.1f} GiB, {}", machine.cpu, machine.processors,
                     machine.processors_of_machine,
                     static_cast<double>(machine.memory_bytes) / (1024.0 * 1024 * 1024),
                     machine.operating_system);
}

}  // namespace myriad
