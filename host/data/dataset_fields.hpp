// The fields of `data = {…}`, read strictly through the description of their data set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/dataset.hpp"

namespace myriad {

/// Looks fields up by name, with the defaults of the data set's part. The constructor throws
/// UsageError for an unknown source, and for a field that is unknown, missing, of the wrong type or
/// out of range.
class DataFields {
 public:
  explicit DataFields(const DataSpec& spec);

  double number(const std::string& name) const;
  std::uint64_t seed() const { return static_cast<std::uint64_t>(number("seed")); }
  std::optional<std::string> text(const std::string& name) const;
  std::vector<std::string> texts(const std::string& name) const;

 private:
  const Parameter& parameter(const std::string& name) const;
  const FieldValue* given(const std::string& name) const;
  void check(const std::string& name, const FieldValue& value) const;
  [[noreturn]] void fail(const std::string& name, const std::string& what) const;

  const DataSpec& spec_;
  std::vector<Parameter> parameters_;
};

/// Position of a data set by name or alias; -1 when there is none.
int find_dataset_source(const std::string& name);

}  // namespace myriad
