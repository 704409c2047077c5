// What to say when the disk does not take what should be written.
#include "host/store/write_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "myriad/error.hpp"

namespace myriad {

bool is_full(int error) { return error == ENOSPC || error == EDQUOT; }

void throw_write_error(const std::string& file, int error, std::uint64_t bytes) {
  if (is_full(error)) {
    throw InputOutputError(fmt::format("cannot write {}: the disk is full; {} bytes are needed", file, bytes));
  }
  throw InputOutputError(fmt::format("cannot write {}: {}", file, std::strerror(error)));
}

}  // namespace myriad
