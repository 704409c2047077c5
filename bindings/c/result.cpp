// Results and their tables through the C interface.
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "bindings/c/boundary.hpp"
#include "myriad/export.hpp"
#include "myriad/report.hpp"

using myriad::c::given;
using myriad::c::guarded;

struct myriad_result {
  myriad::Result result;
  std::optional<std::string> findings, report;
};

struct myriad_table {
  myriad::Table table;
  std::string text;
};

namespace {

struct Translate {
  myriad_entry operator()(std::monostate) const { return {MYRIAD_EMPTY, 0, 0, 0, nullptr}; }
  myriad_entry operator()(std::uint64_t x) const {
    return {MYRIAD_UNSIGNED, x, 0, static_cast<double>(x), nullptr};
  }
  myriad_entry operator()(std::int64_t x) const {
    return {MYRIAD_SIGNED, 0, x, static_cast<double>(x), nullptr};
  }
  myriad_entry operator()(float x) const { return {MYRIAD_REAL, 0, 0, x, nullptr}; }
  myriad_entry operator()(double x) const { return {MYRIAD_REAL, 0, 0, x, nullptr}; }
  myriad_entry operator()(const std::string& x) const { return {MYRIAD_TEXT, 0, 0, 0, x.c_str()}; }
};

myriad::TableFormat format_of(const std::string& name) {
  if (name == "csv") return myriad::TableFormat::csv;
  if (name == "json") return myriad::TableFormat::json;
  if (name == "markdown") return myriad::TableFormat::markdown;
  throw myriad::UsageError("unknown format '" + name + "': one of csv, json, markdown");
}

}  // namespace

int myriad_result_open(const char* directory, myriad_result** out) {
  return guarded([&] {
    given(out, "out");
    *out = new myriad_result{myriad::Result::open(given(directory, "directory")), {}, {}};
    return MYRIAD_OK;
  });
}

uint32_t myriad_result_cells(const myriad_result* result) {
  return result == nullptr ? 0 : static_cast<uint32_t>(result->result.cells().size());
}

int myriad_result_table(const myriad_result* result, const char* name, uint32_t cell, myriad_table** out) {
  return guarded([&] {
    given(out, "out");
    std::optional<std::uint32_t> chosen;
    if (cell != MYRIAD_ALL_CELLS) chosen = cell;
    *out = new myriad_table{
        myriad::named_table(given(result, "result")->result, given(name, "name"), chosen), {}};
    return MYRIAD_OK;
  });
}

int myriad_result_findings(myriad_result* result, const char** out) {
  return guarded([&] {
    given(out, "out");
    auto& text = given(result, "result")->findings;
    if (!text) text = myriad::findings_text(result->result);
    *out = text->c_str();
    return MYRIAD_OK;
  });
}

int myriad_result_report(myriad_result* result, const char** out) {
  return guarded([&] {
    given(out, "out");
    auto& text = given(result, "result")->report;
    if (!text) text = myriad::html_report(result->result);
    *out = text->c_str();
    return MYRIAD_OK;
  });
}

void myriad_result_free(myriad_result* result) { delete result; }

size_t myriad_table_rows(const myriad_table* table) { return table == nullptr ? 0 : table->table.rows.size(); }

size_t myriad_table_columns(const myriad_table* table) {
  return table == nullptr ? 0 : table->table.columns.size();
}

const char* myriad_table_column(const myriad_table* table, size_t column) {
  return column < myriad_table_columns(table) ? table->table.columns[column].c_str() : nullptr;
}

ptrdiff_t myriad_table_find(const myriad_table* table, const char* column) {
  for (size_t i = 0; column != nullptr && i < myriad_table_columns(table); ++i) {
    if (table->table.columns[i] == column) return static_cast<ptrdiff_t>(i);
  }
  return -1;
}

int myriad_table_entry(const myriad_table* table, size_t row, size_t column, myriad_entry* out) {
  return guarded([&] {
    given(out, "out");
    if (row >= myriad_table_rows(table) || column >= myriad_table_columns(table)) {
      throw myriad::UsageError("the table has " + std::to_string(myriad_table_rows(table)) + " rows and " +
                               std::to_string(myriad_table_columns(table)) + " columns");
    }
    *out = std::visit(Translate{}, table->table.rows[row].at(column));
    return MYRIAD_OK;
  });
}

int myriad_table_text(myriad_table* table, const char* format, const char** out) {
  return guarded([&] {
    given(out, "out");
    given(table, "table")->text = to_text(table->table, format_of(given(format, "format")));
    *out = table->text.c_str();
    return MYRIAD_OK;
  });
}

void myriad_table_free(myriad_table* table) { delete table; }
