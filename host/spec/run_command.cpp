// The command that computes a sweep: its words come from the sweep, the program's name from here.
#include "host/spec/run_command.hpp"

#include <filesystem>
#include <vector>

#include "host/text/shell.hpp"

namespace myriad {
namespace {

std::string file_word(const std::string& file) { return (file.starts_with('-') ? "./" : "") + file; }

/// A value that begins with a dash would be an option of its own.
void add_option(std::vector<std::string>& words, const std::string& option, const std::string& value) {
  if (value.starts_with('-')) {
    words.push_back(option + '=' + value);
  } else {
    words.insert(words.end(), {option, value});
  }
}

}  // namespace

std::string run_command(const Sweep& sweep, std::string_view math, const std::string& directory,
                        const std::string& shard) {
  const bool is_file = sweep.file != "<text>";  // what a program passed as text is in the directory's copy only
  const std::string file = is_file ? sweep.file : (std::filesystem::path(directory) / "spec.toml").string();
  std::vector<std::string> words = {"myriad", "run", file_word(file), "-o", file_word(directory)};
  for (const std::string& text : sweep.overrides.set) add_option(words, "--set", text);
  for (const std::string& text : sweep.overrides.axis) add_option(words, "--axis", text);
  if (sweep.overrides.networks) add_option(words, "--networks", *sweep.overrides.networks);
  if (sweep.overrides.seed) add_option(words, "--seed", *sweep.overrides.seed);
  if (math != "exact") add_option(words, "--math", std::string(math));
  if (!shard.empty()) add_option(words, "--shard", shard);
  return shell_text(words);
}

}  // namespace myriad
