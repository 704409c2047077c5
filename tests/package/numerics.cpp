// Somebody else's code over the headers that need the numerics flags.
#include "myriad/core/elementary.hpp"
#include "myriad/step/train.hpp"

float logistic_of_one() { return myriad::sigmoid_with_slope(1.0f).value; }
