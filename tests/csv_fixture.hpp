// Which columns the tests of CSV files read.
#pragma once

#include "host/data/csv.hpp"

namespace myriad::fixture {

inline CsvOptions options_by_name() {
  CsvOptions options;
  options.features = {"a", "b"};
  options.label = "y";
  return options;
}

}  // namespace myriad::fixture
