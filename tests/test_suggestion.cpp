// Distances between names, against a plain recursion, and the suggestions made of them.
#include "host/text/suggestion.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace {

using namespace myriad;

/// The definition, without a table: slow, and sharing nothing with the code.
std::size_t by_definition(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::string a1 = a.substr(1), b1 = b.substr(1);
  std::size_t best = std::min({by_definition(a1, b) + 1, by_definition(a, b1) + 1,
                               by_definition(a1, b1) + (a[0] == b[0] ? 0 : 1)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    best = std::min(best, by_definition(a.substr(2), b.substr(2)) + 1);
  }
  return best;
}

TEST(Suggestion, DistanceOfKnownPairs) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("relu", "rellu"), 1u);
  EXPECT_EQ(edit_distance("relu", "erlu"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u);  // no part edited twice
}

TEST(Suggestion, DistanceFollowsItsDefinition) {
  std::mt19937 random(11);
  const auto word = [&] {
    std::string text(random() % 6, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::string a = word(), b = word();
    ASSERT_EQ(edit_distance(a, b), by_definition(a, b)) << a << " " << b;
  }
}

TEST(Suggestion, NamesThatOthersUse) {
  EXPECT_EQ(nearest_name("gpu", {"auto", "cpu", "cuda"}), "cuda");
  EXPECT_EQ(nearest_name("GPU", {"auto", "cpu"}), "cpu");
  EXPECT_EQ(nearest_name("learning-rate", {"loss", "lr"}), "lr");
}

TEST(Suggestion, NearestNameWithinReach) {
  const std::vector<std::string> names{"relu", "leaky_relu", "tanh", "sigmoid"};
  EXPECT_EQ(nearest_name("rellu", names), "relu");
  EXPECT_EQ(nearest_name("ReLU", names), "relu");
  EXPECT_EQ(nearest_name("leaky-relu", names), "leaky_relu");
  EXPECT_EQ(nearest_name("LeakyReLU", names), "leaky_relu");
  EXPECT_EQ(nearest_name("sigmiod", names), "sigmoid");
  EXPECT_EQ(nearest_name("convolution", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(1000000, 'r'), names), std::nullopt);
  EXPECT_EQ(nearest_name("sig", names), "sigmoid");
  EXPECT_EQ(nearest_name("--out", {"--networks", "--output"}), "--output");
  EXPECT_EQ(nearest_name("--o", {"--networks", "--output"}), std::nullopt);
  EXPECT_EQ(did_you_mean("tahn", names), "did you mean 'tanh'? ");
  EXPECT_EQ(did_you_mean("convolution", names), "");
}

}  // namespace
