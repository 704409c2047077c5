// Which cells are drawn when there are more than a chart can hold.
#include "host/report/choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace myriad::report {
namespace {

constexpr double kAlike = 0.02;  // less than this apart, two cells need not both be drawn

using Fate = std::array<double, 3>;

Fate fate_of(const ReportCell& cell) {
  const double n = static_cast<double>(cell.finite());
  return {static_cast<double>(cell.born_dead) / static_cast<double>(cell.networks),
          static_cast<double>(cell.died) / n,
          static_cast<double>(cell.revived + cell.transient) / n};
}

double distance(const Fate& a, const Fate& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum;
}

std::vector<std::size_t> cells_with_fates(const ReportModel& model) {
  std::vector<std::size_t> cells;
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    if (model.cells[i].usable() && model.cells[i].finite() > 0) cells.push_back(i);
  }
  return cells;
}

}  // namespace

std::vector<std::size_t> chosen_cells(const ReportModel& model, std::size_t limit) {
  const auto all = cells_with_fates(model);
  if (all.size() <= limit) return all;
  std::vector<double> nearest(all.size(), std::numeric_limits<double>::infinity());
  std::vector<std::size_t> chosen;
  std::size_t next = 0;
  while (chosen.size() < limit && nearest[next] > kAlike) {
    chosen.push_back(all[next]);
    const Fate fate = fate_of(model.cells[all[next]]);
    for (std::size_t i = 0; i < all.size(); ++i) {
      nearest[i] = std::min(nearest[i], distance(fate, fate_of(model.cells[all[i]])));
    }
    nearest[next] = -1;
    next = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) -
                                    nearest.begin());
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::string choice_note(const ReportModel& model, std::size_t shown) {
  const std::size_t all = cells_with_fates(model).size();
  if (shown >= all) return "";
  return fmt::format(
      "Shown: {} of {} cells, chosen to differ most in what became of their networks. The table "
      "has "
      "all.",
      shown, all);
}

}  // namespace myriad::report
