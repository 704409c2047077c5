// The keys of a spec, listed from the table that reads them.
#include "host/cli/list_keys.hpp"

#include <fmt/format.h>

#include "host/cli/terminal.hpp"
#include "host/spec/spec_keys.hpp"

namespace myriad::cli {
namespace {

struct Group {
  const char* heading;
  bool (*holds)(const Key&);
};
constexpr Group kGroups[] = {
    {"Of a cell: each can be an axis", [](const Key& key) { return !key.layer && !key.data_field; }},
    {"Of one hidden layer, in place of weight_init and bias_init", [](const Key& key) { return key.layer; }},
    {"Fields of data", [](const Key& key) { return key.data_field; }}};

const char* ranges_text(const Key& key) { return key.numbers == Key::Numbers::none ? "" : "yes"; }

std::string cell_of(const std::string& raw) {
  std::string text;
  for (const char c : raw) {
    if (c == '|') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

std::string keys_text(std::size_t width) {
  std::string text = "keys\n";
  for (const Key& key : spec_keys()) {
    text += "  " + key.name + (key.fallback.empty() ? "" : " = " + key.fallback) + '\n';
    text += "      " + wrapped(key.meaning, 6, width) + '\n';
  }
  return text;
}

nlohmann::ordered_json keys_json() {
  auto list = nlohmann::ordered_json::array();
  for (const Key& key : spec_keys()) {
    nlohmann::ordered_json entry = {{"name", key.name}, {"meaning", key.meaning}, {"default", nullptr}};
    if (!key.fallback.empty()) entry["default"] = key.fallback;
    entry["ranges"] = key.numbers != Key::Numbers::none;
    list.push_back(std::move(entry));
  }
  return list;
}

std::string keys_markdown() {
  std::string text;
  for (const Group& group : kGroups) {
    text += fmt::format("{}### {}\n\n| key | default | meaning | ranges and draws |\n|---|---|---|---|\n",
                        text.empty() ? "" : "\n", group.heading);
    for (const Key& key : spec_keys()) {
      if (!group.holds(key)) continue;
      text += fmt::format("| `{}` | {} | {} | {} |\n", key.name,
                          key.fallback.empty() ? "" : fmt::format("`{}`", key.fallback), cell_of(key.meaning),
                          ranges_text(key));
    }
  }
  return text;
}

}  // namespace myriad::cli
