# cmake -P: installs BUILD_DIR into a prefix of its own, builds CONSUMER_DIR against it, runs the result.

set(place "${BUILD_DIR}/package")
file(REMOVE_RECURSE "${place}")
function(step)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGV}")
  endif()
endfunction()
step(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${place}/prefix --config ${CONFIG})
step(${CMAKE_COMMAND} -S ${CONSUMER_DIR} -B ${place}/build -DCMAKE_BUILD_TYPE=${CONFIG}
     -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}"
     "-DCMAKE_PREFIX_PATH=${place}/prefix;${PREFIX_PATH}")
step(${CMAKE_COMMAND} --build ${place}/build --config ${CONFIG})
step(${place}/build/consumer)
