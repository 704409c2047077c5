# cmake -P: installs BUILD_DIR into a prefix of its own, builds the programs of docs/library.md and CONSUMER_DIR
# against it, and runs them.

set(place "${BUILD_DIR}/package")
file(REMOVE_RECURSE "${place}")
set(folder "${place}")
function(step)
  execute_process(COMMAND ${ARGV} WORKING_DIRECTORY "${folder}" COMMAND_ECHO STDOUT RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGV}")
  endif()
endfunction()
# Writes the block of docs/library.md that begins with ```LANGUAGE into a file.
function(extract language file)
  file(READ "${SOURCE_DIR}/docs/library.md" page)
  string(FIND "${page}" "```${language}\n" start)
  if(start EQUAL -1)
    message(FATAL_ERROR "docs/library.md has no ${language}")
  endif()
  string(SUBSTRING "${page}" ${start} -1 block)
  string(FIND "${block}" "\n" start)
  math(EXPR start "${start} + 1")
  string(SUBSTRING "${block}" ${start} -1 block)
  string(FIND "${block}" "```" end)
  string(SUBSTRING "${block}" 0 ${end} block)
  file(WRITE "${file}" "${block}")
endfunction()

file(MAKE_DIRECTORY "${place}")
extract(cmake "${place}/documented/CMakeLists.txt")
extract(cpp "${place}/documented/consumer.cpp")
extract(c "${place}/documented/example.c")
extract(toml "${place}/documented/sweep.toml")
file(COPY "${place}/documented/sweep.toml" DESTINATION "${place}/runs")
set(common -DCMAKE_BUILD_TYPE=${CONFIG} -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}"
    "-DCMAKE_C_FLAGS=${CXX_FLAGS}" "-DCMAKE_PREFIX_PATH=${place}/prefix;${PREFIX_PATH}")

step(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${place}/prefix --config ${CONFIG})
step(${CMAKE_COMMAND} -S ${place}/documented -B ${place}/documented/build ${common})  # the page's own CMake file works
step(${CMAKE_COMMAND} -S ${CONSUMER_DIR} -B ${place}/build -DEXAMPLES=${place}/documented ${common})
step(${CMAKE_COMMAND} --build ${place}/build --config ${CONFIG})
set(folder "${place}/runs")
foreach(program IN ITEMS consumer example_c stranger)
  step(${place}/build/${program})
endforeach()
# The C++ and the C example ran one sweep: one result.
step(${CMAKE_COMMAND} -E compare_files out/cells.csv out-c/cells.csv)
