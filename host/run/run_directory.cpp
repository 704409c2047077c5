// The directory that a result is written to.
#include "host/run/run_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "host/store/atomic_file.hpp"
#include "host/store/write_error.hpp"
#include "myriad/error.hpp"

namespace myriad {

void make_run_directory(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return;
    throw InputOutputError(fmt::format("{} is not a directory", directory));
  }
  std::error_code error;
  std::filesystem::create_directories(directory, error);  // with those that it is in, as runs/ of a fresh checkout
  if (error) throw_write_error(directory, error.value(), kBlockBytes);
  const auto parent = std::filesystem::absolute(directory + "/").lexically_normal().parent_path();
  sync_directory(parent.parent_path().string());
}

}  // namespace myriad
