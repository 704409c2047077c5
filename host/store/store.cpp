// The store's schema and everything that writes to it. A transaction is never split: a chunk's summary,
// its ledger entry and its kept rows are on the disk together or not at all.
#include "host/store/store.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "host/spec/cell_text.hpp"
#include "host/data/dataset_bytes.hpp"
#include "myriad/error.hpp"
#include "host/store/directory_lock.hpp"
#include "host/store/file_guard.hpp"
#include "host/store/row_hash.hpp"
#include "host/store/run_fields.hpp"
#include "host/store/store_schema.hpp"

namespace myriad {
namespace {

bool exists(const std::string& file) {
  struct stat status {};
  return stat(file.c_str(), &status) == 0;
}

std::int64_t signed_word(std::uint64_t x) { return static_cast<std::int64_t>(x); }

void bind_parameters(Statement& row, int column, const float* values) {
  for (int i = 0; i < kMaxParameters; ++i) row.bind(column + i, std::int64_t{to_bits(values[i])});
}

std::uint64_t row_bytes(const ChunkRow& chunk) {
  return 4096 + chunk.kept.size() * 220 + chunk.fates.count / 8 * 3;
}

}  // namespace

std::string store_file(const std::string& directory) { return directory + "/sweep.db"; }

std::uint64_t kept_hash(const Record& r) {
  std::uint64_t h = digest_of(r, kMaxParameters);
  h = mix(h ^ r.dead_at);
  for (const float x : r.initial) h = mix(h ^ to_bits(x));
  return h;
}

std::int64_t fates_hash(std::int64_t cell, std::uint64_t first, const PackedFates& fates) {
  return RowHash("fates")
      .add(cell)
      .add(signed_word(first))
      .add(signed_word(fates.count))
      .add(fates.dead)
      .add(fates.diverged)
      .add(fates.solved)
      .value();
}

Store::Store(const std::string& directory, Database::Mode mode)
    : directory_(directory), database_([&] {
        const std::string file = store_file(directory);
        if (mode == Database::Mode::read && !exists(file)) {
          throw InputOutputError(exists(directory)
                                     ? fmt::format("{} holds no result: there is no sweep.db in it", directory)
                                     : fmt::format("there is no directory {}; `myriad run SPEC -o DIR` makes one", directory));
        }
        return file;
      }(), mode) {
  Transaction transaction(database_, Transaction::Kind::read);
  blank_ = database_.integer("PRAGMA page_count") == 0 ||
           (database_.integer("SELECT count(*) FROM sqlite_schema") == 0 &&
            database_.integer("PRAGMA application_id") == 0);
  if (!blank_) verify_schema();
}

void Store::verify_schema() {
  if (database_.integer("PRAGMA application_id") != kApplicationId) {
    throw InputOutputError(fmt::format("{}: damaged, or not a result of myriad", database_.file()));
  }
  const std::int64_t version = database_.integer("PRAGMA user_version");
  if (version != kStoreVersion) {
    throw InputOutputError(fmt::format("{}: its format is version {}; this program reads version {}",
                                       database_.file(), version, kStoreVersion));
  }
  Statement check(database_, "PRAGMA quick_check(1)");
  if (!check.step() || check.text(0) != "ok") damaged("SQLite finds its pages out of order");
  Statement schema(database_, "SELECT sql FROM sqlite_schema ORDER BY rowid");
  for (const char* const table : kStoreTables) {
    if (!schema.step() || schema.is_null(0) || schema.text(0) != table) {
      damaged("its tables are not ours");
    }
  }
  if (schema.step()) damaged("its tables are not ours");
}

void Store::damaged(const std::string& what) const {
  throw InputOutputError(
      fmt::format("{} is damaged: {}; {}", database_.file(), what, advice_on_damage(database_.file())));
}

void Store::create_schema() {
  if (database_.integer("SELECT count(*) FROM sqlite_schema") != 0) refuse_second_writer();
  for (const char* const table : kStoreTables) database_.execute(table);
  database_.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
  database_.execute(fmt::format("PRAGMA user_version = {}", kStoreVersion).c_str());
}

void Store::write_meta(const StoredSweep& plan) {
  const Sweep& sweep = plan.sweep;
  const std::map<std::string, std::string> values = {
      {"name", sweep.name},
      {"seed", std::to_string(sweep.seed)},
      {"networks_per_cell", std::to_string(sweep.networks_per_cell)},
      {"keep", sweep.keep.text()},
      {"varied_keys", nlohmann::json(sweep.varied_keys).dump()},
      {"spec_text", sweep.text},
      {"spec_file", sweep.file},
      {"overrides", to_text(sweep.overrides)},
      {"math", plan.math},
      {"shards", fmt::format("{}", fmt::join(plan.shards, ","))},
      {"cells", std::to_string(plan.cells.size())}};
  Statement put(database_, "INSERT OR REPLACE INTO meta VALUES (?1, ?2, ?3)");
  for (const auto& [key, value] : values) {
    put.bind(1, key).bind(2, value).bind(3, RowHash("meta").add(key).add(value).value()).run();
  }
}

std::int64_t Store::write_dataset(const std::string& key, const Dataset& dataset) {
  // Looked up by the hash of the bytes too: a file that has changed is another data set.
  const std::string bytes = to_bytes(dataset);
  const std::int64_t checksum = RowHash("dataset").add(key).add(bytes).value();
  Statement find(database_, "SELECT id FROM dataset WHERE checksum = ?1 AND key = ?2");
  if (find.bind(1, checksum).bind(2, key).step()) return find.integer(0);
  database_.expect_bytes(bytes.size());
  Statement put(database_, "INSERT INTO dataset(key, bytes, checksum) VALUES (?1, ?2, ?3) RETURNING id");
  put.bind(1, key).bind_blob(2, bytes).bind(3, checksum).step();
  const std::int64_t id = put.integer(0);
  put.step();
  return id;
}

void Store::write_cell(const Cell& cell, const StoredCell& stored) {
  const std::string text = to_text(cell);
  Statement put(database_, "INSERT OR REPLACE INTO cell VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  put.bind(1, stored.id)
      .bind(2, std::int64_t{cell.index})
      .bind(3, stored.identity)
      .bind(4, stored.dataset)
      .bind(5, text);
  if (stored.error) put.bind(6, *stored.error);
  put.bind(7, RowHash("cell")
                  .add(stored.id)
                  .add(std::int64_t{cell.index})
                  .add(stored.identity)
                  .add(stored.dataset)
                  .add(text)
                  .add(stored.error ? "error " + *stored.error : "")
                  .value());
  put.run();
}

void Store::write_run(std::int64_t number, const Manifest::Run& run) {
  const std::string text =
      json_of(run).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Statement put(database_, "INSERT OR REPLACE INTO run VALUES (?1, ?2, ?3)");
  put.bind(1, number).bind(2, text).bind(3, RowHash("run").add(number).add(text).value()).run();
}

void Store::write_cells(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                        const std::vector<std::string>& dataset_keys) {
  if (blank_) create_schema();
  std::map<const Dataset*, std::int64_t> written;
  std::int64_t next = 1;
  for (const StoredCell& stored : plan.cells) next = std::max(next, stored.id + 1);
  for (std::size_t i = 0; i < plan.cells.size(); ++i) {
    StoredCell& stored = plan.cells[i];
    if (stored.id == 0) {
      stored.id = next++;
      auto& dataset = written[datasets[i]];
      if (dataset == 0) dataset = write_dataset(dataset_keys[i], *datasets[i]);
      stored.dataset = dataset;
    }
    write_cell(plan.sweep.cells[i], stored);
  }
  write_meta(plan);
}

std::int64_t Store::write_plan(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                               const std::vector<std::string>& dataset_keys, const Manifest::Run* run) {
  Transaction transaction(database_, Transaction::Kind::write);
  write_cells(plan, datasets, dataset_keys);
  const std::int64_t number = static_cast<std::int64_t>(plan.runs.size()) + 1;
  if (run != nullptr) write_run(number, *run);
  transaction.commit();
  blank_ = false;
  return number;
}

void Store::write_whole(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                        const std::vector<std::string>& dataset_keys,
                        const std::function<bool(ChunkRow&)>& next) {
  Transaction transaction(database_, Transaction::Kind::write);
  write_cells(plan, datasets, dataset_keys);
  std::int64_t number = 0;
  for (const Manifest::Run& run : plan.runs) write_run(++number, run);
  for (ChunkRow chunk; next(chunk);) {
    database_.expect_bytes(row_bytes(chunk));
    insert_chunk(chunk);
  }
  transaction.commit();
  blank_ = false;
}

void Store::insert_fates(std::int64_t cell, std::uint64_t first, const PackedFates& fates) {
  Statement put(database_, "INSERT INTO fates VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  put.bind(1, cell).bind(2, signed_word(first)).bind(3, signed_word(fates.count));
  put.bind_blob(4, fates.dead).bind_blob(5, fates.diverged).bind_blob(6, fates.solved);
  put.bind(7, fates_hash(cell, first, fates)).run();
}

void Store::refuse_overlap(const ChunkRow& chunk) {
  // The rows before it do not overlap one another: only the last of them can reach this chunk.
  Statement before(database_,
                   "SELECT first + count FROM chunk WHERE cell = ?1 AND first < ?2 ORDER BY first DESC LIMIT 1");
  before.bind(1, chunk.cell).bind(2, signed_word(chunk.range.first + chunk.range.count));
  if (!before.step() || before.integer(0) <= signed_word(chunk.range.first)) return;
  refuse_second_writer();
}

void Store::refuse_second_writer() const {
  throw InputOutputError(fmt::format(
      "{}: another process has written here, and {} did not keep it out: was it removed? What was committed is "
      "safe: let the other process end, then run the same command again", database_.file(), lock_file(directory_)));
}

void Store::insert_chunk(const ChunkRow& chunk) {
  refuse_overlap(chunk);
  std::uint64_t digest = 0;
  Statement row(database_, kInsertKept);
  for (const Record& r : chunk.kept) {
    digest += kept_hash(r);
    row.bind(1, chunk.cell)
        .bind(2, signed_word(r.network))
        .bind(3, std::int64_t{r.flags})
        .bind(4, std::int64_t{r.death_epoch})
        .bind(5, std::int64_t{r.first_death})
        .bind(6, std::int64_t{r.last_death})
        .bind(7, std::int64_t{r.train_correct})
        .bind(8, std::int64_t{r.test_correct})
        .bind(9, std::int64_t{r.born_firing})
        .bind(10, std::int64_t{r.firing})
        .bind(11, std::int64_t{to_bits(r.train_loss)})
        .bind(12, std::int64_t{to_bits(r.mean_activation)})
        .bind(13, signed_word(r.dead_at));
    bind_parameters(row, 14, r.initial);
    bind_parameters(row, 14 + kMaxParameters, r.final);
    row.run();
  }
  const std::string keep = chunk.keep.text(), summary = chunk.summary.to_text();
  const auto first = signed_word(chunk.range.first), count = signed_word(chunk.range.count);
  const auto kept = signed_word(chunk.kept.size());
  Statement put(database_, "INSERT INTO chunk VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  put.bind(1, chunk.cell).bind(2, first).bind(3, count).bind(4, keep).bind(5, kept);
  put.bind(6, signed_word(digest)).bind(7, chunk.seconds).bind(8, summary);
  put.bind(9, RowHash("chunk")
                  .add(chunk.cell)
                  .add(first)
                  .add(count)
                  .add(keep)
                  .add(kept)
                  .add(signed_word(digest))
                  .add(chunk.seconds)
                  .add(summary)
                  .value());
  put.run();
  if (chunk.range.first < kPairedNetworks) insert_fates(chunk.cell, chunk.range.first, chunk.fates);
}

void Store::commit(const std::vector<ChunkRow>& chunks, std::int64_t run_number,
                   const Manifest::Run& run) {
  std::uint64_t bytes = 0;
  for (const ChunkRow& chunk : chunks) bytes += row_bytes(chunk);
  database_.expect_bytes(bytes);
  Transaction transaction(database_, Transaction::Kind::write);
  for (const ChunkRow& chunk : chunks) insert_chunk(chunk);
  write_run(run_number, run);
  transaction.commit();
}

void Store::set_error(StoredCell& stored, const Cell& cell, const std::optional<std::string>& error) {
  if (stored.error == error) return;
  stored.error = error;
  Transaction transaction(database_, Transaction::Kind::write);
  write_cell(cell, stored);
  transaction.commit();
}

}  // namespace myriad
