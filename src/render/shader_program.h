#pragma once
// shader_program.h — compiles and links one program and looks its names up, loudly.

#include <GLES3/gl3.h>

#include <initializer_list>
#include <string>

namespace cnx {

/// A linked program. Our shaders are part of the build, so one that does not compile, or that
/// lacks a name of its contract, is a bug: the message goes to the console and the page stops.
class ShaderProgram {
 public:
  /// `attributes` are bound to locations 0, 1, … in this order. `fragment_define`: a name that
  /// the fragment shader finds defined.
  ShaderProgram(const char* vertex_source, const char* fragment_source,
                std::initializer_list<const char*> attributes,
                const std::string& fragment_define = "");
  ~ShaderProgram() { glDeleteProgram(program_); }
  ShaderProgram(const ShaderProgram&) = delete;
  ShaderProgram& operator=(const ShaderProgram&) = delete;

  void use() const { glUseProgram(program_); }
  /// Location of a uniform; a name that the program does not have is a bug.
  GLint uniform(const char* name) const;

 private:
  GLuint program_ = 0;
};

/// The GLSL files of shaders/, embedded by the build.
extern const char kSomaPointsVert[], kSomaPointsFrag[], kSynapsePointsVert[], kLinesVert[],
    kLinesFrag[];

}  // namespace cnx
