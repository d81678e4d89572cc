// app_lines.cpp — App's part that decides which connections are drawn as lines.

#include <algorithm>
#include <set>
#include <utility>

#include "app/app.h"
#include "app/connection_choice.h"
#include "app/partner_choice.h"

namespace cnx {

std::vector<ConnectionLine> App::partner_lines(PartnerCount& inputs, PartnerCount& outputs) const {
  std::vector<ConnectionLine> lines;
  const Partners* const partners = inquiries_.partners();
  if (partners == nullptr || !selected_) return lines;
  const std::optional<NeuronIndex> second = selected_neuron_.details().partner;
  const ConnectionChoice choice(view(), neurons().positions_um(), neurons().neuron_count());
  std::vector<std::pair<std::uint32_t, ConnectionLine>> candidates;
  const bool has_sizes = loader_.manifest()->synapse_shape.has_size;
  const auto add = [&](const std::vector<Partner>& side, bool output, PartnerCount& count) {
    const ChosenPartners chosen =
        chosen_partners(*selected_, side, output, selected_neuron_.sites(), has_sizes, choice);
    for (const PartnerEntry& partner : chosen.entries) {
      if (partner.neuron == *selected_) continue;
      if (second && partner.neuron != *second) continue;
      count.all += 1;
      if (shown_.mask()[partner.neuron] == 0) continue;
      count.shown += 1;
      ConnectionLine line;
      line.from = output ? *selected_ : partner.neuron;
      line.to = output ? partner.neuron : *selected_;
      line.output = output;
      line.strength = std::min(1.0f, 0.35f + 0.13f * static_cast<float>(partner.synapse_count));
      candidates.emplace_back(partner.synapse_count, line);
    }
  };
  if (view().partner_side != PartnerSide::Efferent) add(partners->afferents, false, inputs);
  if (view().partner_side != PartnerSide::Afferent) add(partners->efferents, true, outputs);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (candidates.size() > view().max_lines) candidates.resize(view().max_lines);
  for (const auto& candidate : candidates) lines.push_back(candidate.second);
  return lines;
}

/// Every connection of the listed paths once, the strongest paths first.
std::vector<ConnectionLine> App::path_lines(const PathsReport& paths) const {
  std::vector<ConnectionLine> lines;
  std::set<std::pair<NeuronIndex, NeuronIndex>> drawn;
  for (const ListedPath& path : paths.paths) {
    for (std::size_t i = 0; i + 1 < path.neurons.size(); ++i) {
      ConnectionLine line{path.neurons[i], path.neurons[i + 1], true, 0};
      if (lines.size() == view().max_lines || !drawn.emplace(line.from, line.to).second) continue;
      line.strength = std::min(1.0f, 0.35f + 0.13f * static_cast<float>(path.weakest));
      lines.push_back(line);
    }
  }
  return lines;
}

bool App::derive_lines() {
  ConnectionLines next;
  if (const auto& paths = selected_neuron_.details().paths) {
    next.paths = true;
    next.lines = path_lines(*paths);
  } else {
    next.lines = partner_lines(next.inputs, next.outputs);
  }
  const auto same = [](const ConnectionLine& a, const ConnectionLine& b) {
    return a.from == b.from && a.to == b.to && a.output == b.output && a.strength == b.strength;
  };
  if (next.lines.size() == lines_.lines.size() && next.paths == lines_.paths &&
      std::equal(next.lines.begin(), next.lines.end(), lines_.lines.begin(), same) &&
      next.inputs == lines_.inputs && next.outputs == lines_.outputs) {
    return false;
  }
  next.version = lines_.version + 1;
  lines_ = std::move(next);
  dirty_ = true;
  return true;
}

}  // namespace cnx
