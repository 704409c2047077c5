// Files that are there whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace myriad {

/// Writes all of it, however little the system takes at a time; the error number, or 0.
int write_all(int descriptor, std::string_view bytes);

/// Whether the name is that of the open file: another process may have removed or replaced it since. No link is followed.
bool is_named(const std::string& name, int descriptor);

/// Replaces `file` in one step and waits until it is on the disk: after a crash it holds the old bytes or
/// the new ones. Its mode and owner stay. Of processes that write it at once each replaces it in turn. A link of
/// this name is replaced, not followed. Throws InputOutputError with the file's name, and the bytes needed when the
/// disk is full.
void write_atomically(const std::string& file, std::string_view bytes);

/// Makes a new name in this directory survive a power cut, where the file system can.
void sync_directory(const std::string& directory);

}  // namespace myriad
