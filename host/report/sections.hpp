// The sections of the page, in its order. Each gives markup, or nothing where it has nothing to
// show.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/report/axis_effect.hpp"
#include "host/report/report_model.hpp"

namespace myriad::report {

std::string summary_section(const ReportModel& model, const std::vector<AxisEffect>& effects);
std::string warnings_section(const ReportModel& model);
std::string findings_section(const ReportModel& model, const std::vector<AxisEffect>& effects);
std::string effects_section(const ReportModel& model, const std::vector<AxisEffect>& effects);
/// One map for each setting of the others over the longest pair of axes, one each over the other
/// pairs.
std::string map_section(const ReportModel& model, const std::vector<AxisEffect>& effects);
/// Rows until `bytes` are used; says how many cells it leaves out.
std::string cells_section(const ReportModel& model, const std::vector<AxisEffect>& effects,
                          std::size_t bytes);
std::string gallery_section(const ReportModel& model);
std::string theory_section(const ReportModel& model);
std::string fates_section(const ReportModel& model);
std::string survival_section(const ReportModel& model);
std::string accuracy_section(const ReportModel& model);
std::string method_section(const ReportModel& model);
std::string origin_section(const ReportModel& model);

}  // namespace myriad::report
