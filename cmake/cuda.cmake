# Finds the CUDA toolkit. Sets MYRIAD_HAVE_CUDA; without a toolkit the CPU engine is the device.

set(MYRIAD_HAVE_CUDA OFF)
if(NOT MYRIAD_CUDA MATCHES "^(AUTO|ON|OFF)$")
  message(FATAL_ERROR "MYRIAD_CUDA is '${MYRIAD_CUDA}'; it must be AUTO, ON or OFF.")
endif()
if(MYRIAD_CUDA STREQUAL "OFF")
  return()
endif()

# A toolkit is often installed without its bin folder on PATH.
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(MYRIAD_NVCC nvcc HINTS /usr/local/cuda/bin ENV CUDA_PATH ENV CUDA_HOME PATH_SUFFIXES bin)
  mark_as_advanced(MYRIAD_NVCC)
  if(MYRIAD_NVCC)
    set(CMAKE_CUDA_COMPILER "${MYRIAD_NVCC}")
  endif()
endif()

include(CheckLanguage)
check_language(CUDA)
if(CMAKE_CUDA_COMPILER)
  # Set before the language is enabled, which would put its own default in; settled below by version.
  if(NOT MYRIAD_CUDA_ARCHITECTURES STREQUAL "")
    set(CMAKE_CUDA_ARCHITECTURES ${MYRIAD_CUDA_ARCHITECTURES})
  elseif(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 80)
    set(choose_architectures ON)
  endif()
  enable_language(CUDA)
  find_package(CUDAToolkit)
endif()

if(CMAKE_CUDA_COMPILER AND CUDAToolkit_FOUND)
  set(MYRIAD_HAVE_CUDA ON)
elseif(MYRIAD_CUDA STREQUAL "ON")
  message(FATAL_ERROR "MYRIAD_CUDA=ON, but no working CUDA toolkit was found. Set CUDACXX to its nvcc, "
                      "install one (https://developer.nvidia.com/cuda-downloads), or use MYRIAD_CUDA=OFF.")
endif()

# This machine's GPU where there is one. Else machine code for two generations and PTX from which the driver
# makes the others: compiling all of them takes minutes more, so only the release preset does.
if(choose_architectures)
  if(CMAKE_CUDA_ARCHITECTURES_NATIVE)
    set(CMAKE_CUDA_ARCHITECTURES ${CMAKE_CUDA_ARCHITECTURES_NATIVE})
  elseif(CUDAToolkit_VERSION VERSION_GREATER_EQUAL 13)
    set(CMAKE_CUDA_ARCHITECTURES 75-virtual 80-real 90)
  elseif(CUDAToolkit_VERSION VERSION_GREATER_EQUAL 11.8)
    set(CMAKE_CUDA_ARCHITECTURES 70-virtual 80-real 90)
  else()
    set(CMAKE_CUDA_ARCHITECTURES 70-virtual 80)
  endif()
endif()
