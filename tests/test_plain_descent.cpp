// Whether a spec trains by plain gradient descent.
#include <gtest/gtest.h>

#include <string>

#include "host/spec/plain_descent.hpp"

namespace myriad {
namespace {

bool plain(const std::string& base) {
  const Sweep sweep = parse_spec("spec_version = 1\n[base]\ndata = { source = \"xor\" }\n" + base, "spec.toml");
  return plain_descent(sweep.cells.at(0).config);
}

TEST(PlainDescent, IsSgdWithoutMomentumAndDecay) {
  EXPECT_TRUE(plain("optimizer = \"sgd\""));
  EXPECT_TRUE(plain("optimizer = \"sgd(momentum=0)\"\nlr = 3.0"));
  EXPECT_FALSE(plain("optimizer = \"sgd(momentum=0.9)\""));
  EXPECT_FALSE(plain("optimizer = \"sgd\"\nweight_decay = 0.01"));
  EXPECT_FALSE(plain("optimizer = \"adam\"\nlr = 0.01"));
  EXPECT_FALSE(plain("optimizer = \"adamw\"\nlr = 0.01"));
}

}  // namespace
}  // namespace myriad
