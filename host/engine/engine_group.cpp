// Several engines that work on one chunk together: `--device all` with more than one GPU.
#include "host/engine/engine_group.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <limits>
#include <string>
#include <thread>
#include <utility>

namespace myriad {
namespace {

class EngineGroup : public Engine {
 public:
  explicit EngineGroup(std::vector<std::unique_ptr<Engine>> engines)
      : engines_(std::move(engines)) {}

  std::string name() const override {
    std::string names;
    for (const auto& engine : engines_) names += (names.empty() ? "" : " + ") + engine->name();
    return names;
  }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    std::vector<ChunkResult> parts(engines_.size());
    std::vector<std::exception_ptr> failures(engines_.size());
    {
      std::vector<std::jthread> workers;
      for (std::size_t i = 0; i < engines_.size(); ++i) {
        if (part_of(range, i).count == 0) continue;
        workers.emplace_back([&, i] {
          try {
            parts[i] = engines_[i]->run(cell, part_of(range, i), keep);
          } catch (...) {
            failures[i] = std::current_exception();
          }
        });
      }
    }
    for (const std::exception_ptr& failure : failures) {
      if (failure) std::rethrow_exception(failure);
    }
    ChunkResult whole = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size() && part_of(range, i).count > 0; ++i) {
      whole.summary.merge(parts[i].summary);
      std::move(parts[i].kept.begin(), parts[i].kept.end(), std::back_inserter(whole.kept));
      whole.flags.insert(whole.flags.end(), parts[i].flags.begin(), parts[i].flags.end());
    }
    return whole;
  }

  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max() / engines_.size();
    for (const auto& engine : engines_) {
      smallest = std::min(smallest, engine->preferred_chunk(cell));
    }
    return smallest * engines_.size();
  }

 private:
  NetworkRange part_of(NetworkRange whole, std::size_t i) const {
    const std::uint64_t share = whole.count / engines_.size();
    const std::uint64_t longer =
        whole.count % engines_.size();  // the first ones take one more each
    const std::uint64_t first = share * i + std::min<std::uint64_t>(i, longer);
    return {whole.first + first, share + (i < longer ? 1 : 0)};
  }

  std::vector<std::unique_ptr<Engine>> engines_;
};

}  // namespace

std::unique_ptr<Engine> make_engine_group(std::vector<std::unique_ptr<Engine>> engines) {
  return std::make_unique<EngineGroup>(std::move(engines));
}

}  // namespace myriad
