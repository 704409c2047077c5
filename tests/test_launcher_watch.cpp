// A process notices that the one which started it is gone, and not before.
#include "host/mpi/launcher_watch.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(LauncherWatch, NoticesThatItsLauncherIsGone) {
  int said[2];
  ASSERT_EQ(pipe(said), 0);
  const pid_t launcher = fork();
  if (launcher == 0) {
    if (fork() == 0) {  // the rank
      const std::jthread watch = watch_launcher([&] {
        const ssize_t told = write(said[1], "x", 1);
        _exit(told == 1 ? 0 : 1);
      });
      for (;;) pause();
    }
    for (;;) pause();
  }
  close(said[1]);
  pollfd end{said[0], POLLIN, 0};
  EXPECT_EQ(poll(&end, 1, 1200), 0) << "the launcher is there";
  kill(launcher, SIGKILL);
  waitpid(launcher, nullptr, 0);
  ASSERT_EQ(poll(&end, 1, 10'000), 1);
  char byte = 0;
  EXPECT_EQ(read(said[0], &byte, 1), 1);
  close(said[0]);
}

TEST(LauncherWatch, EndsAtOnceWhenItsProcessIsDone) {
  const auto began = std::chrono::steady_clock::now();
  { const std::jthread watch = watch_launcher([] { ADD_FAILURE() << "the launcher is there"; }); }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(400));
}

}  // namespace
}  // namespace myriad
