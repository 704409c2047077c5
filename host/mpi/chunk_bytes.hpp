// A chunk's result as bytes, from rank to rank.
#pragma once

#include <string>
#include <string_view>

#include "myriad/engine.hpp"

namespace myriad {

/// Between processes of one program on machines of one kind: records go as they lie in memory.
std::string to_bytes(const ChunkResult& result);

/// Throws InputOutputError where the bytes are not what to_bytes() makes of `networks` networks.
ChunkResult chunk_from_bytes(std::string_view bytes, std::uint64_t networks);

}  // namespace myriad
