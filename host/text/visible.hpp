// Text of several lines made harmless to show: a file may hold anything, and neither a terminal nor a page is to
// obey it.
#pragma once

#include <string>
#include <string_view>

namespace myriad {

/// `text` with control and invisible characters, and bytes that are no UTF-8, as printable() writes them; those in
/// `kept` stay.
std::string visible(std::string_view text, std::string_view kept = "\n");

}  // namespace myriad
