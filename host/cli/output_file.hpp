// Where the command line's own output goes: a file or standard output.
#pragma once

#include <string>
#include <string_view>

#include "myriad/result.hpp"

namespace myriad::cli {

std::string join_path(const std::string& directory, const std::string& name);

/// To a file, as write_named_file() writes it, or to standard output where
/// `file` is empty or "-".
void write_output(const std::string& file, std::string_view text);

/// Writes report.html into the result's directory, in one step; its name.
std::string write_report(const Result& result);

}  // namespace myriad::cli
