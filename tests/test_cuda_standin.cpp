// The stand-in for CUDA's built-ins: that it computes what CUDA would, and finds what CUDA leaves
// undefined.
#include "cuda_standin.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace myriad::standin {
namespace {

constexpr LaneOrder kOrders[] = {LaneOrder::forward, LaneOrder::reverse, LaneOrder::shuffled};

LaunchShape one_block(unsigned threads, LaneOrder order = LaneOrder::forward,
                      std::size_t shared = 0) {
  return {{1}, {threads}, shared, order};
}

/// What the stand-in says of a kernel; empty when it finds nothing.
template <class Kernel>
std::string fault_of(unsigned threads, Kernel kernel) {
  std::string first;
  for (const LaneOrder order : kOrders) {
    try {
      launch(one_block(threads, order), kernel);
      return "";
    } catch (const KernelFault& fault) {
      first = fault.what();
    }
  }
  return first;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST(CudaStandin, EveryThreadOfTheGridRunsOnce) {
  for (const LaneOrder order : kOrders) {
    std::vector<int> seen(2 * 3 * 5 * 4, 0);
    launch({{2, 3}, {5, 4}, 0, order}, [&] {
      const unsigned block = blockIdx.y * gridDim.x + blockIdx.x;
      ++seen[block * blockDim.x * blockDim.y + threadIdx.y * blockDim.x + threadIdx.x];
    });
    EXPECT_EQ(seen, std::vector<int>(seen.size(), 1));
  }
}

TEST(CudaStandin, OrdersAreWhatTheySay) {
  std::vector<std::vector<unsigned>> turns;
  for (const LaneOrder order : kOrders) {
    turns.emplace_back();
    launch(one_block(64, order), [&] { turns.back().push_back(threadIdx.x); });
  }
  EXPECT_EQ(turns[0].front(), 0u);
  EXPECT_EQ(turns[1], std::vector<unsigned>(turns[0].rbegin(), turns[0].rend()));
  EXPECT_NE(turns[2], turns[0]);
  EXPECT_NE(turns[2], turns[1]);
}

TEST(CudaStandin, BarrierMakesSharedMemoryVisible) {
  for (const LaneOrder order : kOrders) {
    std::vector<unsigned> got(96);
    launch(one_block(96, order, 96 * sizeof(unsigned)), [&] {
      MYRIAD_DYNAMIC_SHARED(unsigned, shared);
      for (unsigned turn = 0; turn < 3; ++turn) {
        shared[threadIdx.x] = threadIdx.x + turn;
        __syncthreads();
        got[threadIdx.x] = shared[95 - threadIdx.x];
        __syncthreads();
      }
    });
    for (unsigned i = 0; i < 96; ++i) EXPECT_EQ(got[i], 95 - i + 2);
  }
}

TEST(CudaStandin, SharedMemoryNotWrittenIsNan) {
  bool all = true;
  launch(one_block(8, LaneOrder::forward, 32), [&] {
    MYRIAD_DYNAMIC_SHARED(float, shared);
    all = all && std::isnan(shared[threadIdx.x]);
  });
  EXPECT_TRUE(all);
}

TEST(CudaStandin, MissingBarrierShowsInSomeOrder) {
  int wrong = 0;
  for (const LaneOrder order : kOrders) {
    launch(one_block(32, order, 32 * sizeof(float)), [&] {
      MYRIAD_DYNAMIC_SHARED(float, shared);
      shared[threadIdx.x] = 1.0f;
      if (!(shared[31 - threadIdx.x] == 1.0f)) ++wrong;
    });
  }
  EXPECT_GT(wrong, 0);
}

TEST(CudaStandin, LanesExchangeAndVote) {
  for (const LaneOrder order : kOrders) {
    std::vector<double> butterfly(64);
    std::vector<int> broadcast(64);
    std::vector<unsigned> votes(64);
    int sum = 0;
    launch(one_block(64, order), [&] {
      double value = threadIdx.x;
      for (int lanes = 16; lanes > 0; lanes /= 2) value += __shfl_xor_sync(kFullMask, value, lanes);
      butterfly[threadIdx.x] = value;
      broadcast[threadIdx.x] = __shfl_sync(kFullMask, static_cast<int>(threadIdx.x), 3, 8);
      votes[threadIdx.x] = __ballot_sync(kFullMask, threadIdx.x % 2);
      if (threadIdx.x % 32 < 16) __syncwarp(0xffffu);
      __syncwarp();
      atomicAdd(&sum, 2);
    });
    for (unsigned i = 0; i < 64; ++i) {
      EXPECT_EQ(butterfly[i], i < 32 ? 496.0 : 1520.0);
      EXPECT_EQ(broadcast[i], static_cast<int>(i / 8 * 8 + 3));
      EXPECT_EQ(votes[i], 0xaaaaaaaau);
    }
    EXPECT_EQ(sum, 128);
  }
}

TEST(CudaStandin, FindsDivergentBarriers) {
  const auto divergent = [] {
    if (threadIdx.x < 16) {
      __syncthreads();
    } else {
      __syncthreads();
    }
  };
  EXPECT_TRUE(has(fault_of(32, divergent), "divergent barrier"));
  const auto exited = [] {
    if (threadIdx.x < 63) __syncthreads();
  };
  EXPECT_TRUE(has(fault_of(64, exited), "exited threads"));
}

TEST(CudaStandin, FindsDeadlocks) {
  const auto crossed = [] {
    if (threadIdx.x < 16) {
      __syncwarp();
    } else {
      __syncthreads();
    }
  };
  EXPECT_TRUE(has(fault_of(32, crossed), "deadlock"));
}

TEST(CudaStandin, FindsLanesThatAreNotThere) {
  const auto exited = [] {
    if (threadIdx.x < 16) static_cast<void>(__shfl_xor_sync(kFullMask, 1, 1));
  };
  EXPECT_TRUE(has(fault_of(32, exited), "absent lane"));
  const auto partial_warp = [] { static_cast<void>(__ballot_sync(kFullMask, 1)); };
  EXPECT_TRUE(has(fault_of(48, partial_warp), "absent lane"));
  const auto outside = [] { static_cast<void>(__shfl_sync(1u << threadIdx.x % 32, 1.0f, 5)); };
  EXPECT_TRUE(has(fault_of(32, outside), "outside its mask"));
  const auto not_named = [] { __syncwarp(0x7fffffffu); };
  EXPECT_TRUE(has(fault_of(32, not_named), "does not name"));
}

TEST(CudaStandin, WhatAKernelThrowsComesOutAndStacksUnwind) {
  int alive = 0;
  struct Counted {
    int& count;
    explicit Counted(int& c) : count(c) { ++count; }
    ~Counted() { --count; }
  };
  const auto kernel = [&] {
    const Counted counted(alive);
    if (threadIdx.x == 20) throw std::out_of_range("by the kernel");
    __syncthreads();
  };
  for (const LaneOrder order : kOrders) {
    EXPECT_THROW(launch(one_block(32, order), kernel), std::out_of_range);
    EXPECT_EQ(alive, 0);
  }
}

TEST(CudaStandin, SanitizerFindsSharedMemoryOutOfRange) {
  if (!kUnderAsan) GTEST_SKIP() << "needs AddressSanitizer";
  const auto past_the_end = [] {
    sanitizer::report_to_standard_error();
    launch(one_block(8, LaneOrder::forward, 7 * sizeof(float)), [] {
      MYRIAD_DYNAMIC_SHARED(float, shared);
      shared[threadIdx.x] = 0.0f;
    });
  };
  EXPECT_DEATH(past_the_end(), "heap-buffer-overflow");
}

}  // namespace
}  // namespace myriad::standin
