// One training or test row as the networks see it.
#pragma once

namespace myriad {

/// 16 bytes, so that a GPU reads it in one go.
struct alignas(16) Row {
  float x1;
  float x2;
  float label;   ///< 0 or 1
  float unused;
};

}  // namespace myriad
