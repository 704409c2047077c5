// A small writer of SVG for pages whose style sheet gives the colours: shapes have classes, not
// colours.
#pragma once

#include <string>
#include <string_view>

namespace myriad::report {

/// A coordinate with at most two digits after the point: 1.50 -> "1.5". Not finite: "0".
std::string coordinate(double value);

enum class Anchor { start, middle, end };

/// One drawing. Coordinates are user units, y downwards; texts and labels are escaped here.
class Svg {
 public:
  /// `label` says what the drawing shows; empty: hidden from readers of text, because the text
  /// beside it says the same.
  Svg(double width, double height, std::string_view style_class, std::string_view label);

  /// Lets width and height be scaled apart; for bars in tables.
  void stretch() { stretch_ = true; }

  /// An attribute data-`name` of the whole drawing, and one of the next path; for the script.
  void data(std::string_view name, std::string_view value);
  void path_data(std::string_view name, std::string_view value);

  void line(double x1, double y1, double x2, double y2, std::string_view style_class);
  void rectangle(double x, double y, double width, double height, std::string_view style_class);
  void circle(double x, double y, double radius, std::string_view style_class);
  void text(double x, double y, std::string_view text, Anchor anchor,
            std::string_view style_class = "");
  /// `d` is path data made from numbers only.
  void path(std::string_view d, std::string_view style_class);

  /// Draws the element of that id, which stands elsewhere on the page.
  void use(std::string_view id);

  std::string markup() const;

 private:
  double width_, height_;
  std::string class_, label_, body_, data_, path_data_;
  bool stretch_ = false;
};

}  // namespace myriad::report
