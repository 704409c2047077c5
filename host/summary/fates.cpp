// Fates of networks as bits: packed for the store, laid out by number to be counted in pairs.
#include "myriad/fates.hpp"

#include <algorithm>
#include <bit>

namespace myriad {
namespace {

bool bit_of(const std::string& bytes, std::uint64_t i) {
  return (static_cast<unsigned char>(bytes[i / 8]) >> (i % 8) & 1) != 0;
}

void push_bit(std::string& bytes, std::uint64_t i, bool set) {
  if (i % 8 == 0) bytes.push_back(0);
  if (set) bytes.back() = static_cast<char>(static_cast<unsigned char>(bytes.back()) | 1u << i % 8);
}

void set_bit(std::vector<std::uint64_t>& words, std::uint64_t i) {
  words[i / 64] |= std::uint64_t{1} << i % 64;
}

std::uint64_t ones(std::uint64_t word) { return static_cast<std::uint64_t>(std::popcount(word)); }

}  // namespace

void PackedFates::append(const std::vector<std::uint32_t>& flags) {
  for (const std::uint32_t f : flags) {
    push_bit(dead, count, (f & kDead) != 0);
    push_bit(diverged, count, (f & kDiverged) != 0);
    push_bit(solved, count, (f & kSolved) != 0);
    ++count;
  }
}

bool PackedFates::sound() const {
  for (const std::string* bytes : {&dead, &diverged, &solved}) {
    if (bytes->size() != count / 8 + (count % 8 != 0)) return false;
    for (std::uint64_t i = count; i < bytes->size() * 8; ++i) {
      if (bit_of(*bytes, i)) return false;
    }
  }
  for (std::size_t i = 0; i < dead.size(); ++i) {
    if ((diverged[i] & (dead[i] | solved[i])) != 0) return false;
  }
  return true;
}

void CellFates::insert(std::uint64_t first, const PackedFates& fates) {
  const std::size_t words = static_cast<std::size_t>((first + fates.count + 63) / 64);
  for (auto* bits : {&finite, &dead, &solved}) bits->resize(std::max(bits->size(), words));
  for (std::uint64_t i = 0; i < fates.count; ++i) {
    if (!bit_of(fates.diverged, i)) set_bit(finite, first + i);
    if (bit_of(fates.dead, i)) set_bit(dead, first + i);
    if (bit_of(fates.solved, i)) set_bit(solved, first + i);
  }
}

std::uint64_t CellFates::networks() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t word : finite) sum += ones(word);
  return sum;
}

PairedCounts paired_counts(const CellFates& a, const CellFates& b, Fate fate) {
  const auto& of_a = fate == Fate::dead ? a.dead : a.solved;
  const auto& of_b = fate == Fate::dead ? b.dead : b.solved;
  PairedCounts counts;
  for (std::size_t i = 0; i < std::min(a.finite.size(), b.finite.size()); ++i) {
    const std::uint64_t pairs = a.finite[i] & b.finite[i];
    counts.both += ones(pairs & of_a[i] & of_b[i]);
    counts.a_only += ones(pairs & of_a[i] & ~of_b[i]);
    counts.b_only += ones(pairs & ~of_a[i] & of_b[i]);
    counts.neither += ones(pairs & ~(of_a[i] | of_b[i]));
  }
  return counts;
}

}  // namespace myriad
