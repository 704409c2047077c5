// All initialisers. To add one, write a struct like UniformInit in the header of its family and
// name it at the end of the list below: a part's number is its position.
#pragma once

#include "myriad/parts/initializer_layer.hpp"
#include "myriad/parts/initializer_plain.hpp"
#include "myriad/parts/initializer_scaled.hpp"

namespace myriad {

using Initializers =
    TypeList<UniformInit, NormalInit, ConstantInit, ZerosInit, OnesInit, ValuesInit, LatticeInit,
             TorchLinearInit, XavierUniformInit, XavierNormalInit, KaimingUniformInit,
             KaimingNormalInit, TruncNormalInit, GlorotNormalInit, HeNormalInit, LecunUniformInit,
             LecunNormalInit, OrthogonalInit, KerasDenseInit, SklearnMlpInit, RaiInit>;

}  // namespace myriad
