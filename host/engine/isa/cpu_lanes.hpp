// What each build for an instruction set offers: the same functions, compiled with that set's flags.
#pragma once

#include <cstdint>

#include "myriad/step/job.hpp"

namespace myriad {

/// Networks first … first + count - 1 of a job, count <= kGroupNetworks, and where their records go.
struct LaneWork {
  const Job& job;
  std::uint64_t first;
  std::uint32_t count;
  std::uint32_t* order;  ///< scratch memory for width * order_words(job) words
  Record* out;
  bool skip;             ///< networks that stand still take the short way: the same bits, sooner
};

/// Most networks that are trained as one group: their packs are regrouped among themselves.
constexpr std::uint32_t kGroupNetworks = 512;

/// Trains a group. Lanes past the end hold padding networks, whose records are not written.
using TrainLanes = void (*)(const LaneWork& work);

/// Sum over inputs first … last (bit patterns) of mix(input, bits of f(input)), modulo 2^64.
using HashElementary = std::uint64_t (*)(int function, std::uint32_t first, std::uint32_t last);

/// The functions that HashElementary knows, by number.
constexpr const char* kElementaryNames[] = {"exp",   "sigmoid", "sigmoid_slope", "tanh",
                                            "tanh_slope", "softplus", "logistic_of_power", "reciprocal_by_fma"};
constexpr int kElementaryFunctions = 8;

struct CpuLanes {
  const char* isa;
  int width;
  TrainLanes train;
  HashElementary hash_elementary;
};

CpuLanes cpu_lanes_baseline();
CpuLanes cpu_lanes_avx2();
CpuLanes cpu_lanes_avx512();

}  // namespace myriad
