// The fuzzers' corpus, replayed: what they found stays found where no fuzzer can be built.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "fuzz/targets.hpp"

namespace myriad {
namespace {

// Every file of the corpus, whole, cut, and with a byte changed here and there.
void replay(const std::string& name, const std::function<void(const std::string&)>& feed) {
  int inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MYRIAD_SOURCE_DIR "/tests/fuzz/corpus/") + name)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> variants = {bytes, bytes.substr(0, bytes.size() / 2)};
    for (std::size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 20) {
      variants.push_back(bytes);
      variants.back()[at] = static_cast<char>(variants.back()[at] + 1);
    }
    for (const std::string& variant : variants) {
      EXPECT_NO_THROW(feed(variant)) << entry.path();
      ++inputs;
    }
  }
  EXPECT_GT(inputs, 20) << "is the corpus there?";
  testing::Test::RecordProperty("inputs_replayed", inputs);
}

TEST(Corpus, Spec) { replay("spec", fuzz::feed_spec); }
TEST(Corpus, Csv) { replay("csv", fuzz::feed_csv); }
TEST(Corpus, Result) { replay("result", fuzz::feed_result); }
TEST(Corpus, Row) { replay("row", fuzz::feed_row); }

}  // namespace
}  // namespace myriad
