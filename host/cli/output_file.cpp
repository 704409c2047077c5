// Where the command line's own output goes: a file or standard output.
#include "host/cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "host/store/atomic_file.hpp"
#include "myriad/error.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

/// Pipes, terminals and devices are written to, not replaced.
bool is_special(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  return !error && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

void write_special(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  int error = descriptor < 0 ? errno : write_all(descriptor, text);
  if (descriptor >= 0 && ::close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0 && error != EPIPE) {
    throw InputOutputError(fmt::format("cannot write {}: {}", file, std::strerror(error)));
  }
}

}  // namespace

std::string join_path(const std::string& directory, const std::string& name) {
  return (std::filesystem::path(directory) / name).string();
}

void write_output(const std::string& file, std::string_view text) {
  if (file.empty() || file == "-") {
    print(text);
  } else if (is_special(file)) {
    write_special(file, text);
  } else {
    write_atomically(file, text);
  }
}

}  // namespace myriad::cli
