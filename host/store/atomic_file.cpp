// Files that are there whole or not at all: a draft that one process at a time writes, fsync, rename, fsync of the
// directory.
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

bool is_named(const std::string& name, int descriptor) {
  struct stat named {}, opened {};
  return lstat(name.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino &&
         named.st_dev == opened.st_dev;
}

namespace {

/// Waits for the process that writes this file to end. A file system without locks has one writer, as before.
void lock(int descriptor) {
  while (flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
  }
}

/// Closes a file that lock() has seen; the lock goes too where a fork holds a copy of the descriptor.
void unlock_and_close(int descriptor) {
  flock(descriptor, LOCK_UN);
  close(descriptor);
}

/// Waits for a draft that is being written, removes one whose process is gone, or a link, which is never written
/// through. The error number, or 0.
int clear_draft(const std::string& draft) {
  struct stat found {};
  if (lstat(draft.c_str(), &found) != 0) return errno == ENOENT ? 0 : errno;
  const int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const int descriptor = S_ISREG(found.st_mode) ? open(draft.c_str(), flags) : -1;
  if (descriptor < 0 && S_ISREG(found.st_mode) && errno == ENOENT) return 0;  // renamed since; the name may be another's by now
  if (descriptor >= 0) lock(descriptor);
  int error = 0;
  if ((descriptor < 0 || is_named(draft, descriptor)) && unlink(draft.c_str()) != 0 && errno != ENOENT) error = errno;
  if (descriptor >= 0) unlock_and_close(descriptor);
  return error;
}

/// A new file of this name that no other process takes for a dead one's, locked; or -1 and errno.
int open_draft(const std::string& draft, mode_t mode) {
  for (;;) {
    const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) {
      lock(descriptor);
      if (is_named(draft, descriptor)) return descriptor;
      unlock_and_close(descriptor);  // removed between our open and our lock
    } else if (errno != EEXIST) {
      return -1;
    } else if (const int error = clear_draft(draft); error != 0) {
      errno = error;
      return -1;
    }
  }
}

/// Gives a draft the owner and the mode of the file that it replaces. A group that it cannot have gets no access.
void take_over(int descriptor, const struct stat& old) {
  struct stat own {};
  mode_t mode = old.st_mode & 0777;
  if (fstat(descriptor, &own) == 0 && (own.st_uid != old.st_uid || own.st_gid != old.st_gid) &&
      fchown(descriptor, old.st_uid, old.st_gid) != 0 && fchown(descriptor, own.st_uid, old.st_gid) != 0) {
    mode &= ~static_cast<mode_t>(S_IRWXG);
  }
  (void)fchmod(descriptor, mode);
}

}  // namespace

void sync_directory(const std::string& directory) {
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) {
    sync();  // a directory that may be written but not read is on the disk once everything is
    return;
  }
  const bool opened = descriptor >= 0, synced = opened && fsync(descriptor) == 0;
  const int error = errno;
  if (opened) close(descriptor);
  // What file systems say that cannot sync a directory; SQLite passes over it too.
  const bool cannot = error == EINVAL || error == EOPNOTSUPP || error == ENOSYS || error == EBADF;
  if (!synced && !(opened && cannot)) throw_write_error(directory, error, kBlockBytes);
}

void write_atomically(const std::string& file, std::string_view bytes) {
  const std::filesystem::path path(file);
  const std::string directory = path.has_parent_path() ? path.parent_path().string() : ".";
  const std::string draft = directory + "/." + path.filename().string() + ".tmp";
  struct stat old {};
  const bool replaces = lstat(file.c_str(), &old) == 0 && S_ISREG(old.st_mode);
  const int descriptor = open_draft(draft, replaces ? 0600 : 0644);
  if (descriptor < 0) throw_write_error(file, errno, bytes.size());
  if (replaces) take_over(descriptor, old);
  int error = write_all(descriptor, bytes);
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (error == 0 && std::rename(draft.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) unlink(draft.c_str());
  unlock_and_close(descriptor);  // not before: until then no other process touches this name
  if (error != 0) throw_write_error(file, error, bytes.size());
  sync_directory(directory);
}

}  // namespace myriad
