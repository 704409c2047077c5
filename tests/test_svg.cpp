// The SVG writer: well-formed, escaped, small.
#include "host/report/svg.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace myriad::report {
namespace {

TEST(Svg, CoordinatesAreShort) {
  EXPECT_EQ(coordinate(1.5), "1.5");
  EXPECT_EQ(coordinate(2.0), "2");
  EXPECT_EQ(coordinate(0.126), "0.13");
  EXPECT_EQ(coordinate(100), "100");
  EXPECT_EQ(coordinate(-0.001), "0");
}

TEST(Svg, CoordinatesAreNeverNotANumber) {
  EXPECT_EQ(coordinate(std::nan("")), "0");
  EXPECT_EQ(coordinate(INFINITY), "0");
}

TEST(Svg, ADrawingWithALabelIsAnImageWithThatName) {
  Svg svg(10, 20, "chart", "dead & <gone>");
  svg.line(0, 1, 2, 3, "axis");
  EXPECT_EQ(svg.markup(),
            "<svg class=\"chart\" viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"dead &amp; "
            "&lt;gone&gt;\">"
            "<path class=\"axis\" d=\"M0 1L2 3\"/></svg>");
}

TEST(Svg, HoldsDataForTheScript) {
  Svg svg(10, 20, "chart", "some label");
  svg.data("epochs", "0 \"1");
  svg.path_data("alive", "5");
  svg.path("M0 0", "curve");
  svg.path("M1 1", "");
  svg.use("rows-1");
  EXPECT_EQ(svg.markup(),
            "<svg class=\"chart\" viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"some label\" data-epochs=\"0 "
            "&quot;1\"><path class=\"curve\" data-alive=\"5\" d=\"M0 0\"/><path d=\"M1 1\"/><use "
            "href=\"#rows-1\"/></svg>");
}

TEST(Svg, ADrawingWithoutALabelIsHiddenFromReaders) {
  Svg svg(10, 20, "bar", "");
  svg.stretch();
  EXPECT_EQ(svg.markup(),
            "<svg class=\"bar\" viewBox=\"0 0 10 20\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"></svg>");
}

TEST(Svg, TextIsEscaped) {
  Svg svg(1, 1, "", "x");
  svg.text(0, 0, "</text><script>", Anchor::end);
  EXPECT_NE(svg.markup().find(
                "<text x=\"0\" y=\"0\" text-anchor=\"end\">&lt;/text&gt;&lt;script&gt;</text>"),
            std::string::npos);
}

TEST(Svg, Shapes) {
  Svg svg(1, 1, "", "");
  svg.rectangle(1, 2, 3, 4, "f");
  svg.circle(5, 6, 7, "");
  svg.path("M0 0z", "p");
  EXPECT_NE(
      svg.markup().find("<path class=\"f\" d=\"M1 2h3v4h-3z\"/><circle cx=\"5\" cy=\"6\" r=\"7\"/>"
                        "<path class=\"p\" d=\"M0 0z\"/>"),
      std::string::npos);
}

}  // namespace
}  // namespace myriad::report
