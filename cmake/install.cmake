# `cmake --install build`: the program, the library, its headers, find_package(myriad), the C library and the
# Python package. Components are Debian's packages: program, c, devel, python.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/myriad")
install(TARGETS libmyriad myriad_numerics EXPORT myriadTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT devel)
install(TARGETS myriad_c EXPORT myriadTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT c NAMELINK_COMPONENT devel)
install(TARGETS myriad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/myriad" "${MYRIAD_GENERATED_INCLUDE_DIR}/myriad"
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT devel
        FILES_MATCHING PATTERN "*.hpp" PATTERN "myriad.h")
install(EXPORT myriadTargets NAMESPACE myriad:: DESTINATION ${package_dir} COMPONENT devel)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/myriadConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/myriadConfig.cmake"
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/myriadConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/myriadConfig.cmake"
              "${PROJECT_BINARY_DIR}/myriadConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake"
        DESTINATION ${package_dir} COMPONENT devel)
if(MYRIAD_HAVE_PYTHON)
  install(TARGETS myriad_python LIBRARY DESTINATION ${MYRIAD_PYTHON_INSTALL_DIR}/myriad COMPONENT python)
  install(FILES ${MYRIAD_PYTHON_FILES} DESTINATION ${MYRIAD_PYTHON_INSTALL_DIR}/myriad COMPONENT python)
endif()
foreach(component IN ITEMS program c devel python)
  if(SKBUILD)  # a wheel carries its licence in its own way
    break()
  endif()
  set(package myriad)
  if(component STREQUAL "c")
    set(package libmyriad-c0)
  elseif(component STREQUAL "devel")
    set(package libmyriad-dev)
  elseif(component STREQUAL "python")
    set(package python3-myriad)
  endif()
  if(component STREQUAL "python" AND NOT MYRIAD_HAVE_PYTHON)
    continue()
  endif()
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/copyright" DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
          COMPONENT ${component})
endforeach()
