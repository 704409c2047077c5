// What printable() does to a line, done to many.
#include "host/text/visible.hpp"

#include "myriad/error.hpp"

namespace myriad {

std::string visible(std::string_view text, std::string_view kept) {
  std::string shown;
  while (true) {
    const std::string_view piece = text.substr(0, text.find_first_of(kept));
    shown += printable(piece);
    if (piece.size() == text.size()) return shown;
    shown += text[piece.size()];
    text.remove_prefix(piece.size() + 1);
  }
}

}  // namespace myriad
