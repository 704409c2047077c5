// Everything that reads the store. No row is believed before its checksum, no ledger before its ranges
// are found to be disjoint and within the sweep.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "host/spec/cell_text.hpp"
#include "host/data/dataset_bytes.hpp"
#include "host/text/decimal.hpp"
#include "myriad/error.hpp"
#include "host/store/row_hash.hpp"
#include "host/store/run_fields.hpp"
#include "host/store/store.hpp"
#include "host/store/store_schema.hpp"

namespace myriad {
namespace {

std::uint64_t unsigned_word(std::int64_t x) { return static_cast<std::uint64_t>(x); }

void read_parameters(const Statement& row, int column, float* values) {
  for (int i = 0; i < kMaxParameters; ++i) {
    values[i] = from_bits(static_cast<std::uint32_t>(row.integer(column + i)));
  }
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

}  // namespace

StoredSweep Store::read() {
  if (blank_) {
    throw InputOutputError(fmt::format(
        "{} holds no result yet: its run was stopped at its very start; run it again", directory_));
  }
  Transaction transaction(database_, Transaction::Kind::read);
  StoredSweep result;
  try {
    const std::uint64_t cells = read_meta(result);
    read_cells(result);
    if (cells != result.cells.size()) damaged("cells are missing");
    read_chunks(result);
    read_runs(result);
  } catch (const nlohmann::json::exception&) {
    damaged("a text in it is not what was written");
  }
  return result;
}

std::uint64_t Store::read_meta(StoredSweep& to) {
  std::map<std::string, std::string> values;
  Statement rows(database_, "SELECT key, value, checksum FROM meta");
  while (rows.step()) {
    const std::string key = rows.text(0), value = rows.text(1);
    if (RowHash("meta").add(key).add(value).value() != rows.integer(2)) damaged("a row of meta");
    values[key] = value;
  }
  const auto text = [&](const char* key) {
    const auto found = values.find(key);
    if (found == values.end()) damaged(fmt::format("meta has no {}", key));
    return found->second;
  };
  const auto number = [&](const char* key) {
    const auto value = parse_decimal(text(key));
    if (!value) damaged(fmt::format("{} in meta", key));
    return *value;
  };
  to.sweep.name = text("name");
  to.sweep.seed = number("seed");
  to.sweep.networks_per_cell = number("networks_per_cell");
  to.sweep.keep = keep_rule_from_text(text("keep"));
  to.sweep.varied_keys = varied_keys_from_text(text("varied_keys"));
  to.sweep.text = text("spec_text");
  to.sweep.file = text("spec_file");
  to.sweep.overrides = overrides_from_text(text("overrides"));
  to.math = text("math");
  to.shards = split(text("shards"));
  return number("cells");
}

void Store::read_cells(StoredSweep& to) {
  Statement rows(database_,
                 "SELECT id, position, identity, dataset, config, error, checksum FROM cell"
                 " ORDER BY position");
  while (rows.step()) {
    const std::size_t i = to.cells.size();
    const std::int64_t position = rows.integer(1);
    if (position != static_cast<std::int64_t>(i)) damaged("the list of cells");
    StoredCell& stored = to.cells.emplace_back();
    stored.id = rows.integer(0);
    stored.identity = rows.text(2);
    stored.dataset = rows.integer(3);
    const std::string config = rows.text(4);
    if (!rows.is_null(5)) stored.error = rows.text(5);
    const auto checksum = RowHash("cell")
                              .add(stored.id)
                              .add(position)
                              .add(stored.identity)
                              .add(stored.dataset)
                              .add(config)
                              .add(stored.error ? "error " + *stored.error : "")
                              .value();
    if (checksum != rows.integer(6)) damaged(fmt::format("cell {}", i));
    to.sweep.cells.push_back(cell_from_text(config));
    for (const std::string& key : to.sweep.varied_keys) {
      if (to.sweep.cells.back().values.count(key) == 0) damaged(fmt::format("cell {} has no {}", i, key));
    }
    to.sweep.cells.back().index = static_cast<std::uint32_t>(i);
  }
}

void Store::read_chunks(StoredSweep& to) {
  std::map<std::int64_t, StoredCell*> by_id;
  for (StoredCell& stored : to.cells) by_id[stored.id] = &stored;
  Statement rows(database_,
                 "SELECT cell, first, count, keep, kept, kept_digest, seconds, summary, checksum"
                 " FROM chunk ORDER BY cell, first");
  while (rows.step()) {
    const std::int64_t cell = rows.integer(0), first = rows.integer(1), count = rows.integer(2);
    const std::string keep = rows.text(3), summary = rows.text(7);
    const auto checksum = RowHash("chunk")
                              .add(cell)
                              .add(first)
                              .add(count)
                              .add(keep)
                              .add(rows.integer(4))
                              .add(rows.integer(5))
                              .add(rows.real(6))
                              .add(summary)
                              .value();
    const auto found = by_id.find(cell);
    if (checksum != rows.integer(8) || found == by_id.end()) damaged("a chunk's row");
    StoredCell& stored = *found->second;
    const NetworkRange range{unsigned_word(first), unsigned_word(count)};
    if (first < 0 || count <= 0 || range.first + range.count > to.sweep.networks_per_cell ||
        stored.done.overlaps(range)) {
      damaged("chunks overlap or lie outside their cell");
    }
    const Summary part = Summary::from_text(summary);
    if (part.tally.networks != range.count) damaged("a chunk's summary");
    stored.chunks.push_back({range, keep_rule_from_text(keep), unsigned_word(rows.integer(4)),
                             unsigned_word(rows.integer(5))});
    stored.done.insert(range);
    stored.summary.merge(part);
    stored.seconds += rows.real(6);
  }
}

void Store::read_runs(StoredSweep& to) {
  Statement rows(database_, "SELECT number, provenance, checksum FROM run ORDER BY number");
  while (rows.step()) {
    const std::int64_t number = rows.integer(0);
    const std::string text = rows.text(1);
    if (number != static_cast<std::int64_t>(to.runs.size()) + 1 ||
        RowHash("run").add(number).add(text).value() != rows.integer(2)) {
      damaged("the list of runs");
    }
    to.runs.push_back(run_of(nlohmann::json::parse(text)));
  }
}

Dataset Store::dataset(std::int64_t id, std::string* key) {
  Statement row(database_, "SELECT key, bytes, checksum FROM dataset WHERE id = ?1");
  if (!row.bind(1, id).step()) damaged("a data set is missing");
  const std::string bytes = row.blob(1);
  if (RowHash("dataset").add(row.text(0)).add(bytes).value() != row.integer(2)) damaged("a data set");
  if (key != nullptr) *key = row.text(0);
  return dataset_from_bytes(bytes);
}

ChunkRow Store::read_chunk(std::int64_t cell, const StoredChunk& chunk) {
  // read() has verified the row's checksum.
  Statement row(database_, "SELECT seconds, summary FROM chunk WHERE cell = ?1 AND first = ?2");
  if (!row.bind(1, cell).bind(2, static_cast<std::int64_t>(chunk.range.first)).step()) damaged("a chunk's row");
  ChunkRow result{cell, chunk.range, chunk.keep, row.real(0), Summary::from_text(row.text(1)), {}, {}};
  read_kept(cell, chunk, result.kept);
  result.fates = read_fates(cell, chunk);
  return result;
}

void Store::read_kept(std::int64_t cell, const StoredChunk& chunk, std::vector<Record>& to) {
  Statement rows(database_,
                 "SELECT * FROM kept WHERE cell = ?1 AND network >= ?2 AND network < ?3"
                 " ORDER BY network");
  rows.bind(1, cell)
      .bind(2, static_cast<std::int64_t>(chunk.range.first))
      .bind(3, static_cast<std::int64_t>(chunk.range.first + chunk.range.count));
  std::uint64_t count = 0, digest = 0;
  for (; rows.step(); ++count) {
    Record r;
    r.network = unsigned_word(rows.integer(1));
    r.flags = static_cast<std::uint32_t>(rows.integer(2));
    r.death_epoch = static_cast<std::uint32_t>(rows.integer(3));
    r.first_death = static_cast<std::uint32_t>(rows.integer(4));
    r.last_death = static_cast<std::uint32_t>(rows.integer(5));
    r.train_correct = static_cast<std::uint32_t>(rows.integer(6));
    r.test_correct = static_cast<std::uint32_t>(rows.integer(7));
    r.born_firing = static_cast<std::uint32_t>(rows.integer(8));
    r.firing = static_cast<std::uint32_t>(rows.integer(9));
    r.train_loss = from_bits(static_cast<std::uint32_t>(rows.integer(10)));
    r.mean_activation = from_bits(static_cast<std::uint32_t>(rows.integer(11)));
    r.dead_at = unsigned_word(rows.integer(12));
    read_parameters(rows, 13, r.initial);
    read_parameters(rows, 13 + kMaxParameters, r.final);
    digest += kept_hash(r);
    to.push_back(r);
  }
  if (count != chunk.kept || digest != chunk.kept_digest) damaged("kept networks");
}

PackedFates Store::read_fates(std::int64_t cell, const StoredChunk& chunk) {
  PackedFates fates;
  const std::uint64_t count = paired_networks(chunk.range);
  if (count == 0) return fates;
  Statement row(database_,
                "SELECT count, dead, diverged, solved, checksum FROM fates WHERE cell = ?1 AND first = ?2");
  const auto first = static_cast<std::int64_t>(chunk.range.first);
  if (!row.bind(1, cell).bind(2, first).step()) damaged("fates of networks are missing");
  fates.count = unsigned_word(row.integer(0));
  fates.dead = row.blob(1);
  fates.diverged = row.blob(2);
  fates.solved = row.blob(3);
  if (fates_hash(cell, chunk.range.first, fates) != row.integer(4) || !fates.sound() ||
      fates.count != count) {
    damaged("fates of networks");
  }
  return fates;
}

void Store::verify(const StoredSweep& stored) {
  std::set<std::int64_t> datasets;
  std::vector<Record> records;
  for (const StoredCell& cell : stored.cells) {
    if (datasets.insert(cell.dataset).second) dataset(cell.dataset);
    for (const StoredChunk& chunk : cell.chunks) {
      records.clear();
      read_kept(cell.id, chunk, records);
      read_fates(cell.id, chunk);
    }
  }
}

}  // namespace myriad
