# What a user may choose, and the settings every target of ours shares.

option(MYRIAD_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(MYRIAD_FUZZERS "Build libFuzzer programs of the readers (clang++; see the preset fuzz)" OFF)
# For builds that an instrument makes minutes longer.
option(MYRIAD_WIDE_LANES "The CPU engine for AVX2 and AVX-512 too: the same source as the baseline's" ON)
set(MYRIAD_TEST_NOUNS "" CACHE STRING "Unit tests to build, by their noun; empty: all")
option(MYRIAD_KERNEL_TESTS "The unit tests that run CUDA kernels on the host" ON)
option(MYRIAD_STATIC "Link all but the C library statically, to carry the program elsewhere; no libmyriad_c, no Python" OFF)
set(MYRIAD_CUDA AUTO CACHE STRING "CUDA engine: AUTO (when a toolkit is found), ON, OFF")
set_property(CACHE MYRIAD_CUDA PROPERTY STRINGS AUTO ON OFF)
set(MYRIAD_PYTHON AUTO CACHE STRING "Python package: AUTO (where Python.h and pybind11 are found), ON, OFF")
set_property(CACHE MYRIAD_PYTHON PROPERTY STRINGS AUTO ON OFF)
set(MYRIAD_PYTHON_EXECUTABLE "" CACHE STRING "The python3 to build for; empty: the first one with its headers")
set(MYRIAD_PYTHON_INSTALL_DIR "lib/python3/dist-packages" CACHE STRING
    "Where the Python package goes below the prefix; this default is Debian's place")
set(MYRIAD_MPI AUTO CACHE STRING "Ranks of an mpirun: AUTO (when an MPI is found), ON, OFF")
set_property(CACHE MYRIAD_MPI PROPERTY STRINGS AUTO ON OFF)
set(MYRIAD_CUDA_ARCHITECTURES "" CACHE STRING
    "CUDA architectures to compile for; empty: this machine's GPU, or without one 80 and 90, and PTX")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo or Debug" FORCE)
endif()
if(NOT CMAKE_SIZEOF_VOID_P EQUAL 8)
  message(FATAL_ERROR "myriad needs a 64-bit target: 32-bit x86 rounds floats to other widths.")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CUDA_STANDARD 17)
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
set(CMAKE_CUDA_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
endif()

# Debug information names files as the checkout does, so that a build's folder leaves no trace in it.
add_compile_options("$<$<AND:$<COMPILE_LANGUAGE:CXX>,$<NOT:$<CONFIG:Release>>>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.>")

# Warnings are for those who work on myriad, not for those who build it as a part of something else. GCC 12
# finds overruns in std::string and uninitialised variants of its own making when it inlines them.
add_library(myriad_warnings INTERFACE)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(
    myriad_warnings
    INTERFACE
      "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra>"
      "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-maybe-uninitialized>")
endif()
