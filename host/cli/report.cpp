// `myriad report`: writes DIR/report.html again.
#include "myriad/report.hpp"

#include <fmt/format.h>

#include <memory>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "myriad/result.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {

Command report_command() {
  auto directory = std::make_shared<std::string>();
  Command command;
  command.name = "report";
  command.summary = "Writes DIR/report.html: one file that works offline.";
  command.examples = {"report out"};
  command.options = {{"DIR", "", "a run's directory", directory.get(), "Arguments", true, takes_directory()}};
  command.run = [directory] {
    note(fmt::format("wrote {}\n", write_report(Result::open(*directory))));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
