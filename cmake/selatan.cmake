# selatan_library(NAME [USES lib...]): one library per leaf folder of src/.
#
# Everything in the folder is found by its name: `x.cpp` is the library, `x_test.cpp` its tests
# (one test program per folder), `schema/*.sql` its part of the database (selatan_migrations, below).
# NAME is the folder's path with underscores: platform_http.
function(selatan_library name)
  cmake_parse_arguments(arg "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB schema CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/*.sql)
  set_property(GLOBAL APPEND PROPERTY SELATAN_SCHEMA ${schema})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${arg_USES})
    selatan_precompile(${name} library ${arg_USES})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${arg_USES})
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} tests_support GTest::gtest_main)
    selatan_precompile(${name}_test test ${arg_USES})
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES
      PROPERTIES TIMEOUT 600 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# Two thirds of what a file costs to compile is reading headers. Compiled once, for all who use them, are
# those of the standard library and JSON, and for who uses the web those of pages; for tests, the tests' own
# besides. For builds that begin from nothing. ccache, where it remembers something, remembers whole files,
# which is better, and does not like both. A file still includes what it uses: `dev` and clang-tidy compile it
# without.
option(SELATAN_PRECOMPILE "Compile once the headers that most files include" OFF)
set(selatan_house_headers <algorithm> <array> <charconv> <chrono> <cstdint> <filesystem> <fstream> <functional> <map>
  <memory> <optional> <random> <set> <span> <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant>
  <vector> <boost/json.hpp>)
function(selatan_precompile target kind) # TARGET library|test USES…
  if(NOT SELATAN_PRECOMPILE)
    return()
  endif()
  set(headers ${selatan_house_headers})
  set(uses Boost::json)
  if(kind STREQUAL "test")
    list(APPEND headers <gtest/gtest.h>)
    list(APPEND uses GTest::gtest)
  endif()
  if(platform_web IN_LIST ARGN)
    set(kind web_${kind})
    list(APPEND headers ${PROJECT_SOURCE_DIR}/src/platform/web/noun_pages.hpp)
    list(APPEND uses platform_web)
    if(kind STREQUAL "web_test")
      list(APPEND headers ${PROJECT_SOURCE_DIR}/tests/support/web.hpp)
      list(APPEND uses tests_support)
    endif()
  endif()
  set(precompiled selatan_precompiled_${kind})
  if(NOT TARGET ${precompiled})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "")
    add_library(${precompiled} OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(${precompiled} PRIVATE ${uses})
    target_compile_options(${precompiled} PRIVATE -pthread)
    target_precompile_headers(${precompiled} PRIVATE ${headers})
  endif()
  # What they were compiled with must hold for whoever uses them.
  target_compile_options(${target} PRIVATE -pthread)
  target_precompile_headers(${target} REUSE_FROM ${precompiled})
endfunction()

# selatan_fuzz(NAME USES lib...): a libFuzzer target from NAME.cpp, in builds that say SELATAN_FUZZ, and a
# test that runs it for SELATAN_FUZZ_SECONDS from corpus/NAME. What it finds on the way it keeps in the
# build folder, as it does an input that breaks something.
option(SELATAN_FUZZ "Build the fuzz targets (clang)" OFF)
set(SELATAN_FUZZ_SECONDS 8 CACHE STRING "How long a test runs each fuzz target")
if(SELATAN_FUZZ)
  add_custom_target(fuzzers) # all of them, and of the house only what they use
  # What libFuzzer is guided by; in other programs nobody listens.
  set(selatan_coverage -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
endif()
function(selatan_fuzz name)
  cmake_parse_arguments(arg "" "" "USES" ${ARGN})
  if(SELATAN_FUZZ)
    add_executable(fuzz_${name} ${name}.cpp)
    add_dependencies(fuzzers fuzz_${name})
    target_link_libraries(fuzz_${name} PRIVATE ${arg_USES})
    target_compile_options(fuzz_${name} PRIVATE ${selatan_coverage})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer -static-libsan)
    foreach(library ${arg_USES})
      get_target_property(is_imported ${library} IMPORTED)
      if(NOT is_imported)
        target_compile_options(${library} PRIVATE ${selatan_coverage})
      endif()
    endforeach()
    set(found ${CMAKE_CURRENT_BINARY_DIR}/found/${name})
    file(MAKE_DIRECTORY ${found})
    set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
    if(NOT IS_DIRECTORY ${corpus})
      set(corpus)
    endif()
    math(EXPR timeout "${SELATAN_FUZZ_SECONDS} + 60")
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} -max_total_time=${SELATAN_FUZZ_SECONDS} -timeout=10
      -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 -artifact_prefix=${found}- ${found} ${corpus})
    set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT ${timeout} LABELS fuzz)
  endif()
endfunction()

# selatan_migrations: the text of every schema/*.sql, in the order of the file names, which are
# 2026-11-21-01-identity.sql: a date, the number within the day (of two digits or three), what it makes.
# Written while configuring; a file that changes makes the build configure again.
function(selatan_migrations_library)
  get_property(files GLOBAL PROPERTY SELATAN_SCHEMA)
  set(sorted)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WLE)
    if(NOT name MATCHES "^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9]?-[a-z0-9-]+$")
      message(FATAL_ERROR "${file}: a migration is named 2026-11-21-01-identity.sql")
    endif()
    # 100 comes after 99: two digits are three with a nought before them.
    string(REGEX REPLACE "^([0-9-]+-)([0-9][0-9]-[a-z].*)$" "\\10\\2" place "${name}")
    list(APPEND sorted "${place}|${name}|${file}")
  endforeach()
  list(SORT sorted)
  set(count 0)
  set(previous "")
  set(migrations "")
  foreach(entry ${sorted})
    string(REGEX MATCH "^([^|]+)[|]([^|]+)[|](.+)$" _ "${entry}")
    string(SUBSTRING "${CMAKE_MATCH_1}" 0 14 number)
    set(name "${CMAKE_MATCH_2}")
    set(file "${CMAKE_MATCH_3}")
    if(number STREQUAL previous)
      message(FATAL_ERROR "${file}: another migration has the number ${number} already")
    endif()
    set(previous "${number}")
    file(READ ${file} sql)
    string(APPEND migrations "    {\"${name}\", R\"schema(${sql})schema\"},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  file(CONFIGURE OUTPUT all_migrations.cpp @ONLY CONTENT [[
// Written by cmake/selatan.cmake.
#include "platform/storage/migration.hpp"

#include <array>

namespace selatan::storage {

std::span<Migration const> all_migrations()
{
    static constexpr std::array<Migration, @count@> migrations{{
@migrations@    }};
    return migrations;
}

} // namespace selatan::storage
]])
  add_library(selatan_migrations STATIC ${CMAKE_CURRENT_BINARY_DIR}/all_migrations.cpp)
  target_include_directories(selatan_migrations PUBLIC ${PROJECT_SOURCE_DIR}/src)
endfunction()
# After every folder has said what it has.
cmake_language(DEFER CALL selatan_migrations_library)

include(GoogleTest)
