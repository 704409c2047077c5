// A table of results and its three printed forms. Floats are printed so that they read back the same.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace myriad {

/// An empty entry (std::monostate) prints as nothing in CSV and Markdown, null in JSON. A non-finite
/// double prints as "nan", "inf", "-inf" (a string in JSON). float keeps its own shortest form.
using Entry = std::variant<std::monostate, std::uint64_t, std::int64_t, float, double, std::string>;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Entry>> rows;
};

enum class TableFormat { csv, json, markdown, typed_lines };

/// The whole table, ended by a newline. CSV: RFC 4180 quoting with plain newlines, a header line, and
/// an apostrophe before a text that a spreadsheet would take for a formula. JSON: an array of objects.
/// Markdown: a pipe table. Control characters of texts are shown as \xNN in CSV and Markdown.
/// Typed lines: an object a line, each with every column, one type per column: whole numbers as such, reals
/// always with a point or an exponent, texts; a column with a text in it is all text; empty and non-finite
/// entries are null.
std::string to_text(const Table& table, TableFormat format);

/// One entry as it is, without quoting.
std::string to_text(const Entry& entry);

/// A canonical text as an entry: a number where printing it gives the same text again, else the text.
Entry entry_of(const std::string& text);

}  // namespace myriad
