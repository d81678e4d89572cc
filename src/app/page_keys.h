#pragma once
// page_keys.h — the keys of ui/keys.h, done.

#include <optional>

#include "app/app.h"
#include "ui/keys.h"

namespace cnx {

/// What a key asks for besides moving the camera; nullopt for those that do.
std::optional<Request> request_of(KeyAction action);

/// Queues what the keys of this frame mean. `gesture` goes up with each that is a step of undo.
/// Call between NewFrame and Render. `scale`: device pixels for each CSS pixel.
void handle_keys(const App& app, float scale, std::uint32_t& gesture, Actions& actions);

}  // namespace cnx
