#include "render/backend_choice.h"

#include <doctest/doctest.h>

#include <cstdint>

using namespace cnx;

namespace {

/// A choice that has heard of WebGL.
BackendChoice known(BackendWish wish, const char* gl_renderer) {
  BackendChoice choice(wish);
  choice.set_gl_renderer(gl_renderer);
  return choice;
}

/// Lets the choice measure frames that take so long until it is content.
void measure(BackendChoice& choice, double webgl_ms, double soft_ms) {
  for (int i = 0; i < 20 && choice.measuring(); ++i) {
    choice.frame_took(choice.current() == Backend::WebGl ? webgl_ms : soft_ms);
  }
  CHECK_FALSE(choice.measuring());
}

constexpr const char* kGpu = "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11)";
constexpr const char* kSwiftShader =
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";

}  // namespace

TEST_CASE("the names of renderers that are programs are known, those of GPUs are not among them") {
  for (const char* name :
       {kSwiftShader, "llvmpipe (LLVM 15.0.6, 256 bits)", "Mesa/X.org, softpipe",
        "ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0)",
        "Apple Software Renderer", "Mesa DRI swrast"}) {
    CAPTURE(name);
    CHECK(is_software_gl(name));
  }
  for (const char* name : {kGpu, "Apple M1", "Mali-G78", "Adreno (TM) 650",
                           "Mesa Intel(R) UHD Graphics 620 (KBL GT2)", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_software_gl(name));
  }
}

TEST_CASE("the processor draws until it is known what WebGL is, and is not measured so long") {
  BackendChoice choice(BackendWish::Auto);
  CHECK_FALSE(choice.knows_webgl());
  CHECK(choice.current() == Backend::Soft);
  CHECK_FALSE(choice.measuring());
  choice.frame_took(500);
  choice.set_gl_renderer(kGpu);
  CHECK(choice.knows_webgl());
  CHECK(choice.current() == Backend::WebGl);
  CHECK(choice.measuring());
}

TEST_CASE("without WebGL2 the processor draws, whatever was asked for") {
  for (const BackendWish wish : {BackendWish::Auto, BackendWish::WebGl, BackendWish::Soft}) {
    BackendChoice choice = known(wish, "");
    CHECK(choice.current() == Backend::Soft);
    CHECK_FALSE(choice.measuring());
    CHECK_FALSE(choice.has_webgl());
  }
}

TEST_CASE("a fluent GPU keeps drawing and the processor is not even tried") {
  BackendChoice choice = known(BackendWish::Auto, kGpu);
  CHECK(choice.current() == Backend::WebGl);
  choice.frame_took(40);  // the first frame compiles shaders
  CHECK(choice.measuring());
  choice.frame_took(5);
  CHECK_FALSE(choice.measuring());
  CHECK(choice.current() == Backend::WebGl);
}

TEST_CASE("where WebGL is a program the processor begins, and stays when it is fluent") {
  BackendChoice choice = known(BackendWish::Auto, kSwiftShader);
  CHECK(choice.current() == Backend::Soft);
  choice.frame_took(9);
  CHECK_FALSE(choice.measuring());
  CHECK(choice.current() == Backend::Soft);
}

TEST_CASE("of two that are not fluent the faster draws") {
  for (const char* name : {kGpu, kSwiftShader}) {
    CAPTURE(name);
    BackendChoice webgl_wins = known(BackendWish::Auto, name);
    measure(webgl_wins, 20, 30);
    CHECK(webgl_wins.current() == Backend::WebGl);
    BackendChoice soft_wins = known(BackendWish::Auto, name);
    measure(soft_wins, 90, 30);
    CHECK(soft_wins.current() == Backend::Soft);
  }
}

TEST_CASE("what was asked for draws, and asking for nothing again returns to the measured choice") {
  BackendChoice choice = known(BackendWish::Soft, kGpu);
  CHECK(choice.current() == Backend::Soft);
  CHECK_FALSE(choice.measuring());
  choice.set_wish(BackendWish::WebGl);
  CHECK(choice.current() == Backend::WebGl);
  choice.set_wish(BackendWish::Auto);
  measure(choice, 90, 30);
  CHECK(choice.current() == Backend::Soft);
}

TEST_CASE("a lost context leaves the processor until it is restored") {
  BackendChoice choice = known(BackendWish::WebGl, kGpu);
  choice.set_gl_lost(true);
  CHECK(choice.current() == Backend::Soft);
  CHECK_FALSE(choice.measuring());
  choice.set_gl_lost(false);
  CHECK(choice.current() == Backend::WebGl);
}

TEST_CASE("a context that cannot be made leaves the processor for good") {
  BackendChoice choice = known(BackendWish::WebGl, kGpu);
  choice.set_gl_failed();
  CHECK(choice.current() == Backend::Soft);
  CHECK_FALSE(choice.has_webgl());
}

TEST_CASE(
    "in motion all lines are a GPU's, some are the processor's, few a program's that says WebGL") {
  const std::uint32_t gpu = known(BackendWish::WebGl, kGpu).lines_in_motion();
  const std::uint32_t processor = known(BackendWish::Soft, kGpu).lines_in_motion();
  const std::uint32_t program = known(BackendWish::WebGl, kSwiftShader).lines_in_motion();
  CHECK(gpu == UINT32_MAX);
  CHECK(processor < gpu);
  CHECK(program < processor);
  CHECK(program >= 1000);
}
