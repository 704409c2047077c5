// The directory's lock between real processes.
#include "host/directory_lock.hpp"

#include <signal.h>
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

TEST(DirectoryLock, IsHeldByOneOfAHundred) {
  const TemporaryDirectory directory;
  std::vector<pid_t> children;
  int start[2], inside[2];
  ASSERT_EQ(pipe(start), 0);
  ASSERT_EQ(pipe(inside), 0);
  for (int i = 0; i < 100; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      close(start[1]);
      char byte;
      if (read(start[0], &byte, 1) != 0) _exit(9);  // ends when the parent opens the gate
      try {
        const DirectoryLock lock(directory.path());
        if (write(inside[1], "+", 1) != 1) _exit(9);
        usleep(2000);
        if (write(inside[1], "-", 1) != 1) _exit(9);
        _exit(0);
      } catch (const InputOutputError&) {
        _exit(4);
      }
    }
    children.push_back(child);
  }
  close(start[1]);
  int held = 0, refused = 0;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    held += WEXITSTATUS(status) == 0;
    refused += WEXITSTATUS(status) == 4;
  }
  close(inside[1]);
  std::string order(1000, ' ');
  order.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(inside[0], order.data(), 1000))));
  EXPECT_GE(held, 1);
  EXPECT_EQ(held + refused, 100);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], i % 2 == 0 ? '+' : '-') << order;
  close(start[0]);
  close(inside[0]);
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
