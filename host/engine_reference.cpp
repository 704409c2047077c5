// The reference engine: one network after the other, one float at a time. Slow; to be read.
#include <algorithm>

#include "float_environment.hpp"
#include "myriad/engine.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

template <int Layers>
Record train_one(const Job& job, std::uint64_t network) {
  Parameters<float, Layers> initial;
  draw_network<float, Layers>(job, network, 0, initial);
  const AnyActivation<Activations> phi{job.activation.id, job.activation.argument};
  const Outcome<float, Layers> outcome =
      job.optimizer_slots == 0
          ? train<0, float, Layers>(job, job.train, job.test, initial, phi)
          : train<kMaxSlots, float, Layers>(job, job.train, job.test, initial, phi);
  Record r;
  begin_record<float, Layers>(initial, network, 0, r);
  finish_record<float, Layers>(outcome, job.train.count, 0, r);
  return r;
}

class ReferenceEngine final : public Engine {
 public:
  std::string name() const override { return "reference"; }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    const FloatEnvironment environment;
    const Job& job = cell.job;
    ChunkResult result;
    for (std::uint64_t i = 0; i < range.count; ++i) {
      const Record r = job.hidden_layers == 1 ? train_one<1>(job, range.first + i)
                                              : train_one<2>(job, range.first + i);
      result.summary.insert(r, 3 + 2 * job.hidden_layers, job.train.count, job.test.count, job.checkpoints);
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
