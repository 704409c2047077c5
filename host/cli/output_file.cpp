// Where the command line's own output goes: a file or standard output.
#include "host/cli/output_file.hpp"

#include <filesystem>

#include "host/cli/terminal.hpp"
#include "myriad/named_file.hpp"

namespace myriad::cli {

std::string join_path(const std::string& directory, const std::string& name) {
  return (std::filesystem::path(directory) / name).string();
}

void write_output(const std::string& file, std::string_view text) {
  if (file.empty() || file == "-") {
    print(text);
  } else {
    write_named_file(file, text);
  }
}

}  // namespace myriad::cli
