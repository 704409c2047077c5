// Sweeps made by hand and an engine that trains nothing: its networks are functions of their number, so
// that what a store should hold is known without it.
#pragma once

#include <bit>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <random>
#include <sstream>
#include <string>

#include "myriad/engine.hpp"
#include "part_fixture.hpp"
#include "temporary_directory.hpp"

namespace myriad::fixture {

inline std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline void write_file(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

inline Cell make_cell(double lr, const std::string& source = "xor", int hidden_layers = 1) {
  Cell cell;
  CellConfig& c = cell.config;
  c.data.source = source;
  c.hidden_layers = hidden_layers;
  c.activation = call_part(PartKind::activation, "relu");
  c.preprocess = call_part(PartKind::preprocess, "none");
  c.loss = call_part(PartKind::loss, "bce_with_logits");
  c.optimizer = call_part(PartKind::optimizer, "sgd");
  c.schedule = call_part(PartKind::schedule, "constant");
  const PartCall uniform = initializer("uniform", {-1, 1});
  const PartCall zeros = initializer("zeros");
  c.init = {uniform, zeros, uniform, zeros, false, false, {}};
  c.lr = lr;
  c.epochs = 20;
  std::ostringstream text;
  text << lr;
  cell.values = {{"lr", text.str()}, {"data", source}, {"shape", hidden_layers == 1 ? "2-1-1" : "2-1-1-1"}};
  for (const auto& [key, value] : cell.values) cell.values_hash += std::hash<std::string>()(key + value);
  return cell;
}

inline Sweep make_sweep(std::vector<Cell> cells, std::uint64_t networks = 100) {
  Sweep sweep;
  sweep.name = "by hand";
  sweep.seed = 7;
  sweep.networks_per_cell = networks;
  sweep.varied_keys = {"lr"};
  sweep.text = "spec_version = 1\n";
  sweep.file = "by-hand.toml";
  for (Cell& cell : cells) {
    cell.index = static_cast<std::uint32_t>(sweep.cells.size());
    sweep.cells.push_back(std::move(cell));
  }
  return sweep;
}

/// Any pattern of flags that keeps the rules of Record: what a diverged or dead network may have.
inline Record fake_record(const CellJob& cell, std::uint64_t network) {
  const float lr = cell.lrs.empty() ? 0 : cell.lrs.front();
  std::mt19937_64 random(cell.job.seed * 1'000'003 + network * 31 + to_bits(lr));
  Record r;
  r.network = network;
  const int parameters = cell.job.parameters;
  for (int i = 0; i < parameters; ++i) {
    r.initial[i] = std::ldexp(static_cast<float>(random() >> 40), -24);
    r.final[i] = std::ldexp(static_cast<float>(random() >> 40), -20);
  }
  r.flags = random() % 3 == 0 ? kBornDead | kBornInactive : 0;
  r.train_loss = std::ldexp(static_cast<float>(random() >> 40), -24);
  r.train_correct = static_cast<std::uint32_t>(random() % (cell.job.train.count + 1));
  r.test_correct = static_cast<std::uint32_t>(random() % (cell.job.test.count + 1));
  if (network % 11 == 5) {
    r.flags |= kDiverged;
    r.train_loss = std::numeric_limits<float>::infinity();
    r.final[0] = from_bits(0x7fc00000u);
    return r;
  }
  if (random() % 2 == 0) {
    r.flags |= kDead | kInactive | ((r.flags & kBornDead) != 0 ? 0u : static_cast<std::uint32_t>(kDied));
    r.death_epoch = (r.flags & kBornDead) != 0 ? 0 : static_cast<std::uint32_t>(1 + random() % 20);
    for (std::size_t k = 0; k < cell.checkpoints.size(); ++k) {
      if (cell.checkpoints[k] >= r.death_epoch) r.dead_at |= std::uint64_t{1} << k;
    }
  } else if ((r.flags & kBornDead) != 0) {
    r.flags |= kRevived;
    r.dead_at |= cell.checkpoints.empty() ? 0u : 1u;
  }
  if (r.train_correct == cell.job.train.count) r.flags |= kSolved;
  return r;
}

/// Answers with fake_record(); `before` is told of every call and may throw.
class FakeEngine : public Engine {
 public:
  std::string name() const override { return "fake"; }
  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    if (before) before(cell, range);
    ChunkResult result;
    for (std::uint64_t n = range.first; n < range.first + range.count; ++n) {
      const Record r = fake_record(cell, n);
      result.summary.insert(r, cell.job.parameters, cell.job.train.count,
                            cell.job.test.count, cell.job.checkpoints);
      if (keeps(keep, r)) result.kept.push_back(r);
      if (n < kPairedNetworks) result.flags.push_back(r.flags);
    }
    computed += range.count;
    return result;
  }
  std::uint64_t preferred_chunk(const CellJob&) const override { return preferred; }

  std::function<void(const CellJob&, NetworkRange)> before;
  std::uint64_t preferred = 1'000'000;
  std::uint64_t computed = 0;
};

}  // namespace myriad::fixture
