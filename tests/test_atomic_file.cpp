// Files that are there whole or not at all.
#include "host/store/atomic_file.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

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

}  // namespace
}  // namespace myriad
