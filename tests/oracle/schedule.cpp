// schedule: see schedule.hpp.
#include "schedule.hpp"

#include <algorithm>
#include <cmath>

#include "part.hpp"

namespace oracle {

double schedule_factor(const std::string& schedule, long epoch, long epochs) {
  static const std::vector<Signature> known = {
      {"constant"},
      {"step", {}, {{"step_size", NAN}, {"gamma", 0.1}}},
      {"cosine"},
      {"warmup", {}, {{"epochs", NAN}}},
  };
  const Part part = read_part(schedule, known);
  if (part.name == "step") {
    return std::pow(part.arguments[1], std::floor(double(epoch) / part.arguments[0]));
  }
  if (part.name == "cosine") {
    return (1 + std::cos(std::acos(-1.0) * double(epoch) / double(epochs))) / 2;
  }
  if (part.name == "warmup") return std::min(1.0, double(epoch + 1) / part.arguments[0]);
  return 1;
}

}  // namespace oracle
