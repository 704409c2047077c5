// The numbers of one optimiser step.
#pragma once

namespace myriad {

/// What depends on an optimiser step alone (bias corrections): computed on the host in double, rounded once.
struct StepScalars {
  float s[4] = {};  ///< meaning given by the optimiser
};

/// What one parameter's update is told beside the gradient.
struct UpdateTerms {
  float lr;     ///< of this epoch
  float decay;  ///< weight decay of this parameter; 0 where biases are left out
  StepScalars step;
  const float* a;  ///< the optimiser's arguments
};

}  // namespace myriad
