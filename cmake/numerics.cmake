# The flags that make one spec give one set of bits, in one target; and a refusal of those that would not.
# docs/numerics.md says why each is needed. (GCC 12 drops the rounding in (double)(float)x where its SLP vectoriser
# pairs two of them: tests/test_theory.cpp found it.)

add_library(myriad_numerics INTERFACE)
add_library(myriad::numerics ALIAS myriad_numerics)
set_target_properties(myriad_numerics PROPERTIES EXPORT_NAME numerics)

set(exact_host_flags -ffp-contract=off -fno-math-errno -fno-trapping-math -fno-tree-slp-vectorize)
list(JOIN exact_host_flags "," exact_host_flags_for_nvcc)
target_compile_options(
  myriad_numerics
  INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${exact_host_flags}>"
            "$<$<COMPILE_LANGUAGE:CUDA>:--fmad=false;-ftz=false;-prec-div=true;-prec-sqrt=true>"
            "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=${exact_host_flags_for_nvcc}>")

# Stops the configuration when a flag given from outside would change results silently.
function(myriad_refuse_inexact_flags)
  set(forbidden
      "-Ofast|-f(fast-math|unsafe-math-optimizations|associative-math|reciprocal-math|finite-math-only)"
      "-fno-signed-zeros|-ffp-contract=(fast|on)|-mrecip|-ffp-model=fast|-fsingle-precision-constant"
      "--?use_fast_math|--?ftz[= ]true|--?prec-div[= ]false|--?prec-sqrt[= ]false|--?fmad[= ]true")
  list(JOIN forbidden "|" forbidden)
  set(suffixes "")
  foreach(configuration IN LISTS CMAKE_BUILD_TYPE CMAKE_CONFIGURATION_TYPES)
    string(TOUPPER "_${configuration}" suffix)
    list(APPEND suffixes "${suffix}")
  endforeach()
  foreach(language IN ITEMS CXX CUDA)
    foreach(suffix IN LISTS suffixes ITEMS "")
      set(variable "CMAKE_${language}_FLAGS${suffix}")
      if(" ${${variable}} " MATCHES "[ ,;=](${forbidden})[ ,;=]")
        message(FATAL_ERROR "${variable} contains ${CMAKE_MATCH_1}, with which results would differ from "
                            "machine to machine. myriad's exact mode promises the same bits everywhere: "
                            "take the flag out. (`myriad run --math fast` is the supported way to trade "
                            "bits for speed.)")
      endif()
    endforeach()
  endforeach()
  get_directory_property(options DIRECTORY "${PROJECT_SOURCE_DIR}" COMPILE_OPTIONS)
  if(" ${options} " MATCHES "[ ,;=](${forbidden})[ ,;=]")
    message(FATAL_ERROR "add_compile_options() adds ${CMAKE_MATCH_1}, with which results would differ "
                        "from machine to machine: take the flag out of myriad's directory.")
  endif()
endfunction()
