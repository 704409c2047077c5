// The share of dead networks over two axes: what a phase diagram is drawn from.
#include "host/report/pair_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "host/report/label.hpp"
#include "host/report/number_text.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostPlaces = 60;  // an axis with more numbers is binned, with more words cut
constexpr std::size_t kBins = 12;
constexpr std::size_t kWordy = 6;  // up to so many values are written out as they are
constexpr double kLogRatio = 20;   // positive numbers that span more are binned by their logarithm

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

/// The numbers of an axis of one key, cell by cell; empty when any value is not a number.
std::vector<double> numbers_of(const ReportModel& model, const AxisEffect& axis) {
  if (axis.keys.size() != 1) return {};
  std::vector<double> numbers;
  for (const ReportCell& cell : model.cells) {
    const auto number = number_of(cell.values[axis.keys.front()]);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

void put_into_bins(const std::vector<double>& numbers, MapAxis& out) {
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  const bool logarithmic = *low > 0 && *high / *low >= kLogRatio;
  const auto scale = [&](double x) { return logarithmic ? std::log(x) : x; };
  const auto unscale = [&](double x) { return logarithmic ? std::exp(x) : x; };
  const double from = scale(*low), step = (scale(*high) - from) / kBins;
  out.binned = true;
  out.labels.clear();
  for (std::size_t i = 0; i < kBins; ++i) {
    const auto edge = [&](std::size_t k) {
      return fmt::format("{:.3g}", unscale(from + step * static_cast<double>(k)));
    };
    out.labels.push_back(edge(i) + "…" + edge(i + 1));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double place = std::floor((scale(numbers[i]) - from) / step);
    out.place[i] = static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(kBins - 1)));
  }
}

MapAxis map_axis(const ReportModel& model, const AxisEffect& axis) {
  MapAxis out;
  out.key = axis.key;
  std::map<std::string, std::size_t> places;
  for (const ReportCell& cell : model.cells) {
    std::string value;
    for (const std::size_t k : axis.keys) value += cell.values[k] + '\x1f';
    const auto [at, is_new] = places.emplace(value, places.size());
    if (is_new && out.labels.size() < kMostPlaces)
      out.labels.push_back(axis_value_label(model, axis, cell, false));
    out.place.push_back(at->second);
  }
  out.values = places.size();
  if (out.values > kMostPlaces) {
    if (const auto numbers = numbers_of(model, axis); !numbers.empty()) put_into_bins(numbers, out);
  }
  if (!out.binned && out.values > kWordy) {  // 0.011513953993264 -> 0.01151
    for (std::string& label : out.labels) {
      if (const auto number = number_of(label)) label = number_text(*number);
    }
  }
  for (std::size_t& place : out.place) place = std::min(place, out.labels.size());
  return out;
}

void add(MapCell& to, const MapCell& from) {
  to.dead += from.dead;
  to.finite += from.finite;
  to.cells += from.cells;
}

/// Values of all keys but those of the two axes, and but those whose numbers were binned.
std::vector<std::size_t> other_keys(const ReportModel& model,
                                    const std::vector<AxisEffect>& effects,
                                    const std::vector<MapAxis>& axes, const std::string& row,
                                    const std::string& column) {
  std::vector<bool> other(model.varied_keys.size(), true);
  for (const AxisEffect& effect : effects) {
    const auto cut = std::find_if(axes.begin(), axes.end(),
                                  [&](const MapAxis& a) { return a.key == effect.key; });
    const bool pooled = cut != axes.end() && cut->binned;
    if (effect.key != row && effect.key != column && !pooled) continue;
    for (const std::size_t k : effect.keys) other[k] = false;
  }
  std::vector<std::size_t> keys;
  for (std::size_t k = 0; k < other.size(); ++k) {
    if (other[k]) keys.push_back(k);
  }
  return keys;
}

/// Whether two rows have two places or more each: less is a list, not a map.
bool crossed(const MapPanel& panel, std::size_t columns) {
  std::size_t rows = 0;
  for (std::size_t first = 0; first < panel.at.size(); first += columns) {
    const auto row = panel.at.begin() + static_cast<std::ptrdiff_t>(first);
    rows += std::count_if(row, row + static_cast<std::ptrdiff_t>(columns),
                          [](const MapCell& c) { return c.cells > 0; }) > 1;
  }
  return rows > 1;
}

std::vector<MapPanel> panels_of(const ReportModel& model, const PairMap& map,
                                const std::vector<std::size_t>& others) {
  std::vector<MapPanel> panels;
  std::map<std::string, std::size_t> position;
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    const ReportCell& cell = model.cells[i];
    const std::size_t row = map.rows.place[i], column = map.columns.place[i];
    if (!cell.usable() || row == map.rows.labels.size() || column == map.columns.labels.size())
      continue;
    std::string setting;
    for (const std::size_t k : others) setting += cell.values[k] + '\x1f';
    const auto [place, is_new] = position.emplace(setting, panels.size());
    if (is_new) {
      panels.push_back({others.empty() ? "" : values_label(model, cell, others),
                        std::vector<MapCell>(map.rows.labels.size() * map.columns.labels.size())});
    }
    add(panels[place->second].at[row * map.columns.labels.size() + column],
        {cell.dead, cell.finite(), 1});
  }
  std::erase_if(panels,
                [&](const MapPanel& panel) { return !crossed(panel, map.columns.labels.size()); });
  return panels;
}

}  // namespace

std::vector<MapAxis> map_axes(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::vector<MapAxis> axes;
  for (const AxisEffect& effect : effects) {
    MapAxis axis = map_axis(model, effect);
    if (axis.values > 1) axes.push_back(std::move(axis));
  }
  return axes;
}

std::vector<PairMap> pair_maps(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  const std::vector<MapAxis> axes = map_axes(model, effects);
  std::vector<PairMap> maps;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    for (std::size_t b = a + 1; b < axes.size(); ++b) {
      PairMap map;
      const bool longer = axes[a].labels.size() > axes[b].labels.size();
      map.rows = axes[longer ? b : a];
      map.columns = axes[longer ? a : b];
      map.panels =
          panels_of(model, map, other_keys(model, effects, axes, map.rows.key, map.columns.key));
      if (map.panels.empty()) continue;
      map.pooled.at.resize(map.panels.front().at.size());
      for (const MapPanel& panel : map.panels) {
        for (std::size_t i = 0; i < panel.at.size(); ++i) add(map.pooled.at[i], panel.at[i]);
      }
      maps.push_back(std::move(map));
    }
  }
  std::stable_sort(maps.begin(), maps.end(), [](const PairMap& a, const PairMap& b) {
    return a.pooled.at.size() > b.pooled.at.size();
  });
  return maps;
}

}  // namespace myriad::report
