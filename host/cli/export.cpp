// `myriad export`: the tables of a result.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "myriad/export.hpp"
#include "host/cli/output_file.hpp"

namespace myriad::cli {
namespace {

struct ExportArguments {
  std::string directory, table, cell, format = "csv", file;
  bool json = false;
};

std::optional<std::uint32_t> chosen_cell(const ExportArguments& arguments, const Result& result) {
  if (arguments.cell.empty()) return {};
  const std::uint64_t cell = count_argument("--cell", arguments.cell);
  if (cell >= result.cells().size()) {
    throw UsageError(fmt::format("--cell {}: {} has cells 0 to {}", cell, arguments.directory,
                                 result.cells().size() - 1));
  }
  return static_cast<std::uint32_t>(cell);
}

const std::vector<std::string> format_names = {"csv", "json", "markdown", "parquet-ready"};

TableFormat chosen_format(const std::string& text) {
  choice_argument("--format", text, format_names);
  if (text == "parquet-ready") return TableFormat::typed_lines;
  if (text == "json") return TableFormat::json;
  return text == "markdown" ? TableFormat::markdown : TableFormat::csv;
}

ExitCode export_table(ExportArguments arguments) {
  if (arguments.json) arguments.format = "json";
  choice_argument("--table", arguments.table, table_names());
  const TableFormat format = chosen_format(arguments.format);
  if (arguments.table == "data" && arguments.cell.empty()) {
    throw UsageError("--table data needs --cell K: each cell may see other data");
  }
  const Result result = Result::open(arguments.directory);
  const Table table = named_table(result, arguments.table, chosen_cell(arguments, result));
  write_output(arguments.file, to_text(table, format));
  return ExitCode::ok;
}

}  // namespace

Command export_command() {
  auto arguments = std::make_shared<ExportArguments>();
  Command command;
  command.name = "export";
  command.summary = "Writes a table of a result.";
  command.examples = {"export out --table cells",
                      "export out --table networks --cell 3 --format json",
                      "export out --table survival -o survival.csv",
                      "export out --table comparisons --format markdown",
                      "export out --table networks --format parquet-ready -o networks.jsonl"};
  command.options = {
      {"DIR", "", "a run's directory", &arguments->directory, "Arguments", true, takes_directory()},
      {"--table", "NAME",
       "cells, networks, data, survival, histogram, theory (what is known without training, beside "
       "what was counted), comparisons (cells that differ in one key, network by network), diagnostics "
       "or preprocessing",
       &arguments->table, "What", true, takes_one_of(table_names())},
      {"--cell", "K", "only this cell (data: needed)", &arguments->cell, "What", false, takes_count()},
      {"--format", "NAME",
       "csv, json, markdown, or parquet-ready: typed lines of JSON that DuckDB turns into Parquet by one command "
       "(default csv)",
       &arguments->format, "How", false, takes_one_of(format_names)},
      {"--json", "", "the same as --format json", &arguments->json, "How"},
      {"-o,--output", "FILE", "nothing or - is standard output", &arguments->file, "How", false, takes_file()},
  };
  command.run = [arguments] { return export_table(*arguments); };
  return command;
}

}  // namespace myriad::cli
