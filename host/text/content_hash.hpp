// A 64-bit hash of bytes, for telling whether data have changed. Not cryptographic.
#pragma once

#include <cstdint>
#include <string_view>

#include "myriad/step/record.hpp"

namespace myriad {

/// Depends on the bytes and their number, not on how they are cut into calls of insert().
class ContentHash {
 public:
  void insert(std::string_view bytes) {
    for (const char byte : bytes) insert(byte);
  }
  void insert(char byte) {
    word_ |= std::uint64_t{static_cast<unsigned char>(byte)} << 8 * (count_ % 8);
    if (++count_ % 8 == 0) {
      hash_ = mix(hash_ ^ word_);
      word_ = 0;
    }
  }
  std::uint64_t value() const { return mix(mix(hash_ ^ word_) ^ count_); }

 private:
  std::uint64_t hash_ = 0x9e3779b97f4a7c15u;
  std::uint64_t word_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace myriad
