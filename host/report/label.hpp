// How a cell, an axis or one of its values is called in sentences and charts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/report/report_model.hpp"

namespace myriad::report {

/// What a cell is called of which there is nothing to tell.
constexpr std::string_view kBaseLabel = "base";

/// "relu", "raw rows", "0.1": a value in words, without its key.
std::string bare_value_label(const std::string& key, const std::string& value);

/// "relu", "raw rows", "lr 0.1", "data.offset 2": the same with its key unless it explains itself.
std::string value_label(const std::string& key, const std::string& value);

/// The cell's name, or its values apart from those of [base]; "base" where there is nothing to
/// tell.
std::string cell_label(const ReportModel& model, const ReportCell& cell);

/// The cell's values of some of the varied keys, apart from those of [base].
std::string values_label(const ReportModel& model, const ReportCell& cell,
                         const std::vector<std::size_t>& keys);

/// At most `columns` characters (not bytes) of UTF-8, with an ellipsis for what is cut.
std::string shortened(const std::string& text, std::size_t columns);

}  // namespace myriad::report
