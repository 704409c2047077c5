// JSON as every command prints it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace myriad::cli {

/// Indented, with a line end; in ASCII, so that a terminal obeys none of it; bytes that are not UTF-8 become U+FFFD.
inline std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace myriad::cli
