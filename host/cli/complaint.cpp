// Lines of an error are told apart by how they begin.
#include "host/cli/complaint.hpp"

namespace myriad::cli {
namespace {

constexpr std::size_t kPlaced = 4;  ///< blanks before what continues an error with a place
constexpr std::string_view kError = "error: ", kHelp = "  help: ";

bool is_marks(std::string_view line) {
  return line.find('^') != std::string_view::npos && line.find_first_not_of(" ^~") == std::string_view::npos;
}

std::string shown(std::string_view line, const Terminal& terminal) {
  const std::size_t width = text_width(terminal);
  if (line.starts_with(kHelp)) {
    return "  " + paint("help:", Colour::bold, terminal) + ' ' + wrapped(line.substr(kHelp.size()), kHelp.size(), width);
  }
  if (line.starts_with(kError)) {
    return paint("error:", Colour::red, terminal) + ' ' + wrapped(line.substr(kError.size()), kError.size(), width);
  }
  if (is_marks(line)) {
    const std::size_t blanks = line.find_first_not_of(' ');
    return std::string(line.substr(0, blanks)) + paint(line.substr(blanks), Colour::red, terminal);
  }
  const std::size_t at = line.find(": error: ");
  if (line.starts_with(' ') || at == std::string_view::npos) return std::string(line);
  std::string text = wrapped(line, kPlaced, width);  // file:line:column: error: what
  if (const std::size_t label = text.find(" error:"); label != std::string::npos) {
    text.replace(label + 1, 6, paint("error:", Colour::red, terminal));
  }
  return text;
}

}  // namespace

std::string complaint(std::string_view text, const Terminal& terminal) {
  if (!terminal.is_terminal) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    result += shown(text.substr(0, end), terminal);
    if (end == std::string_view::npos) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace myriad::cli
