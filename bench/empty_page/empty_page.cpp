// empty_page.cpp — the least that a page with Dear ImGui is: one window with one line, drawn once.
//
// Linked with the page's own options (web/CMakeLists.txt), it is what the page's start is measured
// against. It says with Module.drawn() that its first frame is handed to WebGL.

#include <GLFW/glfw3.h>
#include <emscripten/emscripten.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

EM_JS(void, say_drawn, (), { Module["drawn"](); });

namespace {

void draw() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  ImGui::Begin("Empty");
  ImGui::TextUnformatted("Nothing is here.");
  ImGui::End();
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace

int main() {
  if (glfwInit() == 0) return 1;
  glfwWindowHint(GLFW_CLIENT_API, GLFW_OPENGL_ES_API);
  GLFWwindow* window = glfwCreateWindow(1280, 720, "Empty", nullptr, nullptr);
  if (window == nullptr) return 1;
  glfwMakeContextCurrent(window);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  emscripten_set_main_loop(
      [] {
        draw();
        emscripten_cancel_main_loop();  // at rest it is as quiet as the browser itself
        say_drawn();
      },
      0, 0);
  return 0;
}
