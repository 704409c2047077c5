// Text from files made harmless to show: names may hold anything, and neither a terminal nor a page
// is to obey it.
#include "host/report/printable.hpp"

namespace myriad::report {
namespace {

/// U+202A … U+202E and U+2066 … U+2069 in UTF-8.
bool turns_direction(std::string_view bytes) {
  if (bytes.size() < 3 || bytes[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(bytes[1]);
  const auto third = static_cast<unsigned char>(bytes[2]);
  return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
         (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

}  // namespace

std::string printable(std::string_view text, bool keep_lines) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '\n' || text[i] == '\t') {
      safe += keep_lines ? text[i] : ' ';
    } else if (byte < 0x20 || byte == 0x7f) {
      safe += kReplacement;
    } else if (turns_direction(text.substr(i))) {
      safe += kReplacement;
      i += 2;
    } else {
      safe += text[i];
    }
  }
  return safe;
}

}  // namespace myriad::report
