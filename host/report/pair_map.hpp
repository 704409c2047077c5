// The share of dead networks over two axes: what a phase diagram is drawn from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/report/axis_effect.hpp"
#include "host/report/report_model.hpp"

namespace myriad::report {

/// An axis cut for a map. Many numbers, as [random] draws them, are put into bins.
struct MapAxis {
  std::string key;                  ///< as in the spec; several of a [[zip]] joined
  std::vector<std::string> labels;  ///< of its places, in plan order, or rising where binned
  std::vector<std::size_t> place;   ///< of each cell of the model; labels.size(): none
  bool binned = false;
  std::size_t values = 0;  ///< distinct ones, before any were binned or left out
};

/// What lies at one place: sums over cells.
struct MapCell {
  std::uint64_t dead = 0, finite = 0;
  std::uint32_t cells = 0;
};

struct MapPanel {
  std::string setting;  ///< of the other axes; empty where there are none, or where they are pooled
  std::vector<MapCell> at;  ///< row by row
};

struct PairMap {
  MapAxis rows, columns;
  std::vector<MapPanel> panels;  ///< one for each setting of the others that crosses them
  MapPanel pooled;               ///< their sum
};

/// The axes that have two values or more.
std::vector<MapAxis> map_axes(const ReportModel& model, const std::vector<AxisEffect>& effects);

/// One entry per pair of axes that has a panel: the pair with the most places first. The longer
/// axis of a pair makes the columns.
std::vector<PairMap> pair_maps(const ReportModel& model, const std::vector<AxisEffect>& effects);

}  // namespace myriad::report
