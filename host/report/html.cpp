// Text made safe for HTML, and the few elements that sections share.
#include "host/report/html.hpp"

#include <fmt/format.h>

#include <regex>

#include "host/text/visible.hpp"

namespace myriad::report {

std::string escape(std::string_view text) {
  std::string safe;
  for (const char c : visible(text, "\n\t")) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string emphasised(std::string_view text) {
  static const std::regex marked(
      R"((\[[-+]?[0-9][-+0-9., ]{0,40}\])|([-+]?[0-9][0-9,]{0,20}(\.[0-9]{1,20})?(%| points)))");
  std::string markup;
  auto last = text.begin();
  for (std::cregex_iterator it(text.data(), text.data() + text.size(), marked), end; it != end;
       ++it) {
    const auto at = text.begin() + it->position();
    markup += escape({last, at});
    markup += (*it)[1].matched ? "<span class=\"ci\">" + it->str() + "</span>"
                               : "<b>" + it->str() + "</b>";
    last = at + it->length();
  }
  return markup + escape({last, text.end()});
}

std::string section(std::string_view id, std::string_view heading, std::string_view body) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{1}</h2>\n{2}</section>\n",
      id, escape(heading), body);
}

std::string figure(std::string_view body, std::string_view caption) {
  return fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", body, escape(caption));
}

std::string details(std::string_view summary, std::string_view body) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", escape(summary), body);
}

std::string scrolling(std::string_view label, std::string_view table) {
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{}</div>\n",
      escape(label), table);
}

std::string paragraph(std::string_view text) { return fmt::format("<p>{}</p>\n", escape(text)); }

}  // namespace myriad::report
