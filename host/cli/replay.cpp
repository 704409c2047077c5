// `myriad replay`: one network's life, epoch by epoch.
#include "myriad/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/json_text.hpp"
#include "host/cli/output_file.hpp"
#include "host/cli/terminal.hpp"
#include "host/text/visible.hpp"

namespace myriad::cli {
namespace {

struct ReplayArguments {
  std::string directory, cell, network, every, html;
  bool json = false;
};

/// "hidden.0.weight.1" -> "h0.w1", "output.bias" -> "out.b": a table of seven has to fit a line.
std::string short_name(std::string name) {
  const auto replace = [&](const std::string& from, const std::string& to) {
    if (const auto at = name.find(from); at != std::string::npos) name.replace(at, from.size(), to);
  };
  replace("hidden.", "h");
  replace("output.", "out.");
  replace("weight.", "w");
  replace("bias", "b");
  return name;
}

/// Significant digits that let the columns of a narrow terminal hold a row.
int digits_for(int width) { return width < 80 ? 3 : 5; }

std::string norm_text(const EpochState& state, std::size_t first, std::size_t end, int digits) {
  return state.gradient.empty() ? "" : fmt::format("{:.{}g}", gradient_norm(state, first, end), digits);
}

std::string epochs_text(const Replay& replay, const std::vector<std::uint32_t>& shown, int width) {
  const int digits = digits_for(width);
  std::vector<std::vector<std::string>> rows(1);
  rows[0] = {"epoch"};
  for (const std::string& name : replay.parameter_names) rows[0].push_back(short_name(name));
  rows[0].emplace_back("loss");
  const std::size_t layers = replay.trace.epochs.front().rows_firing.size();
  for (std::size_t i = 0; i < layers; ++i)
    rows[0].push_back(layers == 1 ? "fires" : fmt::format("h{} fires", i));
  for (const char* name : {"state", "|g hid|", "|g out|"}) rows[0].emplace_back(name);
  const std::size_t hidden = 1 + 2 * layers;  // where the output's parameters begin
  for (const std::uint32_t epoch : shown) {
    const EpochState& state = replay.trace.epochs.at(epoch);
    std::vector<std::string> row = {std::to_string(state.epoch)};
    for (const float x : state.parameters) row.push_back(fmt::format("{:.{}g}", x, digits));
    row.push_back(fmt::format("{:.{}g}", state.loss, digits));
    for (const std::uint32_t count : state.rows_firing) row.push_back(std::to_string(count));
    row.emplace_back(state.dead ? "dead" : std::isfinite(state.loss) ? "alive" : "diverged");
    row.push_back(norm_text(state, 0, hidden, 3));
    row.push_back(norm_text(state, hidden, state.gradient.size(), 3));
    rows.push_back(std::move(row));
  }
  return folded(rows, width);
}

/// The story's lines, broken to the width of the terminal.
std::string story_text(const std::string& story) {
  const std::size_t width = text_width(standard_output(), 100);
  std::istringstream lines(story);
  std::string text;
  for (std::string line; std::getline(lines, line);) text += wrapped(line, 0, width) + '\n';
  return text;
}

std::string kept_text(const Replay& replay) {
  if (!replay.same_as_kept)
    return "The run did not keep this network's row: there is nothing to compare with.";
  if (!*replay.same_as_kept) return "The run kept another row for this network.";
  return "The run kept this network's row: it is the same to the last bit.";
}

std::string text_of(const ReplayArguments& arguments, const Replay& replay,
                    const std::vector<std::uint32_t>& shown) {
  return visible(fmt::format("cell {}, network {}: {}\n\n{}\n{}", arguments.cell,
                             replay.trace.record.network, fate_text(replay.trace.record),
                             story_text(replay.story),
                             epochs_text(replay, shown, standard_output().width)));
}

/// The shortest decimal that reads back to the same float, as exports have it. JSON has no NaN:
/// null.
nlohmann::ordered_json number(float x) {
  if (!std::isfinite(x)) return nullptr;
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, x);
  double decimal = 0;
  std::from_chars(text, written.ptr, decimal);
  return decimal;
}

nlohmann::ordered_json numbers(const std::vector<float>& list) {
  auto json = nlohmann::ordered_json::array();
  for (const float x : list) json.push_back(number(x));
  return json;
}

nlohmann::ordered_json turn_json(const Turn& turn) {
  return {{"epoch", turn.epoch},
          {"kind", turn.death ? "death" : "revival"},
          {"layer", turn.layer},
          {"step", turn.step},
          {"step_along_w", turn.along_w},
          {"downhill", turn.downhill},
          {"rows_before", turn.rows_before},
          {"rows_after", turn.rows_after},
          {"row", turn.row},
          {"x1", number(turn.x1)},
          {"x2", number(turn.x2)},
          {"z_before", number(turn.z_before)},
          {"z_after", number(turn.z_after)}};
}

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::permanent:
      return "permanent";
    case Verdict::returns:
      return "returns";
    case Verdict::undecided:
      return "undecided";
    case Verdict::not_dead:
      break;
  }
  return nullptr;
}

std::string json_of(std::uint64_t cell, const Replay& replay,
                    const std::vector<std::uint32_t>& shown) {
  nlohmann::ordered_json json;
  json["cell"] = cell;
  json["network"] = replay.trace.record.network;
  json["fate"] = fate_text(replay.trace.record);
  json["death_epoch"] = nullptr;
  if (replay.trace.record.death_epoch != kNeverDied)
    json["death_epoch"] = replay.trace.record.death_epoch;
  json["train_correct"] = replay.trace.record.train_correct;
  json["test_correct"] = nullptr;
  if (replay.test_rows > 0) json["test_correct"] = replay.trace.record.test_correct;
  json["train_loss"] = number(replay.trace.record.train_loss);
  json["same_as_kept"] = nullptr;
  if (replay.same_as_kept) json["same_as_kept"] = *replay.same_as_kept;
  json["death_is"] = nullptr;
  if (const char* verdict = verdict_name(replay.verdict)) json["death_is"] = verdict;
  json["turns"] = nlohmann::ordered_json::array();
  for (const Turn& turn : replay.turns) json["turns"].push_back(turn_json(turn));
  json["story"] = replay.story;
  auto& epochs = json["epochs"] = nlohmann::ordered_json::array();
  for (const std::uint32_t epoch : shown) {
    const EpochState& state = replay.trace.epochs.at(epoch);
    nlohmann::ordered_json entry;
    entry["epoch"] = state.epoch;
    for (std::size_t i = 0; i < state.parameters.size(); ++i) {
      entry[replay.parameter_names[i]] = number(state.parameters[i]);
    }
    entry["gradient"] = numbers(state.gradient);
    const std::size_t hidden = 1 + 2 * state.rows_firing.size();
    entry["gradient_norm_hidden"] = nullptr;
    entry["gradient_norm_output"] = nullptr;
    if (!state.gradient.empty()) {
      entry["gradient_norm_hidden"] = gradient_norm(state, 0, hidden);
      entry["gradient_norm_output"] = gradient_norm(state, hidden, state.gradient.size());
    }
    entry["loss"] = number(state.loss);
    entry["rows_firing"] = state.rows_firing;
    entry["dead"] = state.dead;
    epochs.push_back(std::move(entry));
  }
  return json_text(json);
}

ExitCode replay_one(const ReplayArguments& arguments) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t cell = count_argument("--cell", arguments.cell, 0, most);
  const std::uint64_t network = count_argument("--network", arguments.network);
  std::optional<std::uint32_t> every;
  if (!arguments.every.empty()) {
    every = static_cast<std::uint32_t>(count_argument("--every", arguments.every, 1, most));
  }
  const Result result = Result::open(arguments.directory);
  const Replay replay = replay_network(result, static_cast<std::uint32_t>(cell), network);
  const std::vector<std::uint32_t> shown = epochs_to_show(replay.trace.epochs, every);
  if (!arguments.html.empty()) {
    write_output(arguments.html, html_replay(result, static_cast<std::uint32_t>(cell), replay));
    note("wrote " + arguments.html + '\n');
    if (arguments.html == "-") return ExitCode::ok;
  }
  print(arguments.json ? json_of(cell, replay, shown) : text_of(arguments, replay, shown));
  note(kept_text(replay) + '\n');
  if (replay.same_as_kept == false) {
    throw Error(ExitCode::internal,
                "this network's row in the result differs from what training gives now\n"
                "  help: the result may come from another version; see manifest.json");
  }
  return ExitCode::ok;
}

}  // namespace

Command replay_command() {
  auto arguments = std::make_shared<ReplayArguments>();
  Command command;
  command.name = "replay";
  command.summary = "Trains one network again, bit for bit, and shows epoch by epoch what became of it and why it died.";
  command.examples = {"replay out --cell 0 --network 17",
                      "replay out --cell 0 --network 17 --html network17.html",
                      "replay out --cell 0 --network 17 --every 1 --json"};
  command.options = {
      {"DIR", "", "a run's directory", &arguments->directory, "Arguments", true, takes_directory()},
      {"--cell", "K", "the cell's number, from 0", &arguments->cell, "Which network", true, takes_count()},
      {"--network", "N", "the network's number, from 0", &arguments->network, "Which network", true,
       takes_count()},
      {"--every", "N", "show every N-th epoch (default: 1, 2, 5, 10 ... and each death)",
       &arguments->every, "What to show", false, takes_count(1)},
      {"--html", "FILE", "also a page with the path of the line over the data", &arguments->html, "What to show",
       false, takes_file()},
      {"--json", "", "for programs: all digits", &arguments->json, "What to show"}};
  command.run = [arguments] { return replay_one(*arguments); };
  return command;
}

}  // namespace myriad::cli
