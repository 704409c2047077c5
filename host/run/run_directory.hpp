// The directory that a result is written to.
#pragma once

#include <string>

namespace myriad {

/// Makes it and those that it is in where it is missing, and waits until its name is on the disk. Throws InputOutputError.
void make_run_directory(const std::string& directory);

}  // namespace myriad
