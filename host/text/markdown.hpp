// Text of strangers inside Markdown.
#pragma once

#include <string>
#include <string_view>

namespace myriad {

/// One line that a page shows as it is: markup, and what visible() shows as codes.
std::string markdown_text(std::string_view text);

}  // namespace myriad
