// The reference engine: one network after the other, one float at a time. Slow; to be read.
#include <algorithm>

#include "host/engine/float_environment.hpp"
#include "host/engine/isa/outlined_activation.hpp"
#include "myriad/engine.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

template <int Layers, int Slots, bool Batches>
Record train_one(const Job& job, std::uint64_t network, std::vector<std::uint32_t>& order) {
  const OutlinedActivation<float> phi(job);
  const JobLoss loss{job.loss.id, job.loss.argument, job.linear_output};
  const Setting<float, OutlinedActivation<float>, JobLoss> setting{
      job, job.train, job.test, {network, 1}, {order.data(), 1}, phi, loss};
  Birth<float, Layers> birth;
  draw_network<float, Layers>(job, network, 0, birth.initial);
  begin_life<float, Layers>(job.train, phi, birth);
  const auto outcome = train<Slots, Batches, float, Layers>(setting, birth.initial);
  Record r;
  begin_record<float, Layers>(job, birth, network, 0, r);
  finish_record<float, Layers>(job, outcome, 0, r);
  return r;
}

template <int Layers>
Record train_one(const Job& job, std::uint64_t network, std::vector<std::uint32_t>& order) {
  return job.batch_rows == 0 ? train_one<Layers, kMaxSlots, false>(job, network, order)
                             : train_one<Layers, kMaxSlots, true>(job, network, order);
}

class ReferenceEngine final : public Engine {
 public:
  std::string name() const override { return "reference"; }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    const FloatEnvironment environment;
    const Job& job = cell.job;
    ChunkResult result;
    std::vector<std::uint32_t> order(order_words(job));
    for (std::uint64_t i = 0; i < range.count; ++i) {
      const Record r = job.hidden_layers == 1 ? train_one<1>(job, range.first + i, order)
                                              : train_one<2>(job, range.first + i, order);
      result.summary.insert(r, job.parameters, job.train.count, job.test.count, job.checkpoints);
      if (keeps(keep, r)) result.kept.push_back(r);
      if (r.network < kPairedNetworks) result.flags.push_back(r.flags);
    }
    return result;
  }

  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    const double updates = static_cast<double>(cell.job.train.count) * (cell.job.epochs + 3.0);
    return static_cast<std::uint64_t>(std::clamp(2e7 / updates, 1.0, 65536.0));
  }
};

}  // namespace

std::unique_ptr<Engine> make_reference_engine() { return std::make_unique<ReferenceEngine>(); }

}  // namespace myriad
