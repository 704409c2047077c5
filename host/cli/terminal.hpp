// The standard streams: what a person or a program sees of myriad.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace myriad::cli {

/// Opens whatever of descriptors 0 to 2 is closed, so that no file of ours takes their place, and
/// ignores SIGPIPE. Output to a stream that was closed fails as an error, not silently.
void prepare_streams();

/// Writes data to standard output. A reader that went away is no error: the rest is dropped.
/// Throws InputOutputError when it cannot be written.
void print(std::string_view text);

/// Writes to standard error; control characters other than line ends are shown, not sent.
void say(std::string_view text);
/// How much of what is no result and no error is said: -q, nothing, -v.
enum class Talk { quiet, normal, verbose };
void set_talk(Talk talk);
Talk talk();

/// What a person may like to know: not said with -q.
void note(std::string_view text);
/// Details: said with -v only.
void detail(std::string_view text);

/// Writes to standard error as it is (progress bars); failures are ignored.
void say_raw(std::string_view text);

struct Terminal {
  bool is_terminal = false;
  int width = 80;       ///< columns; COLUMNS, or 80, where the terminal does not tell
  bool colour = false;  ///< a terminal, TERM is not "dumb", NO_COLOR is not set
};
/// Columns for sentences: the terminal's, but no fewer than 40 and no more than `most`.
std::size_t text_width(const Terminal& terminal, int most = std::numeric_limits<int>::max());
Terminal standard_output();
Terminal standard_error();

enum class Colour { red, yellow, green, bold };
std::string paint(std::string_view text, Colour colour, const Terminal& terminal);

/// Rows of text as columns two blanks apart; no blanks at the ends of lines.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

/// aligned(), with columns that do not fit `width` moved into further blocks below, each of which
/// begins with the first column again and leaves out rows that have nothing for it. A single column is never cut.
std::string folded(const std::vector<std::vector<std::string>>& rows, int width);

/// Names and what they are: the second column is broken under itself where it does not fit.
std::string described(const std::vector<std::pair<std::string, std::string>>& rows, int width);

/// Text whose lines were broken for a wider terminal, broken again: a line that is indented further than
/// the one before it, without a bullet, continues it.
std::string rewrapped(std::string_view text, int width);

/// The same as lines of a width: `text` broken at blanks, continued under `indent` blanks.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace myriad::cli
