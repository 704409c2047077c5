// The report's style sheet.
#pragma once

#include <string_view>

namespace myriad::report {

/// Light and dark, narrow and wide, screen and paper; Okabe and Ito's colours, cividis for maps.
extern const std::string_view kStyle;

}  // namespace myriad::report
