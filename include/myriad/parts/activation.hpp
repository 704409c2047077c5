// The activations. Each is one struct in an activation_*.hpp: what it is called, its formula and
// parameters, its value and derivative over T, and where it is flat ("dead": docs/numerics.md). To
// add one, write a struct like LeakyRelu and name it at the end of the list below; everything else
// picks it up.
#pragma once

#include "myriad/core/type_list.hpp"
#include "myriad/parts/activation_exponential.hpp"
#include "myriad/parts/activation_gated.hpp"
#include "myriad/parts/activation_piecewise.hpp"
#include "myriad/parts/activation_rectifier.hpp"
#include "myriad/parts/activation_smooth.hpp"

namespace myriad {

/// An activation's number is its position: new ones go to the end.
using Activations =
    TypeList<Relu, LeakyRelu, Identity, Tanh, Sigmoid, PRelu, RRelu, Elu, Selu, Celu, Gelu,
             GeluTanh, Silu, Mish, Softplus, Softsign, Hardtanh, Hardsigmoid, Hardswish, Relu6,
             Threshold, Softshrink, Hardshrink, Tanhshrink, Logsigmoid, Squareplus>;

}  // namespace myriad
