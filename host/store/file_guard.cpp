// Links and journals: what SQLite would follow, roll back or delete.
#include "host/store/file_guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "myriad/error.hpp"

namespace myriad {
namespace {

// A journal that ends in these bytes names a "super-journal", which SQLite deletes after rolling back.
constexpr unsigned char kJournalMagic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
constexpr off_t kNameTail = 16;  // of a length, a checksum and the bytes above

constexpr const char* kCopy = "make a copy of the directory with `cp -rL`, and use that";

[[noreturn]] void refuse(const std::string& file, const std::string& what, const std::string& advice) {
  throw InputOutputError(fmt::format("{} {}; {}", file, what, advice));
}

bool names_another_file(const std::string& journal) {
  const int descriptor = open(journal.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0 && errno == ENOENT) return false;  // a writer has just committed
  struct stat status {};
  unsigned char tail[sizeof kJournalMagic] = {};
  bool known = descriptor >= 0 && fstat(descriptor, &status) == 0;
  const bool long_enough = known && status.st_size >= kNameTail;
  if (long_enough) {
    const ssize_t got = pread(descriptor, tail, sizeof tail, status.st_size - static_cast<off_t>(sizeof tail));
    known = got >= 0;  // fewer bytes: a writer has cut it meanwhile
  }
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!known) throw InputOutputError(fmt::format("cannot read {}: {}", journal, std::strerror(error)));
  return long_enough && std::memcmp(tail, kJournalMagic, sizeof tail) == 0;
}

// The file as SQLite names it and what it puts beside it: a symbolic link is followed.
std::string followed(const std::string& file) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(file, error);
  return error ? file : real.string();
}

// The first file beside it that holds what its last writer did not end; "" when there is none.
std::string unfinished(const std::string& file) {
  for (const char* ending : {"-journal", "-wal"}) {
    struct stat status {};
    if (lstat((file + ending).c_str(), &status) == 0 && status.st_size > 0) return file + ending;
  }
  return "";
}

void guard_names(const std::string& file, bool writing) {
  struct stat status {};
  if (lstat(file.c_str(), &status) != 0) return;
  if (S_ISLNK(status.st_mode) && writing) {
    refuse(file, "is a symbolic link, and the directory that it points to is not locked",
           fmt::format("write there, or {}", kCopy));
  }
  if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink <= 1) return;
  const std::string names = fmt::format("has {} names (hard links, as `cp -al` makes them)", status.st_nlink);
  if (writing) refuse(file, names + ", and writing would change what is under all of them", kCopy);
  const std::string rest = unfinished(followed(file));
  if (rest.empty()) return;
  refuse(file, fmt::format("{}, and taking back the commit that {} is of would change all of them", names, rest), kCopy);
}

void guard_neighbours(const std::string& file) {
  for (const char* ending : {"-journal", "-wal", "-shm"}) {
    const std::string beside = file + ending;
    struct stat status {};
    if (lstat(beside.c_str(), &status) != 0) continue;
    if (!S_ISREG(status.st_mode)) {
      refuse(beside, "is a link, a directory or a device, which myriad never puts there", "remove it");
    }
    if (status.st_nlink > 1) refuse(beside, "is a file with another name elsewhere (a hard link)", kCopy);
  }
  const std::string journal = file + "-journal";
  if (names_another_file(journal)) {
    refuse(journal, "names another file, which SQLite would delete, and myriad writes no such journal",
           "do not trust this directory. Without that journal it can be read: damage is found");
  }
}

}  // namespace

void guard_file(const std::string& file, bool writing) {
  guard_names(file, writing);
  guard_neighbours(followed(file));
}

std::string advice_on_damage(const std::string& file) {
  return fmt::format(
      "remove {0}-journal if there is one (it would undo a commit in another file), then take a copy of {0} from a "
      "backup, or run into another directory", file);
}

}  // namespace myriad
