// What to say when the disk does not take what should be written.
#pragma once

#include <cstdint>
#include <string>

namespace myriad {

/// What a new name, or a file of a few bytes, may take on a disk.
constexpr std::uint64_t kBlockBytes = 4096;

/// Throws InputOutputError with the file, the reason, and for a full disk the bytes needed. `error`: errno.
[[noreturn]] void throw_write_error(const std::string& file, int error, std::uint64_t bytes);

/// A full disk or an exhausted quota.
bool is_full(int error);

}  // namespace myriad
