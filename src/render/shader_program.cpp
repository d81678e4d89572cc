#include "render/shader_program.h"

#include <cstdio>

#include "base/check.h"

namespace cnx {
namespace {

GLuint compile(GLenum stage, const char* source) {
  const GLuint shader = glCreateShader(stage);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint compiled = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
  if (compiled != GL_TRUE) {
    char log[2048] = "";
    glGetShaderInfoLog(shader, sizeof log, nullptr, log);
    std::fprintf(stderr, "connectoscope: shader does not compile: %s\n", log);
    CNX_CHECK(compiled == GL_TRUE);
  }
  return shader;
}

}  // namespace

ShaderProgram::ShaderProgram(const char* vertex_source, const char* fragment_source,
                             std::initializer_list<const char*> attributes,
                             const std::string& fragment_define) {
  std::string fragment_text = fragment_source;
  if (!fragment_define.empty()) {
    // After the line that says the version, which has to be the first.
    fragment_text.insert(fragment_text.find('\n') + 1, "#define " + fragment_define + "\n");
  }
  const GLuint vertex = compile(GL_VERTEX_SHADER, vertex_source);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, fragment_text.c_str());
  program_ = glCreateProgram();
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  GLuint location = 0;
  for (const char* name : attributes) glBindAttribLocation(program_, location++, name);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint linked = GL_FALSE;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  CNX_CHECK(linked == GL_TRUE);
  for (const char* name : attributes) CNX_CHECK(glGetAttribLocation(program_, name) >= 0);
}

GLint ShaderProgram::uniform(const char* name) const {
  const GLint location = glGetUniformLocation(program_, name);
  CNX_CHECK(location >= 0);
  return location;
}

}  // namespace cnx
