# third_party.cmake — libraries that we use and do not keep here; docs/dependencies.md says why each.

# Header-only libraries, for native and WebAssembly alike. em++ must not see all of /usr/include
# (it has glibc's headers), so the ones we use are linked into a folder of their own.
add_library(cnx_headers INTERFACE)
set(cnx_header_dir ${CMAKE_BINARY_DIR}/third_party_headers)
file(MAKE_DIRECTORY ${cnx_header_dir})
foreach(header doctest glm nlohmann xxhash.h)
  find_path(CNX_PATH_${header} ${header} PATHS /usr/include /usr/local/include
    NO_CMAKE_FIND_ROOT_PATH NO_DEFAULT_PATH)
  if(NOT CNX_PATH_${header})
    message(FATAL_ERROR "missing header ${header}: run .ci/install")
  endif()
  file(CREATE_LINK ${CNX_PATH_${header}}/${header} ${cnx_header_dir}/${header} SYMBOLIC)
endforeach()
target_include_directories(cnx_headers SYSTEM INTERFACE ${cnx_header_dir})
target_compile_definitions(cnx_headers INTERFACE GLM_FORCE_XYZW_ONLY GLM_ENABLE_EXPERIMENTAL)

# Dear ImGui is compiled from its sources, because the WebAssembly build must.
# cnx_imgui: core only, drawn by nobody (tests). cnx_imgui_web adds WebGL2 (the page).
if(CNX_IMGUI_DIR)
  add_library(cnx_imgui STATIC
    ${CNX_IMGUI_DIR}/imgui.cpp ${CNX_IMGUI_DIR}/imgui_draw.cpp
    ${CNX_IMGUI_DIR}/imgui_tables.cpp ${CNX_IMGUI_DIR}/imgui_widgets.cpp)
  target_include_directories(cnx_imgui SYSTEM PUBLIC ${CNX_IMGUI_DIR})
  target_compile_definitions(cnx_imgui PUBLIC
    IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_FILE_FUNCTIONS)
  # As they are: with their warnings, and FLT_MAX made an integer where a list is empty.
  set(CNX_IMGUI_OPTIONS -w)
  if(CNX_SANITIZE)
    list(APPEND CNX_IMGUI_OPTIONS -fno-sanitize=float-cast-overflow)
  endif()
  target_compile_options(cnx_imgui PRIVATE ${CNX_IMGUI_OPTIONS})
  if(EMSCRIPTEN)
    add_library(cnx_imgui_web STATIC ${CNX_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp)
    target_include_directories(cnx_imgui_web SYSTEM PUBLIC ${CNX_IMGUI_DIR}/backends)
    target_compile_definitions(cnx_imgui_web PUBLIC IMGUI_IMPL_OPENGL_ES3)
    target_compile_options(cnx_imgui_web PRIVATE -w)
    target_link_libraries(cnx_imgui_web PUBLIC cnx_imgui)
  endif()
endif()
