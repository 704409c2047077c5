# include/myriad/version.hpp of the build tree: rewritten at build time, and only when the commit changed.

set(MYRIAD_COMMIT "" CACHE STRING "Commit to record in results; empty: asked of git at every build")
set(MYRIAD_GENERATED_INCLUDE_DIR "${PROJECT_BINARY_DIR}/include")
set(version_arguments
    -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
    -DTEMPLATE=${PROJECT_SOURCE_DIR}/cmake/version.hpp.in
    -DOUTPUT=${MYRIAD_GENERATED_INCLUDE_DIR}/myriad/version.hpp
    -DMYRIAD_VERSION=${PROJECT_VERSION}
    -DMYRIAD_COMMIT=${MYRIAD_COMMIT})
add_custom_target(
  myriad_version
  COMMAND ${CMAKE_COMMAND} ${version_arguments} -P ${PROJECT_SOURCE_DIR}/cmake/write_version.cmake
  BYPRODUCTS ${MYRIAD_GENERATED_INCLUDE_DIR}/myriad/version.hpp
  COMMENT "" VERBATIM)
# Once now as well, for editors and for checks that compile single files.
execute_process(COMMAND ${CMAKE_COMMAND} ${version_arguments}
                        -P ${PROJECT_SOURCE_DIR}/cmake/write_version.cmake)
