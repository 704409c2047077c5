// The CUDA engine's host code over a device that is host memory: its bits, and what it does when any call fails with any
// code. Its networks are trained by the reference engine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <set>

#include "host/engine/golden.hpp"
#include "kernels/cuda_engine.hpp"
#include "myriad/error.hpp"
#include "cell_fixture.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// What the calls of the table below do: they are plain functions, so this is one for all.
struct FakeDevice {
  std::set<void*> memory;
  std::set<void*> streams;
  std::uint64_t calls = 0;
  std::uint64_t fails_at = 0;  ///< the number of the call that fails; 0: none
  int code = 0;
  bool for_good = false;       ///< as errors 700 and 719 do
  std::size_t most = ~std::size_t{0};  ///< bytes that one allocation may have
  int devices = 1, driver = 13000;
  bool has_code = true;
  std::uint64_t wrong_reciprocals = 0;
  std::size_t shared = 100'000;
  std::vector<LaunchRequest> requests;  ///< as `train` got them

  int next() {
    ++calls;
    return fails_at != 0 && (calls == fails_at || (for_good && calls > fails_at)) ? code : 0;
  }
};
FakeDevice device;

CellJob borrowed(const Job& job) {
  CellJob cell;
  cell.job = job;
  return cell;
}

CudaCalls fake_calls() {
  CudaCalls c{};
  c.driver_version = [](int* version) { return *version = device.driver, 0; };
  c.runtime_version = [](int* version) { return *version = 13000, 0; };
  c.device_count = [](int* count) {
    const int error = device.next();
    *count = error == 0 ? device.devices : 0x5a5a5a;  // CUDA leaves it as it was; this is worse
    return error;
  };
  c.device_facts = [](int, CudaDeviceFacts* facts) {
    const int error = device.next();
    if (error == 0) *facts = {"Fake", 9, 0, 2, std::size_t{1} << 30, device.shared};
    return error;
  };
  c.set_device = [](int) { return device.next(); };
  c.create_stream = [](void** stream) {
    const int error = device.next();
    if (error == 0) device.streams.insert(*stream = std::malloc(1));
    return error;
  };
  c.destroy_stream = [](void* stream) {
    EXPECT_EQ(device.streams.erase(stream), 1u);
    std::free(stream);
    return 0;
  };
  c.synchronize = [](void*) { return device.next(); };
  c.allocate = [](void** memory, std::size_t bytes) -> int {
    const int error = device.next();
    if (error != 0 || bytes > device.most) return error != 0 ? error : int{kCudaOutOfMemory};
    device.memory.insert(*memory = std::malloc(bytes + 1));
    return 0;
  };
  c.release = [](void* memory) {
    EXPECT_EQ(device.memory.erase(memory), 1u);
    std::free(memory);
    return 0;
  };
  c.upload = c.download = [](void* to, const void* from, std::size_t bytes, void*) {
    const int error = device.next();
    if (error == 0 && bytes > 0) std::memcpy(to, from, bytes);
    return error;
  };
  c.clear = [](void* memory, std::size_t bytes, void*) {
    const int error = device.next();
    if (error == 0) std::memset(memory, 0, bytes);
    return error;
  };
  c.forget_error = [] { return 0; };
  c.error_text = [](int) { return "in CUDA's words"; };
  c.has_code = [](int major, int minor) { return major == 9 && minor == 0 && device.has_code; };
  c.wrong_reciprocals = [](std::uint64_t* wrong, void*) {
    const int error = device.next();
    *wrong = error == 0 ? device.wrong_reciprocals : 0;
    return error;
  };
  c.train = [](const LaunchRequest& request) {
    const int error = device.next();
    device.requests.push_back(request);
    if (error != 0) return error;
    if (request.stages != nullptr) std::memset(request.stages->stored.parameter, 0xff, request.count * kStageWords * 4);
    const NetworkRange range{request.first, request.count};
    const auto records = make_reference_engine()->run(borrowed(request.job), range, {KeepRule::Kind::all, 0}).kept;
    std::memcpy(request.out, records.data(), records.size() * sizeof(Record));
    return 0;
  };
  c.count = [](const Record* records, std::uint64_t count, const ReduceShape& shape, std::uint64_t* counters, Tally* tally,
               void*) {
    const int error = device.next();
    if (error != 0) return error;
    Summary sums;
    for (std::uint64_t i = 0; i < count; ++i) {
      sums.insert(records[i], shape.parameters, shape.train_rows, shape.test_rows, shape.checkpoints);
    }
    const HistogramSizes sizes = HistogramSizes::of(shape);
    for (int metric = 0; metric < kMetrics; ++metric) {
      const auto& bins = sums.histogram[static_cast<std::size_t>(metric)];
      std::copy(bins.begin(), bins.end(), counters);
      counters += sizes.bins[metric];
    }
    std::copy(sums.dead_at.begin(), sums.dead_at.end(), counters);
    *tally = sums.tally;
    return 0;
  };
  c.keep = [](const Record* records, std::uint64_t count, const KeepRule& keep, Record* to, std::uint64_t* kept, void*) {
    const int error = device.next();
    if (error != 0) return error;
    *kept = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (keeps(keep, records[i])) to[(*kept)++] = records[i];
    }
    return 0;
  };
  c.flags = [](const Record* records, std::uint64_t count, std::uint32_t* to, void*) {
    const int error = device.next();
    for (std::uint64_t i = 0; error == 0 && i < count; ++i) to[i] = records[i].flags;
    return error;
  };
  return c;
}

class CudaEngine : public testing::Test {
 protected:
  void SetUp() override { device = FakeDevice{}; }
  void TearDown() override {
    EXPECT_TRUE(device.memory.empty());
    EXPECT_TRUE(device.streams.empty());
  }
  const CudaCalls calls = fake_calls();
};

TEST_F(CudaEngine, GivesTheBitsOfTheGoldenTraining) {
  const CellJob cell = golden_cell();
  const KeepRule dead{KeepRule::Kind::dead, 0};
  const ChunkResult got = make_cuda_engine_by(calls)->run(cell, {0, kGoldenNetworks}, dead);
  const ChunkResult want = make_reference_engine()->run(cell, {0, kGoldenNetworks}, dead);
  EXPECT_EQ(got.summary.tally.digest, kGoldenTraining);
  EXPECT_TRUE(got.summary == want.summary);
  EXPECT_EQ(got.flags, want.flags);
  EXPECT_EQ(got.kept.size(), want.kept.size());
}

/// What `train` is asked for by an engine with these options.
LaunchRequest request_by(const CudaCalls& calls, const CudaOptions& options) {
  const CellJob cell = make_cell_job(cell_config("relu"), 7, 100, dataset_of({{1, 2, 0}, {2, 1, 1}}));
  make_cuda_engine_by(calls, options)->run(cell, {0, 100}, {});
  LaunchRequest request = device.requests.back();
  return request;
}

TEST_F(CudaEngine, UsesTheChipsReciprocalsOnlyWhereAllAreRight) {
  EXPECT_EQ(request_by(calls, {}).math, KernelMath::tabled_reciprocal);
  device.wrong_reciprocals = 1;
  EXPECT_EQ(request_by(calls, {}).math, KernelMath::by_fma);
  EXPECT_EQ(request_by(calls, {0, true, false, true}).math, KernelMath::fast);
  EXPECT_EQ(wrong_cuda_reciprocals_by(calls, 0), 1u);
}

TEST_F(CudaEngine, TrainsInStagesOnlyWhereItIsAskedToAndRowsAreNear) {
  EXPECT_NE(request_by(calls, {}).stages, nullptr);
  EXPECT_EQ(request_by(calls, {0, false, false, false}).stages, nullptr);
  const LaunchRequest generic = request_by(calls, {0, false, true, true});
  EXPECT_EQ(generic.stages, nullptr);
  EXPECT_TRUE(generic.generic);
  device.shared = sizeof(Row);
  EXPECT_EQ(request_by(calls, {}).stages, nullptr);
}

TEST_F(CudaEngine, SaysWhyThereIsNone) {
  EXPECT_TRUE(cuda_status_by(calls).usable);
  device.calls = 0;
  device.fails_at = 1;
  device.code = kCudaInsufficientDriver;
  EXPECT_NE(cuda_status_by(calls).reason.find("older than"), std::string::npos);
  device.calls = 0;
  device.driver = 0;
  EXPECT_NE(cuda_status_by(calls).reason.find("no NVIDIA driver"), std::string::npos);
  EXPECT_TRUE(cuda_status_by(calls).usable) << "the second call succeeds";
  device = FakeDevice{};
  device.devices = 0;
  EXPECT_FALSE(cuda_status_by(calls).usable);
  EXPECT_THROW(make_cuda_engine_by(calls), DeviceError);
  device.devices = 2;
  device.has_code = false;
  EXPECT_NE(cuda_status_by(calls).reason.find("no code for cuda:0 Fake, sm_90"), std::string::npos) << cuda_status_by(calls).reason;
  EXPECT_NE(cuda_status_by(calls).fix.find("MYRIAD_CUDA_ARCHITECTURES"), std::string::npos);
  EXPECT_THROW(make_cuda_engine_by(calls), DeviceError);
  device.has_code = true;
  EXPECT_NE(make_cuda_engine_by(calls, {1, false, false, true})->name().find("cuda:1"), std::string::npos);
  EXPECT_THROW(make_cuda_engine_by(calls, {2, false, false, true}), DeviceError);
}

/// Every call of making an engine and running two chunks, failing once or for good.
TEST_F(CudaEngine, EveryCallCanFailWithEveryCode) {
  const CellJob cell = golden_cell();
  const KeepRule all{KeepRule::Kind::all, 0};
  std::uint64_t injected = 0;
  for (const int code : {2, 35, 100, 700, 719}) {
    for (const bool for_good : {false, true}) {
      for (std::uint64_t at = 1;; ++at) {
        device = FakeDevice{};
        device.fails_at = at;
        device.code = code;
        device.for_good = for_good;
        bool failed = false;
        try {
          const auto engine = make_cuda_engine_by(calls);
          EXPECT_TRUE(engine->run(cell, {0, 3}, all).summary == make_reference_engine()->run(cell, {0, 3}, all).summary);
          engine->run(cell, {3, 5}, all);
        } catch (const std::bad_alloc&) {
          EXPECT_EQ(code, kCudaOutOfMemory);
          failed = true;
        } catch (const DeviceError& error) {
          EXPECT_TRUE(code != kCudaOutOfMemory || at == 1) << "call " << at << ": " << error.what();
          EXPECT_NE(std::string(error.what()), "");
          failed = true;
        }
        ASSERT_TRUE(device.memory.empty() && device.streams.empty()) << "call " << at << ", code " << code;
        if (device.calls < at) break;
        ++injected;
        // A device's description is no reason to fail; everything else is.
        EXPECT_TRUE(failed || at == 2) << "call " << at << ", code " << code;
      }
    }
  }
  EXPECT_GT(injected, 300u);
  RecordProperty("calls_of_the_runtime_made_to_fail", static_cast<int>(injected));  // for the table of docs/reliability.md
}

TEST_F(CudaEngine, ASweepRunsInHalvesWhereMemoryIsShort) {
  const TemporaryDirectory scratch;
  const Sweep sweep = two_cells(1000);
  device.most = 1000 * sizeof(Record) - 1;
  const auto engine = make_cuda_engine_by(calls);
  run_sweep(sweep, *engine, into(scratch / "short", 1000));
  const auto reference = make_reference_engine();
  run_sweep(sweep, *reference, into(scratch / "reference", 1000));
  EXPECT_EQ(export_of(scratch / "short"), export_of(scratch / "reference"));
}

TEST_F(CudaEngine, ASweepWhoseDeviceIsLostGoesOnElsewhere) {
  const TemporaryDirectory scratch;
  const Sweep sweep = two_cells();
  const auto reference = make_reference_engine();
  run_sweep(sweep, *reference, into(scratch / "reference", 30));
  {
    const auto engine = make_cuda_engine_by(calls);
    device.fails_at = device.calls + 60;
    device.code = 719;
    device.for_good = true;
    EXPECT_THROW(run_sweep(sweep, *engine, into(scratch / "lost", 30)), DeviceError);
  }
  EXPECT_GT(run_status(scratch / "lost").networks_done, 0u);
  run_sweep(sweep, *reference, into(scratch / "lost", 30));
  EXPECT_EQ(export_of(scratch / "lost"), export_of(scratch / "reference"));
}

}  // namespace
}  // namespace myriad
