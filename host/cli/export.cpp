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

TableFormat chosen_format(const std::string& text) {
  choice_argument("--format", text, {"csv", "json", "markdown"});
  if (text == "json") return TableFormat::json;
  return text == "markdown" ? TableFormat::markdown : TableFormat::csv;
}

ExitCode export_table(const ExportArguments& arguments) {
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
                      "export out --table comparisons --format markdown"};
  command.options = {
      {"DIR", "", "a run's directory", &arguments->directory, "Arguments", true},
      {"--table", "NAME",
       "cells, networks, data, survival, histogram, theory (what is known without training, beside "
       "what was counted) or comparisons (cells that differ in one key, network by network)",
       &arguments->table, "Options", true},
      {"--cell", "K", "only this cell (data: needed)", &arguments->cell},
      {"--format", "NAME", "csv, json or markdown (default csv)", &arguments->format},
      {"-o,--output", "FILE", "nothing or - is standard output", &arguments->file},
  };
  command.run = [arguments] { return export_table(*arguments); };
  return command;
}

}  // namespace myriad::cli
