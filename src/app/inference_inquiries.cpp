#include "app/inference_inquiries.h"

#include <utility>

namespace cnx {
namespace {

// The two enumerations of view have the order of those that they stand for.
static_assert(static_cast<int>(ProfileMeasure::Shallower) ==
              static_cast<int>(DistanceMeasure::Shallower));
static_assert(static_cast<int>(ChanceModel::Neurons) == static_cast<int>(NullModel::Neurons));

/// The options that a section's job depends on, the others as they usually are.
InferenceState distance_options(const InferenceState& wanted) {
  InferenceState options;
  options.measure = wanted.measure;
  options.bin_um = wanted.bin_um;
  return options;
}
InferenceState chance_options(const InferenceState& wanted) {
  InferenceState options = wanted;
  options.open = 0;
  options.measure = ProfileMeasure::Soma;
  options.beside.clear();
  if (wanted.model != ChanceModel::Distance && !wanted.distance) {
    options.bin_um = InferenceState{}.bin_um;
  }
  if (wanted.model != ChanceModel::Neurons) options.match.clear();
  return options;
}

/// The column that other neurons are matched by, whether it has arrived or not.
std::optional<std::uint32_t> matched(const InferenceState& wanted, const NeuronTable& neurons) {
  if (wanted.model != ChanceModel::Neurons || wanted.match.empty()) return std::nullopt;
  return match_column(neurons.columns(), wanted.match);
}

}  // namespace

void InferenceInquiries::ask(Statistic statistic, const InferenceState& wanted,
                             const StatisticsQuestion& question, const NeuronTable& neurons,
                             bool has_places, const Asked& asked) {
  JobRequest request = job_request(statistic, question);
  const bool needs_places = statistic == Statistic::Distance ||
                            wanted.model == ChanceModel::Distance || wanted.lengths ||
                            wanted.distance;
  if (has_places && needs_places) request.positions_nm = soma_positions_nm(neurons);
  request.distance.measure = static_cast<DistanceMeasure>(wanted.measure);
  request.distance.bin_nm = wanted.bin_um * 1000;
  request.nulls.model = static_cast<NullModel>(wanted.model);
  request.nulls.controls = wanted.controls;
  request.nulls.seed = wanted.seed;
  request.nulls.triads = wanted.triads;
  request.nulls.simplices = wanted.simplices;
  request.nulls.structure = wanted.structure;
  request.nulls.degrees = wanted.degrees;
  request.nulls.shared = wanted.shared;
  request.nulls.lengths = wanted.lengths;
  request.nulls.distance = wanted.distance;
  request.nulls.sizes = wanted.sizes;
  request.nulls.participation = wanted.participation;
  if (asked.synapses) asked.synapses->ask(neurons, request);
  const auto column = matched(wanted, neurons);
  if (statistic == Statistic::Nulls && column) ask_match(neurons, *column, request);
  platform_.post_to_worker(encode_request(AskJob{asked.ticket, std::move(request)}));
}

void InferenceInquiries::cancel(std::optional<Asked>& asked, bool running) {
  if (asked && running) platform_.post_to_worker(encode_request(CancelJob{asked->ticket}));
  asked.reset();
}

void InferenceInquiries::derive(const InferenceState& wanted, const StatisticsQuestion* question,
                                std::uint32_t version, const NeuronTable& neurons, bool has_places,
                                const SynapseTerms& synapses) {
  // Random connections have no synapses, here or not.
  const bool sized = wanted.model == ChanceModel::Neurons;
  InferenceState counted = wanted;
  if (sized) counted.sizes = synapses.count(wanted);
  const auto terms = sized && counted.sizes ? std::optional(synapses) : std::nullopt;
  const auto section = [&](InferenceSection which, Statistic statistic, InferenceState options,
                           bool waits, std::optional<Asked>& asked, auto& answer) {
    const bool held = which == InferenceSection::Chance && sized && synapses.wait(wanted);
    if (!wanted.is_open(which) || question == nullptr || waits || held) {
      cancel(asked, answer.running);
      answer.running = answer.stopped = false;
      if (waits) answer.report.reset();  // it is matched by another column
      return;
    }
    const auto synapses_of_job =
        which == InferenceSection::Chance ? terms : std::optional<SynapseTerms>();
    if (asked && asked->version == version && asked->options == options &&
        asked->synapses == synapses_of_job) {
      return;
    }
    cancel(asked, answer.running);
    asked = Asked{version, options, synapses_of_job, ++last_ticket_};
    answer.running = true;
    answer.stopped = false;
    answer.share_done = 0;
    ask(statistic, counted, *question, neurons, has_places, *asked);
  };
  section(InferenceSection::Distance, Statistic::Distance, distance_options(wanted), false,
          asked_distance_, distance_);
  const auto column = matched(wanted, neurons);
  section(InferenceSection::Chance, Statistic::Nulls, chance_options(counted),
          column && !neurons.has(*column), asked_chance_, chance_);
}

void InferenceInquiries::stop(InferenceSection which) {
  const auto halt = [&](std::optional<Asked>& asked, auto& answer) {
    if (!asked || !answer.running) return;
    platform_.post_to_worker(encode_request(CancelJob{asked->ticket}));
    asked->ticket = 0;  // what is on its way is nobody's
    answer.running = false;
    answer.stopped = true;
  };
  if (which == InferenceSection::Distance) halt(asked_distance_, distance_);
  if (which == InferenceSection::Chance) halt(asked_chance_, chance_);
}

void InferenceInquiries::resume(InferenceSection which) {
  if (which == InferenceSection::Distance && distance_.stopped) asked_distance_.reset();
  if (which == InferenceSection::Chance && chance_.stopped) asked_chance_.reset();
}

void InferenceInquiries::take(const WorkerReply& reply) {
  const auto* progress = std::get_if<JobProgress>(&reply);
  const auto* result = std::get_if<JobResult>(&reply);
  if (progress == nullptr && result == nullptr) return;
  const std::uint32_t ticket = progress ? progress->ticket : result->ticket;
  const std::string& json = progress ? progress->partial_json : result->json;
  const auto put = [&](const std::optional<Asked>& asked, auto& answer, auto read) {
    // What was canceled may still have been on its way.
    if (!asked || asked->ticket != ticket) return;
    answer.running = result == nullptr;
    answer.share_done = progress ? progress->share_done : 1.0f;
    if (!json.empty()) answer.report = read(json);
  };
  put(asked_distance_, distance_, distance_report);
  put(asked_chance_, chance_, chance_report);
}

}  // namespace cnx
