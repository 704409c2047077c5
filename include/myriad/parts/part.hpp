// What every part (activation, initialiser, loss, optimiser, scaler, data set, schedule) says about
// itself. Parser, `list`, docs and tests read these descriptions; nothing repeats them.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "myriad/core/host_device.hpp"

namespace myriad {

constexpr int kMaxArguments = 8;

enum class ParameterKind {
  real,     ///< finite number in [low, high]
  integer,  ///< whole number in [low, high]
  boolean,  ///< true or false; stored as 1 or 0
  choice,   ///< one of `choices`, separated by '|'; stored as its position
  text,     ///< a string (data sets only: file names, column names)
  texts,    ///< a list of strings (data sets only)
};

/// One parameter of a part. `fallback` is its default; NaN where the caller must give it.
struct Parameter {
  const char* name;
  const char* meaning;
  ParameterKind kind = ParameterKind::real;
  double fallback = std::numeric_limits<double>::quiet_NaN();
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;       ///< low itself is not allowed
  bool high_open = false;      ///< high itself is not allowed
  const char* choices = "";
  bool optional_text = false;  ///< a text that may be left out
  bool position_text = false;  ///< a text that may be written as a whole number: a column's position

  constexpr bool required() const { return fallback != fallback && !optional_text; }
};

struct PartInfo {
  const char* name;
  const char* aliases;  ///< other accepted names, separated by spaces; "" if none
  const char* formula;  ///< plain text, in the terms of its parameters
  const char* summary;  ///< one sentence: what it is, where its definition comes from
  bool variadic = false;  ///< takes any number (1 … kMaxArguments) of reals instead of `parameters`
};

/// A part with its arguments filled in, as engines and kernels take it: trivially copyable.
/// `argument[i]` belongs to `parameters[i]`, rounded once to float.
struct BoundPart {
  std::int32_t id = 0;  ///< position in the part's list
  std::int32_t arguments = 0;
  float argument[kMaxArguments] = {};
};

}  // namespace myriad
