// schedule: the learning rate of each epoch, as a multiple of lr.
//
// Epochs are counted from 0: epoch e is the pass that takes the network from state e to state e
// + 1.
//   constant               1
//   step(step_size, gamma) gamma^floor(e / step_size)        PyTorch's StepLR; gamma = 0.1
//   cosine                 (1 + cos(pi e / epochs)) / 2      CosineAnnealingLR, T_max = epochs
//   warmup(epochs)         min(1, (e + 1) / epochs)          linear, then constant
#pragma once

#include <string>

namespace oracle {

double schedule_factor(const std::string& schedule, long epoch, long epochs);

}  // namespace oracle
