# targets.cmake — how this project declares libraries and tests.

# cnx_add_layer(<name> <sources>...) — one library per folder of src/, linked to the
# layers that src/layers.txt allows it, built without exceptions or RTTI.
function(cnx_add_layer name)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/src/${name}/")
  add_library(cnx_${name} STATIC ${ARGN})
  set_target_properties(cnx_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(cnx_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  cnx_strict(cnx_${name})

  file(STRINGS ${PROJECT_SOURCE_DIR}/src/layers.txt line REGEX "^${name}:")
  if(NOT line)
    message(FATAL_ERROR "src/layers.txt has no line for ${name}")
  endif()
  string(REGEX REPLACE "^[^:]*: *" "" allowed "${line}")
  separate_arguments(allowed)
  list(TRANSFORM allowed PREPEND cnx_)
  target_link_libraries(cnx_${name} PUBLIC cnx_headers ${allowed})
endfunction()

# cnx_strict(<target>) — our warnings, and no exceptions or RTTI.
function(cnx_strict target)
  target_compile_options(${target} PRIVATE
    -fno-exceptions -fno-rtti -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
endfunction()

# cnx_run_under_node(<target>) — in the WebAssembly build, a program for the command line.
function(cnx_run_under_node target)
  if(EMSCRIPTEN)
    # -O1: the compiler has optimized each file; going over the whole program again takes ten times as
    # long as to link it. The page and its worker are linked as they are served.
    target_link_options(${target} PRIVATE -O1 -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1 -sNODERAWFS=1)
  endif()
endfunction()

# cnx_compile_as_test(<target>) — our warnings; in the WebAssembly build, little optimization: what is
# tested is optimized as it is served, what tests it is compiled once and runs once.
function(cnx_compile_as_test target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow)
  if(EMSCRIPTEN)
    target_compile_options(${target} PRIVATE -O1)
  endif()
endfunction()

# cnx_add_tests(<name> <sources>... [LINK <targets>...]) — one doctest program, test_<name>,
# from files under tests/, run by ctest (under node in the WebAssembly build).
function(cnx_add_tests name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  if(NOT TARGET test_main)
    # doctest itself takes longer to compile than most tests: once for all programs.
    add_library(test_main OBJECT ${PROJECT_SOURCE_DIR}/tests/support/main.cpp)
    target_link_libraries(test_main PRIVATE cnx_headers)
    cnx_compile_as_test(test_main)
  endif()
  add_executable(test_${name} $<TARGET_OBJECTS:test_main> ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  cnx_compile_as_test(test_${name})
  target_link_libraries(test_${name} PRIVATE cnx_headers ${arg_LINK})
  cnx_run_under_node(test_${name})
  if(EMSCRIPTEN)
    target_link_options(test_${name} PRIVATE --pre-js=${PROJECT_SOURCE_DIR}/tests/support/node_environment.js)
  endif()
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "CNX_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()

# cnx_compile_together(<targets>...) — ten files of a target at a time: most of what they take to compile
# is in headers that all of them include. Of the layers, only the sanitized build does so: the other
# builds compile each file by itself, and so find an include that is missing.
function(cnx_compile_together)
  set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
endfunction()

# cnx_make_small(<targets>...) — the page comes over slow lines: what runs a few times a frame, and
# not once for each neuron or byte, is made small there instead of fast.
function(cnx_make_small)
  if(EMSCRIPTEN)
    foreach(target ${ARGN})
      target_compile_options(${target} PRIVATE -Oz)
    endforeach()
  endif()
endfunction()
