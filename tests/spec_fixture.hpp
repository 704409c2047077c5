// Specs that must be good, read from text.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "myriad/spec.hpp"

namespace myriad {

using Texts = std::vector<std::string>;

/// The sweep of a spec; the test fails where the spec is refused.
inline Sweep parsed(const std::string& text, const Overrides& overrides = {}) {
  try {
    return parse_spec(text, "dir/spec.toml", overrides);
  } catch (const InputError& error) {
    ADD_FAILURE() << error.what();
    return {};
  }
}

/// The mistakes of a spec; none where it is good.
inline std::vector<Diagnostic> mistakes(const std::string& text, const Overrides& overrides = {}) {
  try {
    parse_spec(text, "s.toml", overrides);
  } catch (const InputError& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.diagnostics();
  }
  return {};
}

/// What each cell has for a key.
inline Texts column(const Sweep& sweep, const std::string& key) {
  Texts result;
  for (const Cell& cell : sweep.cells) result.push_back(cell.values.at(key));
  return result;
}

}  // namespace myriad
