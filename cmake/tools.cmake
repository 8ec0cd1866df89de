# Faster tools where the machine has them; nothing depends on them.
find_program(CCACHE ccache)
if(CCACHE AND NOT SELATAN_PRECOMPILE)
  # What one clone compiled is what another would: nothing depends on where a clone stands.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# clang would put AddressSanitizer into each program, where whatever is loaded before it (faketime's clock)
# waits for it for ever; GCC keeps it in a library of its own.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=address")
  execute_process(COMMAND ${CMAKE_CXX_COMPILER}
    -print-file-name=libclang_rt.asan-${CMAKE_SYSTEM_PROCESSOR}.so
    OUTPUT_VARIABLE address_sanitizer OUTPUT_STRIP_TRAILING_WHITESPACE)
  get_filename_component(address_sanitizer "${address_sanitizer}" DIRECTORY)
  add_link_options(-shared-libasan "LINKER:-rpath,${address_sanitizer}")
endif()

# Warnings are errors, except where Selatan is only installed (preset `release`): a compiler newer than
# ours knows warnings that nobody has seen yet. What is switched off has its reason here.
option(SELATAN_WARNINGS_STOP "Warnings are errors" ON)
add_compile_options(-Wall -Wextra -Wpedantic $<$<BOOL:${SELATAN_WARNINGS_STOP}>:-Werror> -Wshadow
  -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused -Wnull-dereference
  -Wformat=2 -Wimplicit-fallthrough)
# Designated initialisers leave defaults out on purpose: that is what they are for.
add_compile_options(-Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives of these two inside its own library headers.
  add_compile_options(-Wno-null-dereference -Wno-restrict)
endif()
