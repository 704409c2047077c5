// The rungs of bench/ladder through the stand-in for CUDA, against the oracle's trainer in double.
#include "bench/ladder/rungs.cuh"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "oracle/trainer.hpp"

namespace myriad::ladder {
namespace {

constexpr unsigned kNetworks = 37, kEpochs = 20;
constexpr double kRate = 0.3;
constexpr float kStep = static_cast<float>(kRate / 21);

/// Starts of all kinds, dead ones among them; entry i of network k at [i * kNetworks + k].
std::vector<float> starts() {
  std::vector<float> p;
  for (unsigned i = 0; i < 5; ++i) {
    for (unsigned k = 0; k < kNetworks; ++k) p.push_back(0.25f * static_cast<float>((k * 7 + i * 11) % 13) - 1.5f);
  }
  return p;
}

std::vector<oracle::Row> rows() {
  std::vector<oracle::Row> all;
  for (int i = 0; i < 21; ++i) all.push_back({0.1 * (i * 7 % 11), 0.125 * (i * 5 % 13) - 0.5, i % 3 == 0});
  return all;
}

std::vector<LabelledRow> floats(const std::vector<oracle::Row>& from) {
  std::vector<LabelledRow> to;
  for (const oracle::Row& row : from) {
    to.push_back({static_cast<float>(row.x1), static_cast<float>(row.x2), static_cast<float>(row.label)});
  }
  return to;
}

void expect_as_oracle(const std::vector<float>& p) {
  const std::vector<float> start = starts();
  oracle::Problem problem;
  problem.rows = rows();
  problem.lr = kRate;
  problem.epochs = kEpochs;
  for (unsigned k = 0; k < kNetworks; ++k) {
    const auto entry = [&](const std::vector<float>& from, unsigned i) { return double{from[i * kNetworks + k]}; };
    problem.start = {};
    problem.start.w1 = entry(start, 0), problem.start.w2 = entry(start, 1), problem.start.b = entry(start, 2);
    problem.start.v = entry(start, 3), problem.start.c = entry(start, 4);
    const oracle::Parameters want = oracle::train(problem).final;
    const double ends[] = {want.w1, want.w2, want.b, want.v, want.c};
    for (unsigned i = 0; i < 5; ++i) EXPECT_NEAR(entry(p, i), ends[i], 1e-4) << "network " << k << ", entry " << i;
  }
}

/// The products of the library are plain loops here.
TEST(Ladder, BetweenProducts) {
  std::vector<float> p = starts();
  const auto near = floats(rows());
  std::vector<float> z(21 * kNetworks), e(z), d(z), dh(z);
  for (unsigned epoch = 0; epoch < kEpochs; ++epoch) {
    for (unsigned i = 0; i < 21; ++i) {
      for (unsigned k = 0; k < kNetworks; ++k) {
        z[i * kNetworks + k] = p[k] * near[i].x1 + p[kNetworks + k] * near[i].x2 + p[2 * kNetworks + k];
      }
    }
    standin::launch({{2, 3}, {32}, 0}, between_products, near.data(), 21u, p.data(), kNetworks, z.data(), e.data(), d.data(),
                    dh.data());
    for (unsigned i = 0; i < 21; ++i) {
      for (unsigned k = 0; k < kNetworks; ++k) {
        const unsigned at = i * kNetworks + k;
        const float parts[] = {e[at] * near[i].x1, e[at] * near[i].x2, e[at], dh[at], d[at]};
        for (unsigned j = 0; j < 5; ++j) p[j * kNetworks + k] -= kStep * parts[j];
      }
    }
  }
  expect_as_oracle(p);
}

TEST(Ladder, NaiveEpochs) {
  std::vector<float> p = starts();
  const auto near = floats(rows());
  for (unsigned epoch = 0; epoch < kEpochs; ++epoch) {
    standin::launch({{2}, {32}, 0}, one_epoch, near.data(), 21u, kStep, p.data(), kNetworks);
  }
  expect_as_oracle(p);
}

TEST(Ladder, InRegisters) {
  std::vector<float> p = starts();
  const auto near = floats(rows());
  standin::launch({{2}, {32}, 0}, in_registers, near.data(), 21u, kStep, kEpochs, p.data(), kNetworks);
  expect_as_oracle(p);
}

TEST(Ladder, SharedRows) {
  std::vector<float> p = starts();
  const auto near = floats(rows());
  standin::launch({{2}, {32}, near.size() * sizeof(LabelledRow)}, shared_rows<1>, near.data(), 21u, kStep, kEpochs,
                  p.data(), kNetworks);
  expect_as_oracle(p);
}

TEST(Ladder, SeveralNetworksAThread) {
  std::vector<float> p = starts();
  const auto near = floats(rows());
  standin::launch({{1}, {32}, near.size() * sizeof(LabelledRow)}, shared_rows<4>, near.data(), 21u, kStep, kEpochs,
                  p.data(), kNetworks);
  expect_as_oracle(p);
}

}  // namespace
}  // namespace myriad::ladder
