// `myriad plan`: what would run, what it would take, and where every value came from.
#include "host/cli/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "host/cli/device.hpp"
#include "host/text/number.hpp"
#include "host/text/visible.hpp"
#include "host/cli/json_text.hpp"
#include "myriad/registry.hpp"
#include "myriad/run.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/sweep_options.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

constexpr std::size_t kCellsShown = 24;
constexpr std::size_t kValuesShown = 4;

/// One key over all cells: its different values and origins, each in the order of its first cell.
struct KeyUse {
  std::string key;
  std::vector<std::string> values, origins;
};

void note(std::vector<std::string>& seen, const std::string& text) {
  if (std::find(seen.begin(), seen.end(), text) == seen.end()) seen.push_back(text);
}

std::vector<KeyUse> key_uses(const Sweep& sweep) {
  std::set<std::string> keys;  // a [[cell]] may have keys that others lack
  for (const Cell& cell : sweep.cells) {
    for (const auto& [key, value] : cell.values) keys.insert(key);
  }
  std::vector<KeyUse> uses;
  for (const std::string& key : keys) {
    KeyUse use{key, {}, {}};
    std::set<std::string> values;  // a random axis has as many as there are cells
    for (const Cell& cell : sweep.cells) {
      const auto value = cell.values.find(key);
      if (value == cell.values.end()) continue;
      if (values.insert(value->second).second) use.values.push_back(value->second);
      if (const auto from = cell.origin.find(key); from != cell.origin.end()) {
        note(use.origins, from->second);
      }
    }
    uses.push_back(std::move(use));
  }
  return uses;
}

/// How class labels enter each loss that the sweep uses.
std::string label_encoding(const Sweep& sweep) {
  std::vector<std::string> encodings;
  for (const Cell& cell : sweep.cells) {
    const auto& losses = parts(PartKind::loss);
    const std::string loss = losses.at(static_cast<std::size_t>(cell.config.loss.id)).info.name;
    const bool signs = loss == "hinge" || loss == "squared_hinge";
    note(encodings, fmt::format("{} ({})", signs ? "-1/+1" : "0/1", loss));
  }
  return fmt::format("{}", fmt::join(encodings, ", "));
}

std::string keys_text(const Sweep& sweep) {
  std::vector<std::vector<std::string>> rows = {{"key", "value", "from"}};
  for (const KeyUse& use : key_uses(sweep)) {
    std::vector<std::string> shown(
        use.values.begin(), use.values.begin() + static_cast<std::ptrdiff_t>(
                                                     std::min(use.values.size(), kValuesShown)));
    std::replace(shown.begin(), shown.end(), std::string(), std::string("\"\""));
    if (use.values.size() > kValuesShown) {
      shown.push_back(fmt::format("... ({} values)", use.values.size()));
    }
    rows.push_back({use.key, fmt::format("{}", fmt::join(shown, " | ")),
                    fmt::format("{}", fmt::join(use.origins, ", "))});
  }
  const int width = standard_output().width;
  std::string text = aligned(rows);
  if (width >= 80) return text;
  text.clear();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::string line = fmt::format("{} = {}  ({})", rows[i][0], rows[i][1], rows[i][2]);
    text += wrapped(line, 4, static_cast<std::size_t>(std::max(width, 20))) + '\n';
  }
  return text;
}

std::string cells_text(const Sweep& sweep) {
  std::vector<std::string> header = {"cell"};
  header.insert(header.end(), sweep.varied_keys.begin(), sweep.varied_keys.end());
  const bool named = std::any_of(sweep.cells.begin(), sweep.cells.end(), [](const Cell& cell) { return !cell.name.empty(); });
  if (named) header.emplace_back("name");
  std::vector<std::vector<std::string>> rows = {header};
  for (const Cell& cell : sweep.cells) {
    if (rows.size() > kCellsShown) break;
    std::vector<std::string> row = {std::to_string(cell.index)};
    for (const std::string& key : sweep.varied_keys) {
      const auto value = cell.values.find(key);
      row.push_back(value == cell.values.end() ? "" : value->second);
    }
    if (named) row.push_back(cell.name);
    rows.push_back(std::move(row));
  }
  std::string text = folded(rows, standard_output().width);
  if (sweep.cells.size() > kCellsShown) {
    text += fmt::format("... and {} more; --json lists all\n", sweep.cells.size() - kCellsShown);
  }
  return text;
}

std::string plan_json(const Sweep& sweep, Engine& engine) {
  const PlanSummary plan = plan_sweep(sweep, &engine);
  nlohmann::ordered_json json;
  json["name"] = sweep.name;
  json["spec"] = sweep.file;
  json["seed"] = sweep.seed;
  json["networks_per_cell"] = sweep.networks_per_cell;
  json["keep"] = sweep.keep.text();
  json["cells"] = plan.cells;
  json["networks"] = plan.networks;
  json["network_sample_updates"] = plan.updates;
  if (plan.updates < 0x1p63) {  // below that a whole number is shown as one
    json["network_sample_updates"] = static_cast<std::uint64_t>(plan.updates);
  }
  json["host_bytes"] = plan.host_bytes;
  json["device_bytes"] = plan.device_bytes;
  json["engine"] = engine.name();
  json["estimated_seconds"] = nullptr;
  if (plan.seconds >= 0) json["estimated_seconds"] = plan.seconds;
  json["label_encoding"] = label_encoding(sweep);
  json["varied_keys"] = sweep.varied_keys;
  auto& cells = json["plan"] = nlohmann::ordered_json::array();
  for (const Cell& cell : sweep.cells) {
    cells.push_back({{"cell", cell.index},
                     {"name", cell.name},
                     {"values", cell.values},
                     {"origin", cell.origin}});
  }
  return json_text(json);
}

}  // namespace

std::string plan_text(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine) {
  const PlanSummary plan = plan_sweep(sweep, cells, &engine);
  std::string text = described({
      {"sweep", sweep.name},
      {"cells", grouped_text(plan.cells)},
      {"networks", fmt::format("{} ({} per cell)", grouped_text(plan.networks),
                               grouped_text(sweep.networks_per_cell))},
      {"updates", short_text(plan.updates) + " network-sample updates"},
      {"memory", fmt::format("{} for plan and data, {} for the engine", bytes_text(plan.host_bytes),
                             bytes_text(plan.device_bytes))},
      {"time", fmt::format("{} on {}",
                           plan.seconds < 0 ? "not known" : "about " + duration_text(plan.seconds),
                           engine.name())},
      {"seed", std::to_string(sweep.seed)},
      {"keep", sweep.keep.text()},
      {"labels", label_encoding(sweep)},
  }, standard_output().width);
  text += '\n' + keys_text(sweep);
  if (sweep.cells.size() > 1) text += '\n' + cells_text(sweep);
  return visible(text);
}

Command plan_command() {
  struct Arguments {
    SweepRequest sweep;
    DeviceRequest device;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "plan";
  command.summary = "What would run: size, memory, time, and where each value came from.";
  command.examples = {"plan sweep.toml", "plan sweep.toml --networks 1G --json"};
  command.options = sweep_options(arguments->sweep);
  for (Option& option : device_options(arguments->device)) command.options.push_back(option);
  command.options.push_back({"--json", "", "for programs: every cell", &arguments->json});
  command.run = [arguments] {
    check_request(arguments->device);
    const Sweep sweep = requested_sweep(arguments->sweep);
    const ChosenEngine chosen = choose_engine(arguments->device);
    print(arguments->json ? plan_json(sweep, *chosen.engine)
                          : plan_text(sweep, prepare_cells(sweep), *chosen.engine));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
