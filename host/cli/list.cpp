// `myriad list`: every part that a spec can name, from the registry; and docs/parts.md.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/text/number.hpp"
#include "host/cli/json_text.hpp"
#include "host/cli/list_keys.hpp"
#include "myriad/engine.hpp"
#include "myriad/registry.hpp"
#include "host/cli/terminal.hpp"

namespace myriad::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> topics() {
  std::vector<std::string> names = part_kind_names();
  names.emplace_back("keys");
  names.emplace_back("devices");
  return names;
}

const std::vector<PartDescription>& parts_of(const std::string& topic) {
  const auto& names = part_kind_names();
  return parts(static_cast<PartKind>(std::find(names.begin(), names.end(), topic) - names.begin()));
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; std::getline(stream, word, separator);) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

const char* kind_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::real:
      return "real";
    case ParameterKind::integer:
      return "integer";
    case ParameterKind::boolean:
      return "boolean";
    case ParameterKind::choice:
      return "choice";
    case ParameterKind::text:
      return "text";
    case ParameterKind::texts:
      return "list of texts";
  }
  return "";
}

/// The default as a spec would write it; empty where there is none.
std::string default_text(const Parameter& parameter) {
  if (std::isnan(parameter.fallback)) return "";
  if (parameter.kind == ParameterKind::boolean) return parameter.fallback != 0 ? "true" : "false";
  if (parameter.kind == ParameterKind::choice) {
    return split(parameter.choices, '|').at(static_cast<std::size_t>(parameter.fallback));
  }
  return shortest_text(parameter.fallback);
}

/// "(0, 1]", "one of a, b", or empty where anything goes.
std::string range_text(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::choice) {
    return fmt::format("{}", fmt::join(split(parameter.choices, '|'), ", "));
  }
  const bool number =
      parameter.kind == ParameterKind::real || parameter.kind == ParameterKind::integer;
  if (!number || (std::isinf(parameter.low) && std::isinf(parameter.high))) return "";
  if (std::isinf(parameter.high)) {
    return (parameter.low_open ? "> " : ">= ") + shortest_text(parameter.low);
  }
  if (std::isinf(parameter.low)) {
    return (parameter.high_open ? "< " : "<= ") + shortest_text(parameter.high);
  }
  return fmt::format("{}{}, {}{}", parameter.low_open ? '(' : '[', shortest_text(parameter.low),
                     shortest_text(parameter.high), parameter.high_open ? ')' : ']');
}

/// "leaky_relu(negative_slope=0.01)": the call with its defaults.
std::string call_text(const PartDescription& part) {
  std::vector<std::string> arguments;
  for (const Parameter& parameter : part.parameters) {
    const std::string value = default_text(parameter);
    arguments.push_back(value.empty() ? parameter.name
                                      : fmt::format("{}={}", parameter.name, value));
  }
  if (part.info.variadic) arguments.emplace_back("a, b, ...");
  if (arguments.empty()) return part.info.name;
  return fmt::format("{}({})", part.info.name, fmt::join(arguments, ", "));
}

// --- for people

std::string parts_text(const std::string& topic, std::size_t width) {
  std::string text = topic + '\n';
  for (const PartDescription& part : parts_of(topic)) {
    text += "  " + wrapped(call_text(part), 2, width) + '\n';
    const auto add = [&](const std::string& line) {
      if (!line.empty()) text += "      " + wrapped(line, 6, width) + '\n';
    };
    add(part.info.formula);
    add(part.info.summary);
    if (*part.info.aliases != '\0') add(std::string("also: ") + part.info.aliases);
    for (const Parameter& parameter : part.parameters) {
      std::string line =
          fmt::format("{}: {}; {}", parameter.name, parameter.meaning, kind_name(parameter.kind));
      if (const std::string range = range_text(parameter); !range.empty()) line += ", " + range;
      if (parameter.required()) line += ", required";
      add(line);
    }
  }
  return text;
}

std::vector<std::vector<std::string>> device_rows() {
  std::vector<std::vector<std::string>> rows = {
      {"cpu", make_cpu_engine()->name()},
      {"", fmt::format("--isa {}", fmt::join(available_isas(), ", "))},
      {"reference", "one network at a time, to be read and compared with"}};
  const CudaStatus cuda = cuda_status();
  for (const std::string& device : cuda.devices) {
    const auto blank = std::min(device.find(' '), device.size() - 1);
    rows.push_back({device.substr(0, blank), device.substr(blank + 1)});
  }
  if (!cuda.usable) {
    rows.push_back({"cuda", "not usable: " + cuda.reason});
    if (!cuda.fix.empty()) rows.push_back({"", cuda.fix});
  }
  return rows;
}

// --- for programs

Json parts_json(const std::string& topic) {
  Json list = Json::array();
  for (const PartDescription& part : parts_of(topic)) {
    Json entry = {{"name", part.info.name},         {"aliases", split(part.info.aliases, ' ')},
                  {"formula", part.info.formula},   {"summary", part.info.summary},
                  {"variadic", part.info.variadic}, {"parameters", Json::array()}};
    for (const Parameter& parameter : part.parameters) {
      Json one = {{"name", parameter.name},
                  {"meaning", parameter.meaning},
                  {"kind", kind_name(parameter.kind)},
                  {"required", parameter.required()},
                  {"default", nullptr},
                  {"range", range_text(parameter)}};
      const bool number =
          parameter.kind == ParameterKind::real || parameter.kind == ParameterKind::integer;
      if (number && !std::isnan(parameter.fallback)) {
        one["default"] = parameter.fallback;
      } else if (const std::string value = default_text(parameter); !value.empty()) {
        one["default"] = value;
      }
      if (parameter.kind == ParameterKind::boolean && one["default"] != nullptr) {
        one["default"] = parameter.fallback != 0;
      }
      entry["parameters"].push_back(std::move(one));
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json devices_json() {
  const CudaStatus cuda = cuda_status();
  return {{"cpu", {{"engine", make_cpu_engine()->name()}, {"isas", available_isas()}}},
          {"cuda",
           {{"compiled", cuda.compiled},
            {"usable", cuda.usable},
            {"reason", cuda.reason},
            {"fix", cuda.fix},
            {"devices", cuda.devices}}}};
}

// --- for docs/parts.md

std::string markdown_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

std::string parts_markdown(const std::string& topic) {
  std::string text =
      fmt::format("\n## {}\n\n| name | formula | parameters | |\n|---|---|---|---|\n", topic);
  for (const PartDescription& part : parts_of(topic)) {
    std::vector<std::string> parameters;
    for (const Parameter& parameter : part.parameters) {
      std::string line = fmt::format("`{}`", parameter.name);
      if (const std::string value = default_text(parameter); !value.empty()) line += " = " + value;
      if (parameter.required()) line += " (required)";
      line += fmt::format(": {}", parameter.meaning);
      if (const std::string range = range_text(parameter); !range.empty())
        line += " (" + range + ')';
      parameters.push_back(line);
    }
    if (part.info.variadic) parameters.emplace_back("any number of reals");
    std::string name = fmt::format("`{}`", part.info.name);
    for (const std::string& alias : split(part.info.aliases, ' '))
      name += fmt::format(", `{}`", alias);
    text += fmt::format("| {} | {} | {} | {} |\n", name, markdown_cell(part.info.formula),
                        markdown_cell(fmt::format("{}", fmt::join(parameters, "<br>"))),
                        markdown_cell(part.info.summary));
  }
  return text;
}

std::string devices_markdown() {
  std::string text = "\n## devices\n\n| name | |\n|---|---|\n";
  for (const auto& row : device_rows()) {
    text += fmt::format("| {} | {} |\n", markdown_cell(row[0]), markdown_cell(row[1]));
  }
  return text;
}

// --- any topic

std::string markdown_of_topic(const std::string& topic) {
  if (topic == "keys") return keys_markdown();
  return topic == "devices" ? devices_markdown() : parts_markdown(topic);
}

Json json_of_topic(const std::string& topic) {
  if (topic == "keys") return keys_json();
  return topic == "devices" ? devices_json() : parts_json(topic);
}

std::string text_of_topic(const std::string& topic, std::size_t width) {
  if (topic == "keys") return keys_text(width);
  if (topic != "devices") return parts_text(topic, width);
  std::string text = "devices\n";
  for (const auto& row : device_rows()) text += fmt::format("  {:<11}{}\n", row[0], wrapped(row[1], 13, width));
  return text;
}

// --- the command

std::vector<std::string> chosen_topics(const std::vector<std::string>& words) {
  std::vector<std::string> chosen;
  for (const std::string& word : words) {
    for (const std::string& topic : split(word, ',')) {
      chosen.push_back(choice_argument("topic", topic, topics()));
    }
  }
  return chosen;
}

std::string markdown_of(const std::vector<std::string>& chosen) {
  if (chosen.size() == 1 && chosen[0] == "keys") return keys_markdown();
  std::string text =
      "# Parts\n\nEvery name that a spec can use. Generated by `myriad list --markdown`; a test "
      "compares.\n";
  for (const std::string& topic : chosen) {
    text += markdown_of_topic(topic);
  }
  return text;
}

std::string json_of(const std::vector<std::string>& chosen) {
  Json json = Json::object();
  for (const std::string& topic : chosen) {
    json[topic] = json_of_topic(topic);
  }
  return json_text(json);
}

std::string text_of(const std::vector<std::string>& chosen) {
  const std::size_t width = text_width(standard_output(), 120);
  std::string text;
  for (const std::string& topic : chosen) {
    if (!text.empty()) text += '\n';
    text += text_of_topic(topic, width);
  }
  return text;
}

}  // namespace

Command list_command() {
  struct Arguments {
    std::vector<std::string> topics;
    bool json = false, markdown = false;
  };
  auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "list";
  command.summary = "What there is, with formula, parameters and defaults.";
  command.examples = {"list activations", "list optimizers losses", "list keys", "list --json",
                      "list --markdown"};
  command.options = {
      {"TOPIC", "", fmt::format("{}; nothing: all", fmt::join(topics(), ", ")), &arguments->topics,
       "Arguments", false, {Takes::Kind::choices, topics(), {}}},
      {"--json", "", "for programs", &arguments->json},
      {"--markdown", "", "as docs/parts.md; of devices only when named", &arguments->markdown}};
  command.run = [arguments] {
    if (arguments->json && arguments->markdown) throw UsageError("--json or --markdown, not both");
    std::vector<std::string> chosen = chosen_topics(arguments->topics);
    if (chosen.empty()) chosen = arguments->markdown ? part_kind_names() : topics();
    print(arguments->json       ? json_of(chosen)
          : arguments->markdown ? markdown_of(chosen)
                                : text_of(chosen));
    return ExitCode::ok;
  };
  return command;
}

}  // namespace myriad::cli
