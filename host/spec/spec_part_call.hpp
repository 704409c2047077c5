// Parts as a spec writes them: "leaky_relu(0.01)", "sgd(momentum=0.9, nesterov=true)".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "myriad/registry.hpp"
#include "myriad/spec.hpp"

namespace myriad {

/// A mistake in a call, by its bytes.
struct CallFault {
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string what;
  std::string help;
};

struct ParsedCall {
  PartCall call;
  std::uint32_t given = 0;  ///< bit i: argument i was written
};

/// Reads one call; names, aliases, parameters and ranges are the registry's. Empty, with every
/// mistake added to `faults`, when something is wrong.
std::optional<ParsedCall> parse_part_call(PartKind kind, std::string_view text,
                                          std::vector<CallFault>& faults);

/// A call in canonical form: the part's own name, the arguments of `shown`, those without a default
/// and those that differ from it; by position where at most two parameters make that clear.
std::string part_call_text(PartKind kind, const PartCall& call, std::uint32_t shown = 0);

/// "activation", "data set", …: one part of a kind.
const char* part_noun(PartKind kind);

/// The names of a kind; with aliases, for suggestions.
std::vector<std::string> part_names(PartKind kind, bool with_aliases = false);

/// "leaky_relu(negative_slope=0.01)": a part with its parameters and their defaults.
std::string part_signature(const PartDescription& part);

}  // namespace myriad
