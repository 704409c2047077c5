// The table of keys.
#include "host/spec/spec_keys.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/parameter_range.hpp"
#include "host/spec/spec_part_call.hpp"
#include "host/spec/spec_value.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/dataset_source.hpp"
#include "myriad/step/record.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {
namespace {

KeySetting plain(std::string text, std::function<void(CellConfig&)> apply) {
  return {text, text, std::move(apply)};
}


// Three kinds of keys cover most of the table: parts, numbers, choices.

Key part_key(const std::string& name, const char* meaning, const char* fallback, PartKind kind,
             std::function<void(CellConfig&, const PartCall&)> store) {
  Key key;
  key.name = name;
  key.meaning = fmt::format("{}: see `myriad list {}`", meaning,
                            part_kind_names()[static_cast<std::size_t>(kind)]);
  key.fallback = fallback;
  key.read = [=](const Value& value, Complaints& complaints) -> std::optional<KeySetting> {
    if (!value.is_text()) {
      complaints.add(value.place,
                     fmt::format("{} takes the name of a part, not {}", name, shown_value(value)),
                     fmt::format("write it in quotes: \"{}\"", part_names(kind).front()));
      return std::nullopt;
    }
    std::vector<CallFault> faults;
    const std::optional<ParsedCall> parsed = parse_part_call(kind, value.text, faults);
    for (const CallFault& fault : faults) {
      complaints.add(value.inside(fault.offset, fault.length), fault.what, fault.help);
    }
    if (!parsed) return std::nullopt;
    const PartCall call = parsed->call;
    return KeySetting{part_call_text(kind, call, parsed->given), part_call_text(kind, call),
                   [=](CellConfig& config) { store(config, call); }};
  };
  return key;
}

Key number_key(Parameter parameter, const char* fallback,
               std::function<void(CellConfig&, double)> store) {
  Key key;
  key.name = parameter.name;
  key.meaning = fmt::format("{}: {}", parameter.meaning, takes_text(parameter));
  key.fallback = fallback;
  if (parameter.kind == ParameterKind::real) key.numbers = Key::Numbers::real;
  if (parameter.kind == ParameterKind::integer) key.numbers = Key::Numbers::whole;
  key.read = [=](const Value& value, Complaints& complaints) -> std::optional<KeySetting> {
    const auto number = read_number(parameter.name, parameter, value, complaints);
    if (!number) return std::nullopt;
    std::string text = shortest_text(*number);
    if (parameter.kind == ParameterKind::integer) {
      text = std::to_string(static_cast<std::uint64_t>(*number));
    }
    if (parameter.kind == ParameterKind::boolean) text = *number != 0 ? "true" : "false";
    return plain(text, [=](CellConfig& config) { store(config, *number); });
  };
  return key;
}

Key choice_key(const char* name, const char* meaning, const char* fallback, const char* choices,
               std::function<void(CellConfig&, const std::string&)> store) {
  const Parameter parameter{name, meaning, ParameterKind::choice, 0, 0, 0, false, false, choices};
  Key key;
  key.name = name;
  key.meaning = fmt::format("{}: {}", meaning, takes_text(parameter));
  key.fallback = fallback;
  key.read = [=](const Value& value, Complaints& complaints) -> std::optional<KeySetting> {
    if (!read_number(name, parameter, value, complaints)) return std::nullopt;
    const std::string text = value.text;
    return plain(text, [=](CellConfig& config) { store(config, text); });
  };
  return key;
}

Key used_when(Key key, std::function<bool(const CellDraft&)> used) {
  key.used = std::move(used);
  return key;
}

/// "full", or rows as a count ("1k" too).
Key batch_size_key() {
  Key key;
  key.name = "batch_size";
  key.meaning = "rows of one gradient: \"full\", or a whole number from 1";
  key.fallback = "full";
  key.numbers = Key::Numbers::whole;
  key.read = [](const Value& value, Complaints& complaints) -> std::optional<KeySetting> {
    if (value.is_text() && value.text == "full") {
      return plain("full", [](CellConfig& config) { config.batch_size.reset(); });
    }
    std::optional<std::uint64_t> rows;
    if (value.is(Value::Kind::integer) && value.integer > 0) {
      rows = static_cast<std::uint64_t>(value.integer);
    }
    if (value.is_text()) rows = parse_count(value.text).value;
    if (!rows || *rows == 0 || *rows > std::numeric_limits<std::uint32_t>::max()) {
      complaints.add(value.place,
                     fmt::format("batch_size takes \"full\" or a whole number of rows from 1, not {}",
                                 shown_value(value)),
                     "use \"full\", or 32");
      return std::nullopt;
    }
    return plain(std::to_string(*rows), [rows](CellConfig& config) { config.batch_size = rows; });
  };
  return key;
}

/// "auto", or epochs in ascending order as a text "1,2,5" or a list.
Key survival_epochs_key() {
  Key key;
  key.name = "survival_epochs";
  key.meaning = fmt::format(
      "epochs at which living networks are counted: \"auto\" or at most {} ascending epochs, "
      "\"1,10,100\"",
      kMaxCheckpoints);
  key.fallback = "auto";
  const std::string meaning = key.meaning;
  key.read = [meaning](const Value& value, Complaints& complaints) -> std::optional<KeySetting> {
    std::vector<std::string> words;
    if (value.is_text() && value.text == "auto") {
      return plain("auto", [](CellConfig& config) { config.survival_epochs = "auto"; });
    }
    if (value.is_text()) {
      for (std::size_t at = 0, comma = 0; comma != std::string::npos; at = comma + 1) {
        comma = value.text.find(',', at);
        words.push_back(value.text.substr(at, comma - at));
        const std::size_t first = words.back().find_first_not_of(' ');
        words.back().erase(0, std::min(first, words.back().size()));
      }
    }
    for (const Value& item : value.items) {
      words.push_back(item.is(Value::Kind::integer) ? std::to_string(item.integer) : item.text);
    }
    std::string text;
    std::optional<std::uint64_t> last;
    bool good = !words.empty() && words.size() <= static_cast<std::size_t>(kMaxCheckpoints);
    for (const std::string& word : words) {
      const std::optional<std::uint64_t> epoch = parse_whole(word).value;
      good = good && epoch && (!last || *epoch > *last);
      if (!good) break;
      last = epoch;
      text += (text.empty() ? "" : ",") + std::to_string(*epoch);
    }
    if (!good) {
      complaints.add(value.place, fmt::format("survival_epochs cannot be {}", shown_value(value)),
                     meaning);
      return std::nullopt;
    }
    return plain(text, [text](CellConfig& config) { config.survival_epochs = text; });
  };
  return key;
}

/// The whole of `data`, or one field of it: read together by host/spec/spec_data.cpp.
Key data_key(std::string name, std::string meaning, std::string fallback) {
  Key key;
  key.name = std::move(name);
  key.meaning = std::move(meaning);
  key.fallback = std::move(fallback);
  key.read = [](const Value&, Complaints&) -> std::optional<KeySetting> { return KeySetting{}; };
  return key;
}

std::string layer_key_name(int layer, const char* what) {
  return fmt::format("hidden.{}.{}", layer, what);
}

/// Some hidden layer takes the general key, not its own.
bool some_layer_lacks(const CellDraft& cell, const char* what) {
  for (int layer = 0; layer < cell.config.hidden_layers; ++layer) {
    if (!cell.given(layer_key_name(layer, what))) return true;
  }
  return false;
}

Key layer_key(int layer, const char* what, const char* group) {
  const std::string name = layer_key_name(layer, what);
  const std::string group_name = fmt::format("hidden.{}.{}", layer, group);
  Key key =
      part_key(name, "initializer of one layer", "", PartKind::initializer,
               [=](CellConfig& c, const PartCall& call) { c.init.by_group[group_name] = call; });
  key.layer = true;
  key.used = [=](const CellDraft& cell) { return cell.config.hidden_layers > layer; };
  return key;
}

/// Random rows, noise, rows taken out, flipped labels or a test split: what data.seed decides.
bool uses_data_seed(const CellDraft& cell) {
  const CellConfig& config = cell.config;
  if (config.test_fraction > 0) return true;
  for (const char* name : {"noise", "imbalance", "label_noise"}) {
    const auto field = config.data.fields.find(name);
    if (field != config.data.fields.end() && std::get<double>(field->second) > 0) return true;
  }
  bool random = true;
  visit_type(DatasetSources{}, find_part(PartKind::dataset, config.data.source),
             [&](auto tag) { random = decltype(tag)::type::random; });
  return random;
}

void add_data_fields(std::vector<Key>& keys) {
  const std::size_t before = keys.size();
  for (const PartDescription& source : parts(PartKind::dataset)) {
    for (const Parameter& field : source.parameters) {
      const std::string name = fmt::format("data.{}", field.name);
      const auto same = [&](const Key& key) { return key.name == name; };
      if (std::any_of(keys.begin() + static_cast<std::ptrdiff_t>(before), keys.end(), same))
        continue;
      Key key = data_key(name, field.meaning, "");
      key.data_field = true;
      if (field.kind == ParameterKind::real) key.numbers = Key::Numbers::real;
      if (field.kind == ParameterKind::integer) key.numbers = Key::Numbers::whole;
      if (name == "data.seed") key.used = uses_data_seed;
      keys.push_back(std::move(key));
    }
  }
}

std::vector<Key> plain_keys() {
  using Kind = ParameterKind;
  constexpr double none = 0;
  constexpr double unbounded = std::numeric_limits<double>::infinity();
  std::vector<Key> keys;
  keys.push_back(
      data_key("data", "the rows: { source = \"…\", … }; see `myriad list datasets`", "xor"));
  keys.push_back(number_key(
      {"test_fraction", "held-out share of the rows", Kind::real, none, 0, 1, false, true}, "0",
      [](CellConfig& c, double x) { c.test_fraction = x; }));
  keys.push_back(choice_key(
      "shape", "inputs, hidden units, output", "2-1-1", "2-1-1|2-1-1-1",
      [](CellConfig& c, const std::string& s) { c.hidden_layers = s == "2-1-1" ? 1 : 2; }));
  keys.push_back(part_key("activation", "of every hidden unit", "relu", PartKind::activation,
                          [](CellConfig& c, const PartCall& p) { c.activation = p; }));
  keys.push_back(used_when(
      part_key("weight_init", "hidden weights", "uniform(-0.05, 0.05)", PartKind::initializer,
               [](CellConfig& c, const PartCall& p) { c.init.weight_init = p; }),
      [](const CellDraft& cell) { return some_layer_lacks(cell, "weight_init"); }));
  keys.push_back(
      used_when(part_key("bias_init", "hidden biases", "zeros", PartKind::initializer,
                         [](CellConfig& c, const PartCall& p) { c.init.bias_init = p; }),
                [](const CellDraft& cell) { return some_layer_lacks(cell, "bias_init"); }));
  keys.push_back(part_key("output_weight_init", "output weight", "uniform(-0.05, 0.05)",
                          PartKind::initializer,
                          [](CellConfig& c, const PartCall& p) { c.init.output_weight_init = p; }));
  keys.push_back(part_key("output_bias_init", "output bias", "zeros", PartKind::initializer,
                          [](CellConfig& c, const PartCall& p) { c.init.output_bias_init = p; }));
  keys.push_back(part_key("preprocess", "what is done to the features", "none",
                          PartKind::preprocess,
                          [](CellConfig& c, const PartCall& p) { c.preprocess = p; }));
  keys.push_back(choice_key("output", "the output unit", "sigmoid", "sigmoid|linear",
                            [](CellConfig& c, const std::string& s) { c.output = s; }));
  keys.push_back(part_key("loss", "what training minimises", "bce_with_logits", PartKind::loss,
                          [](CellConfig& c, const PartCall& p) { c.loss = p; }));
  keys.push_back(part_key("optimizer", "how parameters move", "sgd", PartKind::optimizer,
                                    [](CellConfig& c, const PartCall& p) { c.optimizer = p; }));
  keys.push_back(number_key({"lr", "learning rate, the optimizer's own if left out", Kind::real, none, 0, unbounded},
                                      "0.1", [](CellConfig& c, double x) { c.lr = x; }));
  keys.push_back(
      part_key("schedule", "how the learning rate changes", "constant", PartKind::schedule,
               [](CellConfig& c, const PartCall& p) { c.schedule = p; }));
  keys.push_back(number_key(
      {"epochs", "passes over the training rows", Kind::integer, none, 0, kMaxEpochs}, "2000",
      [](CellConfig& c, double x) { c.epochs = static_cast<std::uint64_t>(x); }));
  keys.push_back(batch_size_key());
  keys.push_back(used_when(
      choice_key("shuffle", "order of the rows in mini-batches", "per_network",
                 "per_network|shared|none",
                 [](CellConfig& c, const std::string& s) { c.shuffle = s; }),
      [](const CellDraft& cell) { return cell.config.batch_size.has_value(); }));
  keys.push_back(number_key({"weight_decay", "pull of the parameters towards 0, the optimizer's own if left out",
                                       Kind::real, none, 0, unbounded},
                                      "0", [](CellConfig& c, double x) { c.weight_decay = x; }));
  keys.push_back(used_when(
      number_key({"decay_biases", "whether weight decay acts on biases too", Kind::boolean, none},
                 "true", [](CellConfig& c, double x) { c.decay_biases = x != 0; }),
      [](const CellDraft& cell) { return cell.config.weight_decay > 0; }));
  keys.push_back(number_key(
      {"clip_norm", "largest norm of a gradient; 0: off", Kind::real, none, 0, unbounded}, "0",
      [](CellConfig& c, double x) { c.clip_norm = x; }));
  keys.push_back(survival_epochs_key());
  return keys;
}

}  // namespace

bool CellDraft::given(const std::string& key) const {
  const Assignment* assignment = by_key[key_position(key)];
  return assignment != nullptr && assignment->origin != "default";
}

const std::vector<Key>& spec_keys() {
  static const std::vector<Key> keys = [] {
    std::vector<Key> result = plain_keys();
    for (int layer = 0; layer < kMaxHiddenLayers; ++layer) {
      result.push_back(layer_key(layer, "weight_init", "weight"));
      result.push_back(layer_key(layer, "bias_init", "bias"));
    }
    add_data_fields(result);
    return result;
  }();
  return keys;
}

const std::vector<std::string>& key_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const Key& key : spec_keys()) result.push_back(key.name);
    return result;
  }();
  return names;
}

int find_key(std::string_view name) {
  static const std::unordered_map<std::string_view, int> positions = [] {
    std::unordered_map<std::string_view, int> result;
    for (const std::string& key : key_names()) result.emplace(key, static_cast<int>(result.size()));
    return result;
  }();
  const auto at = positions.find(name);
  return at == positions.end() ? -1 : at->second;
}

std::size_t key_position(std::string_view name) {
  const int position = find_key(name);
  if (position < 0) throw std::logic_error("no such key: " + std::string(name));
  return static_cast<std::size_t>(position);
}

}  // namespace myriad
