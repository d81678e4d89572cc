# check_layers_test.cmake — check_layers.cmake accepts a good tree and finds each kind of fault.
#
#   cmake -DSCRATCH=<folder to write in> -P check_layers_test.cmake
#
# Every bad tree is the good one with one file more; the check must fail on it and name that fault.

set(script "${CMAKE_CURRENT_LIST_DIR}/check_layers.cmake")
set(failures 0)
set(data_folder "shared")

function(make_good_tree)
  file(REMOVE_RECURSE "${SCRATCH}")
  file(WRITE "${SCRATCH}/src/layers.txt" "base:\ndata:   base\nrender: base data\nui:     base data\napp:    base data render ui\n")
  file(WRITE "${SCRATCH}/src/base/a.h" "#include <vector>\nstruct Twice {\n};\n")
  file(WRITE "${SCRATCH}/src/data/b.cpp" "#include \"data/b.h\"\n#include \"base/a.h\"\n#include <glm/vec3.hpp>\n")
  file(WRITE "${SCRATCH}/src/render/pass.cpp" "#include <GLES3/gl3.h>\n#include \"data/b.h\"\n")
  file(WRITE "${SCRATCH}/src/ui/panel.cpp" "#include <imgui.h>\n#include \"data/b.h\"\n")
  file(WRITE "${SCRATCH}/src/app/main.cpp" "#include \"imgui_impl_opengl3.h\"\n#include \"ui/panel.h\"\n")
  file(WRITE "${SCRATCH}/preprocess/main.cpp" "#include \"progress.h\"\n#include \"read/file.h\"\n#include \"base/a.h\"\n")
  file(WRITE "${SCRATCH}/preprocess/read/file.h" "#include <hdf5.h>\n")
  file(WRITE "${SCRATCH}/preprocess/progress.h" "")
  file(WRITE "${SCRATCH}/.ci/run" "ls ../${data_folder}/data\n")
  file(WRITE "${SCRATCH}/docs/text.md" "look in /usr/share/doc and my${data_folder}/x\n")
endfunction()

# expect(<regex that must be in what is said, or "fine">) — runs the check on the tree.
macro(expect regex what)
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${SCRATCH}" -P "${script}"
    RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  string(REGEX REPLACE "[ \n]+" " " said "${out}${err}")
  if("${regex}" STREQUAL "fine")
    set(good 0)
  else()
    set(good 1)
  endif()
  if(NOT code EQUAL good OR NOT said MATCHES "${regex}")
    message(NOTICE "${what}: exit code ${code}, wanted /${regex}/, it said: ${said}")
    math(EXPR failures "${failures} + 1")
  endif()
endmacro()

# expect_bad(<file> <content> <regex>)
macro(expect_bad file content regex)
  make_good_tree()
  file(APPEND "${SCRATCH}/${file}" "${content}\n")
  expect("${regex}.*1 findings" "${file} with ${content}")
endmacro()

make_good_tree()
expect("fine" "the good tree")

expect_bad(src/base/bad.h "#include \"data/b.h\"" "src/base/bad.h: includes data/b.h: not allowed")
expect_bad(src/base/bad.h "#include <data/b.h>" "src/base/bad.h: includes data/b.h: not allowed")
expect_bad(src/base/bad.h "  #  include \"ui/panel.h\"" "src/base/bad.h: includes ui/panel.h: not allowed")
expect_bad(src/render/bad.cpp "#include \"ui/panel.h\"" "src/render/bad.cpp: includes ui/panel.h: not allowed")
expect_bad(src/ui/bad.cpp "#include \"panel.h\"" "src/ui/bad.cpp: includes panel.h: not allowed")
expect_bad(src/ui/bad.cpp "#include \"../data/b.h\"" "named by their path from the top")
expect_bad(src/data/bad.cpp "#include MACRO" "an include that cannot be read")
expect_bad(src/data/bad.cpp "#include <imgui.h>" "Dear ImGui belongs to")
expect_bad(src/render/bad.cpp "#include \"imgui_internal.h\"" "Dear ImGui belongs to")
expect_bad(src/app/bad.cpp "#include <GLES3/gl3.h>" "GL belongs to src/render")
expect_bad(src/ui/bad.h "struct Twice {" "(a|bad).h: Twice is a type of")
expect_bad(src/stray/bad.cpp "int x" "src/stray/bad.cpp: in no layer")
expect_bad(src/bad.cpp "int x" "src/bad.cpp: in no layer")
expect_bad(src/layers.txt "odd: top" "odd may not lean on top")
expect_bad(src/layers.txt "what is this" "not `layer: allowed layers`")
expect_bad(preprocess/read/bad.cpp "#include \"data/b.h\"" "preprocess/read/bad.cpp: includes data/b.h: not allowed")
expect_bad(preprocess/commands/tile.cpp "#include \"worker/engine.h\"" "includes worker/engine.h: not allowed")
expect_bad(docs/bad.md "see ../${data_folder}/data" "docs/bad.md: refers to ${data_folder}/")
expect_bad(.ci/install "ls /${data_folder}/" ".ci/install: refers to ${data_folder}/")
expect_bad(README.md "${data_folder}/design" "README.md: refers to ${data_folder}/")

make_good_tree()
file(WRITE "${SCRATCH}/preprocess/commands/stats.cpp" "#include \"worker/engine.h\"\n#include \"stats/x.h\"\n")
expect("fine" "the tool's statistics, made by the page's engine")

file(REMOVE_RECURSE "${SCRATCH}")
expect("has no src/layers.txt" "a folder that is no project")

if(failures GREATER 0)
  message(FATAL_ERROR "check_layers_test: ${failures} failures")
endif()
message(STATUS "check_layers_test: fine")
