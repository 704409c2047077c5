// What can go wrong, by the exit code it leads to. The library throws these; only the command line
// prints and exits.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace myriad {

enum class ExitCode : int {
  ok = 0,
  some_cells_failed = 1,
  usage = 2,
  no_device = 3,
  input_output = 4,
  other_spec = 5,
  threshold = 6,
  internal = 70,
  interrupted = 130,
  terminated = 143,
};

/// Base of every error this library throws on purpose.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// A place in a text file. Line and column count from 1; column counts bytes; 0 = not known.
struct SourceLocation {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

/// One complaint: what, where, what would be valid, what to do next.
struct Diagnostic {
  SourceLocation where;
  std::string what;       ///< "unknown activation 'rellu'"
  std::string help;       ///< "did you mean 'relu'?"; may be empty
  std::string line_text;  ///< the offending line of the file; may be empty
  std::size_t length = 1; ///< bytes to underline from the column on
};

/// "file:line:column: error: what", the line with its marks, "  help: …". Nothing in it can move the
/// cursor of a terminal: what came from outside goes through printable().
std::string to_text(const Diagnostic& diagnostic);

/// The text with control characters, bidirectional marks and bytes that are not UTF-8 spelled out
/// ("\x1b", "\u{202e}"); a tab becomes "\t", a line feed "\n".
std::string printable(std::string_view text);

/// A spec (exit code 2) or a data file (exit code 4) with mistakes in it: all of them at once.
class InputError : public Error {
 public:
  InputError(ExitCode code, std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

class DeviceError : public Error {
 public:
  explicit DeviceError(const std::string& message) : Error(ExitCode::no_device, message) {}
};

class InputOutputError : public Error {
 public:
  explicit InputOutputError(const std::string& message) : Error(ExitCode::input_output, message) {}
};

class OtherSpecError : public Error {
 public:
  explicit OtherSpecError(const std::string& message) : Error(ExitCode::other_spec, message) {}
};

}  // namespace myriad
