// Files that SQLite would follow, roll back or delete, and what myriad lets it see of them.
#include "host/store/file_guard.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "host/store/database.hpp"
#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;
using Mode = Database::Mode;
namespace fs = std::filesystem;

const std::string kMagic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

std::string word(std::uint32_t x) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(x >> shift & 0xffu);
  return bytes;
}

/// A journal that SQLite takes for that of a commit over several files: it rolls nothing back, then deletes `victim`.
std::string super_journal(const std::string& victim) {
  std::string head = kMagic + word(0) + word(1) + word(2) + word(512) + word(4096);
  head.resize(512);
  std::uint32_t sum = 0;
  for (const char c : victim) sum += static_cast<std::uint32_t>(static_cast<int>(static_cast<signed char>(c)));
  const std::uint32_t locked_page = 0x40000000 / 4096 + 1;
  return head + word(locked_page) + victim + word(static_cast<std::uint32_t>(victim.size())) + word(sum) + kMagic;
}

class FileGuard : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(scratch_ / "a");
    fs::create_directory(scratch_ / "b");
    Database database(file_, Mode::write);
    database.execute("CREATE TABLE t(i); INSERT INTO t VALUES (1)");
  }

  /// What opening for this says; "" when it is let through.
  static std::string refusal(const std::string& file, Mode mode) {
    try {
      Database(file, mode).integer("SELECT count(*) FROM sqlite_schema");
    } catch (const InputOutputError& error) {
      return error.what();
    }
    return "";
  }

  static void expect_refused(const std::string& file, Mode mode, const std::string& part) {
    const std::string said = refusal(file, mode);
    EXPECT_NE(said.find(part), std::string::npos) << part << ": " << said;
  }

  /// Leaves the journal of a commit that a kill cut short.
  static void kill_within_commit(const std::string& file) {
    const pid_t child = fork();
    if (child == 0) {
      sqlite3* database = nullptr;
      sqlite3_open(file.c_str(), &database);
      sqlite3_exec(database, "PRAGMA cache_size = 1; BEGIN; UPDATE t SET i = 2", nullptr, nullptr, nullptr);
      sqlite3_db_cacheflush(database);
      _exit(0);
    }
    waitpid(child, nullptr, 0);
    ASSERT_TRUE(fs::exists(file + "-journal"));
  }

  const TemporaryDirectory scratch_;
  const std::string file_ = scratch_ / "a/sweep.db";
  const std::string other_ = scratch_ / "b/sweep.db";
};

TEST_F(FileGuard, AJournalDeletesNoOtherFile) {
  const std::string victim = scratch_ / "thesis.tex", before = read_file(file_);
  write_file(victim, "years");
  for (const Mode mode : {Mode::read, Mode::write}) {
    write_file(file_ + "-journal", super_journal(victim));
    expect_refused(file_, mode, "names another file, which SQLite would delete");
    EXPECT_EQ(read_file(victim), "years");
    EXPECT_EQ(read_file(file_), before);
  }
  // The journal is what it is taken for: plain SQLite deletes the file.
  sqlite3* database = nullptr;
  sqlite3_open(file_.c_str(), &database);
  sqlite3_exec(database, "SELECT * FROM t", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  EXPECT_FALSE(fs::exists(victim));
}

TEST_F(FileGuard, TheJournalOfALinksTargetIsLookedAt) {
  write_file(scratch_ / "thesis.tex", "years");
  write_file(file_ + "-journal", super_journal(scratch_ / "thesis.tex"));
  fs::create_symlink("../a/sweep.db", other_);
  expect_refused(other_, Mode::read, "a/sweep.db-journal names another file");
  EXPECT_TRUE(fs::exists(scratch_ / "thesis.tex"));
}

TEST_F(FileGuard, ANameNeedsItsLengthAndSum) {
  for (const std::string& bytes : {std::string(), kMagic, std::string(7, '\0') + kMagic}) {
    write_file(file_ + "-journal", bytes);
    EXPECT_EQ(refusal(file_, Mode::read), "") << bytes.size();  // SQLite takes these for no name
  }
  write_file(file_ + "-journal", std::string(8, '\0') + kMagic);
  expect_refused(file_, Mode::read, "names another file");
}

TEST_F(FileGuard, WhatLiesBesideItIsAFileOfItsOwn) {
  write_file(scratch_ / "theirs", "theirs");
  for (const char* ending : {"-journal", "-wal", "-shm"}) {
    const std::string beside = file_ + ending;
    const std::vector<std::function<void()>> kinds = {
        [&] { fs::create_symlink(scratch_ / "theirs", beside); }, [&] { fs::create_symlink("nowhere", beside); },
        [&] { fs::create_directory(beside); }, [&] { ASSERT_EQ(mkfifo(beside.c_str(), 0600), 0); }};
    for (const auto& make : kinds) {
      make();
      for (const Mode mode : {Mode::read, Mode::write}) expect_refused(file_, mode, beside + " is a link, a directory or a device");
      fs::remove(beside);
    }
    fs::create_hard_link(scratch_ / "theirs", beside);
    for (const Mode mode : {Mode::read, Mode::write}) expect_refused(file_, mode, beside + " is a file with another name");
    fs::remove(beside);
  }
  EXPECT_EQ(read_file(scratch_ / "theirs"), "theirs");
  EXPECT_EQ(refusal(file_, Mode::write), "");
}

TEST_F(FileGuard, AFileOfTwoNamesIsReadAndNotWritten) {
  fs::create_hard_link(file_, other_);
  for (const std::string& name : {file_, other_}) {
    EXPECT_EQ(refusal(name, Mode::read), "");
    expect_refused(name, Mode::write, "has 2 names (hard links, as `cp -al` makes them), and writing would change");
  }
  fs::remove(file_);
  EXPECT_EQ(refusal(other_, Mode::write), "");
}

TEST_F(FileGuard, NoCommitIsTakenBackUnderTwoNames) {
  const std::string good = read_file(file_);
  fs::create_hard_link(file_, other_);
  kill_within_commit(file_);
  const std::string torn = read_file(file_);
  EXPECT_NE(torn, good);
  expect_refused(file_, Mode::read, "taking back the commit that " + file_ + "-journal is of would change all of them");
  EXPECT_EQ(read_file(other_), torn);
  // As the message says: a copy of the directory is a file of its own, and its journal is that of this file.
  fs::copy(scratch_ / "a", scratch_ / "copy");
  EXPECT_EQ(Database(scratch_ / "copy/sweep.db", Mode::read).integer("SELECT i FROM t"), 1);
  EXPECT_EQ(read_file(scratch_ / "copy/sweep.db"), good);
  fs::remove(file_ + "-journal");
  write_file(file_ + "-wal", "x");
  expect_refused(file_, Mode::read, "a/sweep.db-wal is of would change");
  write_file(file_ + "-wal", "");
  EXPECT_EQ(refusal(file_, Mode::read), "");
}

TEST_F(FileGuard, ALinkIsReadAndNotWritten) {
  fs::create_symlink("../a/sweep.db", other_);
  EXPECT_EQ(Database(other_, Mode::read).integer("SELECT i FROM t"), 1);
  expect_refused(other_, Mode::write, "is a symbolic link, and the directory that it points to is not locked");
  kill_within_commit(file_);
  EXPECT_EQ(Database(other_, Mode::read).integer("SELECT i FROM t"), 1);  // the journal beside the file itself
  EXPECT_FALSE(fs::exists(file_ + "-journal"));
  fs::remove(file_);
  expect_refused(other_, Mode::write, "is a symbolic link");
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(FileGuard, DamageIsToldWithTheJournal) {
  const std::string advice = advice_on_damage(file_);
  EXPECT_EQ(advice.find("remove " + file_ + "-journal if there is one"), 0u) << advice;
  write_file(file_, std::string(5000, 'x'));
  expect_refused(file_, Mode::read, advice);
}

}  // namespace
}  // namespace myriad
