// Hashes that tell whether a result belongs to a spec.
#include <fmt/format.h>

#include "host/text/content_hash.hpp"
#include "myriad/engine.hpp"
#include "myriad/spec.hpp"

namespace myriad {
namespace {

void insert_number(ContentHash& hash, std::uint64_t number) {
  for (int byte = 0; byte < 8; ++byte) hash.insert(static_cast<char>(number >> 8 * byte & 0xffu));
}

std::string hex(const ContentHash& hash) { return fmt::format("{:016x}", hash.value()); }

}  // namespace

std::string cell_identity(const Sweep& sweep, const Cell& cell, std::uint64_t data_hash) {
  ContentHash hash;
  insert_number(hash, static_cast<std::uint64_t>(kNumericsVersion));
  insert_number(hash, sweep.seed);
  insert_number(hash, cell.values_hash);
  insert_number(hash, data_hash);
  return hex(hash);
}

std::string spec_hash(const Sweep& sweep) {
  ContentHash hash;
  insert_number(hash, static_cast<std::uint64_t>(kNumericsVersion));
  insert_number(hash, sweep.seed);
  insert_number(hash, sweep.networks_per_cell);
  hash.insert(sweep.keep.text());
  for (const Cell& cell : sweep.cells) insert_number(hash, cell.values_hash);
  return hex(hash);
}

}  // namespace myriad
