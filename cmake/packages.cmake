# `cpack` in the build folder: .deb packages (-G DEB: one for each component of install.cmake) and one .tar.gz
# (-G TGZ) that can be unpacked anywhere. With SOURCE_DATE_EPOCH set the same build gives the same bytes.

if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

string(TOLOWER "${CMAKE_SYSTEM_NAME}" system)
set(CPACK_PACKAGE_NAME myriad)
set(CPACK_PACKAGE_VENDOR "myriad")
set(CPACK_PACKAGE_CONTACT "The myriad authors <myriad@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_FILE_NAME "myriad-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 1)  # compressors that use more cut the file at other places
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_COMPONENTS_ALL program c devel)
if(MYRIAD_HAVE_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}/lib")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE OFF)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "")

# myriad_deb(COMPONENT PACKAGE SECTION TEXT): what Debian's control file says of a component.
macro(myriad_deb component package section text)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${about} ${text}")
endmacro()
set(about "myriad trains huge numbers of very small neural networks at once and reports the distribution of
what happened to them: who is born dead, who dies, who comes back. The same spec gives the same bits on
every processor.")
string(REPLACE "\n" " " about "${about}")
myriad_deb(program myriad science "This package has the program.")
myriad_deb(c libmyriad-c0 libs "This package has the shared library with the C interface.")
myriad_deb(devel libmyriad-dev libdevel "This package has the C and C++ headers and find_package(myriad).")
myriad_deb(python python3-myriad python "This package has the Python package; with numpy its columns are arrays.")
set(CPACK_DEBIAN_DEVEL_PACKAGE_DEPENDS
    "libmyriad-c0 (= ${PROJECT_VERSION}), librandom123-dev, libfmt-dev, libsqlite3-dev")
set(CPACK_DEBIAN_DEVEL_PACKAGE_SHLIBDEPS OFF)
if(MYRIAD_HAVE_PYTHON)
  execute_process(COMMAND "${MYRIAD_PYTHON_INTERPRETER}" -c
                          "import sys; v = sys.version_info; print('python3 (>= %d.%d), python3 (<< %d.%d)' % (v[0], v[1], v[0], v[1] + 1))"
                  OUTPUT_VARIABLE CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-numpy, python3-pandas")
endif()

include(CPack)
