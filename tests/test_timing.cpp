// What an engine must show before it is timed.
#include "host/bench/timing.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "myriad/error.hpp"

namespace myriad {
namespace {

/// The CPU engine, but that its first network is another one: other bits, nearly the same counts. With `lost`, all are.
class NearlyRight : public Engine {
 public:
  explicit NearlyRight(bool lost) : lost_(lost) {}
  std::string name() const override { return "nearly"; }
  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    ChunkResult result = cpu_->run(cell, range, keep);
    result.summary.tally.digest ^= 1;
    if (lost_) result.summary.tally.flag[std::countr_zero(static_cast<std::uint32_t>(kDead))] = 0;
    return result;
  }
  std::uint64_t preferred_chunk(const CellJob&) const override { return 1000; }

 private:
  bool lost_;
  std::unique_ptr<Engine> cpu_ = make_cpu_engine();
};

TimingOptions short_options(bool exact) {
  TimingOptions options;
  options.repeats = 1;
  options.networks = 10;
  options.exact = exact;
  return options;
}

TEST(Timing, RefusesOtherBitsUnlessTheyAreExpected) {
  NearlyRight engine(false);
  EXPECT_THROW(time_engine(engine, {}, short_options(true)), Error);
  EXPECT_EQ(time_engine(engine, {}, short_options(false)).rates.size(), 1u);
}

TEST(Timing, RefusesOtherCountsOfDeadNetworksInAnyCase) {
  NearlyRight engine(true);
  EXPECT_THROW(time_engine(engine, {}, short_options(false)), Error);
}

}  // namespace
}  // namespace myriad
