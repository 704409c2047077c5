// --set key=value and --axis key=a,b,c as located values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/spec/spec_document.hpp"

namespace myriad {

/// One option, taken apart.
struct OverrideText {
  std::string key;
  Place key_place;
  Value value;
};

/// "key=value"; a value that begins like a TOML list, table or string is one. Complains and returns
/// nothing when there is no key or no value.
std::optional<OverrideText> read_set(const std::string& text, SpecDocument& document,
                                     Complaints& complaints);

/// "key=a,b,c" as a list; also "key=[a, b]" and "key={ logspace = [a, b], n = 5 }". Commas within
/// brackets and quotes do not part.
std::optional<OverrideText> read_axis(const std::string& text, SpecDocument& document,
                                      Complaints& complaints);

/// A lone value: --seed, --networks.
Value read_option(const std::string& option, const std::string& text, SpecDocument& document);

}  // namespace myriad
