#include "app/inquiries.h"

#include <utility>

namespace cnx {

void Inquiries::ask_partners(NeuronIndex neuron, std::uint32_t connections_version) {
  if (asked_neuron_ == neuron && asked_partners_version_ == connections_version) return;
  if (asked_neuron_ != neuron) partners_.reset();
  asked_neuron_ = neuron;
  asked_partners_version_ = connections_version;
  partners_waiting_ = true;
  if (!partners_out_) send_partners();
}

void Inquiries::forget_partners() {
  asked_neuron_.reset();
  partners_.reset();
  partners_waiting_ = false;
}

void Inquiries::ask_statistics(ScopedQuestion question) {
  waiting_question_ = std::move(question);
  statistics_waiting_ = true;
  if (!statistics_out_) send_statistics();
}

void Inquiries::send_partners() {
  partners_waiting_ = false;
  partners_out_ = true;
  platform_.post_to_worker(encode_request(AskPartners{++last_ticket_, *asked_neuron_}));
}

void Inquiries::send_statistics() {
  statistics_waiting_ = false;
  statistics_out_ = true;
  sent_question_ = std::exchange(waiting_question_, {});
  platform_.post_to_worker(
      encode_request(AskStatistics{++last_ticket_, sent_question_.question.request}));
}

void Inquiries::ask_beside() {
  if (!beside_due_ || statistics_stale() || beside_ticket_) return;
  beside_due_ = false;
  AnalyzableCounts counts = analyzable_counts(answered_question_.question.request);
  if (!counts.why_not.empty()) {
    beside_ = CountsBeside{{}, {}, std::move(counts.why_not)};
    return;
  }
  beside_question_ = std::move(counts.request);
  beside_of_ = statistics_version_;
  beside_ticket_ = ++last_ticket_;
  platform_.post_to_worker(encode_request(AskStatistics{*beside_ticket_, beside_question_}));
}

void Inquiries::take(const WorkerReply& reply) {
  if (const auto* partners = std::get_if<PartnersReply>(&reply)) {
    partners_out_ = false;
    if (asked_neuron_ == partners->partners.neuron) {
      partners_ = partners->partners;
      partners_version_ += 1;
    }
    if (partners_waiting_) send_partners();
  }
  const auto* answer = std::get_if<StatisticsAnswer>(&reply);
  if (answer != nullptr && answer->ticket == beside_ticket_) {
    beside_ticket_.reset();
    StatisticsRequest asked = std::move(beside_question_);
    if (beside_of_ == statistics_version_) {
      beside_ = CountsBeside{answer->reply, std::move(asked), {}};
    }
  } else if (answer != nullptr) {
    statistics_out_ = false;
    statistics_ = answer->reply;
    answered_question_ = sent_question_;
    statistics_version_ += 1;
    beside_.reset();
    beside_due_ = true;
    if (statistics_waiting_) send_statistics();
  }
}

}  // namespace cnx
