// `data = { source = "…", … }` and the keys data.<field>, put together for one cell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/spec/spec_keys.hpp"

namespace myriad {

struct ResolvedData {
  DataSpec spec;
  std::string text;      ///< "csv(file=\"iris.csv\", …)": the fields that were given
  std::string identity;  ///< the same with the fields that differ from their defaults
  std::map<std::string, std::string> field_text;    ///< "data.noise" -> "0.1", of every field
  std::map<std::string, std::string> field_origin;  ///< of the fields that were given
};

/// Reads each combination of data and fields once, however many cells share it.
class DataResolver {
 public:
  DataResolver(std::string directory, Complaints& complaints)
      : directory_(std::move(directory)), complaints_(complaints) {}

  /// The data of a cell; null, with the complaints made, when something is wrong with them.
  const ResolvedData* resolve(const CellDraft& cell);

 private:
  std::string directory_;
  Complaints& complaints_;
  std::map<std::vector<const Value*>, std::optional<ResolvedData>> known_;
};

}  // namespace myriad
