// The drawings of the report. Each takes numbers and gives SVG; the text and tables around them are
// the sections' business.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/report/difference.hpp"
#include "host/report/report_model.hpp"

namespace myriad::report {

/// The hatchings that the fates are filled with; once per page, before any drawing.
std::string fate_patterns();

/// What became of a cell's networks as one stacked bar, with the 95% interval of the dead share on
/// it.
std::string fate_bar(const ReportCell& cell);

/// The key to fate bars, and to flows, which show no interval.
std::string fate_key(bool with_interval);

/// Born dead or alive on the left, dead or alive at the end on the right. `label` says it in words.
std::string fate_flow(const ReportCell& cell, const std::string& label);

/// Alive share over epochs, one line per cell, at most six, lettered A … F.
std::string survival_chart(const ReportModel& model, const std::vector<std::size_t>& cells);

/// The alive share at the last checkpoint up to an epoch, in percent: "53.2"; a dash after the end.
std::string alive_text(const ReportCell& cell, std::uint64_t epoch);

/// The short piece of line that stands for the i-th line of a survival chart.
std::string line_sample(std::size_t i);

/// How the networks of a cell spread over the share of rows right, from `lowest` to 1.
std::string accuracy_chart(const ReportCell& cell, double lowest, const std::string& label);

/// A difference of shares and its interval on the scale -scale … +scale.
std::string effect_bar(const Difference& difference, double scale);

/// The born-dead share with its interval, and the exact probability, from 0 to 1.
std::string theory_bar(const ReportCell& cell);

/// A distance in standard errors on a scale from -5 to +5; what lies beyond is drawn at its end.
std::string distance_bar(double standard_errors);

/// The rows of a gallery's cell, to be drawn in each of its pictures; hidden until then.
std::string gallery_points(const GalleryCell& cell, const std::string& id);

/// One network over its rows. `points` is the id of the rows; `label` says it in words.
std::string network_chart(const GalleryCell& cell, const GalleryNetwork& network,
                          const std::string& points, const std::string& label);

/// The key to these pictures.
std::string network_key();

}  // namespace myriad::report
