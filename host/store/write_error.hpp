// What to say when the disk does not take what should be written.
#pragma once

#include <cstdint>
#include <string>

namespace myriad {

/// Throws InputOutputError with the file, the reason, and for a full disk the bytes needed. `error`: errno.
[[noreturn]] void throw_write_error(const std::string& file, int error, std::uint64_t bytes);

/// A full disk or an exhausted quota.
bool is_full(int error);

}  // namespace myriad
