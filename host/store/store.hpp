// A run's directory on disk: DIR/sweep.db, an SQLite file that is the truth about a sweep. Every row
// carries a checksum of its own; a chunk's summary is its ledger row, so that neither is there alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/store/database.hpp"
#include "myriad/dataset.hpp"
#include "myriad/engine.hpp"
#include "myriad/fates.hpp"
#include "myriad/result.hpp"
#include "myriad/spec.hpp"
#include "myriad/summary.hpp"
#include "host/store/network_ranges.hpp"

namespace myriad {

/// A ledger row without its summary.
struct StoredChunk {
  NetworkRange range;
  KeepRule keep;                 ///< the rule it ran under
  std::uint64_t kept = 0;        ///< rows it kept
  std::uint64_t kept_digest = 0; ///< sum of their hashes, modulo 2^64
};

struct StoredCell {
  std::int64_t id = 0;       ///< in the store; stays when the plan is reordered
  std::string identity;      ///< cell_identity()
  std::int64_t dataset = 0;
  std::optional<std::string> error;
  std::vector<StoredChunk> chunks;  ///< ascending, not overlapping
  NetworkRanges done;
  Summary summary;           ///< of all chunks
  double seconds = 0;
};

/// Everything but data sets and kept rows. cells[i] is what is stored of sweep.cells[i].
struct StoredSweep {
  Sweep sweep;
  std::string math = "exact";
  std::vector<std::string> shards;  ///< asked for so far: "0/2"
  std::vector<StoredCell> cells;
  std::vector<Manifest::Run> runs;
};

/// A chunk ready to be committed; neighbours of one cell may have been merged into one.
struct ChunkRow {
  std::int64_t cell = 0;     ///< StoredCell::id
  NetworkRange range;
  KeepRule keep;
  double seconds = 0;
  Summary summary;
  std::vector<Record> kept;
  PackedFates fates;         ///< of the paired_networks() of `range`
};

class Store {
 public:
  /// Opens DIR/sweep.db; Mode::write creates it. Throws InputOutputError: missing, damaged, not ours, or
  /// of another version. Version 1 can be read; the first write_plan() brings it up to date.
  Store(const std::string& directory, Database::Mode mode);

  /// No transaction has reached it yet: a new file, or that of a run killed at its very start.
  bool blank() const { return blank_; }

  /// Reads and verifies. Throws InputOutputError on damage.
  StoredSweep read();
  /// The prepared rows of StoredCell::dataset, and the key it was written under.
  Dataset dataset(std::int64_t id, std::string* key = nullptr);
  /// A chunk as it was committed, verified. `cell`: StoredCell::id.
  ChunkRow read_chunk(std::int64_t cell, const StoredChunk& chunk);
  /// Rows kept of one chunk, in order of network number; verified against the ledger.
  void read_kept(std::int64_t cell, const StoredChunk& chunk, std::vector<Record>& to);

  /// Fates of the paired_networks() of one chunk; verified. Count 0 where they are not known.
  PackedFates read_fates(std::int64_t cell, const StoredChunk& chunk);

  /// Reads what read() leaves alone, data sets, kept rows and fates, to find damage before a run goes on.
  /// Throws InputOutputError.
  void verify(const StoredSweep& stored);

  /// Makes the store hold this plan, in one transaction: cells with id 0 are added (and given one), the
  /// others get their new place. `datasets[i]` belongs to cell i. Adds `run`, if any, and returns its
  /// number.
  std::int64_t write_plan(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                          const std::vector<std::string>& dataset_keys, const Manifest::Run* run);
  /// Fills a blank store with a plan, its runs and the chunks that `next` gives until it returns false, all in
  /// one transaction.
  void write_whole(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                   const std::vector<std::string>& dataset_keys,
                   const std::function<bool(ChunkRow&)>& next);
  /// Adds chunks with their kept rows, and brings the run's entry up to date: all or nothing.
  void commit(const std::vector<ChunkRow>& chunks, std::int64_t run_number, const Manifest::Run& run);
  /// Says why a cell could not be computed, or that it could.
  void set_error(StoredCell& stored, const Cell& cell, const std::optional<std::string>& error);

 private:
  void verify_schema();
  std::uint64_t read_meta(StoredSweep& to);  ///< how many cells it names
  void read_cells(StoredSweep& to);
  void read_chunks(StoredSweep& to);
  void read_runs(StoredSweep& to);
  void create_schema();
  void write_cells(StoredSweep& plan, const std::vector<const Dataset*>& datasets,
                   const std::vector<std::string>& dataset_keys);
  void write_meta(const StoredSweep& plan);
  std::int64_t write_dataset(const std::string& key, const Dataset& dataset);
  void write_cell(const Cell& cell, const StoredCell& stored);
  void write_run(std::int64_t number, const Manifest::Run& run);
  void refuse_overlap(const ChunkRow& chunk);
  [[noreturn]] void refuse_second_writer() const;
  void insert_chunk(const ChunkRow& chunk);
  void insert_fates(std::int64_t cell, std::uint64_t first, const PackedFates& fates);
  [[noreturn]] void damaged(const std::string& what) const;

  std::string directory_;
  Database database_;
  bool blank_ = false;
};

/// DIR/sweep.db
std::string store_file(const std::string& directory);

/// One kept row's share of StoredChunk::kept_digest: a hash of everything in it.
std::uint64_t kept_hash(const Record& record);

/// The checksum of a row of fates, as SQLite holds it.
std::int64_t fates_hash(std::int64_t cell, std::uint64_t first, const PackedFates& fates);

}  // namespace myriad
