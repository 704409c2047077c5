// Timings as a table.
#include "host/bench/bench_table.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "myriad/error.hpp"

namespace myriad {
namespace {

Entry number_if(const std::optional<double>& x) { return x ? Entry(*x) : Entry(); }

Entry ratio(const std::optional<double>& over, const std::optional<double>& under) {
  return over && under && *under > 0 ? Entry(*over / *under) : Entry();
}

}  // namespace

Table bench_table(const std::vector<BenchRow>& rows) {
  Table table{{"engine", "job", "cells", "networks", "repeats", "updates_per_second", "slowest",
               "fastest", "words_per_row", "words_per_second", "fma_peak", "words_per_fma_peak",
               "digest", "before", "ratio"},
              {}};
  for (const BenchRow& row : rows) {
    const Timing& timing = row.timing;
    std::optional<double> words;
    if (row.words_per_row) words = *row.words_per_row * timing.median();
    table.rows.push_back({timing.engine, timing.job, timing.cells, timing.networks,
                          std::uint64_t{timing.rates.size()}, timing.median(), timing.slowest(),
                          timing.fastest(), number_if(row.words_per_row), number_if(words),
                          number_if(row.fma_peak), ratio(words, row.fma_peak),
                          fmt::format("{:016x}", timing.digest), number_if(row.before),
                          ratio(timing.median(), row.before)});
  }
  return table;
}

void read_before(std::vector<BenchRow>& rows, const std::string& json, const std::string& file) {
  std::map<std::pair<std::string, std::string>, double> before;
  try {
    const auto parsed = nlohmann::json::parse(json);
    for (const auto& row : parsed.at("timings")) {
      before[{row.at("engine").get<std::string>(), row.at("job").get<std::string>()}] =
          row.at("updates_per_second").get<double>();
    }
  } catch (const nlohmann::json::exception& error) {
    throw InputError(ExitCode::input_output,
                     {{{file, 0, 0},
                       fmt::format("no result of `myriad bench --json`: {}", error.what()),
                       "write one with `myriad bench --json -o FILE`",
                       ""}});
  }
  for (BenchRow& row : rows) {
    const auto found = before.find({row.timing.engine, row.timing.job});
    if (found != before.end()) row.before = found->second;
  }
}

}  // namespace myriad
