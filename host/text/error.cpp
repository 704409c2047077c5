// Complaints as text: place, what is wrong, the line with a mark under the spot, what would help.
// What comes from a file is shown, never obeyed: no byte of it can steer a terminal.
#include "myriad/error.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace myriad {
namespace {

constexpr std::size_t kLineBudget = 120;  // bytes of a source line that are shown
constexpr std::size_t kShownDiagnostics = 100;

/// One character of UTF-8, or one byte that belongs to none.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + bytes > text.size()) return {lead, 1, false};
  std::uint32_t code = lead & (0xffu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xc0u) != 0x80u) return {lead, 1, false};
    code = code << 6 | (byte(at + i) & 0x3fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (code < least[bytes] || code > 0x10ffff || surrogate) return {lead, 1, false};
  return {code, bytes, true};
}

/// Characters that change how what follows is shown: bidirectional marks, separators, the BOM.
bool is_invisible(std::uint32_t code) {
  return (code >= 0x80 && code < 0xa0) || code == 0x061c || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

std::string shown(std::string_view bytes, const Character& c) {
  if (!c.valid) return fmt::format("\\x{:02x}", c.code);
  if (c.code == '\n') return "\\n";
  if (c.code == '\r') return "\\r";
  if (c.code == '\t') return "\\t";
  if (c.code < 0x20 || c.code == 0x7f) return fmt::format("\\x{:02x}", c.code);
  if (is_invisible(c.code)) return fmt::format("\\u{{{:x}}}", c.code);
  return std::string(bytes);
}

/// A line cut to a window about the marked bytes, and what has to stand under it.
struct MarkedLine {
  std::string text;
  std::string marks;
};

MarkedLine marked_line(const Diagnostic& diagnostic) {
  const std::string& line = diagnostic.line_text;
  const std::size_t first = std::min(diagnostic.where.column - 1, line.size());
  const std::size_t last =
      std::min(first + std::max<std::size_t>(diagnostic.length, 1), line.size());
  const std::size_t begin = first > kLineBudget / 2 ? first - kLineBudget / 2 : 0;
  MarkedLine result;
  std::string marks;
  if (begin > 0) result.text = "…", marks = " ";
  std::size_t at = begin;
  while (at < line.size() && at < begin + kLineBudget) {
    const Character c = character_at(line, at);
    const std::string piece = c.code == '\t' ? " " : shown(line.substr(at, c.bytes), c);
    const std::size_t width = piece == line.substr(at, c.bytes) ? 1 : piece.size();
    const bool marked = at >= first && at < last;
    marks.append(width, marked ? '~' : ' ');
    result.text += piece;
    at += c.bytes;
  }
  if (at < line.size()) result.text += "…";
  const std::size_t tilde = marks.find('~');
  if (tilde == std::string::npos) {
    marks += '^';  // the complaint is about the end of the line
  } else {
    marks[tilde] = '^';
    marks.erase(marks.find_last_not_of(' ') + 1);
  }
  result.marks = marks;
  return result;
}

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  const std::size_t count = std::min(diagnostics.size(), kShownDiagnostics);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += '\n';
    text += to_text(diagnostics[i]);
  }
  if (diagnostics.size() > count) {
    text += fmt::format("\n… and {} more errors", diagnostics.size() - count);
  }
  return text;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    result += shown(text.substr(at, c.bytes), c);
    at += c.bytes;
  }
  return result;
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = printable(diagnostic.where.file);
  if (diagnostic.where.line > 0) text += fmt::format(":{}", diagnostic.where.line);
  if (diagnostic.where.column > 0) text += fmt::format(":{}", diagnostic.where.column);
  if (!text.empty()) text += ": ";
  text += "error: " + printable(diagnostic.what);
  if (!diagnostic.line_text.empty() && diagnostic.where.column > 0) {
    const MarkedLine line = marked_line(diagnostic);
    text += fmt::format("\n  {}\n  {}", line.text, line.marks);
  }
  if (!diagnostic.help.empty()) text += "\n  help: " + printable(diagnostic.help);
  return text;
}

InputError::InputError(ExitCode code, std::vector<Diagnostic> diagnostics)
    : Error(code, joined(diagnostics)), diagnostics_(std::move(diagnostics)) {}

}  // namespace myriad
