# check_layers.cmake — who may include whom, checked on the text of the sources.
#
#   cmake -DROOT=<project> -P check_layers.cmake
#
#   src/<layer>   includes itself and the layers that src/layers.txt gives it
#   preprocess    includes itself, base, format and graph; the command stats, with its
#                 where_clause, also stats, dataset and worker, the engine that the page has
#   GL            <GLES3/…> and its kin in src/render only
#   Dear ImGui    imgui*.h in src/ui and src/app only
#   types         one name, one header: of two types of one name the linker keeps the functions of
#                 either for both, and the program does anything
#   the data      only .ci/run knows where test data lies; everything else asks the environment
#
# Every finding is printed, then the script fails. tests/check_layers_test.cmake tests it.

cmake_policy(VERSION 3.25)  # for if(IN_LIST) and the rest

if(NOT IS_DIRECTORY "${ROOT}/src" OR NOT EXISTS "${ROOT}/src/layers.txt")
  message(FATAL_ERROR "ROOT=${ROOT} has no src/layers.txt")
endif()

set(findings "")
macro(finding text)
  list(APPEND findings "${text}")
endmacro()

# layers.txt: `allowed_<layer>` for each, listed from the bottom up.
set(layers "")
file(STRINGS "${ROOT}/src/layers.txt" lines)
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^([a-z]+): *([a-z ]*)$")
    finding("src/layers.txt: not `layer: allowed layers`: ${line}")
    continue()
  endif()
  set(layer ${CMAKE_MATCH_1})
  separate_arguments(below UNIX_COMMAND "${CMAKE_MATCH_2}")
  foreach(name IN LISTS below)
    if(NOT name IN_LIST layers)
      finding("src/layers.txt: ${layer} may not lean on ${name}, which is not above it in the file")
    endif()
  endforeach()
  list(APPEND layers ${layer})
  set(allowed_${layer} ${layer} ${below})
endforeach()

# check_file(<file> <allowed>...) — its quoted includes with a folder lead to allowed folders, and
# the libraries that belong to one place are included there.
function(check_file file)
  set(text_findings "")
  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "include[ \t]*([<\"])([^>\"]+)[>\"]")
      list(APPEND text_findings "${file}: an include that cannot be read: ${line}")
      continue()
    endif()
    set(quote "${CMAKE_MATCH_1}")
    set(header "${CMAKE_MATCH_2}")
    if(header MATCHES "(^|/)\\.\\.?/")
      list(APPEND text_findings "${file}: includes ${header}: headers are named by their path from the top")
    elseif(header MATCHES "^(GL|GLES|GLES2|GLES3|EGL|KHR|webgl)/")
      if(NOT file MATCHES "^src/render/")
        list(APPEND text_findings "${file}: includes ${header}: GL belongs to src/render")
      endif()
    elseif(header MATCHES "(^|/)imgui[a-z0-9_]*\\.h$")
      if(NOT file MATCHES "^src/(ui|app)/")
        list(APPEND text_findings "${file}: includes ${header}: Dear ImGui belongs to src/ui and src/app")
      endif()
    else()
      string(REGEX MATCH "^[^/]*/" folder "${header}")
      string(REPLACE "/" "" folder "${folder}")
      # A layer's name in angle brackets is the same include in disguise.
      if(quote STREQUAL "\"" OR folder IN_LIST layers)
        if(NOT folder IN_LIST ARGN AND NOT (folder STREQUAL "" AND file MATCHES "^preprocess/"))
          list(APPEND text_findings "${file}: includes ${header}: not allowed there")
        endif()
      endif()
    endif()
  endforeach()
  set(findings ${findings} ${text_findings} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/src/*.h" "${ROOT}/src/*.cpp" "${ROOT}/src/*.inc")
list(LENGTH sources source_count)
foreach(file IN LISTS sources)
  if(NOT file MATCHES "^src/([^/]+)/" OR NOT CMAKE_MATCH_1 IN_LIST layers)
    finding("${file}: in no layer of src/layers.txt")
    continue()
  endif()
  check_file(${file} ${allowed_${CMAKE_MATCH_1}})
endforeach()

file(GLOB tool_folders RELATIVE "${ROOT}/preprocess" "${ROOT}/preprocess/*")
file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/preprocess/*.h" "${ROOT}/preprocess/*.cpp")
list(LENGTH sources tool_count)
foreach(file IN LISTS sources)
  set(allowed ${tool_folders} base format graph)
  if(file MATCHES "^preprocess/commands/(stats|where_clause)")
    list(APPEND allowed stats dataset report worker)
  endif()
  check_file(${file} ${allowed})
endforeach()

file(GLOB_RECURSE headers RELATIVE "${ROOT}" "${ROOT}/src/*.h" "${ROOT}/preprocess/*.h")
foreach(file IN LISTS headers)
  file(STRINGS "${ROOT}/${file}" lines REGEX "^(struct|class|enum class) +[A-Za-z0-9_]+[^;]*{")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^(struct|enum class|class) +([A-Za-z0-9_]+).*" "\\2" name "${line}")
    if(DEFINED header_of_${name} AND NOT header_of_${name} STREQUAL file)
      finding("${file}: ${name} is a type of ${header_of_${name}} as well")
    endif()
    set(header_of_${name} ${file})
  endforeach()
endforeach()

# Spelled in two halves, because this file is looked at as well.
set(folder "shared")
set(pattern "(^|[^A-Za-z0-9_])${folder}/")
file(GLOB top RELATIVE "${ROOT}" "${ROOT}/*")
list(FILTER top EXCLUDE REGEX "^(build|node_modules)$")
set(texts "")
foreach(entry IN LISTS top ITEMS .ci)
  if(IS_DIRECTORY "${ROOT}/${entry}")
    if(NOT entry MATCHES "^\\.(git|cache)$")
      file(GLOB_RECURSE inside RELATIVE "${ROOT}" "${ROOT}/${entry}/*")
      list(APPEND texts ${inside})
    endif()
  else()
    list(APPEND texts ${entry})
  endif()
endforeach()
list(FILTER texts EXCLUDE REGEX "(^|/)(node_modules|__pycache__)/")
list(FILTER texts EXCLUDE REGEX "\\.(h5|hdf5|png|tile|bin|otf|ttf|br|gz|wasm|pyc)$")
list(REMOVE_ITEM texts .ci/run)
list(REMOVE_DUPLICATES texts)
list(LENGTH texts text_count)
foreach(file IN LISTS texts)
  file(STRINGS "${ROOT}/${file}" lines REGEX "${pattern}")
  if(NOT lines STREQUAL "")
    finding("${file}: refers to ${folder}/: tests find data by the environment variable CNX_TEST_DATA")
  endif()
endforeach()

if(source_count EQUAL 0)
  finding("src: no sources at all, so nothing was checked")
endif()
foreach(text IN LISTS findings)
  message(NOTICE "${text}")
endforeach()
list(LENGTH findings count)
if(count GREATER 0)
  message(FATAL_ERROR "check_layers: ${count} findings")
endif()
message(STATUS "check_layers: ${source_count} files of src, ${tool_count} of preprocess, ${text_count} texts: fine")
