// What the tests of runs share: options, a small sweep, and everything that a result says as one text.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "myriad/result.hpp"
#include "myriad/run.hpp"
#include "sweep_fixture.hpp"

namespace myriad::fixture {

inline RunOptions into(const std::string& directory, std::uint64_t chunk = 7) {
  RunOptions options;
  options.directory = directory;
  options.chunk = chunk;
  options.commit_seconds = 0;
  return options;
}

inline Sweep two_cells(std::uint64_t networks = 100) {
  Sweep sweep = make_sweep({make_cell(0.1), make_cell(0.2)}, networks);
  sweep.keep = {KeepRule::Kind::all, 0};
  return sweep;
}

/// Every table of a result: two results are the same when these are.
inline std::string export_of(const std::string& directory) {
  const Result result = Result::open(directory);
  std::string text;
  for (const Table& table : {cells_table(result), networks_table(result), survival_table(result),
                             histogram_table(result), data_table(result, 0), comparisons_table(result)}) {
    text += to_text(table, TableFormat::csv);
  }
  return text;
}

inline std::string export_of_fresh_run(const Sweep& sweep) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(sweep, engine, into(scratch / "fresh", 1'000'000));
  return export_of(scratch / "fresh");
}

template <class Error>
std::string refusal(const Sweep& sweep, const std::string& directory) {
  FakeEngine engine;
  try {
    run_sweep(sweep, engine, into(directory));
  } catch (const Error& error) {
    EXPECT_EQ(engine.computed, 0u);
    return error.what();
  }
  ADD_FAILURE() << "not refused";
  return "";
}

}  // namespace myriad::fixture
