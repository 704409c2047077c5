// A walk over TOML text that knows no more of it than strings and comments.
#include "host/spec/toml_nesting.hpp"

#include <string>

namespace myriad {
namespace {

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::optional<std::size_t> find() {
    std::size_t dots = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        skip_comment();
        continue;
      }
      if (c == '.' && ++dots >= kMaxKeyParts) return at_;
      if (std::string_view("\n=,{}[]").find(c) != std::string_view::npos) dots = 0;
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  bool triple(char quote) const { return text_.substr(at_, 3) == std::string(3, quote); }

  void skip_string(char quote) {
    const bool long_string = triple(quote);
    at_ += long_string ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (!long_string && c == '\n') return;  // toml++ stops here with an error of its own
      if (c == quote && (!long_string || triple(quote))) break;
      at_ += quote == '"' && c == '\\' ? 2 : 1;
    }
    at_ += long_string ? 3 : 1;
    for (int extra = 0; long_string && extra < 2 && at_ < text_.size() && text_[at_] == quote;
         ++extra) {
      ++at_;  // up to two quotes may stand before the closing three
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::size_t> find_deep_key(std::string_view text) { return Walk(text).find(); }

}  // namespace myriad
