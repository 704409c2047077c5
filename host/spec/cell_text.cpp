// A cell as JSON and back.
#include "host/spec/cell_text.hpp"

#include <cmath>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "host/spec/parameter_range.hpp"
#include "host/spec/spec_keys.hpp"
#include "host/text/decimal.hpp"
#include "myriad/error.hpp"
#include "myriad/registry.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {
namespace {

using Json = nlohmann::ordered_json;

// JSON has no infinities, and parameters may be unbounded.
Json number(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  return x;
}

double number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  const auto text = json.get<std::string>();
  if (text == "inf") return std::numeric_limits<double>::infinity();
  if (text == "-inf") return -std::numeric_limits<double>::infinity();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  throw InputOutputError("a stored cell is damaged: '" + text + "' is no number");
}

Json part(PartKind kind, const PartCall& call) {
  Json arguments = Json::array();
  for (const double a : call.arguments) arguments.push_back(number(a));
  const auto& info = parts(kind).at(static_cast<std::size_t>(call.id)).info;
  return {{"name", info.name}, {"arguments", std::move(arguments)}};
}

PartCall part(PartKind kind, const Json& json) {
  const auto name = json.at("name").get<std::string>();
  PartCall call;
  call.id = find_part(kind, name);
  if (call.id < 0) {
    throw InputOutputError("this version of myriad has no '" + name + "' among its " +
                           part_kind_names().at(static_cast<std::size_t>(kind)));
  }
  for (const Json& a : json.at("arguments")) call.arguments.push_back(number(a));
  if (!accepts(parts(kind)[static_cast<std::size_t>(call.id)], call.arguments)) {
    throw InputOutputError("a stored cell is damaged: '" + name + "' does not take its arguments");
  }
  return call;
}

Json data(const DataSpec& spec) {
  Json fields = Json::object();
  for (const auto& [name, value] : spec.fields) {
    if (const auto* x = std::get_if<double>(&value)) fields[name] = number(*x);
    if (const auto* text = std::get_if<std::string>(&value)) fields[name] = Json{{"text", *text}};
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) fields[name] = *texts;
  }
  // Absolute, so that the result can be read from any working directory.
  const std::string directory = spec.directory.empty() ? "." : spec.directory;
  return {{"source", spec.source},
          {"fields", std::move(fields)},
          {"directory", std::filesystem::absolute(directory).lexically_normal().string()}};
}

DataSpec data(const Json& json) {
  DataSpec spec;
  spec.source = json.at("source").get<std::string>();
  spec.directory = json.at("directory").get<std::string>();
  for (const auto& [name, value] : json.at("fields").items()) {
    if (value.is_object()) {
      spec.fields[name] = value.at("text").get<std::string>();
    } else if (value.is_array()) {
      spec.fields[name] = value.get<std::vector<std::string>>();
    } else {
      spec.fields[name] = number(value);
    }
  }
  return spec;
}

Json initialization(const Initialization& init) {
  constexpr auto kind = PartKind::initializer;
  Json by_group = Json::object();
  for (const auto& [group, call] : init.by_group) by_group[group] = part(kind, call);
  return {{"weight", part(kind, init.weight_init)},
          {"bias", part(kind, init.bias_init)},
          {"output_weight", part(kind, init.output_weight_init)},
          {"output_bias", part(kind, init.output_bias_init)},
          {"bias_given", init.bias_init_given},
          {"output_bias_given", init.output_bias_init_given},
          {"by_group", std::move(by_group)}};
}

Initialization initialization(const Json& json) {
  constexpr auto kind = PartKind::initializer;
  Initialization init;
  init.weight_init = part(kind, json.at("weight"));
  init.bias_init = part(kind, json.at("bias"));
  init.output_weight_init = part(kind, json.at("output_weight"));
  init.output_bias_init = part(kind, json.at("output_bias"));
  init.bias_init_given = json.at("bias_given").get<bool>();
  init.output_bias_init_given = json.at("output_bias_given").get<bool>();
  for (const auto& [group, call] : json.at("by_group").items()) {
    init.by_group[group] = part(kind, call);
  }
  return init;
}

Json configuration(const CellConfig& c) {
  return {{"data", data(c.data)},
          {"test_fraction", number(c.test_fraction)},
          {"hidden_layers", c.hidden_layers},
          {"activation", part(PartKind::activation, c.activation)},
          {"preprocess", part(PartKind::preprocess, c.preprocess)},
          {"loss", part(PartKind::loss, c.loss)},
          {"optimizer", part(PartKind::optimizer, c.optimizer)},
          {"schedule", part(PartKind::schedule, c.schedule)},
          {"init", initialization(c.init)},
          {"lr", number(c.lr)},
          {"epochs", c.epochs},
          {"batch_size", c.batch_size ? Json(*c.batch_size) : Json()},
          {"weight_decay", number(c.weight_decay)},
          {"decay_biases", c.decay_biases},
          {"clip_norm", number(c.clip_norm)},
          {"shuffle", c.shuffle},
          {"output", c.output},
          {"survival_epochs", c.survival_epochs}};
}

CellConfig configuration(const Json& json) {
  CellConfig c;
  c.data = data(json.at("data"));
  c.test_fraction = number(json.at("test_fraction"));
  c.hidden_layers = json.at("hidden_layers").get<int>();
  if (c.hidden_layers < 1 || c.hidden_layers > kMaxHiddenLayers) {
    throw InputOutputError("a stored cell is damaged: its shape is unknown");
  }
  c.activation = part(PartKind::activation, json.at("activation"));
  c.preprocess = part(PartKind::preprocess, json.at("preprocess"));
  c.loss = part(PartKind::loss, json.at("loss"));
  c.optimizer = part(PartKind::optimizer, json.at("optimizer"));
  c.schedule = part(PartKind::schedule, json.at("schedule"));
  c.init = initialization(json.at("init"));
  c.lr = number(json.at("lr"));
  c.epochs = json.at("epochs").get<std::uint64_t>();
  if (!json.at("batch_size").is_null()) c.batch_size = json.at("batch_size").get<std::uint64_t>();
  c.weight_decay = number(json.at("weight_decay"));
  c.decay_biases = json.at("decay_biases").get<bool>();
  c.clip_norm = number(json.at("clip_norm"));
  c.shuffle = json.at("shuffle").get<std::string>();
  c.output = json.at("output").get<std::string>();
  c.survival_epochs = json.at("survival_epochs").get<std::string>();
  return c;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_text(const Cell& cell) {
  return dump({{"name", cell.name},
               {"config", configuration(cell.config)},
               {"values", cell.values},
               {"values_hash", cell.values_hash},
               {"origin", cell.origin}});
}

Cell cell_from_text(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    Cell cell;
    cell.name = json.at("name").get<std::string>();
    cell.config = configuration(json.at("config"));
    cell.values = json.at("values").get<std::map<std::string, std::string>>();
    cell.values_hash = json.at("values_hash").get<std::uint64_t>();
    cell.origin = json.at("origin").get<std::map<std::string, std::string>>();
    return cell;
  } catch (const Json::exception&) {
    throw InputOutputError("a stored cell is damaged");
  }
}

std::string to_text(const Overrides& overrides) {
  Json json = {{"set", overrides.set}, {"axis", overrides.axis}};
  if (overrides.networks) json["networks"] = *overrides.networks;
  if (overrides.seed) json["seed"] = *overrides.seed;
  return dump(json);
}

Overrides overrides_from_text(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    Overrides overrides;
    overrides.set = json.at("set").get<std::vector<std::string>>();
    overrides.axis = json.at("axis").get<std::vector<std::string>>();
    if (json.contains("networks")) overrides.networks = json.at("networks").get<std::string>();
    if (json.contains("seed")) overrides.seed = json.at("seed").get<std::string>();
    return overrides;
  } catch (const Json::exception&) {
    throw InputOutputError("the stored changes to a spec are damaged");
  }
}

std::vector<std::string> varied_keys_from_text(const std::string& text) {
  std::vector<std::string> keys;
  try {
    keys = Json::parse(text).get<std::vector<std::string>>();
  } catch (const Json::exception&) {
    throw InputOutputError("the stored list of varied keys is damaged");
  }
  std::set<std::string> seen;
  for (const std::string& key : keys) {
    if (find_key(key) < 0 || !seen.insert(key).second) {
      throw InputOutputError("the stored list of varied keys is damaged: a key twice, or one that no spec has");
    }
  }
  return keys;
}

KeepRule keep_rule_from_text(const std::string& text) {
  using Kind = KeepRule::Kind;
  if (text == "none") return {Kind::none, 0};
  if (text == "all") return {Kind::all, 0};
  if (text == "dead") return {Kind::dead, 0};
  if (text.rfind("first(", 0) == 0 && text.back() == ')') {
    const auto first = parse_decimal(std::string_view(text).substr(6, text.size() - 7));
    if (first) return {Kind::first, *first};
  }
  throw InputOutputError("a stored rule of what to keep is damaged");
}

std::string dataset_key(const CellConfig& config) {
  return dump({{"data", data(config.data)},
               {"preprocess", part(PartKind::preprocess, config.preprocess)},
               {"test_fraction", number(config.test_fraction)}});
}

}  // namespace myriad
