// The directory's lock between real processes.
#include "host/store/directory_lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// A child that holds the lock until it is killed; returns once it does.
pid_t holder_of(const std::string& directory) {
  int ready[2];
  if (pipe(ready) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child == 0) {
    const DirectoryLock lock(directory);
    const ssize_t told = write(ready[1], "x", 1);
    for (;;) pause();
    _exit(static_cast<int>(told));
  }
  char byte = 0;
  EXPECT_EQ(read(ready[0], &byte, 1), 1);
  close(ready[0]);
  close(ready[1]);
  return child;
}

void end(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

/// What a refusal says while somebody else's flock is on a file with these bytes.
std::string refusal_beside(const std::string& bytes) {
  const TemporaryDirectory directory;
  const std::string file = directory / ".lock";
  write_file(file, bytes);
  const int descriptor = open(file.c_str(), O_RDWR | O_CLOEXEC);
  EXPECT_EQ(flock(descriptor, LOCK_EX), 0);
  std::string text;
  try {
    const DirectoryLock lock(directory.path());
  } catch (const InputOutputError& error) {
    text = error.what();
  }
  close(descriptor);
  EXPECT_EQ(read_file(file), bytes);
  return text;
}

TEST(DirectoryLock, AHolderMayHaveWrittenAnything) {
  EXPECT_NE(refusal_beside("process 7 on a\n").find("is being written by process 7 on a;"), std::string::npos);
  EXPECT_NE(refusal_beside("\x1b[31m\x7f\x01 x\n").find("is being written by ?[31m?? x;"), std::string::npos);
  EXPECT_NE(refusal_beside("").find("is being written by another process;"), std::string::npos);
  EXPECT_NE(refusal_beside("\n").find("is being written by another process;"), std::string::npos);
  EXPECT_NE(refusal_beside("process 7").find("is being written by another process;"), std::string::npos);
}

TEST(DirectoryLock, LeavesNoFileWhereItCannotSayWhoHoldsIt) {
  const TemporaryDirectory directory;
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &none);
  EXPECT_THROW(DirectoryLock(directory.path()), InputOutputError);
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  EXPECT_FALSE(std::filesystem::exists(directory / ".lock"));
  EXPECT_NO_THROW(DirectoryLock(directory.path()));
}

TEST(DirectoryLock, NamesItsHolderAndDiesWithIt) {
  const TemporaryDirectory directory;
  const pid_t child = holder_of(directory.path());
  try {
    const DirectoryLock lock(directory.path());
    ADD_FAILURE() << "two writers";
  } catch (const InputOutputError& error) {
    EXPECT_NE(std::string(error.what()).find("process " + std::to_string(child)), std::string::npos)
        << error.what();
  }
  end(child);
  EXPECT_TRUE(std::filesystem::exists(directory / ".lock"));
  EXPECT_NO_THROW(DirectoryLock(directory.path()));
}

TEST(DirectoryLock, LeavesNothingBehind) {
  const TemporaryDirectory directory;
  { const DirectoryLock lock(directory.path()); }
  EXPECT_FALSE(std::filesystem::exists(directory / ".lock"));
}

/// Waits for the gate, then takes and drops the lock again and again, writing "+" and "-" around it.
[[noreturn]] void race(const std::string& directory, int gate, int log) {
  char byte;
  if (read(gate, &byte, 1) != 0) _exit(9);  // ends when the parent closes its side
  for (int attempt = 0; attempt < 400; ++attempt) {
    try {
      const DirectoryLock lock(directory);
      if (write(log, "+", 1) != 1) _exit(9);
      if (write(log, "-", 1) != 1) _exit(9);
    } catch (const InputOutputError&) {
    }
  }
  _exit(0);
}

TEST(DirectoryLock, IsHeldByOneOfAHundredAtATime) {
  const TemporaryDirectory directory;
  std::vector<pid_t> children;
  int gate[2], log[2];
  ASSERT_EQ(pipe(gate), 0);
  ASSERT_EQ(pipe(log), 0);
  for (int i = 0; i < 100; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      close(gate[1]);
      race(directory.path(), gate[0], log[1]);
    }
    children.push_back(child);
  }
  close(gate[1]);
  close(log[1]);
  std::string order;  // read while they run: a full pipe would hold them up
  char buffer[4096];
  for (ssize_t n = 0; (n = read(log[0], buffer, sizeof buffer)) > 0;) {
    order.append(buffer, static_cast<std::size_t>(n));
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  EXPECT_GE(order.size(), 2u);
  RecordProperty("lock_attempts", 100 * 400);
  for (std::size_t i = 0; i < order.size(); ++i) ASSERT_EQ(order[i], i % 2 == 0 ? '+' : '-') << i;
  close(gate[0]);
  close(log[0]);
}

TEST(DirectoryLock, SaysWhatIsWrongWithADirectory) {
  const TemporaryDirectory directory;
  EXPECT_THROW(DirectoryLock(directory / "missing"), InputOutputError);
  write_file(directory / "file", "");
  EXPECT_THROW(DirectoryLock(directory / "file"), InputOutputError);
  std::filesystem::create_symlink(directory / "file", directory / ".lock");
  EXPECT_THROW(DirectoryLock(directory.path()), InputOutputError);
}

}  // namespace
}  // namespace myriad
