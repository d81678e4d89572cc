// app_state.cpp — App's part that tells scripts of the page what it is (docs/javascript.md).

#include "app/app.h"
#include "base/json.h"
#include "view/view_url.h"

namespace cnx {

std::string App::state_json(const char* backend, std::uint64_t frames_drawn,
                            std::uint64_t scenes_drawn) const {
  Json state;
  state["view"] = whole_ ? encode_view_url(view()) : "";
  state["neurons_total"] = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["neurons_shown"] = neurons_complete() ? shown_.count() : 0;
  // A string: ids pass 2^53, where JavaScript's numbers end.
  state["selected"] = nullptr;
  if (selected_)
    state["selected"] = std::to_string(static_cast<std::int64_t>(neurons().id(*selected_)));
  state["query"] = query_text_;
  state["query_waits"] = query_.waiting();
  const std::uint32_t total = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["selection"] = view().selection.count_below(total);
  state["chart_value"] = value_read_;
  state["sets"] = Json::array();
  for (const NamedSet& set : view().sets) {
    state["sets"].push_back({{"name", set.name}, {"neurons", set.neurons.count_below(total)}});
  }
  state["tiles_loaded"] = load_status_.tiles_loaded;
  state["tiles_wanted"] = load_status_.tiles_wanted;
  state["bytes_loaded"] = load_status_.bytes_loaded;
  state["frames_drawn"] = frames_drawn;
  state["scenes_drawn"] = scenes_drawn;
  state["backend"] = backend;
  state["errors"] = load_status_.failures;
  if (!failure().empty()) state["errors"].push_back(failure());
  state["notes"] = notes_;
  state["partners"] = nullptr;
  if (partners_report_) {
    state["partners"] = {{"inputs", partners_report_->afferent_count},
                         {"input_synapses", partners_report_->afferent_synapses},
                         {"inputs_complete", partners_report_->afferents_complete},
                         {"outputs", partners_report_->efferent_count},
                         {"output_synapses", partners_report_->efferent_synapses},
                         {"outputs_complete", partners_report_->efferents_complete}};
  }
  state["synapses"] = nullptr;
  if (const auto& synapses = selected_neuron_.details().synapses) {
    state["synapses"] = {{"inputs_located", synapses->inputs_located},
                         {"inputs", synapses->inputs},
                         {"outputs_located", synapses->outputs_located},
                         {"outputs", synapses->outputs},
                         {"drawn", synapses_in_view()},
                         {"bytes_left", synapses->bytes_left}};
  }
  state["paths"] = nullptr;
  if (const auto& paths = selected_neuron_.details().paths) {
    state["paths"] = {{"sentence", paths->sentence}, {"listed", paths->paths.size()}};
  }
  std::string text = state.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();  // the statistics are text already, the same that the tool prints
  return text + ",\"statistics\":" + (whole_ ? statistics_text() : "null") + "}";
}

}  // namespace cnx
