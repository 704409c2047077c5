// Files that are there whole or not at all.
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sys/syscall.h>
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
  EXPECT_EQ(said_when_sync_fails(file, 2, EINVAL), "");  // a file system that cannot
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
