// A file that somebody named for output: its own, a link to one, a pipe, a descriptor.
#pragma once

#include <string>
#include <string_view>

namespace myriad {

/// Replaces the file in one step; at a link's end, where it is a link. Pipes, devices and what /dev/fd and /proc name
/// are written to. Throws UsageError for a file that a result lives in, InputOutputError when it cannot be written.
void write_named_file(const std::string& file, std::string_view bytes);

}  // namespace myriad
