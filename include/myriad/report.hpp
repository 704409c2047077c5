// What people read of a result: one page, and the sentences that `myriad run` ends with.
#pragma once

#include <string>

#include "myriad/result.hpp"

namespace myriad {

/// A complete HTML page: one file, no request to anywhere, readable without its script. Trains a few networks
/// again, a second's work, where the run kept none. The same result gives the same bytes. Data that cannot be read again is no error: the page says what it had to leave out.
std::string html_report(const Result& result);

/// The findings as plain text: sentences with numbers and 95% intervals, lines of at most 80
/// columns.
std::string findings_text(const Result& result);

}  // namespace myriad
