// CSV files on a disk: why one cannot be opened or read, and one of known rows.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "csv_fixture.hpp"
#include "host/data/csv.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

using fixture::options_by_name;

TEST(CsvFile, SaysWhyAFileCannotBeRead) {
  const auto message = [](const std::string& file) -> std::string {
    try {
      read_csv_file(file, options_by_name());
    } catch (const InputOutputError& error) {
      return error.what();
    }
    return "";
  };
  const std::string folder = testing::TempDir();
  EXPECT_NE(message(folder + "there-is-none.csv").find("there-is-none.csv"), std::string::npos);
  EXPECT_NE(message(folder).find("not a regular file"), std::string::npos);
  EXPECT_NE(message("/dev/zero").find("not a regular file"), std::string::npos);
  EXPECT_NE(message(std::string("a\0b", 3)).find("NUL"), std::string::npos);
  EXPECT_NE(message("a\nb").find("a\\x0ab"), std::string::npos);
  EXPECT_NE(message(folder + std::string(5000, 'x')).find("File name too long"), std::string::npos);
  std::ofstream(folder + "myriad-open.csv") << "a,b,y\n1,2,0\n";
  struct rlimit before {};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const std::string refused = message(folder + "myriad-open.csv");
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_NE(refused.find("Too many open files"), std::string::npos) << refused;
  EXPECT_EQ(message(folder + "myriad-open.csv"), "");
  std::filesystem::remove(folder + "myriad-open.csv");
}

/// Reading fails after opening went well.
TEST(CsvFile, SaysWhenTheDiskFails) {
  std::ifstream in(testing::TempDir());
  try {
    read_csv(in, "data.csv", options_by_name());
    ADD_FAILURE();
  } catch (const InputOutputError& error) {
    EXPECT_NE(std::string(error.what()).find("cannot read data file 'data.csv'"), std::string::npos) << error.what();
  }
}

TEST(CsvFile, ReadsTheIrisPetals) {
  CsvOptions options;
  options.features = {"petal_length", "petal_width"};
  options.label = "virginica";
  const RawData data =
      read_csv_file(MYRIAD_SOURCE_DIR "/examples/the-question/iris_petals.csv", options);
  ASSERT_EQ(data.samples.size(), 100u);
  double sum = 0, labels = 0;
  for (const Sample& s : data.samples) sum += s.x1, labels += s.label;
  EXPECT_NEAR(sum, 50 * 4.26 + 50 * 5.552, 1e-9);  // the means that every textbook prints
  EXPECT_EQ(labels, 50);
}

}  // namespace
}  // namespace myriad
