// Drawings of one replayed network: its line on its way over the data, and curves over epochs.
#include "host/report/replay_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "host/report/number_text.hpp"
#include "host/report/svg.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr double kWidth = 640, kHeight = 440, kLeft = 48, kRight = 628, kTop = 12, kBottom = 396;
constexpr std::size_t kMostRows = 1500;

struct Box {
  double low[2], high[2];
  double x(double value) const { return kLeft + (kRight - kLeft) * (value - low[0]) / (high[0] - low[0]); }
  double y(double value) const { return kBottom - (kBottom - kTop) * (value - low[1]) / (high[1] - low[1]); }
};

Box box_of(const std::vector<Row>& rows) {
  Box box{{0, 0}, {1, 1}};
  for (int axis = 0; axis < 2; ++axis) {
    double low = 0, high = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double value = axis == 0 ? rows[i].x1 : rows[i].x2;
      low = i == 0 ? value : std::min(low, value);
      high = i == 0 ? value : std::max(high, value);
    }
    const double margin = high > low ? 0.25 * (high - low) : 1;
    box.low[axis] = low - margin;
    box.high[axis] = high + margin;
  }
  return box;
}

struct Segment {
  double from[2], to[2];
};

/// The part of w.x + b = 0 inside the box.
std::optional<Segment> line_in(const Box& box, const std::vector<float>& p) {
  std::vector<std::pair<double, double>> ends;
  const double w1 = p[0], w2 = p[1], b = p[2];
  for (const double x : {box.low[0], box.high[0]}) {
    const double y = -(w1 * x + b) / w2;
    if (std::isfinite(y) && y >= box.low[1] && y <= box.high[1]) ends.emplace_back(x, y);
  }
  for (const double y : {box.low[1], box.high[1]}) {
    const double x = -(w2 * y + b) / w1;
    if (std::isfinite(x) && x >= box.low[0] && x <= box.high[0]) ends.emplace_back(x, y);
  }
  std::sort(ends.begin(), ends.end());
  if (ends.size() < 2 || ends.front() == ends.back()) return {};
  return Segment{{ends.front().first, ends.front().second}, {ends.back().first, ends.back().second}};
}

void draw_axes(Svg& svg, const Box& box) {
  svg.line(kLeft, kBottom, kRight, kBottom, "axis");
  svg.line(kLeft, kTop, kLeft, kBottom, "axis");
  for (int i = 0; i <= 4; ++i) {
    const double x = box.low[0] + (box.high[0] - box.low[0]) * i / 4;
    const double y = box.low[1] + (box.high[1] - box.low[1]) * i / 4;
    svg.text(box.x(x), kBottom + 16, number_text(x), Anchor::middle, "muted");
    svg.text(kLeft - 6, box.y(y) + 4, number_text(y), Anchor::end, "muted");
  }
  svg.text((kLeft + kRight) / 2, kHeight - 8, "x1, as the network sees it", Anchor::middle);
  svg.text(kLeft + 6, kTop + 12, "x2", Anchor::start);
}

/// Class 0: circles; class 1: crosses.
std::size_t draw_rows(Svg& svg, const Box& box, const Split& rows) {
  const std::size_t stride = (rows.rows.size() + kMostRows - 1) / kMostRows;
  std::size_t drawn = 0;
  std::string crosses;
  for (std::size_t i = 0; i < rows.rows.size(); i += std::max<std::size_t>(1, stride), ++drawn) {
    const double x = box.x(rows.rows[i].x1), y = box.y(rows.rows[i].x2);
    if (i < rows.class0) {
      svg.circle(x, y, 3.2, "row0");
      continue;
    }
    crosses += fmt::format("M{} {}l6 6m0 -6l-6 6", coordinate(x - 3), coordinate(y - 3));
  }
  if (!crosses.empty()) svg.path(crosses, "row1");
  return drawn;
}

void draw_line(Svg& svg, const Box& box, const EpochState& state, const char* style) {
  const auto segment = line_in(box, state.parameters);
  if (!segment) return;
  const double x1 = box.x(segment->from[0]), y1 = box.y(segment->from[1]);
  const double x2 = box.x(segment->to[0]), y2 = box.y(segment->to[1]);
  svg.line(x1, y1, x2, y2, style);
  // A tick towards the side on which the unit fires.
  const double length = std::hypot(state.parameters[0] * (kRight - kLeft) / (box.high[0] - box.low[0]),
                                   state.parameters[1] * (kBottom - kTop) / (box.high[1] - box.low[1]));
  const double dx = state.parameters[0] * (kRight - kLeft) / (box.high[0] - box.low[0]) / length;
  const double dy = -state.parameters[1] * (kBottom - kTop) / (box.high[1] - box.low[1]) / length;
  svg.line((x1 + x2) / 2, (y1 + y2) / 2, (x1 + x2) / 2 + 12 * dx, (y1 + y2) / 2 + 12 * dy, style);
  const bool right = y2 > kTop + 14 && y2 < kBottom - 4;
  svg.text(std::clamp(right ? x2 - 4 : x2, kLeft + 30, kRight - 4), std::clamp(y2 - 4, kTop + 10, kBottom - 4),
           grouped_text(state.epoch), Anchor::end, "strong");
}

/// At most this many lines, the first, the last and the turns among them.
std::set<std::uint32_t> lines_drawn(const Replay& replay, const std::vector<std::uint32_t>& epochs) {
  constexpr std::size_t most = 14;
  std::set<std::uint32_t> chosen = {epochs.front(), epochs.back()};
  for (const Turn& turn : replay.turns) {
    if (chosen.size() < most) chosen.insert({turn.epoch - 1, turn.epoch});
  }
  const std::size_t room = most > chosen.size() ? most - chosen.size() : 0;
  for (std::size_t i = 1; i <= room; ++i) chosen.insert(epochs[i * (epochs.size() - 1) / (room + 1)]);
  return chosen;
}

}  // namespace

const std::string_view kReplayStyle = R"css(
svg.path{max-width:48rem}
.row0{fill:none;stroke:var(--c0);stroke-width:1.5}
.row1{fill:none;stroke:var(--c1);stroke-width:1.6}
svg .at{fill:none;stroke:var(--axis);stroke-width:1;opacity:.75}
svg .start{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-dasharray:6 4}
svg .last{fill:none;stroke:var(--ink);stroke-width:3}
svg .death{fill:none;stroke:var(--born);stroke-width:2.4;stroke-dasharray:10 3}
.dead-row td:last-child{font-weight:600}
)css";

std::string path_chart(const Replay& replay, const Dataset& data, const std::vector<std::uint32_t>& epochs,
                       std::size_t& rows_drawn) {
  Svg svg(kWidth, kHeight, "chart path",
          fmt::format("The line where the hidden unit's input is zero, on its way over {} training rows from epoch 0 "
                      "to {}; the numbers are in the table below.",
                      grouped_text(data.train.rows.size()), grouped_text(epochs.back())));
  const Box box = box_of(data.train.rows);
  draw_axes(svg, box);
  rows_drawn = draw_rows(svg, box, data.train);
  for (const std::uint32_t epoch : lines_drawn(replay, epochs)) {
    const bool died = std::any_of(replay.turns.begin(), replay.turns.end(),
                                  [&](const Turn& turn) { return turn.death && turn.epoch == epoch; });
    const char* style = died ? "death" : epoch == epochs.front() ? "start" : epoch == epochs.back() ? "last" : "at";
    draw_line(svg, box, replay.trace.epochs.at(epoch), style);
  }
  return svg.markup();
}

std::string epoch_chart(const Replay& replay, const std::vector<double>& values, const std::string& label) {
  constexpr double width = 360, height = 190, left = 52, right = 350, top = 10, bottom = 160;
  const double last = std::log1p(static_cast<double>(std::max<std::size_t>(values.size(), 2) - 1));
  double low = 0, high = 0;
  bool any = false;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  if (high <= low) high = low + (low == 0 ? 1 : std::abs(low));
  Svg svg(width, height, "chart small",
          fmt::format("{} from epoch 0 to {}, between {} and {}", label, grouped_text(values.size() - 1),
                      number_text(low), number_text(high)));
  for (const double share : {0.0, 0.5, 1.0}) {
    const double y = bottom - (bottom - top) * share;
    svg.line(left, y, right, y, "rule");
    svg.text(left - 5, y + 4, number_text(low + (high - low) * share), Anchor::end, "muted");
  }
  svg.text(left, bottom + 15, "0", Anchor::middle, "muted");
  svg.text(right, bottom + 15, grouped_text(values.size() - 1), Anchor::end, "muted");
  svg.text((left + right) / 2, height - 4, "epoch, logarithmic", Anchor::middle, "muted");
  std::string d;
  double drawn_x = -1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = left + (right - left) * std::log1p(static_cast<double>(i)) / last;
    if (!std::isfinite(values[i]) || (x - drawn_x < 0.4 && i + 1 < values.size())) continue;
    const double y = bottom - (bottom - top) * (values[i] - low) / (high - low);
    d += fmt::format("{}{} {}", d.empty() ? 'M' : 'L', coordinate(x), coordinate(y));
    drawn_x = x;
  }
  if (!d.empty()) svg.path(d, "curve c0");
  for (const Turn& turn : replay.turns) {
    const double x = left + (right - left) * std::log1p(static_cast<double>(turn.epoch)) / last;
    svg.line(x, top, x, bottom, turn.death ? "death" : "start");
  }
  return svg.markup();
}

}  // namespace myriad::report
