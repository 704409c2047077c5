// Files that are there whole or not at all: a temporary name, fsync, rename, fsync of the directory.
#include "atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "myriad/error.hpp"

namespace myriad {
namespace {

[[noreturn]] void fail(const std::string& file, int error, std::size_t bytes) {
  throw InputOutputError(error == ENOSPC || error == EDQUOT
                             ? fmt::format("cannot write {}: the disk is full; {} bytes are needed",
                                           file, bytes)
                             : fmt::format("cannot write {}: {}", file, std::strerror(error)));
}

// 0, or the error number.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

void sync_directory(const std::string& directory) {
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!synced && error != EINVAL) fail(directory, error, 0);  // EINVAL: a file system without it
}

void write_atomically(const std::string& file, std::string_view bytes) {
  const std::filesystem::path path(file);
  const std::string directory = path.has_parent_path() ? path.parent_path().string() : ".";
  const std::string draft = directory + "/." + path.filename().string() + ".tmp";
  unlink(draft.c_str());  // of a process that was killed; never write through a link
  const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) fail(file, errno, bytes.size());
  int error = write_all(descriptor, bytes);
  if (close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(draft.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(draft.c_str());
    fail(file, error, bytes.size());
  }
  sync_directory(directory);
}

}  // namespace myriad
