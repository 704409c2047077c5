// `myriad compare`: two results beside each other, and thresholds that a script can act on.
#include "myriad/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/text/markdown.hpp"
#include "host/text/number.hpp"
#include "host/text/visible.hpp"
#include "host/spec/varied_values.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

struct CompareArguments {
  std::string a, b, cells, format = "text", file;
  std::vector<std::string> fail_if;
  bool json = false;
};

const Cell& cell_of(const Result& result, std::uint32_t cell) {
  return result.sweep().cells.at(cell);
}

std::uint32_t cell_argument(const std::string& text, const std::string& directory,
                            const Result& result) {
  const std::uint64_t cell = count_argument("--cells I,J", text);
  if (cell >= result.cells().size()) {
    throw UsageError(fmt::format("--cells {}: {} has cells 0 to {}", cell, directory,
                                 result.cells().size() - 1));
  }
  return static_cast<std::uint32_t>(cell);
}

std::vector<CellMatch> chosen_matches(const CompareArguments& arguments, const Result& a,
                                      const Result& b) {
  if (arguments.cells.empty()) return match_cells(a.sweep(), b.sweep());
  const std::size_t comma = arguments.cells.find(',');
  if (comma == std::string::npos) {
    throw UsageError(
        fmt::format("--cells '{}': must be I,J: a cell of A, a cell of B", arguments.cells));
  }
  return {{cell_argument(arguments.cells.substr(0, comma), arguments.a, a),
           cell_argument(arguments.cells.substr(comma + 1), arguments.b, b)}};
}

std::string side_line(const char* name, const std::string& directory, const Result& result) {
  const Sweep& sweep = result.sweep();
  return fmt::format("{}: {} (\"{}\", {} cells of {} networks, seed {})", name, directory, sweep.name,
                     sweep.cells.size(), grouped_text(sweep.networks_per_cell), sweep.seed);
}

std::string side_text(const char* name, const std::string& directory, const Result& result) {
  return wrapped(side_line(name, directory, result), 3, text_width(standard_output())) + '\n';
}

/// What each side's cell is called; once, where both are called the same.
std::string heading(const Result& a, const Result& b, const Comparison& comparison,
                    const CellMatch& match) {
  if (!match.b) return "only in A: " + cell_label(cell_of(a, *match.a), comparison.keys);
  if (!match.a) return "only in B: " + cell_label(cell_of(b, *match.b), comparison.keys);
  const std::string of_a = cell_label(cell_of(a, *match.a), comparison.keys);
  const std::string of_b = cell_label(cell_of(b, *match.b), comparison.keys);
  return of_a == of_b ? of_a : of_a + " | " + of_b;
}

std::string p_text(double p) {
  if (p < 1e-300) return "< 1e-300";
  return p < 1e-4 ? fmt::format("{:.0e}", p) : fmt::format("{:.4f}", p);
}

/// The numbers of a metric as people read them; those for programs have all their digits.
struct Numbers {
  std::string a, b, difference, interval;
  explicit Numbers(const MetricDifference& d)
      : a(fmt::format("{:.4g}", d.a)), b(fmt::format("{:.4g}", d.b)), difference(fmt::format("{:+.3g}", d.b - d.a)) {
    if (d.interval) interval = fmt::format("[{:+.3g}, {:+.3g}]", d.interval->low, d.interval->high);
  }
};

std::vector<std::string> line_of(const MetricDifference& d) {
  const Numbers n(d);
  return {"  " + d.metric, n.a, n.b, n.difference, n.interval, d.p ? "p " + p_text(*d.p) : "", d.paired ? "paired" : ""};
}

/// A table for a pull request: what a reader needs, rounded.
std::string markdown_of(const CompareArguments& arguments, const Result& a, const Result& b,
                        const Comparison& comparison) {
  Table table{{"cell", "metric", "A", "B", "B - A", "95 % interval", "p"}, {}};
  for (const CellComparison& cell : comparison.cells) {
    const std::string label = heading(a, b, comparison, cell.cells);
    if (cell.same_bits) {
      table.rows.push_back({label, std::string("the same bits"), {}, {}, {}, {}, {}});
      continue;
    }
    if (cell.metrics.empty()) table.rows.push_back({label, {}, {}, {}, {}, {}, {}});
    for (const MetricDifference& d : cell.metrics) {
      const Numbers n(d);
      table.rows.push_back({label, d.metric, n.a, n.b, n.difference, n.interval, d.p ? Entry(p_text(*d.p)) : Entry()});
    }
  }
  return "- " + markdown_text(side_line("A", arguments.a, a)) + "\n- " + markdown_text(side_line("B", arguments.b, b)) + "\n\n" +
         to_text(table, TableFormat::markdown);
}

/// What follows a cell's heading.
std::string details(const Result& a, const CellComparison& cell) {
  if (!cell.cells.a || !cell.cells.b) return "";
  if (cell.same_bits) {
    const std::uint64_t digest = a.cells().at(*cell.cells.a).summary.tally.digest;
    return fmt::format(": the same bits (digest {:016x})", digest);
  }
  if (cell.metrics.empty()) return ": no number in common";
  std::vector<std::vector<std::string>> lines = {{"", "A", "B", "B - A", "95 % interval"}};
  for (const MetricDifference& difference : cell.metrics) lines.push_back(line_of(difference));
  return '\n' + folded(lines, standard_output().width);
}

std::string counts_text(const Comparison& comparison) {
  std::size_t only_a = 0, only_b = 0, same = 0;
  for (const CellComparison& cell : comparison.cells) {
    only_a += !cell.cells.b;
    only_b += !cell.cells.a;
    same += cell.same_bits;
  }
  const std::string line =
      fmt::format("cells: {} in both, {} of them with the same bits; {} only in A, {} only in B",
                  comparison.cells.size() - only_a - only_b, same, only_a, only_b);
  return wrapped(line, 2, text_width(standard_output())) + "\n\n";
}

std::string text_of(const CompareArguments& arguments, const Result& a, const Result& b,
                    const Comparison& comparison) {
  std::string text =
      side_text("A", arguments.a, a) + side_text("B", arguments.b, b) + counts_text(comparison);
  for (const CellComparison& cell : comparison.cells) {
    const std::size_t width = text_width(standard_output(), 120);
    text += wrapped(heading(a, b, comparison, cell.cells), 2, width) + details(a, cell) + '\n';
  }
  return visible(text);
}

std::string printed(const CompareArguments& arguments, const Result& a, const Result& b,
                    const Comparison& comparison) {
  if (arguments.format == "text") return text_of(arguments, a, b, comparison);
  if (arguments.format == "markdown") return markdown_of(arguments, a, b, comparison);
  const Table table = comparison_table(a, b, comparison);
  return to_text(table, arguments.format == "json" ? TableFormat::json : TableFormat::csv);
}

ExitCode compare_results(CompareArguments arguments) {
  if (arguments.json) arguments.format = "json";
  if (arguments.b.empty()) {
    if (arguments.cells.empty()) {
      throw UsageError("one result: which of its cells?\n  help: add --cells I,J, or a second directory");
    }
    arguments.b = arguments.a;
  }
  choice_argument("--format", arguments.format, {"text", "json", "markdown", "csv"});
  std::vector<FailureThreshold> thresholds;
  for (const std::string& text : arguments.fail_if) thresholds.push_back(parse_threshold(text));
  const Result a = Result::open(arguments.a), b = Result::open(arguments.b);
  const std::vector<CellMatch> matches = chosen_matches(arguments, a, b);
  std::string failures;
  for (const FailureThreshold& threshold : thresholds) {
    const std::vector<std::string> cells = cells_reaching(threshold, a, b, matches);
    if (cells.empty()) continue;
    failures += fmt::format("threshold failed: {}\n", threshold.text);
    for (const std::string& cell : cells) failures += "  " + cell + '\n';
  }
  write_output(arguments.file, printed(arguments, a, b, compare(a, b, matches)));
  say(failures);
  return failures.empty() ? ExitCode::ok : ExitCode::threshold;
}

}  // namespace

Command compare_command() {
  auto arguments = std::make_shared<CompareArguments>();
  Command command;
  command.name = "compare";
  command.summary =
      "Compares two results cell by cell. Cells with the same name and the same values of what "
      "varies in "
      "either result are partners.";
  command.examples = {"compare old new", "compare old new --fail-if 'dead_fraction > 0.1'",
                      "compare old new --fail-if 'delta.train_accuracy_mean < -0.01'",
                      "compare out --cells 0,3", "compare old new --format markdown"};
  command.options = {
      {"DIR_A", "", "a run's directory", &arguments->a, "Arguments", true, takes_directory()},
      {"DIR_B", "", "another one; left out: the same, with --cells", &arguments->b, "Arguments", false,
       takes_directory()},
      {"--cells", "I,J", "only cell I of A with cell J of B", &arguments->cells, "What"},
      {"--fail-if", "EXPR",
       "exit 6 when a cell of B matches: a column of `cells`, one of < <= > >= == !=, a number; "
       "delta. before the column for B - A; may be repeated",
       &arguments->fail_if, "What"},
      {"--format", "NAME", "text, json, markdown (for pull requests) or csv (default text)", &arguments->format, "How",
       false, takes_one_of({"text", "json", "markdown", "csv"})},
      {"--json", "", "the same as --format json", &arguments->json, "How"},
      {"-o,--output", "FILE", "nothing or - is standard output", &arguments->file, "How", false, takes_file()},
  };
  command.run = [arguments] { return compare_results(*arguments); };
  return command;
}

}  // namespace myriad::cli
