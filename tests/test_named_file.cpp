// Output to whatever somebody named: links, pipes, descriptors, and the files that are left alone.
#include "myriad/named_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;
namespace fs = std::filesystem;

TEST(NamedFile, ALinkLeadsToItsTarget) {
  const TemporaryDirectory directory;
  fs::create_directory(directory / "sub");
  write_file(directory / "sub/target", "old");
  ASSERT_EQ(chmod((directory / "sub/target").c_str(), 0600), 0);
  fs::create_symlink("sub/target", directory / "one");
  fs::create_symlink(directory / "one", directory / "two");
  fs::create_symlink("sub/missing", directory / "dangling");
  for (const char* name : {"sub/target", "one", "two", "dangling"}) {
    write_named_file(directory / name, name);
    EXPECT_EQ(read_file(directory / name), name);
    EXPECT_EQ(fs::is_symlink(directory / name), std::string(name) != "sub/target");
  }
  EXPECT_EQ(read_file(directory / "sub/target"), "two");
  EXPECT_EQ(fs::status(directory / "sub/target").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(read_file(directory / "sub/missing"), "dangling");
}

TEST(NamedFile, LinksInACircleAreAnError) {
  const TemporaryDirectory directory;
  fs::create_symlink("b", directory / "a");
  fs::create_symlink("a", directory / "b");
  EXPECT_THROW(write_named_file(directory / "a", "x"), InputOutputError);
  EXPECT_THROW(write_named_file(directory / "missing/f", "x"), InputOutputError);
  EXPECT_THROW(write_named_file(directory.path(), "x"), InputOutputError);
}

TEST(NamedFile, PipesAndDevicesAreWrittenTo) {
  const TemporaryDirectory directory;
  const std::string pipe = directory / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  fs::create_symlink("pipe", directory / "link");
  std::string got;
  std::thread reader([&] { got = read_file(pipe); });
  write_named_file(directory / "link", "through");
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_NO_THROW(write_named_file("/dev/null", "x"));
  EXPECT_THROW(write_named_file("/dev/full", "x"), InputOutputError);
}

TEST(NamedFile, DescriptorsGoOnWhereTheyStand) {
  const TemporaryDirectory directory;
  const std::string file = directory / "f";
  write_file(file, "before ");
  const int given = open(file.c_str(), O_WRONLY | O_APPEND);  // as a shell's 3>> f: open after exec
  ASSERT_GE(given, 0);
  const std::string number = std::to_string(given);
  fs::create_symlink("/dev/fd/" + number, directory / "link");
  write_named_file("/dev/fd/" + number, "one ");
  write_named_file("/proc/self/fd/" + number, "two ");
  write_named_file(directory / "link", "three");
  EXPECT_EQ(read_file(file), "before one two three");
  close(given);
  EXPECT_THROW(write_named_file("/dev/fd/" + number, "x"), InputOutputError);
}

/// Such as SQLite's, which may have the number that the user thought of.
TEST(NamedFile, DescriptorsOfOurOwnAreNotForOthers) {
  const TemporaryDirectory directory;
  write_file(directory / "f", "ours");
  const int own = open((directory / "f").c_str(), O_RDWR | O_CLOEXEC);
  EXPECT_THROW(write_named_file("/dev/fd/" + std::to_string(own), "x"), InputOutputError);
  EXPECT_EQ(read_file(directory / "f"), "ours");
  close(own);
}

TEST(NamedFile, AResultIsNotReplaced) {
  const TemporaryDirectory directory;
  FakeEngine engine;
  run_sweep(two_cells(), engine, into(directory / "out"));
  const std::string truth = read_file(directory / "out/sweep.db");
  fs::copy_file(directory / "out/sweep.db", directory / "copy");
  fs::create_symlink("out/sweep.db", directory / "link");
  write_file(directory / "out/sweep.db-journal", "");
  for (const char* name : {"out/sweep.db", "out/sweep.db-journal", "out/.lock", "copy", "link"}) {
    EXPECT_THROW(write_named_file(directory / name, "a,b"), UsageError) << name;
  }
  EXPECT_EQ(read_file(directory / "out/sweep.db"), truth);
  EXPECT_EQ(read_file(directory / "copy"), truth);
  for (const char* name : {"out/cells.csv", ".lock", "sweep.db"}) {  // there is no result beside the last two
    EXPECT_NO_THROW(write_named_file(directory / name, "a,b")) << name;
  }
}

}  // namespace
}  // namespace myriad
