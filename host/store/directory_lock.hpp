// One writer per directory: an advisory lock that dies with its holder.
#pragma once

#include <string>

namespace myriad {

/// DIR/.lock
std::string lock_file(const std::string& directory);

/// Holds DIR/.lock, which names the holder's process. The kernel lets go of the lock when the process
/// ends, however it ends; a file left behind by a killed one is no obstacle.
class DirectoryLock {
 public:
  /// Throws InputOutputError when the directory cannot be written, or is held: then with the holder.
  explicit DirectoryLock(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  std::string file_;
  int descriptor_ = -1;
};

}  // namespace myriad
