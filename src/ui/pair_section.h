#pragma once
// pair_section.h — the selected neuron and a second one, looked at together.

#include <cstdint>
#include <string>

#include "ui/frame_model.h"

namespace cnx {

/// A line that says which two, and how they are connected; or an offer to choose a second one.
/// Precondition: a neuron is selected.
void pair_line(const FrameModel& model, Actions& actions);

/// What a selection has in common is listed up to so many neurons (app/selected_neuron.h).
inline constexpr std::uint32_t kMostCompared = 500;
/// Why nothing is listed of a larger selection; empty where it is listed, or nothing is asked.
std::string why_nothing_shared(const FrameModel& model);

/// The tab with whom both share and the shortest paths. Precondition: there is a second neuron.
void pair_tab(const FrameModel& model, Actions& actions);

/// Whom the neurons of a selection share. Precondition: model.shared.
void shared_tab(const FrameModel& model, Actions& actions);

}  // namespace cnx
