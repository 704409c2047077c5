# cmake -P: configuring with a flag that would change results must fail and name it; without one it works.

function(configure flag expected)
  file(REMOVE_RECURSE "${PLACE}")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE_DIR} -B ${PLACE} -DMYRIAD_CUDA=OFF -DMYRIAD_TESTS=OFF
                          -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}" ${flag}
                  RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_QUIET)
  if(expected STREQUAL "accepted" AND NOT status EQUAL 0)
    message(FATAL_ERROR "${flag} was refused: ${errors}")
  elseif(NOT expected STREQUAL "accepted" AND (status EQUAL 0 OR NOT errors MATCHES "contains ${expected}"))
    message(FATAL_ERROR "${flag} was not refused by name: ${errors}")
  endif()
endfunction()

configure("-DCMAKE_CXX_FLAGS=-O2 -g" accepted)
configure("-DCMAKE_CXX_FLAGS=-g -ffast-math" "-ffast-math")
configure("-DCMAKE_CXX_FLAGS_RELEASE=-Ofast" "-Ofast")
configure("-DCMAKE_CXX_FLAGS=-ffp-contract=fast" "-ffp-contract=fast")
configure("-DCMAKE_CUDA_FLAGS=-lineinfo -use_fast_math" "-use_fast_math")
configure("-DCMAKE_CUDA_FLAGS=-Xcompiler=-ffast-math" "-ffast-math")
configure("-DCMAKE_CUDA_FLAGS=--prec-div=false" "--prec-div=false")
