#include "app/reach_inquiries.h"

#include <algorithm>

namespace cnx {
namespace {

constexpr std::size_t kAnswersKept = 24;  // two masks each: 3 MB for 60,000 neurons

ReachWay way_of(Reach reach) {
  switch (reach) {
    case Reach::Upstream: return ReachWay::Upstream;
    case Reach::Downstream: return ReachWay::Downstream;
    case Reach::Reciprocal: return ReachWay::Reciprocal;
    case Reach::Either: return ReachWay::Either;
  }
  return ReachWay::Either;
}

}  // namespace

void ReachInquiries::set_connections_version(std::uint32_t version) {
  if (version == connections_version_) return;
  connections_version_ = version;
  answers_.clear();
  waiting_.clear();
  out_is_stale_ = out_.has_value();
}

const NeuronMask* ReachInquiries::find(const GraphQuestion& question) const {
  for (const auto& [asked, answer] : answers_) {
    if (asked == question) return &answer;
  }
  return nullptr;
}

void ReachInquiries::ask(const GraphQuestion& question) {
  if (find(question) != nullptr || (out_ == question && !out_is_stale_)) return;
  if (std::find(waiting_.begin(), waiting_.end(), question) != waiting_.end()) return;
  waiting_.push_back(question);
  if (!out_) send();
}

void ReachInquiries::send() {
  out_ = std::move(waiting_.front());
  waiting_.pop_front();
  out_is_stale_ = false;
  ReachRequest request;
  request.from = out_->from;
  request.way = way_of(out_->reach);
  request.hops = out_->hops;
  request.within = out_->within;
  request.min_synapses = out_->min_synapses;
  platform_.post_to_worker(encode_request(AskReach{++last_ticket_, std::move(request)}));
}

bool ReachInquiries::take(const WorkerReply& reply) {
  const auto* answer = std::get_if<ReachAnswer>(&reply);
  if (answer == nullptr || !out_) return false;
  if (!out_is_stale_) {
    answers_.emplace_front(std::move(*out_), answer->reply.reached);
    if (answers_.size() > kAnswersKept) answers_.pop_back();
    tiles_missing_ = answer->reply.tiles_missing;
    version_ += 1;
  }
  out_.reset();
  if (!waiting_.empty()) send();
  return true;
}

}  // namespace cnx
