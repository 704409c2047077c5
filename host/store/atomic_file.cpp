// Files that are there whole or not at all: a temporary name, fsync, rename, fsync of the directory.
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "host/store/write_error.hpp"

namespace myriad {

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void sync_directory(const std::string& directory) {
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!synced && error != EINVAL) throw_write_error(directory, error, kBlockBytes);  // EINVAL: a file system without it
}

void write_atomically(const std::string& file, std::string_view bytes) {
  const std::filesystem::path path(file);
  const std::string directory = path.has_parent_path() ? path.parent_path().string() : ".";
  const std::string draft = directory + "/." + path.filename().string() + ".tmp";
  unlink(draft.c_str());  // of a process that was killed; never write through a link
  const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) throw_write_error(file, errno, bytes.size());
  int error = write_all(descriptor, bytes);
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(draft.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(draft.c_str());
    throw_write_error(file, error, bytes.size());
  }
  sync_directory(directory);
}

}  // namespace myriad
