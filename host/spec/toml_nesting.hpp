// A guard in front of toml++ 3.3, which recurses once per part of a dotted key, without a limit.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace myriad {

/// Parts of a dotted key or table name that are let through.
constexpr std::size_t kMaxKeyParts = 17;

/// The offset in a TOML text of the first dot that makes a key too deep.
std::optional<std::size_t> find_deep_key(std::string_view text);

}  // namespace myriad
