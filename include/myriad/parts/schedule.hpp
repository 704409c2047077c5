// How the learning rate moves over the epochs. Host only, in double.
#pragma once

#include <cstdint>

#include "myriad/core/double_math.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// A schedule provides
///   factor(epoch, epochs, arguments)   lr is multiplied by it, epoch from 0 to epochs - 1
///   settled(epochs, arguments)         from this epoch on the factor does not change; below epochs unless 0
struct ConstantSchedule {
  static constexpr PartInfo info{"constant", "", "lr", "The learning rate stays as it is."};
  static constexpr std::array<Parameter, 0> parameters{};
  static double factor(std::uint64_t, std::uint64_t, const double*) { return 1.0; }
  static std::uint64_t settled(std::uint64_t, const double*) { return 0; }
};

struct StepSchedule {
  static constexpr PartInfo info{
      "step", "", "lr gamma^floor(epoch / step_size)",
      "Multiplies the learning rate by gamma every step_size epochs. PyTorch's StepLR."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"step_size", "epochs between two changes", ParameterKind::integer,
        std::numeric_limits<double>::quiet_NaN(), 1.0, 4294967294.0},
       {"gamma", "factor of each change", ParameterKind::real, 0.1, 0.0, 1e6}}};

  static double factor(std::uint64_t epoch, std::uint64_t, const double* a) {
    return power_double(a[1], epoch / static_cast<std::uint64_t>(a[0]));
  }
  static std::uint64_t settled(std::uint64_t epochs, const double* a) {
    if (a[1] == 1.0 || epochs == 0) return 0;
    const std::uint64_t size = static_cast<std::uint64_t>(a[0]);
    const std::uint64_t changes = (epochs - 1) / size;
    const std::uint64_t gone = changes_until_zero(a[1]);
    return (changes < gone ? changes : gone) * size;
  }

 private:
  /// Changes after which the factor is 0, even times the largest float: gamma^n < 2^-1280.
  static std::uint64_t changes_until_zero(double gamma) {
    if (gamma == 0.0) return 1;
    if (gamma > 1.0) return ~std::uint64_t{0};
    const double normal = gamma < 1e-300 ? 1e-300 : gamma;
    return static_cast<std::uint64_t>(888.0 / -log_double(normal)) + 1;
  }
};

struct CosineSchedule {
  static constexpr PartInfo info{
      "cosine", "", "lr (min_factor + (1 - min_factor) (1 + cos(pi epoch / epochs)) / 2)",
      "Half a wave from lr down towards min_factor lr, which it would reach after the last epoch. PyTorch's "
      "CosineAnnealingLR with T_max = epochs and eta_min = min_factor lr."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"min_factor", "share of lr at the end", ParameterKind::real, 0.0, 0.0, 1.0}}};

  static double factor(std::uint64_t epoch, std::uint64_t epochs, const double* a) {
    const double half = cos_of_half_turns(epoch, 2 * epochs);  // (1 + cos 2x) / 2 = cos^2 x
    return a[0] + (1.0 - a[0]) * (half * half);
  }
  static std::uint64_t settled(std::uint64_t epochs, const double* a) {
    return a[0] == 1.0 || epochs == 0 ? 0 : epochs - 1;
  }
};

struct WarmupSchedule {
  static constexpr PartInfo info{
      "warmup", "", "lr min(1, (epoch + 1) / epochs)",
      "Rises in equal steps to lr, reached in the epoch of that number. PyTorch's LinearLR with start_factor = "
      "1 / epochs and total_iters = epochs - 1."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"epochs", "epochs until the learning rate is whole", ParameterKind::integer,
        std::numeric_limits<double>::quiet_NaN(), 1.0, 4294967294.0}}};

  static double factor(std::uint64_t epoch, std::uint64_t, const double* a) {
    const double share = (static_cast<double>(epoch) + 1.0) / a[0];
    return share < 1.0 ? share : 1.0;
  }
  static std::uint64_t settled(std::uint64_t epochs, const double* a) {
    const std::uint64_t whole = static_cast<std::uint64_t>(a[0]) - 1;
    return epochs == 0 ? 0 : (whole < epochs - 1 ? whole : epochs - 1);
  }
};

using Schedules = TypeList<ConstantSchedule, StepSchedule, CosineSchedule, WarmupSchedule>;

}  // namespace myriad
