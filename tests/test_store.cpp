// The store's file under damage, and values that SQLite could bend.
#include "host/store/store.hpp"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "myriad/run.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

std::string everything_in(const std::string& directory) {
  const Result result = Result::open(directory);
  std::string text = to_json(result.manifest()) + result.sweep().text + std::to_string(result.sweep().seed);
  for (const Table& table : {cells_table(result), networks_table(result), histogram_table(result),
                             survival_table(result), data_table(result, 0), comparisons_table(result)}) {
    text += to_text(table, TableFormat::csv);
  }
  return text;
}

void run_small(const std::string& directory, std::uint64_t seed = 7) {
  Sweep sweep = make_sweep({make_cell(0.1), make_cell(0.2)}, 12);
  sweep.keep = {KeepRule::Kind::all, 0};
  sweep.seed = seed;
  FakeEngine engine;
  RunOptions options;
  options.directory = directory;
  options.chunk = 4;
  options.commit_seconds = 0;
  run_sweep(sweep, engine, options);
}

void execute(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_free(message);
  sqlite3_close(database);
}

TEST(Store, NeverShowsAWrongRowOfAFileWithFlippedBits) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  const std::string expected = everything_in(scratch.path());
  const std::string bytes = read_file(store_file(scratch.path()));
  std::mt19937_64 random(1);
  int noticed = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    std::string flipped = bytes;
    const std::size_t at = random() % flipped.size();
    flipped[at] = static_cast<char>(flipped[at] ^ 1 << random() % 8);
    write_file(store_file(scratch.path()), flipped);
    try {
      ASSERT_EQ(everything_in(scratch.path()), expected) << "byte " << at;
    } catch (const InputOutputError&) {
      ++noticed;
    }
  }
  EXPECT_GT(noticed, 1000);
  RecordProperty("bit_flips", 10'000);  // for the table of docs/reliability.md
  RecordProperty("bit_flips_noticed", noticed);
}

TEST(Store, NeverShowsAWrongRowOfATruncatedFile) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  const std::string bytes = read_file(store_file(scratch.path()));
  const bool every = std::getenv("MYRIAD_LONG_TESTS") != nullptr;
  int lengths = 0;
  for (std::size_t length = 0; length < bytes.size(); length += every || length % 4096 < 40 ? 1 : 97) {
    write_file(store_file(scratch.path()), bytes.substr(0, length));
    EXPECT_THROW(everything_in(scratch.path()), InputOutputError) << length;
    ++lengths;
  }
  RecordProperty("lengths_truncated_to", lengths);
}

TEST(Store, RecomputesWhatALostLedgerRowStoodFor) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  const std::string expected = everything_in(scratch.path());
  execute(store_file(scratch.path()),
          "DELETE FROM chunk WHERE cell = 1 AND first = 4;"
          "DELETE FROM kept WHERE cell = 1 AND network BETWEEN 4 AND 7;"
          "DELETE FROM fates WHERE cell = 1 AND first = 4");
  EXPECT_EQ(run_status(scratch.path()).networks_done, 20u);
  run_small(scratch.path());
  EXPECT_EQ(run_status(scratch.path()).networks_done, 24u);
  const auto tables = [](const std::string& text) { return text.substr(text.find("cell,lr")); };
  EXPECT_EQ(tables(everything_in(scratch.path())), tables(expected));
}

TEST(Store, NoticesRowsThatWereChangedOrRemoved) {
  const std::vector<std::string> damages = {
      "UPDATE kept SET flags = flags + 1 WHERE network = 3 AND cell = 1",
      "DELETE FROM kept WHERE network = 3 AND cell = 1",
      "UPDATE kept SET network = 100 WHERE network = 3 AND cell = 1",
      "UPDATE chunk SET count = count + 1 WHERE first = 8",
      "UPDATE chunk SET summary = replace(summary, 'dead_at', 'dead_at ')",
      "UPDATE cell SET identity = 'x'",
      "DELETE FROM cell WHERE id = 2",
      "DELETE FROM dataset",
      "UPDATE dataset SET bytes = x'00'",
      "DELETE FROM meta WHERE key = 'seed'",
      "UPDATE meta SET value = '8' WHERE key = 'seed'",
      "UPDATE run SET provenance = '{}'",
      "CREATE TABLE extra(x)",
      "CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM chunk; END",
      "CREATE VIEW v AS SELECT 1",
      "DROP TABLE kept; CREATE VIEW kept AS SELECT 1",
      "UPDATE fates SET dead = x'ff' WHERE cell = 1 AND first = 4",
      "UPDATE fates SET count = 0, dead = x'', diverged = x'', solved = x'' WHERE cell = 1 AND first = 4",
      "UPDATE fates SET first = 5 WHERE cell = 1 AND first = 4",
      "DELETE FROM fates WHERE cell = 2 AND first = 8",
      "DROP TABLE fates",
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = NULL WHERE name = 'fates'",
      "PRAGMA user_version = 1",
      "PRAGMA user_version = 4",
      "PRAGMA application_id = 1"};
  for (const std::string& damage : damages) {
    const TemporaryDirectory scratch;
    run_small(scratch.path());
    execute(store_file(scratch.path()), damage);
    EXPECT_THROW(everything_in(scratch.path()), InputOutputError) << damage;
  }
}

TEST(Store, RefusesToResumeADamagedResult) {
  for (const char* damage : {"UPDATE chunk SET count = count + 1 WHERE first = 8",
                             "UPDATE kept SET final_0 = final_0 + 1 WHERE network = 3",
                             "UPDATE fates SET checksum = checksum + 1 WHERE first = 4",
                             "UPDATE dataset SET checksum = checksum + 1"}) {
    const TemporaryDirectory scratch;
    run_small(scratch.path());
    execute(store_file(scratch.path()), damage);
    EXPECT_THROW(run_small(scratch.path()), InputOutputError) << damage;
  }
}

TEST(Store, FatesEndWhereTheTableDoes) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  Store store(scratch.path(), Database::Mode::write);
  const StoredSweep before = store.read();
  ChunkRow chunk;
  chunk.cell = before.cells[0].id;
  chunk.keep = {KeepRule::Kind::none, 0};
  chunk.range = {kPairedNetworks - 3, 10};
  chunk.fates.append({kDead, kDiverged, kSolved});
  ChunkRow later = chunk;
  later.range = {kPairedNetworks + 7, 10};
  later.fates = {};
  store.commit({chunk, later}, 1, before.runs[0]);
  const PackedFates fates = store.read_fates(chunk.cell, {chunk.range, chunk.keep, 0, 0});
  EXPECT_EQ(fates.count, 3u);
  EXPECT_EQ(fates.dead, chunk.fates.dead);
  EXPECT_EQ(fates.diverged, chunk.fates.diverged);
  EXPECT_EQ(fates.solved, chunk.fates.solved);
  EXPECT_EQ(store.read_fates(chunk.cell, {later.range, chunk.keep, 0, 0}).count, 0u);
}

TEST(Store, RefusesWhatAnotherWriterHasDone) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  Store store(scratch.path(), Database::Mode::write);
  const StoredSweep before = store.read();
  const auto chunk_of = [&](int cell, std::uint64_t first, std::uint64_t count) {
    ChunkRow chunk;
    chunk.cell = before.cells[static_cast<std::size_t>(cell)].id;
    chunk.keep = {KeepRule::Kind::none, 0};
    chunk.range = {first, count};
    chunk.fates.append(std::vector<std::uint32_t>(count));
    chunk.summary.tally.networks = count;
    return chunk;
  };
  {  // as a second process would that no lock holds back
    Store other(scratch.path(), Database::Mode::write);
    other.commit({chunk_of(0, 20, 10), chunk_of(0, 40, 10)}, 1, before.runs[0]);
  }
  const std::string with_theirs = read_file(store_file(scratch.path()));
  for (const auto& [first, count] : {std::pair<std::uint64_t, std::uint64_t>{20, 10}, {15, 6}, {29, 1}, {29, 20}, {12, 100}, {22, 2}}) {
    try {
      store.commit({chunk_of(1, 30, 5), chunk_of(0, first, count)}, 1, before.runs[0]);
      ADD_FAILURE() << first << " " << count;
    } catch (const InputOutputError& error) {
      EXPECT_NE(std::string(error.what()).find("another process has written here"), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(scratch / ".lock"), std::string::npos) << error.what();
    }
    EXPECT_EQ(read_file(store_file(scratch.path())), with_theirs);  // nor is the chunk before it there
  }
  for (const auto& [first, count] : {std::pair<std::uint64_t, std::uint64_t>{12, 8}, {30, 10}, {50, 1}}) {
    EXPECT_NO_THROW(store.commit({chunk_of(0, first, count)}, 1, before.runs[0])) << first;
  }
  EXPECT_NO_THROW(store.commit({chunk_of(1, 20, 10)}, 1, before.runs[0]));  // another cell's
}

TEST(Store, RefusesAPlanThatAnotherWriterHasBegun) {
  const TemporaryDirectory scratch;
  Store store(scratch.path(), Database::Mode::write);
  EXPECT_TRUE(store.blank());
  run_small(scratch.path());
  StoredSweep plan;
  plan.sweep = make_sweep({});
  try {
    store.write_plan(plan, {}, {}, nullptr);
    ADD_FAILURE();
  } catch (const InputOutputError& error) {
    EXPECT_NE(std::string(error.what()).find("another process has written here"), std::string::npos) << error.what();
  }
  EXPECT_EQ(run_status(scratch.path()).networks_done, 24u);
}

TEST(Store, RefusesOtherFiles) {
  const TemporaryDirectory scratch;
  write_file(store_file(scratch.path()), "this is no database, but it is long enough to look like a header");
  EXPECT_THROW(Result::open(scratch.path()), InputOutputError);
  EXPECT_THROW(run_small(scratch.path()), InputOutputError);
  std::filesystem::remove(store_file(scratch.path()));
  execute(store_file(scratch.path()), "CREATE TABLE theirs(x); INSERT INTO theirs VALUES (1)");
  const std::string before = read_file(store_file(scratch.path()));
  EXPECT_THROW(Result::open(scratch.path()), InputOutputError);
  EXPECT_THROW(run_small(scratch.path()), InputOutputError);
  EXPECT_EQ(read_file(store_file(scratch.path())), before);
}

TEST(Store, AnErrorIsWrittenOnce) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  Store store(scratch.path(), Database::Mode::write);
  StoredSweep stored = store.read();
  const Cell cell = stored.sweep.cells[0];
  store.set_error(stored.cells[0], cell, "why");
  EXPECT_EQ(store.read().cells[0].error, "why");
  const std::string before = read_file(store_file(scratch.path()));
  store.set_error(stored.cells[0], cell, "why");
  EXPECT_EQ(read_file(store_file(scratch.path())), before);
  store.set_error(stored.cells[0], cell, {});
  EXPECT_EQ(store.read().cells[0].error, std::nullopt);
  EXPECT_EQ(store.write_plan(stored, {nullptr, nullptr}, {"", ""}, nullptr), 2);
  EXPECT_FALSE(store.blank());
}

TEST(Store, ADatabaseWithoutTablesMayBecomeOurs) {
  const TemporaryDirectory scratch;
  execute(store_file(scratch.path()), "PRAGMA user_version = 1");
  EXPECT_THROW(Result::open(scratch.path()), InputOutputError);
  EXPECT_THROW(Result::open(scratch / "missing"), InputOutputError);
  run_small(scratch.path());
  EXPECT_EQ(run_status(scratch.path()).networks_done, 24u);
}

TEST(Store, HoldsSeedsOf64Bits) {
  for (const std::uint64_t seed : {std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    const TemporaryDirectory scratch;
    run_small(scratch.path(), seed);
    EXPECT_EQ(Result::open(scratch.path()).sweep().seed, seed);
  }
}

TEST(Store, HoldsEveryPatternOfBits) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  Store store(scratch.path(), Database::Mode::write);
  const StoredSweep before = store.read();
  ChunkRow chunk;
  chunk.cell = before.cells[0].id;
  chunk.range = {1000, 3};
  chunk.keep = {KeepRule::Kind::all, 0};
  std::mt19937_64 random(2);
  for (std::uint64_t n = 1000; n < 1003; ++n) {
    Record r;
    r.network = n;
    r.dead_at = ~std::uint64_t{0} - n % 2;
    for (float& x : r.initial) x = from_bits(static_cast<std::uint32_t>(random()) | 0x80000000u);
    for (float& x : r.final) x = from_bits(0x7f800000u + static_cast<std::uint32_t>(random() % 1000));
    r.flags = 0x7ff;
    r.train_correct = r.test_correct = 0xffffffffu;
    r.train_loss = from_bits(0xffffffffu);
    chunk.kept.push_back(r);
  }
  store.commit({chunk}, 1, before.runs[0]);
  StoredChunk row{chunk.range, chunk.keep, 3, 0};
  for (const Record& r : chunk.kept) row.kept_digest += kept_hash(r);
  std::vector<Record> back;
  store.read_kept(chunk.cell, row, back);
  ASSERT_EQ(back.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(kept_hash(back[i]), kept_hash(chunk.kept[i]));
    EXPECT_EQ(to_bits(back[i].final[6]), to_bits(chunk.kept[i].final[6]));
    EXPECT_EQ(back[i].dead_at, chunk.kept[i].dead_at);
  }
}

TEST(Store, TakesHostileTextsForWhatTheyAre) {
  for (const std::string text : {"'; DROP TABLE chunk; --", "../../etc/passwd", "<script>\n\x1b[31m", "\" onload="}) {
    const TemporaryDirectory scratch;
    Sweep sweep = make_sweep({make_cell(0.1)}, 3);
    sweep.name = sweep.text = text;
    sweep.cells[0].name = text;
    sweep.cells[0].values["lr"] = text;
    FakeEngine engine;
    RunOptions options;
    options.directory = scratch / "out";
    options.command = text;
    run_sweep(sweep, engine, options);
    const Result result = Result::open(scratch / "out");
    EXPECT_EQ(result.sweep().name, text);
    EXPECT_EQ(result.sweep().cells[0].name, text);
    EXPECT_EQ(result.sweep().cells[0].values.at("lr"), text);
    EXPECT_EQ(result.manifest().command, text);
    EXPECT_EQ(read_file(scratch / "out/spec.toml"), text);
  }
}

TEST(Store, RollsBackAHotJournalOfAKilledWriter) {
  const TemporaryDirectory scratch;
  run_small(scratch.path());
  const std::string expected = everything_in(scratch.path());
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(store_file(scratch.path()).c_str(), &database);
    sqlite3_exec(database, "PRAGMA cache_size = 1; BEGIN; UPDATE chunk SET count = 1, summary = ''",
                 nullptr, nullptr, nullptr);
    sqlite3_db_cacheflush(database);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(store_file(scratch.path()) + "-journal"));
  EXPECT_EQ(everything_in(scratch.path()), expected);
}

}  // namespace
}  // namespace myriad
