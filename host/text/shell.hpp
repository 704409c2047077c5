// Words of a command line, to be pasted into a POSIX shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace myriad {

/// The word itself where a shell takes it as it is, else in single quotes.
std::string shell_word(std::string_view word);

/// The arguments as a shell would read them back.
std::string shell_text(const std::vector<std::string>& arguments);

}  // namespace myriad
