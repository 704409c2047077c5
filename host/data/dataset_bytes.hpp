// A prepared data set as bytes and back, for the store: a result can be read, replayed and reported
// after its data file has moved or changed.
#pragma once

#include <string>

#include "myriad/dataset.hpp"

namespace myriad {

/// Little-endian, the same on every machine.
std::string to_bytes(const Dataset& dataset);

/// Throws InputOutputError when the bytes do not fit together.
Dataset dataset_from_bytes(const std::string& bytes);

}  // namespace myriad
