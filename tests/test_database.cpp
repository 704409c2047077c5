// What SQLite's result codes mean for the user, and values of another type than asked for.
#include "host/store/database.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <new>

#include "myriad/error.hpp"
#include "temporary_directory.hpp"

namespace myriad {
namespace {

using namespace fixture;

std::string said(const std::function<void()>& what) {
  try {
    what();
  } catch (const InputOutputError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class DatabaseFile : public testing::Test {
 protected:
  const TemporaryDirectory scratch_;
  const std::string file_ = scratch_ / "a.db";
  Database database_{file_, Database::Mode::write};
};

TEST_F(DatabaseFile, GivesBackWhatItWasGiven) {
  database_.execute("CREATE TABLE t(i INTEGER, r REAL, t TEXT, b BLOB) STRICT");
  Statement put(database_, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
  put.bind(1, std::int64_t{-7}).bind(2, 0.1).bind(3, std::string_view("a\0b", 3)).bind_blob(4, "").run();
  put.run();  // nothing bound any more: NULLs
  Statement get(database_, "SELECT * FROM t");
  ASSERT_TRUE(get.step());
  EXPECT_EQ(get.integer(0), -7);
  EXPECT_EQ(get.real(1), 0.1);
  EXPECT_EQ(get.text(2), std::string("a\0b", 3));
  EXPECT_EQ(get.blob(3), "");
  EXPECT_FALSE(get.is_null(3));
  ASSERT_TRUE(get.step());
  EXPECT_TRUE(get.is_null(0));
  EXPECT_FALSE(get.step());
}

TEST_F(DatabaseFile, AValueOfAnotherTypeIsDamage) {
  Statement row(database_, "SELECT 1, 1.0, 'x', x'00', NULL");
  ASSERT_TRUE(row.step());
  for (int column = 0; column < 5; ++column) {
    const auto damaged = [&](const auto& ask) { return has(said([&] { ask(); }), "damaged, or not a result"); };
    EXPECT_EQ(damaged([&] { row.integer(column); }), column != 0);
    EXPECT_EQ(damaged([&] { row.real(column); }), column != 1);
    EXPECT_EQ(damaged([&] { row.text(column); }), column != 2);
    EXPECT_EQ(damaged([&] { row.blob(column); }), column != 3);
  }
  EXPECT_TRUE(has(said([&] { database_.integer("SELECT 1 WHERE 0"); }), "damaged"));
  EXPECT_EQ(database_.integer("SELECT 42"), 42);
}

TEST_F(DatabaseFile, AFullDiskIsNamedWithTheBytesNeeded) {
  database_.execute("CREATE TABLE t(b)");
  database_.execute("PRAGMA max_page_count = 3");
  const auto fill = [&] { database_.execute("INSERT INTO t VALUES (zeroblob(100000))"); };
  EXPECT_TRUE(has(said(fill), file_ + ": the disk is full; about 65536 bytes"));
  database_.expect_bytes(123456);
  EXPECT_TRUE(has(said(fill), "about 123456 bytes"));
}

TEST_F(DatabaseFile, AWriteThatFailsNamesItsReason) {
  database_.execute("CREATE TABLE t(b)");
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{10'000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &limit);
  const std::string text = said([&] { database_.execute("INSERT INTO t VALUES (zeroblob(100000))"); });
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  EXPECT_TRUE(has(text, file_ + ": disk I/O error")) << text;
  EXPECT_TRUE(has(text, "about 65536 bytes were to be read or written")) << text;
  EXPECT_EQ(database_.integer("SELECT count(*) FROM t"), 0);
}

TEST_F(DatabaseFile, OtherErrorsSayWhatSqliteSays) {
  EXPECT_TRUE(has(said([&] { database_.execute("SELECT"); }), file_ + ": incomplete input"));
  const std::string unknown = said([&] { const Statement s(database_, "SELECT missing"); });
  EXPECT_TRUE(has(unknown, file_ + ": no such column: missing")) << unknown;
  EXPECT_TRUE(has(said([&] { Database("/nowhere/a.db", Database::Mode::write); }), "No such file or directory"));
  database_.execute("CREATE TABLE t(i INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  EXPECT_TRUE(has(said([&] { database_.execute("INSERT INTO t VALUES ('x')"); }), "damaged"));  // a mismatch
  Statement twice(database_, "INSERT INTO t VALUES (1)");
  EXPECT_TRUE(has(said([&] { twice.run(); }), "UNIQUE constraint failed"));
}

TEST_F(DatabaseFile, ALockedFileIsNotWaitedForForEver) {
  Database other(file_, Database::Mode::write);
  other.execute("PRAGMA busy_timeout = 0");
  const Transaction held(database_, Transaction::Kind::write);
  EXPECT_TRUE(has(said([&] { const Transaction second(other, Transaction::Kind::write); }), "another program keeps it locked"));
  EXPECT_TRUE(has(said([&] { other.fail(SQLITE_LOCKED); }), "another program keeps it locked"));
}

TEST_F(DatabaseFile, MemoryThatRunsOutIsNoDamage) {
  sqlite3_hard_heap_limit64(1);
  EXPECT_THROW(Database(file_, Database::Mode::read), std::bad_alloc);
  EXPECT_THROW(database_.integer("SELECT 1"), std::bad_alloc);
  sqlite3_hard_heap_limit64(0);
  EXPECT_EQ(database_.integer("SELECT 1"), 1);
}

TEST_F(DatabaseFile, ATransactionThatIsLeftIsUndone) {
  database_.execute("CREATE TABLE t(i)");
  {
    Transaction left(database_, Transaction::Kind::write);
    database_.execute("INSERT INTO t VALUES (1)");
  }
  EXPECT_EQ(database_.integer("SELECT count(*) FROM t"), 0);
  Transaction kept(database_, Transaction::Kind::write);
  database_.execute("INSERT INTO t VALUES (1)");
  kept.commit();
  EXPECT_EQ(database_.integer("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseFile, AReaderWritesNothing) {
  database_.execute("CREATE TABLE t(i)");
  Database reader(file_, Database::Mode::read);
  EXPECT_NE(said([&] { reader.execute("INSERT INTO t VALUES (1)"); }), "");
  EXPECT_NE(said([&] { Database(scratch_ / "none.db", Database::Mode::read); }), "");
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "none.db"));
}

}  // namespace
}  // namespace myriad
