// Several engines that take chunks in turn: the streams of a GPU, or all GPUs.
#include "host/engine/engine_group.hpp"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

#include "myriad/error.hpp"

namespace myriad {
namespace {

class EngineGroup : public Engine {
 public:
  explicit EngineGroup(std::vector<std::unique_ptr<Engine>> engines)
      : concurrency_(static_cast<int>(engines.size())), left_(engines.size()), engines_(std::move(engines)) {
    for (const auto& engine : engines_) free_.push_back(engine.get());
  }

  /// Each name once: streams of one device have the same. Those of lost devices stay, as they have worked.
  std::string name() const override {
    std::vector<std::string> names;
    for (const auto& engine : engines_) {
      const std::string name = engine->name();
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string joined;
    for (const std::string& name : names) joined += (joined.empty() ? "" : " + ") + name;
    return joined;
  }

  int concurrency() const override { return concurrency_; }

  std::vector<std::string> losses() const override {
    const std::lock_guard lock(mutex_);
    return losses_;
  }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    for (;;) {
      Engine& engine = take();
      try {
        ChunkResult result = engine.run(cell, range, keep);
        give_back(engine);
        return result;
      } catch (const DeviceError& error) {
        if (lose(engine.name() + ": " + error.what()) == 0) throw;
      } catch (...) {
        give_back(engine);
        throw;
      }
    }
  }

  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
    for (const auto& engine : engines_) smallest = std::min(smallest, engine->preferred_chunk(cell));
    return smallest;
  }

 private:
  /// Waits for an engine; throws when all are lost.
  Engine& take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !free_.empty() || left_ == 0; });
    if (left_ == 0) throw DeviceError("every device is lost; what was committed is safe: run the same command again");
    Engine& engine = *free_.front();
    free_.erase(free_.begin());
    return engine;
  }

  void give_back(Engine& engine) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&engine);
    changed_.notify_one();
  }

  /// One engine will not come back; how many are left.
  std::size_t lose(std::string why) {
    const std::lock_guard lock(mutex_);
    losses_.push_back(std::move(why));
    --left_;
    changed_.notify_all();
    return left_;
  }

  const int concurrency_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t left_;
  std::vector<std::string> losses_;
  std::vector<std::unique_ptr<Engine>> engines_;
  std::vector<Engine*> free_;  // in the order in which they came back
};

}  // namespace

std::unique_ptr<Engine> make_engine_group(std::vector<std::unique_ptr<Engine>> engines) {
  return std::make_unique<EngineGroup>(std::move(engines));
}

}  // namespace myriad
