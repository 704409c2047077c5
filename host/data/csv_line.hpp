// The small pieces of the CSV reader: fields of a line and numbers of a field.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace myriad {

/// One field, without its quotes and the blanks around it. `column` counts bytes of the line
/// from 1.
struct CsvField {
  std::string text;
  std::size_t column = 1;
  std::size_t length = 1;  ///< bytes in the file, at least 1
};

/// A mistake inside one line.
struct CsvMistake {
  std::size_t column = 1;
  std::size_t length = 1;
  std::string what;
  std::string help;
};

/// The fields of a line, cut at `delimiter`; or the first mistake in its quotes.
struct CsvFields {
  std::vector<CsvField> fields;
  std::optional<CsvMistake> mistake;
};
CsvFields split_csv_line(std::string_view line, char delimiter);

/// A decimal number with a finite float32, or what is wrong with it.
struct CsvNumber {
  double value = 0;
  std::optional<CsvMistake> mistake;
};
CsvNumber parse_csv_number(const CsvField& field);

/// 'text' for messages: cut at 40 bytes, bytes that are not printable ASCII as \xNN.
std::string quoted_for_message(std::string_view text);

}  // namespace myriad
