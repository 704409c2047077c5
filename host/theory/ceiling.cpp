// The best half-plane: a line turned about each point in turn, so that it meets the others in order
// of angle.
#include "myriad/ceiling.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#if defined(_OPENMP)
#include <omp.h>
#endif

#include "host/theory/orientation.hpp"

namespace myriad {
namespace {

/// A place with its rows: how many of each class lie there.
struct Place {
  FloatPoint at;
  std::int64_t count[2] = {0, 0};
  /// What it adds to the rows that are right when it is on the side of class 1.
  std::int64_t gain() const { return count[1] - count[0]; }
};

std::vector<Place> places_of(const Split& split) {
  std::vector<Place> rows;
  for (std::size_t i = 0; i < split.rows.size(); ++i) {
    Place place{{split.rows[i].x1, split.rows[i].x2}, {0, 0}};
    place.count[i < split.class0 ? 0 : 1] = 1;
    rows.push_back(place);
  }
  std::sort(rows.begin(), rows.end(), [](const Place& a, const Place& b) { return a.at < b.at; });
  std::vector<Place> places;
  for (const Place& row : rows) {
    if (places.empty() || !(places.back().at == row.at)) {
      places.push_back(row);
    } else {
      for (int c : {0, 1}) places.back().count[c] += row.count[c];
    }
  }
  return places;
}

/// Another place as seen from the pivot, mirrored into angles (0, pi] where it was below.
struct Spoke {
  double cotangent;  ///< minus that of its angle: rises with the angle; three roundings
  std::uint32_t place;
  bool mirrored;
};

/// Lines through one place, by the angle at which they meet the others.
class Turning {
 public:
  /// `spokes` is room to work in, for places.size() entries: threads must not run out of memory.
  Turning(const std::vector<Place>& places, std::size_t pivot, std::vector<Spoke>& spokes)
      : places_(places), pivot_(pivot), spokes_(spokes) {
    spokes_.clear();
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (i != pivot) spokes_.push_back(spoke_of(i));
    }
    std::sort(spokes_.begin(), spokes_.end(),
              [this](const Spoke& a, const Spoke& b) { return turn(a, b) > 0; });
  }

  /// The largest sum of gains on one side of such a line; the pivot's own is left out.
  std::int64_t best() const {
    std::int64_t left = 0, all = 0;  // left of a line at an angle just above 0
    for (const Spoke& spoke : spokes_) {
      all += gain(spoke);
      left += spoke.mirrored ? 0 : gain(spoke);
    }
    std::int64_t most = std::max(left, all - left);
    for (std::size_t i = 0; i < spokes_.size();) {
      const Spoke& first = spokes_[i];
      do {
        left += spokes_[i].mirrored ? gain(spokes_[i]) : -gain(spokes_[i]);
        ++i;
      } while (i < spokes_.size() && turn(first, spokes_[i]) == 0);
      most = std::max({most, left, all - left});
    }
    return most;
  }

 private:
  std::int64_t gain(const Spoke& spoke) const { return places_[spoke.place].gain(); }

  Spoke spoke_of(std::size_t i) const {
    const FloatPoint at = places_[i].at, pivot = places_[pivot_].at;
    const double x = static_cast<double>(at.x) - static_cast<double>(pivot.x);
    const double y = static_cast<double>(at.y) - static_cast<double>(pivot.y);
    const double cotangent = y == 0 ? std::numeric_limits<double>::infinity() : -x / y;
    return {cotangent, static_cast<std::uint32_t>(i), y < 0 || (y == 0 && x > 0)};
  }

  /// Positive where a's angle is the smaller one; decided without rounding where it is close.
  int turn(const Spoke& a, const Spoke& b) const {
    const double apart = b.cotangent - a.cotangent;
    if (std::fabs(apart) > 0x1p-50 * (std::fabs(a.cotangent) + std::fabs(b.cotangent))) {
      return sign_of(apart);
    }
    const int exact =
        exact_orientation(places_[pivot_].at, places_[a.place].at, places_[b.place].at);
    return a.mirrored == b.mirrored ? exact : -exact;
  }

  const std::vector<Place>& places_;
  std::size_t pivot_;
  std::vector<Spoke>& spokes_;
};

#if defined(_OPENMP)
std::size_t threads() { return static_cast<std::size_t>(omp_get_max_threads()); }
std::size_t thread() { return static_cast<std::size_t>(omp_get_thread_num()); }
#else
std::size_t threads() { return 1; }
std::size_t thread() { return 0; }
#endif

}  // namespace

std::optional<double> best_linear_accuracy(const Split& split) {
  const std::vector<Place> places = places_of(split);
  if (places.empty() || places.size() > kMostCeilingRows) return std::nullopt;
  std::int64_t class0 = 0, gains = 0;  // the score where no row is given class 1, and what all add
  std::int64_t pivots[2] = {0, 0};
  for (const Place& place : places) {
    class0 += place.count[0];
    gains += place.gain();
    if (place.gain() != 0) ++pivots[place.gain() > 0];
  }
  std::int64_t best = std::max<std::int64_t>(0, gains);
  // The line of a best cut can be pushed towards either side until it meets a place of that side's
  // class, or nothing is left there: so the places of one class serve as pivots.
  const bool by_class1 = pivots[1] <= pivots[0];
  std::vector<std::vector<Spoke>> room(threads());
  for (auto& spokes : room) spokes.reserve(places.size());
  const auto count = static_cast<std::int64_t>(places.size());
#if defined(_OPENMP)
#pragma omp parallel for schedule(dynamic, 16) reduction(max : best) if (count > 500)
#endif
  for (std::int64_t i = 0; i < count; ++i) {
    const auto pivot = static_cast<std::size_t>(i);
    const std::int64_t own = places[pivot].gain();
    if (by_class1 ? own <= 0 : own >= 0) continue;
    const std::int64_t others = Turning(places, pivot, room[thread()]).best();
    best = std::max(best, others + std::max<std::int64_t>(0, own));
  }
  return static_cast<double>(class0 + best) / static_cast<double>(split.rows.size());
}

}  // namespace myriad
