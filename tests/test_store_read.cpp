// Rows that are wrong under right checksums: what reads the store believes none of them.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <functional>
#include <set>

#include "host/store/row_hash.hpp"
#include "host/store/store.hpp"
#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

std::string blob(const std::string& bytes) {
  std::string text = "x'";
  for (const unsigned char c : bytes) text += {"0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
  return text + "'";
}

/// A finished result of two cells with 12 networks each, in chunks of 4 that were committed one by one.
class StoreRead : public testing::Test {
 protected:
  void SetUp() override {
    FakeEngine engine;
    run_sweep(two_cells(12), engine, into(place(), 4));
    good_ = read_file(store_file(place()));
  }

  std::string place() const { return scratch_ / "out"; }

  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(store_file(place()).c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message << ": " << sql;
    sqlite3_free(message);
    sqlite3_close(database);
  }

  std::string asked(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(store_file(place()).c_str(), &database);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sql;
    const std::string bytes(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return bytes;
  }

  std::string refusal_of_reading() {
    try {
      Store store(place(), Database::Mode::read);
      store.verify(store.read());
      run_status(place());
    } catch (const InputOutputError& error) {
      return error.what();
    }
    return "";
  }

  /// The message must say this; afterwards the result is as it was.
  void expect_refused(const std::string& part) {
    const std::string said = refusal_of_reading();
    EXPECT_TRUE(!said.empty() && said.find(part) != std::string::npos) << part << ": " << said;
    write_file(store_file(place()), good_);
    EXPECT_EQ(refusal_of_reading(), "");
  }

  void forge_meta(const std::string& key, const std::string& value) {
    execute("UPDATE meta SET value = '" + value + "', checksum = " +
            std::to_string(RowHash("meta").add(key).add(value).value()) + " WHERE key = '" + key + "'");
  }

  /// One more chunk, written by the store itself.
  void add_chunk(const std::function<void(ChunkRow&)>& change, std::uint64_t first) {
    Store store(place(), Database::Mode::write);
    const StoredSweep stored = store.read();
    ChunkRow chunk;
    chunk.cell = stored.cells[0].id;
    chunk.range = {first, 0};
    change(chunk);
    store.commit({chunk}, 1, stored.runs[0]);
  }

 private:
  const TemporaryDirectory scratch_;
  std::string good_;
};

Summary summary_of(std::uint64_t networks) {
  Summary summary;
  summary.tally.networks = networks;
  return summary;
}

TEST_F(StoreRead, ChunksLieWithinTheirCell) {
  execute("DELETE FROM chunk WHERE first = 8; DELETE FROM kept WHERE network >= 8; DELETE FROM fates WHERE first = 8");
  const std::string place_for_one_more = read_file(store_file(place()));
  EXPECT_EQ(refusal_of_reading(), "");
  const auto refused = [&](std::uint64_t first, std::uint64_t count, const char* part) {
    write_file(store_file(place()), place_for_one_more);
    add_chunk([&](ChunkRow& chunk) { chunk.summary = summary_of(chunk.range.count = count); }, 8);
    const auto checksum = RowHash("chunk")
                              .add(std::int64_t{1})
                              .add(static_cast<std::int64_t>(first))
                              .add(static_cast<std::int64_t>(count))
                              .add("none")
                              .add(std::int64_t{0})
                              .add(std::int64_t{0})
                              .add(0.0)
                              .add(summary_of(count).to_text())
                              .value();
    execute("UPDATE chunk SET first = " + std::to_string(static_cast<std::int64_t>(first)) +
            ", checksum = " + std::to_string(checksum) + " WHERE cell = 1 AND first = 8");
    EXPECT_NE(refusal_of_reading().find(part), std::string::npos) << first << " " << count << ": " << refusal_of_reading();
  };
  refused(8, 5, "chunks overlap or lie outside");
  refused(12, 1, "chunks overlap or lie outside");
  refused(8, 0, "chunks overlap or lie outside");
  refused(6, 3, "chunks overlap or lie outside");
  refused(std::uint64_t{1} << 63, 1, "chunks overlap or lie outside");
  refused(~std::uint64_t{0} - 3, 8, "chunks overlap or lie outside");
}

TEST_F(StoreRead, ASummaryIsOfItsChunk) {
  execute("DELETE FROM chunk WHERE first = 8; DELETE FROM kept WHERE network >= 8; DELETE FROM fates WHERE first = 8");
  add_chunk([](ChunkRow& chunk) {
    chunk.range.count = 4;
    chunk.summary = summary_of(3);
  }, 8);
  expect_refused("a chunk's summary");
}

TEST_F(StoreRead, AChunkIsOfACell) {
  add_chunk([](ChunkRow& chunk) {
    chunk.cell = 99;
    chunk.range.count = 4;
    chunk.summary = summary_of(4);
  }, 12);
  expect_refused("a chunk's row");
}

TEST_F(StoreRead, MetaSaysWhatItShould) {
  for (const char* key : {"seed", "networks_per_cell", "cells"}) {
    forge_meta(key, "-1");
    expect_refused(std::string(key) + " in meta");
  }
  forge_meta("cells", "3");
  expect_refused("cells are missing");
  for (const char* keys : {"[1", "[1]", "[\"lr\",\"lr\"]", "[\"nothing\"]"}) {
    forge_meta("varied_keys", keys);
    expect_refused("the stored list of varied keys is damaged");
  }
  forge_meta("varied_keys", "[\"epochs\"]");
  expect_refused("cell 0 has no epochs");
  forge_meta("overrides", "{}");
  expect_refused("the stored changes to a spec are damaged");
  for (const char* shards : {"0", "0/", "/2", "x/2", "0/x", "2/2", "0/0"}) {
    forge_meta("shards", shards);
    expect_refused("a stored shard is damaged");
  }
}

TEST_F(StoreRead, CellsStandInOrder) {
  const auto moved = [&](int id, int position) {
    const std::string where = " WHERE id = " + std::to_string(id);
    const auto checksum = RowHash("cell")
                              .add(std::int64_t{id})
                              .add(std::int64_t{position})
                              .add(asked("SELECT identity FROM cell" + where))
                              .add(std::int64_t{std::stol(asked("SELECT CAST(dataset AS TEXT) FROM cell" + where))})
                              .add(asked("SELECT config FROM cell" + where))
                              .add("")
                              .value();
    execute("UPDATE cell SET position = " + std::to_string(position) + ", checksum = " + std::to_string(checksum) + where);
  };
  moved(1, 0);  // as it was
  EXPECT_EQ(refusal_of_reading(), "");
  moved(2, 2);
  expect_refused("the list of cells");
  moved(2, 0);
  expect_refused("the list of cells");
  moved(1, -1);
  expect_refused("the list of cells");
}

TEST_F(StoreRead, RunsAreNumbered) {
  const auto forged = [&](int number, const std::string& text) {
    execute("UPDATE run SET number = " + std::to_string(number) + ", provenance = '" + text + "', checksum = " +
            std::to_string(RowHash("run").add(std::int64_t{number}).add(text).value()));
  };
  const std::string text = asked("SELECT provenance FROM run");
  forged(2, text);
  expect_refused("the list of runs");
  forged(0, text);
  expect_refused("the list of runs");
  for (const char* wrong : {"", "{}", "[]", "{\"command\": 1}"}) {
    forged(1, wrong);
    expect_refused("a text in it is not what was written");
  }
}

TEST_F(StoreRead, FatesAreThoseOfTheirChunk) {
  const auto forged = [&](std::int64_t count, const std::string& dead, const std::string& diverged) {
    PackedFates fates;
    fates.count = static_cast<std::uint64_t>(count);
    fates.dead = dead;
    fates.diverged = diverged;
    fates.solved = std::string(1, '\0');
    execute("UPDATE fates SET count = " + std::to_string(count) + ", dead = " + blob(fates.dead) + ", diverged = " +
            blob(fates.diverged) + ", solved = " + blob(fates.solved) + ", checksum = " +
            std::to_string(fates_hash(1, 4, fates)) + " WHERE cell = 1 AND first = 4");
  };
  forged(4, std::string(1, '\x05'), std::string(1, '\x0a'));
  EXPECT_EQ(refusal_of_reading(), "");
  forged(5, std::string(1, '\x05'), std::string(1, '\x0a'));
  expect_refused("fates of networks");
  forged(3, std::string(1, '\x01'), std::string(1, '\x02'));
  expect_refused("fates of networks");
  forged(4, std::string(2, '\x01'), std::string(1, '\x02'));
  expect_refused("fates of networks");
  execute("DELETE FROM fates WHERE cell = 1 AND first = 4");
  expect_refused("fates of networks are missing");
}

TEST_F(StoreRead, DataSetsAreThere) {
  execute("DELETE FROM dataset WHERE id = 1");
  expect_refused("a data set is missing");
  const std::string key = asked("SELECT key FROM dataset WHERE id = 1");
  execute("UPDATE dataset SET bytes = x'00', checksum = " +
          std::to_string(RowHash("dataset").add(key).add(std::string_view("\0", 1)).value()));
  expect_refused("a stored data set is damaged");
}

TEST_F(StoreRead, ARowThatWentWhileItWasReadIsMissed) {
  Store store(place(), Database::Mode::read);
  const StoredSweep stored = store.read();
  EXPECT_EQ(store.read_chunk(1, stored.cells[0].chunks[1]).kept.size(), 4u);
  execute("DELETE FROM chunk WHERE first = 4");
  EXPECT_THROW(store.read_chunk(1, stored.cells[0].chunks[1]), InputOutputError);
}

}  // namespace
}  // namespace myriad
