# Run by the target myriad_version: fills TEMPLATE into OUTPUT, which keeps its time when nothing changed.

if(NOT MYRIAD_COMMIT)
  find_program(GIT git)
  if(GIT)
    execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=*
                    WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE MYRIAD_COMMIT
                    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
endif()
if(NOT MYRIAD_COMMIT)
  set(MYRIAD_COMMIT unknown)
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
