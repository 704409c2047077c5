// Standard streams, colour and columns. Nothing else in the program writes to a stream.
#include "host/store/atomic_file.hpp"
#include "host/cli/terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "myriad/error.hpp"
#include "host/cli/output_file.hpp"
#include "host/text/visible.hpp"

namespace myriad::cli {
namespace {

bool reader_gone = false;
Talk chosen_talk = Talk::normal;

Terminal terminal_of(int descriptor) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(descriptor) == 1;
  winsize size{};
  if (terminal.is_terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  } else if (const char* columns = std::getenv("COLUMNS")) {
    int width = 0;
    const char* end = columns + std::strlen(columns);
    const auto [rest, error] = std::from_chars(columns, end, width);
    if (error == std::errc{} && rest == end && width >= 20 && width <= 1000) terminal.width = width;
  }
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  terminal.colour = terminal.is_terminal && (no_color == nullptr || *no_color == '\0') &&
                    term != nullptr && std::string_view(term) != "dumb";
  return terminal;
}

/// Columns that UTF-8 text takes: its code points (no wide characters among ours).
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

void prepare_streams() {
  // A closed stream is opened the wrong way round, so that its use fails as it would have before.
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    const int opened = ::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
    if (opened < 0) std::_Exit(static_cast<int>(ExitCode::input_output));
  }
  ::signal(SIGPIPE, SIG_IGN);
}

void print(std::string_view text) {
  if (reader_gone) return;
  const int error = write_all(STDOUT_FILENO, text);
  if (error == EPIPE) {
    reader_gone = true;
  } else if (error != 0) {
    throw InputOutputError(
        fmt::format("cannot write to standard output: {}", std::strerror(error)));
  }
}

void say(std::string_view text) { say_raw(visible(text)); }

void set_talk(Talk talk) { chosen_talk = talk; }
Talk talk() { return chosen_talk; }

void note(std::string_view text) {
  if (chosen_talk != Talk::quiet) say(text);
}

void detail(std::string_view text) {
  if (chosen_talk == Talk::verbose) say(text);
}

void say_raw(std::string_view text) { (void)write_all(STDERR_FILENO, text); }

std::size_t text_width(const Terminal& terminal, int most) {
  return static_cast<std::size_t>(std::clamp(terminal.width, 40, most));
}

Terminal standard_output() { return terminal_of(STDOUT_FILENO); }
Terminal standard_error() { return terminal_of(STDERR_FILENO); }

std::string paint(std::string_view text, Colour colour, const Terminal& terminal) {
  if (!terminal.colour) return std::string(text);
  const char* code = "1";
  switch (colour) {
    case Colour::red:
      code = "31";
      break;
    case Colour::yellow:
      code = "33";
      break;
    case Colour::green:
      code = "32";
      break;
    case Colour::bold:
      code = "1";
      break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    if (row.size() > width.size()) width.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], columns_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      line.append(width[i] - columns_of(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string folded(const std::vector<std::vector<std::string>>& rows, int width) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  std::string text;
  for (std::size_t from = 1, to = 1; from < widths.size() || from == 1; from = to) {
    std::size_t used = widths.empty() ? 0 : widths[0];
    for (to = from; to < widths.size(); ++to) {
      if (to > from && used + 2 + widths[to] > static_cast<std::size_t>(std::max(width, 0))) break;
      used += 2 + widths[to];
    }
    std::vector<std::vector<std::string>> block;
    for (const auto& row : rows) {
      block.emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i == 0 || (i >= from && i < to)) block.back().push_back(row[i]);
      }
      const bool empty = std::all_of(block.back().begin() + !row.empty(), block.back().end(),
                                     [](const std::string& text) { return text.empty(); });
      if (from > 1 && empty) block.pop_back();
    }
    if (!text.empty()) text += '\n';
    text += aligned(block);
    if (to >= widths.size()) break;
  }
  return text;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column > indent && column + 1 + columns_of(word) > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns_of(word);
  }
  return out;
}

std::string described(const std::vector<std::pair<std::string, std::string>>& rows, int width) {
  std::size_t widest = 0;
  for (const auto& [name, value] : rows) widest = std::max(widest, columns_of(name));
  std::string text;
  for (const auto& [name, value] : rows) {
    text += name + std::string(widest - columns_of(name) + 2, ' ') +
            wrapped(value, widest + 2, static_cast<std::size_t>(std::max(width, 20))) + '\n';
  }
  return text;
}

std::string rewrapped(std::string_view text, int width) {
  struct Line {
    std::size_t indent;  ///< of its continuation
    std::string words;
  };
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view words = line.substr(blanks);
    const bool bullet = words.starts_with("- ");
    if (!lines.empty() && !words.empty() && !bullet && blanks > 0 && blanks == lines.back().indent) {
      lines.back().words += ' ' + std::string(words);
    } else {
      lines.push_back({blanks + (bullet ? 2 : 0), std::string(line)});
    }
  }
  std::string result;
  for (const Line& line : lines) {
    const std::size_t own = std::min(line.words.find_first_not_of(' '), line.words.size());
    result += std::string(own, ' ');
    std::string_view words = std::string_view(line.words).substr(own);
    if (line.indent > own) {  // the bullet is not a word of its own
      result += words.substr(0, 2);
      words.remove_prefix(2);
    }
    result += wrapped(words, line.indent, static_cast<std::size_t>(std::max(width, 20))) + '\n';
  }
  return result;
}

}  // namespace myriad::cli
