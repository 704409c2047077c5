// Which cells are drawn when there are more than a chart can hold.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/report/report_model.hpp"

namespace myriad::report {

/// Positions of at most `limit` cells with fates to show, in plan order. When there are more, the
/// ones that differ most in what became of their networks: the first, then always the one furthest
/// from all chosen so far (the lower index where two are alike), until the others are much like one
/// of them.
std::vector<std::size_t> chosen_cells(const ReportModel& model, std::size_t limit);

/// "6 of 20 cells, chosen to differ most in …; all are in the table of cells." Empty when all are
/// shown.
std::string choice_note(const ReportModel& model, std::size_t shown);

}  // namespace myriad::report
