// `myriad init`: a commented spec to start from.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/json_text.hpp"
#include "host/cli/terminal.hpp"
#include "myriad/spec.hpp"
#include "host/cli/output_file.hpp"

namespace myriad::cli {

Command init_command() {
  auto file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  Command command;
  command.name = "init";
  command.summary = "Writes a commented spec to start from.";
  command.examples = {"init > sweep.toml", "init -o sweep.toml"};
  command.options = {
      {"-o,--output", "FILE", "a new file; nothing or - is standard output", file.get(), "Options",
       false, takes_file()},
      {"--json", "", "for programs: the spec as a text, and where it was written", json.get()}};
  command.run = [file, json] {
    std::error_code ignored;
    if (!file->empty() && *file != "-" && std::filesystem::is_regular_file(*file, ignored)) {
      throw InputOutputError(
          fmt::format("{} is there already; it was left as it is\n"
                      "  help: choose another name",
                      *file));
    }
    const bool to_file = !file->empty() && *file != "-";
    if (to_file || !*json) write_output(*file, starter_spec());
    if (to_file) note(fmt::format("wrote {}; next: myriad plan {}\n", *file, shell_text({*file})));
    if (*json) {
      nlohmann::ordered_json described = {{"file", nullptr}, {"spec", starter_spec()}};
      if (to_file) described["file"] = *file;
      print(json_text(described));
    }
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
