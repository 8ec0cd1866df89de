# selatan_library(NAME [USES lib...]): one library per leaf folder of src/.
#
# Everything in the folder is found by its name: `x.cpp` is the library, `x_test.cpp` its tests
# (one test program per folder). NAME is the folder's path with underscores: platform_http.
function(selatan_library name)
  cmake_parse_arguments(arg "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${arg_USES})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${arg_USES})
  endif()
  if(tests AND NOT SELATAN_FUZZ)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} tests_support GTest::gtest_main)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT 120 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# selatan_fuzz(NAME USES lib...): a libFuzzer target from NAME.cpp, built with the preset `fuzz`.
function(selatan_fuzz name)
  cmake_parse_arguments(arg "" "" "USES" ${ARGN})
  if(SELATAN_FUZZ)
    add_executable(fuzz_${name} ${name}.cpp)
    target_link_libraries(fuzz_${name} PRIVATE ${arg_USES})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()

include(GoogleTest)
