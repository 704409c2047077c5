// One writer per directory, by flock(2).
#include "host/store/directory_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "myriad/error.hpp"
#include "host/store/atomic_file.hpp"
#include "host/store/write_error.hpp"

namespace myriad {
namespace {

std::string this_process() {
  struct utsname system {};
  uname(&system);
  return fmt::format("process {} on {}", getpid(), system.nodename);
}

// What the holder wrote; it may be about to write it.
std::string holder(int descriptor) {
  char text[512];
  for (int attempt = 0; attempt < 50; ++attempt) {
    const ssize_t length = pread(descriptor, text, sizeof text, 0);
    if (length > 1 && text[length - 1] == '\n') {
      std::string name(text, static_cast<std::size_t>(length - 1));
      for (char& c : name) {
        if (c < 0x20 || c == 0x7f) c = '?';
      }
      return name;
    }
    usleep(10'000);
  }
  return "another process";
}

int open_lock(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) throw_write_error(file, errno, kBlockBytes);
  return descriptor;
}

// 0, or the error number.
int write_holder(int descriptor, const std::string& text) {
  if (ftruncate(descriptor, 0) != 0) return errno;
  return write_all(descriptor, text);
}

}  // namespace

std::string lock_file(const std::string& directory) { return directory + "/.lock"; }

DirectoryLock::DirectoryLock(const std::string& directory) : file_(lock_file(directory)) {
  for (;;) {
    descriptor_ = open_lock(file_);
    const int result = flock(descriptor_, LOCK_EX | LOCK_NB);  // which does not wait: no signal ends it
    const int error = errno;
    // The holder before removed its file between our open and our lock: what we hold is nobody's lock.
    if (result == 0 && is_named(file_, descriptor_)) break;
    const std::string who = result != 0 && error == EWOULDBLOCK ? holder(descriptor_) : "";
    close(descriptor_);
    if (result == 0) continue;
    if (error == EWOULDBLOCK) {
      throw InputOutputError(fmt::format(
          "{} is being written by {}; wait for it to end, or run into another directory", directory,
          who));
    }
    throw InputOutputError(fmt::format("cannot lock {}: {}", file_, std::strerror(error)));
  }
  if (const int error = write_holder(descriptor_, this_process() + '\n'); error != 0) {
    unlink(file_.c_str());
    close(descriptor_);
    throw_write_error(file_, error, kBlockBytes);
  }
}

DirectoryLock::~DirectoryLock() {
  unlink(file_.c_str());  // while it is held: nobody else can think that the file is theirs
  close(descriptor_);
}

}  // namespace myriad
