#include "app/soft_ui.h"

#include <cstddef>

#include "base/check.h"
#include "render/soft/soft_triangles.h"

namespace cnx {
namespace {

static_assert(sizeof(ImDrawVert) == sizeof(UiVertex) &&
              offsetof(ImDrawVert, uv) == offsetof(UiVertex, u) &&
              offsetof(ImDrawVert, col) == offsetof(UiVertex, color) &&
              sizeof(ImDrawIdx) == sizeof(std::uint16_t));

constexpr ImTextureID kHere = 1;  // any but ImTextureID_Invalid: pixels are read where they are

void forget(ImTextureData& texture) {
  texture.SetTexID(ImTextureID_Invalid);
  texture.SetStatus(ImTextureStatus_Destroyed);
}

void update(ImTextureData& texture) {
  switch (texture.Status) {
    case ImTextureStatus_WantCreate: texture.SetTexID(kHere); [[fallthrough]];
    case ImTextureStatus_WantUpdates: texture.SetStatus(ImTextureStatus_OK); break;
    case ImTextureStatus_WantDestroy:
      if (texture.UnusedFrames > 0) forget(texture);
      break;
    default: break;
  }
}

}  // namespace

void begin_soft_ui() {
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = "connectoscope_soft";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset | ImGuiBackendFlags_RendererHasTextures;
}

void end_soft_ui() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status != ImTextureStatus_Destroyed) forget(*texture);
  }
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = nullptr;
  io.BackendFlags &=
      ~(ImGuiBackendFlags_RendererHasVtxOffset | ImGuiBackendFlags_RendererHasTextures);
}

void draw_soft_ui(SoftSurface& surface, ImDrawData* data) {
  if (data->Textures != nullptr) {
    for (ImTextureData* texture : *data->Textures) update(*texture);
  }
  for (const ImDrawList* list : data->CmdLists) {
    const auto* const vertices = reinterpret_cast<const UiVertex*>(list->VtxBuffer.Data);
    const auto vertex_count = static_cast<std::size_t>(list->VtxBuffer.Size);
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.UserCallback != nullptr) {
        if (command.UserCallback != ImDrawCallback_ResetRenderState) {
          command.UserCallback(list, &command);
        }
        continue;
      }
      const ImTextureData* texture = command.TexRef._TexData;
      CNX_CHECK(texture != nullptr && texture->Format == ImTextureFormat_RGBA32);
      // Rounded as the WebGL backend rounds its scissor, or an edge would differ by a pixel.
      const ImVec4& at = command.ClipRect;
      if (at.z <= at.x || at.w <= at.y) continue;
      const int width = static_cast<int>(at.z - at.x), height = static_cast<int>(at.w - at.y);
      const int left = static_cast<int>(at.x);
      const int bottom =
          surface.height() - static_cast<int>(static_cast<float>(surface.height()) - at.w);
      const PixelRect clip{left, bottom - height, left + width, bottom};
      draw_soft_triangles(surface, clip,
                          {vertices + command.VtxOffset, vertex_count - command.VtxOffset},
                          {list->IdxBuffer.Data + command.IdxOffset, command.ElemCount},
                          {texture->Pixels, texture->Width, texture->Height, !texture->UseColors});
    }
  }
}

}  // namespace cnx
