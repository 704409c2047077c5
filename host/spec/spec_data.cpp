// Data tables: each data set takes the fields that its description in the registry names, no
// others.
#include "host/spec/spec_data.hpp"

#include <set>

#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/spec/parameter_range.hpp"
#include "host/spec/spec_part_call.hpp"
#include "host/spec/spec_value.hpp"
#include "host/text/suggestion.hpp"

namespace myriad {
namespace {

constexpr std::size_t kPrefix = 5;  // of "data."

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string field_value_text(const Parameter& field, const FieldValue& value, bool quote) {
  if (const auto* text = std::get_if<std::string>(&value)) return quote ? quoted(*text) : *text;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    std::string result = "[";
    for (const std::string& text : *texts) result += (result.size() > 1 ? ", " : "") + quoted(text);
    return result + "]";
  }
  const double number = std::get<double>(value);
  if (field.kind == ParameterKind::boolean) return number != 0 ? "true" : "false";
  if (field.kind == ParameterKind::choice) {
    return choices_of(field).at(static_cast<std::size_t>(number));
  }
  return shortest_text(number);
}

/// Reads one combination.
class DataReader {
 public:
  DataReader(Complaints& complaints, const std::string& directory) : complaints_(complaints) {
    result_.spec.directory = directory;
  }

  std::optional<ResolvedData> read(const CellDraft& cell) {
    const std::size_t before = complaints_.size();
    const Assignment& data = *cell.by_key[key_position("data")];
    data_place_ = data.value->place;
    read_source(*data.value);
    if (source_ == nullptr) return std::nullopt;
    for (const Entry& entry : data.value->entries) {
      if (entry.key != "source") read_field(entry.key, entry.place, entry.value, data.origin);
    }
    for (const Assignment* assignment : cell.by_key) {
      if (assignment == nullptr) continue;
      const Key& key = spec_keys()[static_cast<std::size_t>(assignment->key)];
      if (!key.data_field) continue;
      read_field(key.name.substr(kPrefix), assignment->key_place, *assignment->value,
                 assignment->origin);
    }
    check_required();
    if (complaints_.size() > before) return std::nullopt;
    describe();
    return std::move(result_);
  }

 private:
  void read_source(const Value& data) {
    const Value* name = &data;
    if (data.is(Value::Kind::table)) {
      const Entry* entry = data.find("source");
      if (entry == nullptr) return choose(result_.spec.source, data.place);
      name = &entry->value;
    }
    if (!name->is_text()) {
      complaints_.add(
          name->place,
          fmt::format("data takes a table or a data set's name, not {}", shown_value(*name)),
          "data = { source = \"csv\", file = \"…\", features = [\"…\", \"…\"], label = \"…\" }");
      return;
    }
    if (name == &data && name->text.find('(') != std::string::npos) return read_call(data);
    choose(name->text, name->inside(0, name->text.size()));
  }

  void choose(const std::string& name, const Place& place) {
    const int id = find_part(PartKind::dataset, name);
    if (id < 0) {
      complaints_.add(
          place, fmt::format("unknown data set '{}'", name.substr(0, 60)),
          did_you_mean(name, part_names(PartKind::dataset, true)) +
              fmt::format("datasets: {}", fmt::join(part_names(PartKind::dataset), ", ")));
      return;
    }
    source_ = &parts(PartKind::dataset)[static_cast<std::size_t>(id)];
    result_.spec.source = source_->info.name;
  }

  /// data = "uniform(rows=20)": a data set of numbers only, written like a part.
  void read_call(const Value& data) {
    std::vector<CallFault> faults;
    const auto call = parse_part_call(PartKind::dataset, data.text, faults);
    for (const CallFault& fault : faults) {
      complaints_.add(data.inside(fault.offset, fault.length), fault.what, fault.help);
    }
    if (!call) return;
    source_ = &parts(PartKind::dataset)[static_cast<std::size_t>(call->call.id)];
    result_.spec.source = source_->info.name;
    for (std::size_t i = 0; i < source_->parameters.size(); ++i) {
      if ((call->given >> i & 1u) == 0) continue;
      mentioned_.insert(source_->parameters[i].name);
      result_.spec.fields[source_->parameters[i].name] = call->call.arguments[i];
    }
  }

  void read_field(const std::string& name, const Place& place, const Value& value,
                  const std::string& origin) {
    for (const Parameter& field : source_->parameters) {
      if (name != field.name) continue;
      mentioned_.insert(name);
      const std::optional<FieldValue> read =
          read_parameter("data." + name, field, value, complaints_);
      if (!read || is_empty(*read, value)) return;
      result_.spec.fields[name] = *read;
      result_.field_origin["data." + name] = origin;
      return;
    }
    std::vector<std::string> names{"source"};
    for (const Parameter& field : source_->parameters) names.emplace_back(field.name);
    complaints_.add(place, fmt::format("data set '{}' has no field '{}'", source_->info.name, name),
                    did_you_mean(name, names) + part_signature(*source_) + elsewhere(name));
  }

  bool is_empty(const FieldValue& read, const Value& value) {
    const auto* text = std::get_if<std::string>(&read);
    if (text == nullptr || !text->empty()) return false;
    complaints_.add(value.place, "this text must not be empty");
    return true;
  }

  /// "; data sets with it: csv, xor"
  static std::string elsewhere(const std::string& name) {
    std::string result;
    for (const PartDescription& part : parts(PartKind::dataset)) {
      for (const Parameter& field : part.parameters) {
        if (name == field.name)
          result += (result.empty() ? "; data sets with it: " : ", ") + std::string(part.info.name);
      }
    }
    return result;
  }

  void check_required() {
    for (const Parameter& field : source_->parameters) {
      if (!field.required() || mentioned_.count(field.name) != 0) continue;
      complaints_.add(data_place_,
                      fmt::format("data set '{}' needs '{}'", source_->info.name, field.name),
                      fmt::format("{}: {}", field.name, field.meaning));
    }
  }

  void describe() {
    std::vector<std::string> given, telling;
    for (const Parameter& field : source_->parameters) {
      const std::string key = fmt::format("data.{}", field.name);
      const auto at = result_.spec.fields.find(field.name);
      if (at == result_.spec.fields.end()) {
        result_.field_text[key] =
            field.optional_text ? "" : field_value_text(field, field.fallback, false);
        continue;
      }
      result_.field_text[key] = field_value_text(field, at->second, false);
      const std::string word =
          fmt::format("{}={}", field.name, field_value_text(field, at->second, true));
      given.push_back(word);
      const auto* number = std::get_if<double>(&at->second);
      if (number == nullptr || *number != field.fallback) telling.push_back(word);
    }
    result_.text = call_text(given);
    result_.identity = call_text(telling);
  }

  std::string call_text(const std::vector<std::string>& words) const {
    if (words.empty()) return source_->info.name;
    return fmt::format("{}({})", source_->info.name, fmt::join(words, ", "));
  }

  Complaints& complaints_;
  Place data_place_;
  const PartDescription* source_ = nullptr;
  std::set<std::string> mentioned_;  ///< fields that were given, well or badly
  ResolvedData result_;
};

}  // namespace

const ResolvedData* DataResolver::resolve(const CellDraft& cell) {
  std::vector<const Value*> combination;
  for (const Assignment* assignment : cell.by_key) {
    if (assignment == nullptr) continue;
    const Key& key = spec_keys()[static_cast<std::size_t>(assignment->key)];
    if (key.data_field || key.name == "data") combination.push_back(assignment->value);
  }
  auto at = known_.find(combination);
  if (at == known_.end()) {
    at = known_.emplace(combination, DataReader(complaints_, directory_).read(cell)).first;
  }
  return at->second ? &*at->second : nullptr;
}

}  // namespace myriad
