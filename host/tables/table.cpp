// The printed forms of tables: CSV, JSON and Markdown. Texts in a table may come from strangers' files.
#include "myriad/table.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "host/text/decimal.hpp"
#include "host/text/markdown.hpp"
#include "host/text/visible.hpp"

namespace myriad {
namespace {

template <class Number>
std::string shortest(Number x) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, x).ptr;
  return {buffer, end};
}

template <class Number>
std::string real(Number x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  return shortest(x);
}

bool is_real(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

std::string csv_text(std::string_view raw) {
  std::string text = visible(raw, "\t\n");  // a terminal must not obey a file, also where it is shown later
  const bool formula = !text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos;
  if (formula && !is_real(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string json_text(const std::string& raw) {
  return nlohmann::json(raw).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string json_entry(const Entry& entry) {
  const auto write = [&](const auto& value) -> std::string {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::monostate>) {
      return "null";
    } else if constexpr (std::is_same_v<Value, std::string>) {
      return json_text(value);
    } else if constexpr (std::is_floating_point_v<Value>) {
      return std::isfinite(value) ? real(value) : '"' + real(value) + '"';
    } else {
      return shortest(value);
    }
  };
  return std::visit(write, entry);
}

using Quote = std::string (*)(std::string_view);

std::string quoted(const Entry& entry, Quote quote) {
  const auto* text = std::get_if<std::string>(&entry);
  return text != nullptr ? quote(*text) : to_text(entry);
}

std::string csv(const Table& table) {
  std::string text;
  const auto line = [&text](const auto& entries, auto&& print) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) text += ',';
      text += print(entries[i]);
    }
    text += '\n';
  };
  line(table.columns, csv_text);
  for (const auto& row : table.rows) {
    line(row, [](const Entry& entry) { return quoted(entry, csv_text); });
  }
  return text;
}

std::string markdown(const Table& table) {
  std::string text = "|";
  for (const auto& column : table.columns) text += ' ' + markdown_text(column) + " |";
  text += "\n|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) text += "---|";
  text += '\n';
  for (const auto& row : table.rows) {
    text += '|';
    for (const auto& entry : row) text += ' ' + quoted(entry, markdown_text) + " |";
    text += '\n';
  }
  return text;
}

std::string json(const Table& table) {
  std::string text = "[";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    text += r == 0 ? "\n  {" : ",\n  {";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) text += ", ";
      text += json_text(table.columns[i]) + ": " + json_entry(table.rows[r][i]);
    }
    text += '}';
  }
  return text + (table.rows.empty() ? "]\n" : "\n]\n");
}

/// What all entries of a column can be printed as.
enum class ColumnType { whole, real, text };

ColumnType type_of(const Table& table, std::size_t column) {
  ColumnType type = ColumnType::whole;
  for (const auto& row : table.rows) {
    const Entry& entry = row[column];
    if (std::holds_alternative<std::string>(entry)) return ColumnType::text;
    if (std::holds_alternative<float>(entry) || std::holds_alternative<double>(entry)) type = ColumnType::real;
  }
  return type;
}

std::string typed_entry(const Entry& entry, ColumnType type) {
  if (std::holds_alternative<std::monostate>(entry)) return "null";
  if (type == ColumnType::text) return json_text(to_text(entry));
  std::string text = to_text(entry);
  if (text.find_first_of("ni") != std::string::npos) return "null";  // nan, inf
  if (type == ColumnType::real && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string typed_lines(const Table& table) {
  std::vector<ColumnType> types;
  for (std::size_t i = 0; i < table.columns.size(); ++i) types.push_back(type_of(table, i));
  std::string text;
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      text += (i == 0 ? "{" : ", ") + json_text(table.columns[i]) + ": " + typed_entry(row[i], types[i]);
    }
    text += "}\n";
  }
  return text;
}

}  // namespace

std::string to_text(const Entry& entry) {
  const auto write = [](const auto& value) -> std::string {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::monostate>) {
      return {};
    } else if constexpr (std::is_same_v<Value, std::string>) {
      return value;
    } else if constexpr (std::is_floating_point_v<Value>) {
      return real(value);
    } else {
      return shortest(value);
    }
  };
  return std::visit(write, entry);
}

std::string to_text(const Table& table, TableFormat format) {
  switch (format) {
    case TableFormat::csv: return csv(table);
    case TableFormat::json: return json(table);
    case TableFormat::typed_lines: return typed_lines(table);
    case TableFormat::markdown: break;
  }
  return markdown(table);
}

Entry entry_of(const std::string& text) {
  if (const auto whole = parse_decimal(text); whole && shortest(*whole) == text) return *whole;
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && stop == end && std::isfinite(value) && shortest(value) == text) {
    return value;
  }
  return text;
}

}  // namespace myriad
