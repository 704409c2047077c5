// Files that are there whole or not at all.
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace {

std::atomic<int> syncs = 0, sync_that_fails = 0, error_of_sync = 0;

}  // namespace

// Stands before the C library's in this program, and counts; the call of that number fails.
extern "C" int fsync(int descriptor) {
  if (++syncs == sync_that_fails) {
    errno = error_of_sync;
    return -1;
  }
  return static_cast<int>(syscall(SYS_fsync, descriptor));
}

namespace myriad {
namespace {

using namespace fixture;

/// What write_atomically() says where its call of fsync with this number fails.
std::string said_when_sync_fails(const std::string& file, int number, int error) {
  syncs = 0;
  error_of_sync = error;
  sync_that_fails = number;
  std::string text;
  try {
    write_atomically(file, "new");
  } catch (const InputOutputError& failure) {
    text = failure.what();
  }
  sync_that_fails = 0;
  return text;
}

TEST(AtomicFile, TheFileAndItsFolderAreOnTheDisk) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  write_atomically(file, "old");
  EXPECT_EQ(said_when_sync_fails(file, 1, EIO), "cannot write " + file + ": Input/output error");
  EXPECT_EQ(syncs, 1);
  EXPECT_EQ(read_file(file), "old");
  EXPECT_EQ(said_when_sync_fails(file, 1, ENOSPC), "cannot write " + file + ": the disk is full; 3 bytes are needed");
  EXPECT_EQ(said_when_sync_fails(file, 2, EIO), "cannot write " + directory.path() + ": Input/output error");
  EXPECT_EQ(read_file(file), "new");
  for (const int cannot : {EINVAL, EOPNOTSUPP, ENOSYS, EBADF}) {  // what file systems say that have no such thing
    EXPECT_EQ(said_when_sync_fails(file, 2, cannot), "");
    EXPECT_NE(said_when_sync_fails(file, 1, cannot), "") << "a file is another matter";
  }
  EXPECT_EQ(said_when_sync_fails(file, 3, EIO), "");
  EXPECT_EQ(syncs, 2);
}

TEST(AtomicFile, ReplacesTheWholeFile) {
  const TemporaryDirectory directory;
  const std::string file = directory / "table.csv";
  write_atomically(file, std::string(10'000, 'a'));
  write_atomically(file, "short");
  EXPECT_EQ(read_file(file), "short");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) files += entry.exists();
  EXPECT_EQ(files, 1);
}

TEST(AtomicFile, NeverWritesThroughALinkLeftInItsWay) {
  const TemporaryDirectory directory;
  write_file(directory / "victim", "untouched");
  std::filesystem::create_symlink(directory / "victim", directory / ".table.csv.tmp");
  write_atomically(directory / "table.csv", "new");
  EXPECT_EQ(read_file(directory / "victim"), "untouched");
  EXPECT_EQ(read_file(directory / "table.csv"), "new");
}

TEST(AtomicFile, RemovesTheDraftOfADeadProcess) {
  const TemporaryDirectory directory;
  write_file(directory / ".table.csv.tmp", std::string(100, 'd'));
  write_file(directory / "victim", "untouched");
  std::filesystem::create_hard_link(directory / "victim", directory / ".other.csv.tmp");
  for (const char* name : {"table.csv", "other.csv"}) {
    write_atomically(directory / name, "new");
    EXPECT_EQ(read_file(directory / name), "new");
    EXPECT_FALSE(std::filesystem::exists(directory / ("." + std::string(name) + ".tmp")));
  }
  EXPECT_EQ(read_file(directory / "victim"), "untouched");
  std::filesystem::create_directory(directory / ".f.tmp");
  EXPECT_THROW(write_atomically(directory / "f", "new"), InputOutputError);
}

TEST(AtomicFile, WritersOfOneNameTakeTurns) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  std::vector<pid_t> writers;
  for (const char letter : {'a', 'b', 'c'}) {
    writers.push_back(fork());
    if (writers.back() != 0) continue;
    try {
      for (std::size_t i = 0; i < 100; ++i) write_atomically(file, std::string(50'000 + 1'000 * i, letter));
    } catch (const InputOutputError&) {
      _exit(4);
    }
    _exit(0);
  }
  bool whole = true;
  for (const pid_t writer : writers) {
    int status = 0;
    for (; waitpid(writer, &status, WNOHANG) == 0; usleep(300)) {
      const std::string found = std::filesystem::exists(file) ? read_file(file) : "";
      whole = whole && found.size() % 1'000 == 0 && found == std::string(found.size(), found.empty() ? 'a' : found[0]);
    }
    EXPECT_EQ(status, 0);
  }
  EXPECT_TRUE(whole);
  EXPECT_GE(read_file(file).size(), 50'000u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
}

/// The writer that is stopped holds its draft; the other one has to wait, and is let in when the first is killed.
TEST(AtomicFile, WaitsForTheWriterAndNotForADeadOne) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f", draft = directory / ".f.tmp";
  const pid_t holder = fork();
  if (holder == 0) {
    const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    flock(descriptor, LOCK_EX);
    write_file(directory / "ready", "");
    pause();
    _exit(0);
  }
  while (!std::filesystem::exists(directory / "ready")) usleep(1000);
  const pid_t writer = fork();
  if (writer == 0) {
    write_atomically(file, "new");
    _exit(0);
  }
  usleep(50'000);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(std::filesystem::exists(draft));
  kill(holder, SIGKILL);
  waitpid(holder, nullptr, 0);
  waitpid(writer, nullptr, 0);
  EXPECT_EQ(read_file(file), "new");
  EXPECT_FALSE(std::filesystem::exists(draft));
}

TEST(AtomicFile, KeepsModeAndOwner) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  struct stat found {};
  for (const mode_t mode : {0600u, 0444u, 0640u}) {
    write_file(file, "old");
    ASSERT_EQ(chmod(file.c_str(), mode | S_ISUID), 0);
    if (geteuid() == 0) { ASSERT_EQ(chown(file.c_str(), 65534, 65533), 0); }
    write_atomically(file, "new");
    ASSERT_EQ(stat(file.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777, mode);
    if (geteuid() == 0) { EXPECT_EQ(std::pair(found.st_uid, found.st_gid), std::pair(uid_t{65534}, gid_t{65533})); }
    std::filesystem::remove(file);
  }
  const mode_t before = umask(0027);
  write_atomically(file, "a new file");
  umask(before);
  ASSERT_EQ(stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0640u);
}

/// A directory may be written and entered without being read; root reads all of them.
TEST(AtomicFile, DirectoriesThatCannotBeReadWillDo) {
  const TemporaryDirectory directory;
  const std::string closed = directory / "closed";
  std::filesystem::create_directory(closed);
  ASSERT_EQ(chmod(directory.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(closed.c_str(), 0333), 0);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(9);
    try {
      write_atomically(closed + "/f", "bytes");
    } catch (const InputOutputError&) {
      _exit(4);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  ASSERT_EQ(chmod(closed.c_str(), 0700), 0);
  EXPECT_EQ(read_file(closed + "/f"), "bytes");
}

TEST(AtomicFile, IsOldOrNewAfterAKill) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  const std::string old_bytes(100'000, 'o'), new_bytes(200'000, 'n');
  write_atomically(file, old_bytes);
  for (int trial = 0; trial < 30; ++trial) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0;; ++i) write_atomically(file, i % 2 == 0 ? new_bytes : old_bytes);
    }
    usleep(static_cast<useconds_t>(trial * 217 % 5000));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const std::string found = read_file(file);
    EXPECT_TRUE(found == old_bytes || found == new_bytes);
  }
}

TEST(AtomicFile, WriteAllGoesOnAfterShortWritesAndSignals) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string bytes(1'000'000, 'b');  // a pipe takes 64 KiB at a time
  const pid_t writer = fork();
  if (writer == 0) {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigaction(SIGALRM, &action, nullptr);  // without SA_RESTART: write() gives EINTR
    ualarm(2000, 2000);
    _exit(write_all(ends[1], bytes) == 0 ? 0 : 1);
  }
  close(ends[1]);
  std::string got;
  char block[20'000];
  for (ssize_t n = 0; (n = read(ends[0], block, sizeof block)) > 0; usleep(3000)) got.append(block, static_cast<std::size_t>(n));
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(got == bytes);
  EXPECT_EQ(write_all(ends[1], "x"), EBADF);
  close(ends[0]);
}

/// Where standard input is closed a file may get the number 0; and what an earlier call left in errno is nobody's error.
TEST(AtomicFile, AnyDescriptorWillDo) {
  const TemporaryDirectory directory;
  const int input = dup(STDIN_FILENO);
  for (const bool closed : {false, true}) {
    if (closed) close(STDIN_FILENO);
    errno = EIO;
    EXPECT_NO_THROW(write_atomically(directory / "f", "bytes"));
    errno = EIO;
    EXPECT_NO_THROW(sync_directory(directory.path()));
    EXPECT_EQ(read_file(directory / "f"), "bytes");
    EXPECT_EQ(fcntl(STDIN_FILENO, F_GETFD) == -1, closed || input < 0) << "left open";
  }
  if (input >= 0) {
    dup2(input, STDIN_FILENO);
    close(input);
  }
  EXPECT_THROW(sync_directory(directory / "missing"), InputOutputError);
}

TEST(AtomicFile, KeepsTheOldFileWhenItCannotWrite) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  write_atomically(file, "old");
  EXPECT_THROW(write_atomically(directory / "missing/f", "new"), InputOutputError);
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_atomically(file, std::string(5000, 'n'));
    } catch (const InputOutputError& error) {
      _exit(std::string(error.what()).find(file) != std::string::npos ? 4 : 9);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 4);
  EXPECT_EQ(read_file(file), "old");
}

TEST(AtomicFile, LeavesNoDraftBehind) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "sub");
  EXPECT_THROW(write_atomically(directory / "sub", "a directory has that name"), InputOutputError);
  EXPECT_FALSE(std::filesystem::exists(directory / ".sub.tmp"));
}

TEST(AtomicFile, ANameWithoutAFolderIsInThisOne) {
  const TemporaryDirectory directory;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory.path());
  write_atomically("plain", "bytes");
  std::filesystem::current_path(before);
  EXPECT_EQ(read_file(directory / "plain"), "bytes");
}

TEST(AtomicFile, FileSystemsWithoutSyncOfFoldersWillDo) { EXPECT_NO_THROW(sync_directory("/proc/self")); }

}  // namespace
}  // namespace myriad
