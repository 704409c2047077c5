// `myriad status`: how far a run is.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/text/number.hpp"
#include "host/text/visible.hpp"
#include "host/cli/json_text.hpp"
#include "myriad/error.hpp"
#include "myriad/run.hpp"
#include "myriad/theory_check.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

/// "networks 300 to 399, 700 to 799; shards 3/10, 7/10": the first few of each.
std::string missing_text(const RunStatus& status) {
  constexpr std::size_t most = 8;
  std::string text = "networks";
  for (std::size_t i = 0; i < std::min(most, status.missing.size()); ++i) {
    const NetworkRange range = status.missing[i];
    text += fmt::format("{} {} to {}", i == 0 ? "" : ",", range.first, range.first + range.count - 1);
  }
  if (status.missing.size() > most) text += ", …";
  for (std::size_t i = 0; i < std::min(most, status.missing_shards.size()); ++i) {
    text += (i == 0 ? "; shards " : ", ") + status.missing_shards[i];
  }
  if (status.missing_shards.size() > most) text += ", …";
  return text;
}

std::string text_of(const std::string& directory, const RunStatus& status,
                    const std::vector<std::string>& warnings) {
  const double share = status.networks == 0 ? 1
                                            : static_cast<double>(status.networks_done) /
                                                  static_cast<double>(status.networks);
  std::string text = described(
      {{"directory", printable(directory)},
       {"cells", fmt::format("{} of {} done, {} failed", status.cells_done, status.cells,
                             status.cells_failed)},
       {"networks", fmt::format("{} of {} ({} %)", grouped_text(status.networks_done),
                                grouped_text(status.networks), static_cast<int>(share * 100))}},
      standard_output().width);
  if (!status.missing.empty()) text += "missing:  " + missing_text(status) + '\n';
  // One line each: a text of the result must not look like a line of ours.
  for (const std::string& failure : status.failures) text += "failed: " + printable(failure) + '\n';
  for (const std::string& warning : warnings) text += "warning: " + printable(warning) + '\n';
  if (status.resume_command.empty()) return visible(text + "finished\n");
  return visible(text + "resume with:\n  " + printable(status.resume_command) + '\n');
}

std::string json_of(const std::string& directory, const RunStatus& status,
                    const std::vector<std::string>& warnings) {
  nlohmann::ordered_json json;
  json["directory"] = directory;
  json["cells"] = status.cells;
  json["cells_done"] = status.cells_done;
  json["cells_failed"] = status.cells_failed;
  json["networks"] = status.networks;
  json["networks_done"] = status.networks_done;
  json["missing"] = nlohmann::ordered_json::array();
  for (const NetworkRange range : status.missing) {
    json["missing"].push_back({{"first", range.first}, {"count", range.count}});
  }
  json["missing_shards"] = status.missing_shards;
  json["failures"] = status.failures;
  json["warnings"] = warnings;
  json["finished"] = status.resume_command.empty();
  json["resume_command"] = nullptr;
  if (!status.resume_command.empty()) json["resume_command"] = status.resume_command;
  return json_text(json);
}

}  // namespace

Command status_command() {
  struct Arguments {
    std::string directory;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "status";
  command.summary = "How far a run is, what failed, and the command that resumes it.";
  command.examples = {"status out", "status out --json"};
  command.options = {{"DIR", "", "a run's directory", &arguments->directory, "Arguments", true, takes_directory()},
                     {"--json", "", "for programs", &arguments->json}};
  command.run = [arguments] {
    const RunStatus status = run_status(arguments->directory);
    const std::vector<std::string> warnings = theory_warnings(Result::open(arguments->directory));
    print(arguments->json ? json_of(arguments->directory, status, warnings)
                          : text_of(arguments->directory, status, warnings));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
