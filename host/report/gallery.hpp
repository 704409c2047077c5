// Single networks worth a look: of a few cells the best, the median, and one of each fate that
// occurs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/report/decision.hpp"
#include "myriad/result.hpp"

namespace myriad::report {

struct ReportModel;

/// A straight line w.x + b = 0 over scaled rows; w = (0, 0): there is none.
struct ActivationLine {
  double w1 = 0, w2 = 0, b = 0;
};

struct GalleryNetwork {
  std::uint64_t network = 0;
  std::string kind;  ///< "best", "median", "born dead" …; several joined by ", "
  std::string fate;  ///< what became of it, in words
  bool finite = true;
  std::uint32_t rows_right = 0;
  std::uint32_t rows_firing = 0;
  double loss = 0;
  bool line_in_frame = true;    ///< `end` crosses the picture
  ActivationLine born, end;     ///< where z of the first hidden unit is 0
  std::vector<Band> class_one;  ///< stretches of the final z that it calls class 1; infinite where
                                ///< the picture ends
};

/// A rectangle of the plane of scaled rows.
struct Frame {
  double left = 0, right = 1, bottom = 0, top = 1;
};

/// One cell's networks over its training rows.
struct GalleryCell {
  std::size_t cell = 0;  ///< position in the model
  std::string feature[2], preprocess;
  std::uint32_t rows = 0;  ///< all training rows; `points` may be fewer
  struct Point {
    double x1, x2;
    bool class1;
  };
  std::vector<Point> points;
  Frame frame;
  std::uint64_t candidates = 0;  ///< networks that were looked at
  bool retrained = false;        ///< trained again for this page, since the run kept no such rows
  bool second_layer = false;     ///< its line is the first unit's
  std::vector<std::string> missing;  ///< kinds that occur, but not among the candidates
  std::vector<GalleryNetwork> networks;
};

/// At most six cells: those whose fates differ most, and one with each rarer fate. A cell too
/// costly to train again here is left out. Networks are trained on the CPU with --math exact, so
/// the same result gives the same gallery. Data that cannot be read: no gallery.
std::vector<GalleryCell> gallery(const Result& result, const ReportModel& model);

/// The kinds that are picked from a cell's records: "best" first, then "median", then fates.
std::vector<GalleryNetwork> picked_networks(const std::vector<Record>& records);

/// The rows with a margin around them, and the origin where it is near.
Frame frame_of(const std::vector<GalleryCell::Point>& points);

}  // namespace myriad::report
