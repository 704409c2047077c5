# Finds MPI. Sets MYRIAD_HAVE_MPI; without it a sweep runs in one process, or in shards that are merged.

set(MYRIAD_HAVE_MPI OFF)
if(NOT MYRIAD_MPI MATCHES "^(AUTO|ON|OFF)$")
  message(FATAL_ERROR "MYRIAD_MPI is '${MYRIAD_MPI}'; it must be AUTO, ON or OFF.")
endif()
if(MYRIAD_MPI STREQUAL "OFF" OR (MYRIAD_MPI STREQUAL "AUTO" AND MYRIAD_STATIC))
  return()  # no MPI is linked statically
endif()

set(MPI_CXX_SKIP_MPICXX ON)  # MPI's C interface is enough
find_package(MPI QUIET COMPONENTS CXX)
if(MPI_CXX_FOUND)
  set(MYRIAD_HAVE_MPI ON)
elseif(MYRIAD_MPI STREQUAL "ON")
  message(FATAL_ERROR "MYRIAD_MPI=ON, but no MPI was found. Install libopenmpi-dev and openmpi-bin, or use "
                      "MYRIAD_MPI=OFF.")
endif()
