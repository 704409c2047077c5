// The numbers of one optimiser step.
#pragma once

namespace myriad {

/// What changes from one optimiser step to the next: computed on the host in double, rounded once.
struct StepScalars {
  float lr = 0;
  float s[3] = {};  ///< meaning given by the optimiser
};

}  // namespace myriad
