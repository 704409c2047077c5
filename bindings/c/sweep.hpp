// What a myriad_sweep holds.
#pragma once

#include "myriad/myriad.h"
#include "myriad/spec.hpp"

struct myriad_sweep {
  myriad::Sweep sweep;
};
