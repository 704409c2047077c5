// Text made safe for HTML, and the few elements that sections share.
#pragma once

#include <string>
#include <string_view>

namespace myriad::report {

/// Text for HTML content and for quoted attributes: & < > " ' become references; control characters
/// and those that turn the direction of writing become U+FFFD, except newline and tab.
std::string escape(std::string_view text);

/// Escaped text with its percentages and points in bold and its intervals, "[a, b]", set back.
std::string emphasised(std::string_view text);

/// <section> with its heading; `id` is ours, `heading` is text, `body` is markup.
std::string section(std::string_view id, std::string_view heading, std::string_view body);

/// <figure> with a caption below; `caption` is text, `body` is markup.
std::string figure(std::string_view body, std::string_view caption);

/// A closed <details>; `summary` is text, `body` is markup.
std::string details(std::string_view summary, std::string_view body);

/// A box of its own width for a wide table: scrolls by itself, by keyboard too. `label` is text.
std::string scrolling(std::string_view label, std::string_view table);

/// <p>; `text` is text.
std::string paragraph(std::string_view text);

}  // namespace myriad::report
