// What must hold of an SQLite file, and of the files that SQLite puts beside it, before SQLite sees them.
#pragma once

#include <string>

namespace myriad {

/// Throws InputOutputError when a journal names a file that SQLite would delete, when a file beside `file` is
/// none of its own, and when `file` has another name and would be changed: by writing, or by the end of a
/// commit that was cut short. It is not opened: closing it would end SQLite's locks on it.
void guard_file(const std::string& file, bool writing);

/// What to do about a damaged file, for a message.
std::string advice_on_damage(const std::string& file);

}  // namespace myriad
