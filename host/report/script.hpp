// The report's only script: it sorts and filters tables and shows values. The page is complete
// without it.
#pragma once

#include <string_view>

namespace myriad::report {

extern const std::string_view kScript;

}  // namespace myriad::report
