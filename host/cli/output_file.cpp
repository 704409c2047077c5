// Where the command line's own output goes: a file or standard output.
#include "host/cli/output_file.hpp"

#include <filesystem>

#include "host/cli/terminal.hpp"
#include "host/store/atomic_file.hpp"
#include "myriad/named_file.hpp"
#include "myriad/report.hpp"

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

std::string write_report(const Result& result) {
  const std::string file = join_path(result.directory(), "report.html");
  write_atomically(file, html_report(result));
  return file;
}

}  // namespace myriad::cli
