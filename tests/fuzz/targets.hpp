// What the fuzzers feed: each takes any bytes, and must end without a crash, a hang or a leak. What it throws of
// myriad's own errors is a refusal, which is right; anything else is a mistake.
#pragma once

#include <string>

namespace myriad::fuzz {

void feed_spec(const std::string& bytes);    ///< a spec file
void feed_csv(const std::string& bytes);     ///< a byte of options, then a CSV file
void feed_result(const std::string& bytes);  ///< sweep.db as it lies on the disk; then its journal, if any
void feed_row(const std::string& bytes);     ///< a byte that picks a decoder, then the text or blob of a row;
                                             ///< or 7, a cell, 0 and its data set: a job

}  // namespace myriad::fuzz
