// Command lines as text.
#pragma once

#include <string>
#include <vector>

namespace myriad {

/// The arguments as a shell would read them back.
std::string shell_text(const std::vector<std::string>& arguments);

}  // namespace myriad
