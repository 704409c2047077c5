// The keys of a spec, listed from the table that reads them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace myriad::cli {

std::string keys_text(std::size_t width);
nlohmann::ordered_json keys_json();
/// The tables of docs/spec.md.
std::string keys_markdown();

}  // namespace myriad::cli
