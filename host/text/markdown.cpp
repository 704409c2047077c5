// Text of strangers inside Markdown.
#include "host/text/markdown.hpp"

#include "host/text/visible.hpp"

namespace myriad {

std::string markdown_text(std::string_view text) {
  std::string result;
  for (const char c : visible(text, "")) {
    switch (c) {
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '&': result += "&amp;"; break;
      case '|': case '`': case '*': case '[': case ']': case '\\': result += '\\'; [[fallthrough]];
      default: result += c;
    }
  }
  return result;
}

}  // namespace myriad
