// The list is given by CMake.
#include "kernels/built_code.hpp"

namespace myriad {

bool has_code(int major, int minor) { return has_code_for(MYRIAD_CUDA_CODE, major, minor); }

}  // namespace myriad
