#pragma once
// gl_objects.h — owning handles for OpenGL buffers, textures and vertex arrays.

#include <GLES3/gl3.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace cnx {

/// Owns one name that `Generate` made and `Delete` gives back. Move-only; 0 owns nothing.
template <void (*Generate)(GLsizei, GLuint*), void (*Delete)(GLsizei, const GLuint*)>
class GlObject {
 public:
  GlObject() = default;
  GlObject(GlObject&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
  GlObject& operator=(GlObject&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
  }
  GlObject(const GlObject&) = delete;
  GlObject& operator=(const GlObject&) = delete;
  ~GlObject() {
    if (name_ != 0) Delete(1, &name_);
  }

  /// The name, made when first asked for.
  GLuint get() {
    if (name_ == 0) Generate(1, &name_);
    return name_;
  }

 private:
  GLuint name_ = 0;
};

using GlBuffer = GlObject<glGenBuffers, glDeleteBuffers>;
using GlFramebuffer = GlObject<glGenFramebuffers, glDeleteFramebuffers>;
using GlRenderbuffer = GlObject<glGenRenderbuffers, glDeleteRenderbuffers>;
using GlTexture = GlObject<glGenTextures, glDeleteTextures>;
using GlVertexArray = GlObject<glGenVertexArrays, glDeleteVertexArrays>;

/// Draws the first `count` vertices of the array that is bound as points; or with `only` those, by
/// way of `indices`.
inline void draw_points(GLsizei count, const std::vector<std::uint32_t>* only, GlBuffer& indices) {
  if (only == nullptr) {
    glDrawArrays(GL_POINTS, 0, count);
    return;
  }
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices.get());
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(only->size() * 4), only->data(),
               GL_STREAM_DRAW);
  glDrawElements(GL_POINTS, static_cast<GLsizei>(only->size()), GL_UNSIGNED_INT, nullptr);
}

}  // namespace cnx
