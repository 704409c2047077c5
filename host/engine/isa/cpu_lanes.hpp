// What each build for an instruction set offers: the same functions, compiled with that set's flags.
#pragma once

#include <cstdint>

#include "myriad/step/job.hpp"

namespace myriad {

/// Trains networks first … first + count - 1 and writes their records. Lanes past the end run padding
/// networks whose records are not written. `order` is scratch memory for width * order_words(job) words.
using TrainLanes = void (*)(const Job& job, std::uint64_t first, std::uint64_t count, std::uint32_t* order,
                            Record* out);

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
