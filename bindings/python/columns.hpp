// A table as a Python dict of columns.
#pragma once

#include <pybind11/pybind11.h>

#include "myriad/table.hpp"

namespace myriad::python {

/// {name: list}, in the table's order; an empty entry is None, the rest int, float or str.
pybind11::dict columns_of(const Table& table);

}  // namespace myriad::python
