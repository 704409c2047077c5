// The kernel gives an orphan another parent. (Linux would send a signal, prctl(PR_SET_PDEATHSIG), but also when only the
// thread ends that started the process, and launchers start processes from threads.)
#include "host/mpi/launcher_watch.hpp"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace myriad {

std::jthread watch_launcher(std::function<void()> gone) {
  return std::jthread([gone = std::move(gone), launcher = ::getppid()](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    while (!stopped.wait_for(lock, stop, std::chrono::milliseconds(500), [&] { return stop.stop_requested(); })) {
      if (::getppid() != launcher) return gone();
    }
  });
}

}  // namespace myriad
