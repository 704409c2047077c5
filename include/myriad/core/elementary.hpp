// The elementary functions: the same bits on every machine, since they are made of the words of
// core/arithmetic.hpp. Each states its range and its largest error (tests/test_elementary.cpp).
// Coefficients: minimax in the relative error of the result, low orders rounded to float first.
#pragma once

#include "myriad/core/elementary_draw.hpp"
#include "myriad/core/elementary_exp.hpp"
#include "myriad/core/elementary_logistic.hpp"
#include "myriad/core/elementary_normal.hpp"
