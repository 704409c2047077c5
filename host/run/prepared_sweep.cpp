// Reads a sweep's data, tries its jobs, names its cells.
#include "host/run/prepared_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "host/engine/float_environment.hpp"
#include "host/spec/cell_text.hpp"
#include "myriad/error.hpp"
#include "host/text/content_hash.hpp"
#include "host/text/number.hpp"

namespace myriad {
namespace {

// The contents of each data file, as they were found when it was read first.
class FileContents {
 public:
  void check(const DataSpec& spec, std::uint64_t content_hash) {
    const auto field = spec.fields.find("file");
    if (field == spec.fields.end()) return;
    const std::string file = std::get<std::string>(field->second);
    const auto [first, is_new] = hashes_.emplace(std::pair(spec.directory, file), content_hash);
    if (is_new || first->second == content_hash) return;
    throw InputOutputError(fmt::format("{} changed while it was being read: some cells would have had other rows than "
                                       "others\n  help: run the same command again when nothing writes to it any more",
                                       printable(file)));
  }

 private:
  std::map<std::pair<std::string, std::string>, std::uint64_t> hashes_;
};

}  // namespace

Dataset prepare_dataset(const CellConfig& config) {
  const PartCall& call = config.preprocess;
  BoundPart part;
  part.id = call.id;
  part.arguments = static_cast<std::int32_t>(std::min<std::size_t>(call.arguments.size(), kMaxArguments));
  for (int i = 0; i < part.arguments; ++i) {
    part.argument[i] = static_cast<float>(call.arguments[static_cast<std::size_t>(i)]);
  }
  return prepare_dataset(config.data, part, call.arguments, config.test_fraction);
}

std::vector<PreparedCell> prepare_cells(const Sweep& sweep) {
  const FloatEnvironment environment;  // arguments and data become floats here
  FileContents contents;
  std::map<std::string, std::shared_ptr<const Dataset>> datasets;
  std::map<std::string, std::uint32_t> cells;
  std::vector<PreparedCell> prepared;
  for (const Cell& cell : sweep.cells) {
    PreparedCell result;
    result.dataset_key = dataset_key(cell.config);
    auto& dataset = datasets[result.dataset_key];
    if (!dataset) {
      dataset = std::make_shared<const Dataset>(prepare_dataset(cell.config));
      contents.check(cell.config.data, dataset->raw.content_hash);
    }
    result.dataset = dataset;
    // Made to be checked, and again when its turn comes: a job's steps can be large.
    make_cell_job(cell.config, sweep.seed, sweep.networks_per_cell, dataset);
    result.identity = cell_identity(sweep, cell, dataset->raw.content_hash);
    const auto [other, is_new] = cells.emplace(result.identity, cell.index);
    if (!is_new) {
      throw UsageError(fmt::format("cells {} and {} are the same", other->second, cell.index));
    }
    prepared.push_back(std::move(result));
  }
  return prepared;
}

std::uint64_t work_of(const Sweep& sweep, const std::vector<PreparedCell>& cells) {
  ContentHash hash;
  for (const PreparedCell& cell : cells) hash.insert(cell.identity);
  hash.insert(fmt::format("{} {}", sweep.networks_per_cell, sweep.keep.text()));
  return hash.value();
}

std::uint64_t count_networks(const Sweep& sweep) {
  const auto product = checked_product(sweep.cells.size(), sweep.networks_per_cell);
  if (!product || *product >> 63 != 0) {
    throw UsageError(fmt::format("{} cells of {} networks are 2^63 networks or more",
                                 sweep.cells.size(), sweep.networks_per_cell));
  }
  return *product;
}

double updates_per_network(const CellConfig& config, const Dataset& dataset) {
  return static_cast<double>(config.epochs) * static_cast<double>(dataset.train.rows.size());
}

}  // namespace myriad
