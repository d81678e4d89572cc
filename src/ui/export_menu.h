#pragma once
// export_menu.h — what can be taken along: the list of it, and the small buttons beside what it is.

#include "report/chart_tables.h"
#include "ui/frame_model.h"

namespace cnx {

/// Opens the menu below the button that was drawn last, in the window that is current.
void open_export_popup();
/// The menu, drawn in the same window while it is open.
void export_popup(const FrameModel& model, Actions& actions);

/// A button "CSV" that saves the whole table, filtered on the screen or not.
void csv_button(const Table& table, Actions& actions);

/// A button that saves the table of the neurons that are shown.
void each_neuron_button(const FrameModel& model, Actions& actions);

/// Buttons "SVG" and "CSV" for a chart that is drawn above them. `Chart` is one of SaveChart's.
template <typename Chart>
void chart_buttons(const Chart& chart, float scale, Actions& actions);

/// A button that copies a program which gets the numbers of these parts from the HDF5 file; where
/// there is no such program it is gray, and its tooltip says why.
void python_button(std::vector<PythonPart> parts, const FrameModel& model, Actions& actions);

}  // namespace cnx
