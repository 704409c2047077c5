# Finds what myriad is built on: headers and, for some, a library. One way for all of them, so that Debian's
# packages, a prefix of one's own and the archive of scripts/bundle-deps (CMAKE_PREFIX_PATH) work alike.
# Installed beside myriadConfig.cmake, which uses it too.

include_guard(GLOBAL)
set(MYRIAD_MISSING "")

# myriad_dependency(NAME HEADER file PACKAGE debian-package [LIBRARY name] [HINTS dir…] [FALLBACK definition])
# makes the imported target myriad_dependency::NAME, or notes what is missing. With FALLBACK the library may
# be absent, or be another installation's than the headers: the definition makes the headers do without.
function(myriad_dependency name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;PACKAGE;LIBRARY;FALLBACK" "HINTS")
  if(TARGET myriad_dependency::${name})
    return()
  endif()
  find_path(MYRIAD_${name}_INCLUDE_DIR "${arg_HEADER}" HINTS ${arg_HINTS})
  mark_as_advanced(MYRIAD_${name}_INCLUDE_DIR)
  if(NOT MYRIAD_${name}_INCLUDE_DIR)
    set(MYRIAD_MISSING ${MYRIAD_MISSING} "${arg_PACKAGE} (<${arg_HEADER}>)" PARENT_SCOPE)
    return()
  endif()
  add_library(myriad_dependency::${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(myriad_dependency::${name} SYSTEM INTERFACE
                             "${MYRIAD_${name}_INCLUDE_DIR}")
  if(NOT arg_LIBRARY)
    return()
  endif()
  set(names ${arg_LIBRARY})
  if(MYRIAD_STATIC)
    set(names lib${arg_LIBRARY}.a)
  endif()
  find_library(MYRIAD_${name}_LIBRARY NAMES ${names})
  mark_as_advanced(MYRIAD_${name}_LIBRARY)
  set(library "${MYRIAD_${name}_LIBRARY}")
  cmake_path(GET MYRIAD_${name}_INCLUDE_DIR PARENT_PATH prefix)
  cmake_path(IS_PREFIX prefix "${library}" same_prefix)
  if(library AND (same_prefix OR NOT arg_FALLBACK))
    target_link_libraries(myriad_dependency::${name} INTERFACE "${library}")
  elseif(arg_FALLBACK)
    target_compile_definitions(myriad_dependency::${name} INTERFACE ${arg_FALLBACK})
  else()
    set(MYRIAD_MISSING ${MYRIAD_MISSING} "${arg_PACKAGE} (${names})" PARENT_SCOPE)
  endif()
endfunction()

# What a program that links libmyriad needs.
macro(myriad_public_dependencies)
  find_package(Threads REQUIRED)
  myriad_dependency(random123 HEADER Random123/philox.h PACKAGE librandom123-dev)
  myriad_dependency(fmt HEADER fmt/format.h LIBRARY fmt PACKAGE libfmt-dev FALLBACK FMT_HEADER_ONLY=1)
  myriad_dependency(sqlite3 HEADER sqlite3.h LIBRARY sqlite3 PACKAGE libsqlite3-dev)
endmacro()

# What libmyriad and the program are compiled with.
macro(myriad_private_dependencies)
  # A CUDA toolkit has Thrust, also for those who build without CUDA; an archive's comes after it, since
  # nvcc wants its own.
  set(thrust_hints "")
  foreach(toolkit IN ITEMS ${CUDAToolkit_INCLUDE_DIRS} $ENV{CUDA_PATH}/include $ENV{CUDA_HOME}/include
                           /usr/local/cuda/include)
    list(APPEND thrust_hints "${toolkit}/cccl" "${toolkit}")
  endforeach()
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
    list(APPEND thrust_hints "${prefix}/cccl")
  endforeach()
  myriad_dependency(cli11 HEADER CLI/CLI.hpp PACKAGE libcli11-dev)
  myriad_dependency(tomlplusplus HEADER toml++/toml.h PACKAGE libtomlplusplus-dev)
  myriad_dependency(json HEADER nlohmann/json.hpp PACKAGE nlohmann-json3-dev)
  myriad_dependency(boost_math HEADER boost/math/distributions/binomial.hpp PACKAGE libboost-dev)
  myriad_dependency(thrust HEADER thrust/version.h PACKAGE libthrust-dev
                    HINTS ${thrust_hints})
endmacro()

macro(myriad_require_dependencies)
  myriad_public_dependencies()
  myriad_private_dependencies()
  if(MYRIAD_STATIC AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libgomp.a
                    OUTPUT_VARIABLE static_openmp OUTPUT_STRIP_TRAILING_WHITESPACE)
    set(OpenMP_gomp_LIBRARY "${static_openmp}" CACHE FILEPATH "The OpenMP library" FORCE)
  endif()
  find_package(OpenMP COMPONENTS CXX)
  if(MYRIAD_MISSING)
    list(JOIN MYRIAD_MISSING "\n    " missing)
    message(FATAL_ERROR "These are missing (Debian and Ubuntu package names):\n    ${missing}\n"
                        "scripts/setup installs them.")
  endif()
endmacro()
