# `cmake --install build`: the program, the library, its headers, and find_package(myriad).
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/myriad")
install(TARGETS libmyriad myriad_numerics EXPORT myriadTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS myriad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/myriad" "${MYRIAD_GENERATED_INCLUDE_DIR}/myriad"
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT myriadTargets NAMESPACE myriad:: DESTINATION ${package_dir})
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/myriadConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/myriadConfig.cmake"
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/myriadConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/myriadConfig.cmake"
              "${PROJECT_BINARY_DIR}/myriadConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake"
        DESTINATION ${package_dir})
