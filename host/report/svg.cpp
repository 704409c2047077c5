// A small writer of SVG for pages whose style sheet gives the colours.
#include "host/report/svg.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/report/html.hpp"

namespace myriad::report {
namespace {

std::string class_attribute(std::string_view style_class) {
  return style_class.empty() ? "" : fmt::format(" class=\"{}\"", style_class);
}

}  // namespace

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

Svg::Svg(double width, double height, std::string_view style_class, std::string_view label)
    : width_(width), height_(height), class_(style_class), label_(label) {}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view style_class) {
  body_ += fmt::format("<path{} d=\"M{} {}L{} {}\"/>", class_attribute(style_class), coordinate(x1),
                       coordinate(y1), coordinate(x2), coordinate(y2));
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view style_class) {
  body_ +=
      fmt::format("<path{} d=\"M{} {}h{}v{}h-{}z\"/>", class_attribute(style_class), coordinate(x),
                  coordinate(y), coordinate(width), coordinate(height), coordinate(width));
}

void Svg::circle(double x, double y, double radius, std::string_view style_class) {
  body_ += fmt::format("<circle{} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", class_attribute(style_class),
                       coordinate(x), coordinate(y), coordinate(radius));
}

void Svg::text(double x, double y, std::string_view text, Anchor anchor,
               std::string_view style_class) {
  const char* side = anchor == Anchor::start    ? ""
                     : anchor == Anchor::middle ? " text-anchor=\"middle\""
                                                : " text-anchor=\"end\"";
  body_ += fmt::format("<text{} x=\"{}\" y=\"{}\"{}>{}</text>", class_attribute(style_class),
                       coordinate(x), coordinate(y), side, escape(text));
}

void Svg::path(std::string_view d, std::string_view style_class) {
  body_ += fmt::format("<path{}{} d=\"{}\"/>", class_attribute(style_class), path_data_, d);
  path_data_.clear();
}

void Svg::data(std::string_view name, std::string_view value) {
  data_ += fmt::format(" data-{}=\"{}\"", name, escape(value));
}

void Svg::path_data(std::string_view name, std::string_view value) {
  path_data_ += fmt::format(" data-{}=\"{}\"", name, escape(value));
}

void Svg::use(std::string_view id) { body_ += fmt::format("<use href=\"#{}\"/>", id); }

std::string Svg::markup() const {
  const std::string meaning = label_.empty()
                                  ? " aria-hidden=\"true\""
                                  : fmt::format(" role=\"img\" aria-label=\"{}\"", escape(label_));
  return fmt::format("<svg{} viewBox=\"0 0 {} {}\"{}{}{}>{}</svg>", class_attribute(class_),
                     coordinate(width_), coordinate(height_),
                     stretch_ ? " preserveAspectRatio=\"none\"" : "", meaning, data_, body_);
}

}  // namespace myriad::report
