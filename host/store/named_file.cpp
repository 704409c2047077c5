// Where output goes that somebody named: what may be replaced is replaced, the rest is written to.
#include "myriad/named_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>

#include "host/store/atomic_file.hpp"
#include "host/store/directory_lock.hpp"
#include "host/store/store.hpp"
#include "host/text/decimal.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as the kernel follows

[[noreturn]] void cannot_write(const fs::path& file, int error) {
  throw InputOutputError(fmt::format("cannot write {}: {}", file.string(), std::strerror(error)));
}

/// The directory that a name is in, without links; empty where there is none.
fs::path folder_of(const fs::path& file) {
  std::error_code error;
  return fs::canonical(file.has_parent_path() ? file.parent_path() : fs::path("."), error);
}

/// Links in /proc lead to what a process has open, which their text does not name.
bool is_in_proc(const fs::path& folder) { return folder == "/proc" || folder.string().starts_with("/proc/"); }

/// What the file is a link to, and that again; links in /proc stay.
fs::path end_of_links(fs::path file) {
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code error;
    if (is_in_proc(folder_of(file)) || !fs::is_symlink(fs::symlink_status(file, error))) return file;
    const fs::path target = fs::read_symlink(file, error);
    if (error) cannot_write(file, error.value());
    file = file.parent_path() / target;
  }
  cannot_write(file, ELOOP);
}

/// The descriptor that /dev/stdout or /dev/fd/3 names, once the links are followed.
std::optional<int> descriptor_of(const fs::path& file) {
  if (folder_of(file) != fmt::format("/proc/{}/fd", getpid())) return {};
  const auto number = parse_decimal(file.filename().string());
  if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) return {};
  return static_cast<int>(*number);
}

/// To what the process was started with, from where it stands. Descriptors of our own are closed on exec.
void write_descriptor(const fs::path& file, int descriptor, std::string_view bytes) {
  const int flags = fcntl(descriptor, F_GETFD);
  const bool given = flags != -1 && (flags & FD_CLOEXEC) == 0;
  const int error = given ? write_all(descriptor, bytes) : EBADF;
  if (error != 0 && error != EPIPE) cannot_write(file, error);
}

void write_opened(const fs::path& file, std::string_view bytes) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  int error = descriptor < 0 ? errno : write_all(descriptor, bytes);
  if (descriptor >= 0 && close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0 && error != EPIPE) cannot_write(file, error);
}

/// The truth of a result must not become a table of it.
bool belongs_to_a_store(const fs::path& file) {
  std::error_code error;
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  const std::string store = store_file(folder);
  for (const std::string& ours : {store, store + "-journal", lock_file(folder)}) {
    if (fs::path(ours).filename() == file.filename() && fs::exists(store, error)) return true;
  }
  static constexpr std::array<char, 16> magic = {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', '\0'};
  std::array<char, 16> start{};
  return fs::is_regular_file(file, error) && std::ifstream(file, std::ios::binary).read(start.data(), start.size()) &&
         start == magic;
}

}  // namespace

void write_named_file(const std::string& name, std::string_view bytes) {
  const fs::path file = end_of_links(name);
  if (const auto descriptor = descriptor_of(file)) return write_descriptor(file, *descriptor, bytes);
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  const bool special = fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
  if (special || is_in_proc(folder_of(file))) return write_opened(file, bytes);
  if (belongs_to_a_store(file)) {
    throw UsageError(fmt::format("{} is part of a result, or a database of something else: it is not replaced\n"
                                 "  help: give the output another name",
                                 file.string()));
  }
  write_atomically(file.string(), bytes);
}

}  // namespace myriad
