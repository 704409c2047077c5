// One network over its rows: what it calls class 1, the line where its unit begins to fire, and
// where that line was at the start.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/number_text.hpp"
#include "host/report/svg.hpp"
#include "host/theory/plane_geometry.hpp"

namespace myriad::report {
namespace {

constexpr double kWidth = 200, kHeight = 152;
constexpr double kLeft = 34, kRight = kWidth - 6, kTop = 6, kBottom = kHeight - 18;
constexpr double kArrow = 11;
constexpr std::size_t kFewPoints = 20;  // drawn larger

/// From the plane of scaled rows to the drawing.
struct View {
  Frame frame;
  double x(double x1) const {
    return kLeft + (kRight - kLeft) * (x1 - frame.left) / (frame.right - frame.left);
  }
  double y(double x2) const {
    return kBottom - (kBottom - kTop) * (x2 - frame.bottom) / (frame.top - frame.bottom);
  }
  Polygon outline() const {
    return {{frame.left, frame.bottom},
            {frame.right, frame.bottom},
            {frame.right, frame.top},
            {frame.left, frame.top}};
  }
};

/// The part of a line z = level inside the frame: two points, or none.
std::vector<Point> stretch_of(const ActivationLine& line, double level, const View& view) {
  std::vector<Point> ends;
  const Polygon corners = view.outline();
  for (std::size_t i = 0; i < corners.size() && ends.size() < 2; ++i) {
    const Point a = corners[i], b = corners[(i + 1) % corners.size()];
    const double za = line.w1 * a.x + line.w2 * a.y + line.b - level;
    const double zb = line.w1 * b.x + line.w2 * b.y + line.b - level;
    if ((za < 0) != (zb < 0)) ends.push_back(a + (za / (za - zb)) * (b - a));
  }
  return ends.size() == 2 ? ends : std::vector<Point>{};
}

bool draw_line(Svg& svg, const View& view, const ActivationLine& line, double level,
               std::string_view style_class) {
  const auto ends = stretch_of(line, level, view);
  if (ends.empty()) return false;
  svg.line(view.x(ends[0].x), view.y(ends[0].y), view.x(ends[1].x), view.y(ends[1].y), style_class);
  return true;
}

/// An arrow from the middle of the line to the side where z > 0.
void draw_arrow(Svg& svg, const View& view, const ActivationLine& line) {
  const auto ends = stretch_of(line, 0, view);
  if (ends.empty()) return;
  const double x = (view.x(ends[0].x) + view.x(ends[1].x)) / 2,
               y = (view.y(ends[0].y) + view.y(ends[1].y)) / 2;
  const double gx = line.w1 * (view.frame.right - view.frame.left) / (kRight - kLeft);
  const double gy = -line.w2 * (view.frame.top - view.frame.bottom) / (kBottom - kTop);
  const double norm = std::hypot(gx, gy);
  if (!(norm > 0)) return;
  const double ux = gx / norm, uy = gy / norm, tx = x + kArrow * ux, ty = y + kArrow * uy;
  svg.path(fmt::format("M{} {}L{} {}M{} {}L{} {}L{} {}", coordinate(x), coordinate(y),
                       coordinate(tx), coordinate(ty), coordinate(tx - 4 * ux - 3 * uy),
                       coordinate(ty - 4 * uy + 3 * ux), coordinate(tx), coordinate(ty),
                       coordinate(tx - 4 * ux + 3 * uy), coordinate(ty - 4 * uy - 3 * ux)),
           "now");
}

void draw_bands(Svg& svg, const View& view, const GalleryNetwork& network) {
  const ActivationLine& line = network.end;
  for (const Band& band : network.class_one) {
    Polygon part = view.outline();
    const Point w{line.w1, line.w2};
    if (std::isfinite(band.low)) part = clip(part, {-1.0 * w, band.low - line.b});
    if (std::isfinite(band.high)) part = clip(part, {w, line.b - band.high});
    std::string d;
    for (const Point& p : part)
      d += fmt::format("{}{} {}", d.empty() ? "M" : "L", coordinate(view.x(p.x)),
                       coordinate(view.y(p.y)));
    if (!d.empty()) svg.path(d + "z", "one");
  }
}

}  // namespace

std::string gallery_points(const GalleryCell& cell, const std::string& id) {
  const View view{cell.frame};
  const double r = cell.points.size() > kFewPoints ? 2 : 3.4;  // of a circle; triangles to match
  const std::string circle =
      fmt::format("m-{0} 0a{0} {0} 0 1 0 {1} 0a{0} {0} 0 1 0-{1} 0z", r, 2 * r);
  const std::string triangle =
      fmt::format("m0-{}l{} {}h-{}z", 1.45 * r, 1.3 * r, 2.25 * r, 2.6 * r);
  std::string zero, one;
  for (const auto& point : cell.points) {
    (point.class1 ? one : zero) +=
        fmt::format("M{} {}{}", coordinate(view.x(point.x1)), coordinate(view.y(point.x2)),
                    point.class1 ? triangle : circle);
  }
  return fmt::format(
      "<svg class=\"hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><g "
      "id=\"{}\"><path class=\"row0\" "
      "d=\"{}\"/><path class=\"row1\" d=\"{}\"/></g></defs></svg>\n",
      id, zero.empty() ? "M0 0" : zero, one.empty() ? "M0 0" : one);
}

std::string network_chart(const GalleryCell& cell, const GalleryNetwork& network,
                          const std::string& points, const std::string& label) {
  const View view{cell.frame};
  Svg svg(kWidth, kHeight, "chart network", label);
  svg.rectangle(kLeft, kTop, kRight - kLeft, kBottom - kTop, network.finite ? "zero" : "nothing");
  if (network.finite) {
    draw_bands(svg, view, network);
    for (const Band& band : network.class_one) {
      if (std::isfinite(band.low)) draw_line(svg, view, network.end, band.low, "boundary");
      if (std::isfinite(band.high)) draw_line(svg, view, network.end, band.high, "boundary");
    }
  }
  svg.use(points);
  draw_line(svg, view, network.born, 0, "then");
  if (network.finite && draw_line(svg, view, network.end, 0, "now"))
    draw_arrow(svg, view, network.end);
  svg.rectangle(kLeft, kTop, kRight - kLeft, kBottom - kTop, "frame");
  const auto number = [](double x) {
    return fmt::format("{:.2g}", std::fabs(x) < 1e-12 ? 0.0 : x);
  };
  svg.text(kLeft, kHeight - 5, number(cell.frame.left), Anchor::start, "muted");
  svg.text(kRight, kHeight - 5, number(cell.frame.right), Anchor::end, "muted");
  svg.text(kLeft - 3, kTop + 9, number(cell.frame.top), Anchor::end, "muted");
  svg.text(kLeft - 3, kBottom, number(cell.frame.bottom), Anchor::end, "muted");
  return svg.markup();
}

std::string network_key() {
  const auto swatch = [](const char* style_class, std::string_view d) {
    Svg svg(26, 14, "swatch wide", "");
    if (std::string_view(style_class) == "one" || std::string_view(style_class) == "zero") {
      svg.rectangle(1, 1, 24, 12, style_class);
    }
    svg.path(d, style_class);
    return svg.markup();
  };
  std::string items;
  const auto item = [&](const char* style_class, std::string_view d, std::string_view words) {
    items += fmt::format("<li>{}{}</li>", swatch(style_class, d), escape(words));
  };
  item("row0", "M13 7m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "row of class 0");
  item("row1", "M13 7m0-4l3.6 6.3h-7.2z", "row of class 1");
  item("one", "M0 0", "called class 1");
  item("zero", "M0 0", "called class 0");
  item("boundary", "M2 7H24", "decision boundary");
  item("now", "M2 11H24M13 11V2M10 5L13 2L16 5",
       "z = 0 at the end; the unit fires on the arrow's side");
  item("then", "M2 7H24", "z = 0 at the start");
  return "<ul class=\"key\">" + items + "</ul>\n";
}

}  // namespace myriad::report
