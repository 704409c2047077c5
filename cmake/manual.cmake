# Manual pages and shell completions come from the program itself, so they cannot be older than it.
if(NOT CMAKE_CROSSCOMPILING)
  set(share_dir "${PROJECT_BINARY_DIR}/share")
  add_custom_command(
    OUTPUT "${share_dir}/man/man1/myriad.1" "${share_dir}/completions/myriad.bash" "${share_dir}/completions/_myriad"
           "${share_dir}/completions/myriad.fish"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${share_dir}/man/man1" "${share_dir}/completions"
    COMMAND myriad manual --quiet --directory "${share_dir}/man/man1"
    COMMAND myriad completions bash > "${share_dir}/completions/myriad.bash"
    COMMAND myriad completions zsh > "${share_dir}/completions/_myriad"
    COMMAND myriad completions fish > "${share_dir}/completions/myriad.fish"
    DEPENDS myriad VERBATIM
    COMMENT "Manual pages and completions")
  add_custom_target(myriad_manual ALL DEPENDS "${share_dir}/man/man1/myriad.1")
  install(DIRECTORY "${share_dir}/man/man1" DESTINATION ${CMAKE_INSTALL_MANDIR})
  install(FILES "${share_dir}/completions/myriad.bash"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME myriad)
  install(FILES "${share_dir}/completions/_myriad" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES "${share_dir}/completions/myriad.fish"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
