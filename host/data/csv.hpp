// A strict reader of CSV files with two features and a label.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "myriad/dataset.hpp"

namespace myriad {

/// Which columns to read, and how. A column written as a whole number is a position counted from 0;
/// any other text is a name in the header.
struct CsvOptions {
  std::vector<std::string> features;  ///< two
  std::string label;
  std::optional<std::string> positive;  ///< label text of class 1; without it labels are 0 and 1
  char delimiter = ',';
  std::size_t max_line_bytes = std::size_t{1} << 20;
  std::size_t max_rows = std::size_t{1} << 24;
};

/// Accepted: UTF-8 with or without a byte order mark, LF or CRLF, fields in double quotes ("" is a
/// quote), spaces and tabs around fields, empty lines at the end, other columns of any content. The
/// first line is a header if a column is selected by name, or if both feature fields in it begin
/// like a name; otherwise it is a row.
///
/// Everything else is a mistake: features that are not decimal numbers with a finite float32, other
/// labels than 0 and 1, rows of another length than the first line, quotes in the wrong place, NUL
/// bytes, no rows at all, a `positive` that never occurs. Throws InputError (exit 4) with the line
/// and column of the first 20 mistakes and the number of the others.
RawData read_csv(std::istream& in, const std::string& file, const CsvOptions& options);

/// The same from a file. Throws InputOutputError when it cannot be read or is not a regular file.
RawData read_csv_file(const std::string& file, const CsvOptions& options);

}  // namespace myriad
