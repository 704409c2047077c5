// How the rate moves as work grows.
#include "host/bench/growth.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/text/suggestion.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr double kUpdates = 1e8;  // of a point of a quantity that does not decide it

std::uint64_t at_least_one(double x) { return x < 1 ? 1 : static_cast<std::uint64_t>(x); }

Timing time_amount(Engine& engine, BenchJob job, const std::string& what, std::uint64_t amount,
                   TimingOptions options) {
  if (what == "networks") {
    options.networks = amount;
    return time_engine(engine, job, options);
  }
  if (what == "cells") {
    // Many small cells: 1,000 networks each, whatever their number.
    return time_sweep(engine, job, 1000, amount, options);
  }
  (what == "rows" ? job.rows : job.epochs) = amount;
  options.networks = std::max<std::uint64_t>(64, at_least_one(kUpdates / updates_per_network(job)));
  return time_engine(engine, job, options);
}

struct Amounts {
  const char* what;
  std::vector<std::uint64_t> amounts;
};

const std::vector<Amounts>& amounts() {
  static const std::vector<Amounts> all = {
      {"networks", {100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000}},
      {"rows", {4, 10, 30, 100, 300, 1'000, 10'000, 100'000, 1'000'000}},
      {"epochs", {1, 10, 100, 1'000, 10'000}},
      {"cells", {1, 10, 100, 1'000}}};
  return all;
}

}  // namespace

const std::vector<std::string>& growth_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Amounts& entry : amounts()) all.emplace_back(entry.what);
    return all;
  }();
  return names;
}

Growth measure_growth(Engine& engine, const BenchJob& job, const std::string& what,
                      const TimingOptions& options) {
  const auto found = std::find_if(amounts().begin(), amounts().end(),
                                  [&](const Amounts& entry) { return entry.what == what; });
  if (found == amounts().end()) {
    throw UsageError(fmt::format("--growth: '{}' is not one of {}\n  help: {}", what,
                                 fmt::join(growth_names(), ", "), did_you_mean(what, growth_names())));
  }
  Growth growth{what, {}};
  for (const std::uint64_t amount : found->amounts) {
    Timing timing = time_amount(engine, job, what, amount, options);
    const double seconds = static_cast<double>(timing.networks) *
                           static_cast<double>(timing.cells) * updates_per_network(job) /
                           timing.median();
    growth.points.push_back({amount, std::move(timing)});
    const bool decides = what == "networks" || what == "cells";
    if (decides && seconds > options.seconds) break;  // the next one takes ten times as long
  }
  return growth;
}

}  // namespace myriad
