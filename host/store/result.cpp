// A run's directory, opened for reading.
#include "myriad/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "myriad/error.hpp"
#include "host/store/file_guard.hpp"
#include "host/store/provenance.hpp"
#include "host/store/store.hpp"

namespace myriad {

struct Result::Source {
  explicit Source(const std::string& directory) : store(directory, Database::Mode::read) {}

  std::mutex mutex;  // of everything here: one connection serves one thread at a time
  Store store;
  std::vector<StoredCell> cells;
  std::map<std::int64_t, std::shared_ptr<const Dataset>> datasets;
};

Result Result::open(const std::string& directory) {
  Result result;
  result.directory_ = directory;
  result.source_ = std::make_shared<Source>(directory);
  StoredSweep stored = result.source_->store.read();
  result.manifest_ = manifest_of(stored);
  for (StoredCell& cell : stored.cells) {
    CellResult read;
    read.index = static_cast<std::uint32_t>(result.cells_.size());
    read.networks_done = cell.done.count();
    read.error = cell.error;
    read.summary = std::move(cell.summary);
    read.seconds = cell.seconds;
    result.cells_.push_back(std::move(read));
  }
  result.source_->cells = std::move(stored.cells);
  result.sweep_ = std::move(stored.sweep);
  return result;
}

std::shared_ptr<const Dataset> Result::dataset(std::uint32_t cell) const {
  const std::lock_guard guard(source_->mutex);
  const std::int64_t id = source_->cells.at(cell).dataset;
  auto& dataset = source_->datasets[id];
  if (!dataset) dataset = std::make_shared<const Dataset>(source_->store.dataset(id));
  if (dataset->fitted.size() != fitted_names(sweep_.cells.at(cell).config.preprocess.id).size()) {
    throw InputOutputError(fmt::format("{} is damaged: the constants of cell {}'s preprocessor; {}",
                                       store_file(directory_), cell, advice_on_damage(store_file(directory_))));
  }
  return dataset;
}

CellJob Result::job(std::uint32_t cell) const {
  return make_cell_job(sweep_.cells.at(cell).config, sweep_.seed, sweep_.networks_per_cell,
                       dataset(cell));
}

std::vector<Record> Result::kept(std::uint32_t cell) const {
  const std::lock_guard guard(source_->mutex);
  const StoredCell& stored = source_->cells.at(cell);
  std::vector<Record> records;
  for (const StoredChunk& chunk : stored.chunks) source_->store.read_kept(stored.id, chunk, records);
  const auto unwanted = [this](const Record& r) { return !keeps(sweep_.keep, r); };
  records.erase(std::remove_if(records.begin(), records.end(), unwanted), records.end());
  return records;
}

CellFates Result::fates(std::uint32_t cell) const {
  const std::lock_guard guard(source_->mutex);
  const StoredCell& stored = source_->cells.at(cell);
  CellFates fates;
  for (const StoredChunk& chunk : stored.chunks) {
    if (paired_networks(chunk.range) == 0) continue;
    fates.insert(chunk.range.first, source_->store.read_fates(stored.id, chunk));
  }
  return fates;
}

}  // namespace myriad
