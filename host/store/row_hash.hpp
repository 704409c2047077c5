// The checksum of one row of the store: a flipped bit in any of its values changes it.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "host/text/content_hash.hpp"

namespace myriad {

/// Add a row's values in the order of their columns, after the name of its table.
class RowHash {
 public:
  explicit RowHash(std::string_view table) { add(table); }
  RowHash& add(std::int64_t x) { return word(static_cast<std::uint64_t>(x)); }
  RowHash& add(double x) { return word(std::bit_cast<std::uint64_t>(x)); }
  RowHash& add(std::string_view text) {
    word(text.size());  // so that bytes cannot move from one value to the next
    hash_.insert(text);
    return *this;
  }
  /// As SQLite holds it: signed.
  std::int64_t value() const { return static_cast<std::int64_t>(hash_.value()); }

 private:
  RowHash& word(std::uint64_t x) {
    for (int i = 0; i < 8; ++i) hash_.insert(static_cast<char>(x >> 8 * i & 0xffu));
    return *this;
  }
  ContentHash hash_;
};

}  // namespace myriad
