// What a network decides, as a function of z = w.x + b of its first hidden unit: all that it sees
// of a row.
#pragma once

#include <vector>

#include "myriad/step/job.hpp"

namespace myriad::report {

/// A stretch of z; both ends belong to it.
struct Band {
  double low = 0;
  double high = 0;
};

/// The output o at z, in the engines' own arithmetic. `parameters` as in Record::final.
float output_at(const Job& job, const float* parameters, float z);

/// Where in [low, high] the network predicts class 1, in rising order. Ends that lie inside are
/// found to a millionth of the stretch; a band narrower than 1/1024 of it may be missed.
std::vector<Band> class_one_bands(const Job& job, const float* parameters, double low, double high);

}  // namespace myriad::report
