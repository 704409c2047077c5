// How the rate moves as work grows: one quantity at a time, everything else as it was.
#pragma once

#include <string>
#include <vector>

#include "host/bench/timing.hpp"

namespace myriad {

struct GrowthPoint {
  std::uint64_t amount = 0;  ///< of what grows
  Timing timing;
};

struct Growth {
  std::string what;  ///< networks, rows, epochs, cells
  std::vector<GrowthPoint> points;
};

/// What can grow.
const std::vector<std::string>& growth_names();

/// Times the engine for amounts of `what` that rise by factors of about ten, while a point takes less than
/// `options.seconds` times ten; the work beside it is kept near 1e8 updates where `what` does not decide it.
/// Throws UsageError for a name that is none of growth_names().
Growth measure_growth(Engine& engine, const BenchJob& job, const std::string& what,
                      const TimingOptions& options);

/// An SVG drawing of rates over amounts, both logarithmic, that stands alone: colours for light and dark, a title,
/// and a text alternative.
std::string growth_chart(const std::vector<Growth>& growths, const std::string& engine);

}  // namespace myriad
