// Typed readings of a spec's values: each returns nothing and complains when the value does not
// fit.
#pragma once

#include <optional>
#include <string>

#include "host/spec/spec_document.hpp"
#include "myriad/dataset.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// The value of a parameter: a number (a boolean is 1 or 0, a choice its position), a text or a
/// list of texts. `name` is what the messages call it. Counts may be texts: "2k".
std::optional<FieldValue> read_parameter(const std::string& name, const Parameter& parameter,
                                         const Value& value, Complaints& complaints);

/// read_parameter() for the kinds that are numbers.
std::optional<double> read_number(const std::string& name, const Parameter& parameter,
                                  const Value& value, Complaints& complaints);

/// A whole number in [low, high]: a TOML integer, or a text with separators and suffix.
std::optional<std::uint64_t> read_count(const std::string& name, std::uint64_t low,
                                        std::uint64_t high, const Value& value,
                                        Complaints& complaints);

/// A string.
std::optional<std::string> read_text(const std::string& name, const Value& value,
                                     Complaints& complaints);

/// The value as messages show it: "'abc'", "-1", "a list".
std::string shown_value(const Value& value);

}  // namespace myriad
