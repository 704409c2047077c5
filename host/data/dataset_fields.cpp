// Strict access to the fields of a data set's description in a spec.
#include "host/data/dataset_fields.hpp"

#include <cmath>
#include <sstream>

#include "host/data/csv_line.hpp"
#include "host/text/number.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/dataset_source.hpp"

namespace myriad {

int find_dataset_source(const std::string& name) {
  int found = -1;
  for_each_type(DatasetSources{}, [&](auto tag, int index) {
    const PartInfo& info = decltype(tag)::type::info;
    std::istringstream aliases(info.aliases);
    for (std::string alias; aliases >> alias;) {
      if (alias == name) found = index;
    }
    if (info.name == name) found = index;
  });
  return found;
}

DataFields::DataFields(const DataSpec& spec) : spec_(spec) {
  const int source = find_dataset_source(spec.source);
  if (source < 0) throw UsageError("there is no data set " + quoted_for_message(spec.source));
  visit_type(DatasetSources{}, source, [&](auto tag) {
    const auto& described = decltype(tag)::type::parameters;
    parameters_.assign(described.begin(), described.end());
  });
  for (const auto& [name, value] : spec.fields) check(name, value);
  for (const Parameter& p : parameters_) {
    if (p.required() && given(p.name) == nullptr)
      fail(p.name, "must be given: " + std::string(p.meaning));
  }
}

const Parameter& DataFields::parameter(const std::string& name) const {
  for (const Parameter& p : parameters_) {
    if (p.name == name) return p;
  }
  throw UsageError("data set " + quoted_for_message(spec_.source) + " has no field " +
                   quoted_for_message(name));
}

const FieldValue* DataFields::given(const std::string& name) const {
  const auto at = spec_.fields.find(name);
  return at == spec_.fields.end() ? nullptr : &at->second;
}

void DataFields::check(const std::string& name, const FieldValue& value) const {
  const Parameter& p = parameter(name);
  if (p.kind == ParameterKind::text) {
    if (!std::holds_alternative<std::string>(value)) fail(name, "is a text");
    return;
  }
  if (p.kind == ParameterKind::texts) {
    if (!std::holds_alternative<std::vector<std::string>>(value)) fail(name, "is a list of texts");
    return;
  }
  if (!std::holds_alternative<double>(value)) fail(name, "is a number");
  const double x = std::get<double>(value);
  if (!std::isfinite(x)) fail(name, "is a finite number");
  if (p.kind == ParameterKind::integer && x != std::floor(x)) fail(name, "is a whole number");
  if (x < p.low || x > p.high || (p.low_open && x == p.low) || (p.high_open && x == p.high)) {
    fail(name, "lies between " + shortest_text(p.low) + " and " + shortest_text(p.high) +
                   ", not at " + shortest_text(x));
  }
}

void DataFields::fail(const std::string& name, const std::string& what) const {
  throw UsageError("data set " + quoted_for_message(spec_.source) + ": " + name + " " + what);
}

double DataFields::number(const std::string& name) const {
  const FieldValue* value = given(name);
  return value != nullptr ? std::get<double>(*value) : parameter(name).fallback;
}

std::optional<std::string> DataFields::text(const std::string& name) const {
  const FieldValue* value = given(name);
  return value != nullptr ? std::optional(std::get<std::string>(*value)) : std::nullopt;
}

std::vector<std::string> DataFields::texts(const std::string& name) const {
  const FieldValue* value = given(name);
  return value != nullptr ? std::get<std::vector<std::string>>(*value) : std::vector<std::string>{};
}

}  // namespace myriad
