// `myriad init`: a commented spec to start from.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "host/cli/command.hpp"
#include "myriad/spec.hpp"
#include "host/cli/output_file.hpp"

namespace myriad::cli {

Command init_command() {
  auto file = std::make_shared<std::string>();
  Command command;
  command.name = "init";
  command.summary = "Writes a commented spec to start from.";
  command.examples = {"init > sweep.toml", "init -o sweep.toml"};
  command.options = {
      {"-o,--output", "FILE", "a new file; nothing or - is standard output", file.get()}};
  command.run = [file] {
    std::error_code ignored;
    if (!file->empty() && *file != "-" && std::filesystem::is_regular_file(*file, ignored)) {
      throw InputOutputError(
          fmt::format("{} is there already; it was left as it is\n"
                      "  help: choose another name",
                      *file));
    }
    write_output(*file, starter_spec());
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
