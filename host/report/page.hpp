// The whole page, from a model.
#pragma once

#include <string>

#include "host/report/report_model.hpp"

namespace myriad::report {

/// A complete HTML document of at most 2 MB or so, whatever the number of cells.
std::string html_page(const ReportModel& model);

}  // namespace myriad::report
