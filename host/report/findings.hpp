// The findings: sentences with numbers and 95% intervals, computed for any sweep.
#pragma once

#include <string>
#include <vector>

#include "host/report/axis_effect.hpp"
#include "host/report/report_model.hpp"

namespace myriad::report {

/// Sentences on one subject.
struct Finding {
  std::string topic;
  std::vector<std::string> sentences;
};

/// The result in one sentence.
std::string headline(const ReportModel& model);

/// All findings, in the order to read them.
std::vector<Finding> findings(const ReportModel& model, const std::vector<AxisEffect>& effects);

/// What a reader should know before believing the rest: failed, unfinished and diverged cells,
/// counts that are more than five standard errors away from theory, data that could not be read.
std::vector<std::string> warnings(const ReportModel& model);

/// Headline, warnings and findings as plain text, in lines of at most 80 columns.
std::string findings_text(const ReportModel& model);

/// Standard errors between the measured share born dead and the exact one: infinite where theory is
/// certain and the count is not what it says; 0 where there is no theory.
double theory_distance(const ReportCell& cell);

// The findings one by one; an empty list of sentences where there is nothing to say.
Finding born_dead_finding(const ReportModel& model);
Finding revival_finding(const ReportModel& model);
Finding prediction_finding(const ReportModel& model);
Finding axis_finding(const ReportModel& model, const AxisEffect& axis);
Finding accuracy_finding(const ReportModel& model);
Finding detection_finding(const ReportModel& model);

/// The answer to what the sweep asks, in numbers: what helped most, what became of the networks of each group of
/// cells, what the data allow. Empty for a single setting.
std::vector<std::string> answer(const ReportModel& model, const std::vector<AxisEffect>& effects);

/// What a cell's networks start from, in words: its values of the keys that matter then, or its
/// name.
std::string start_label(const ReportModel& model, const ReportCell& cell);

/// True for keys that act only after the start, so that they leave the networks' starts as they
/// are.
bool acts_after_start(const std::string& key);

}  // namespace myriad::report
