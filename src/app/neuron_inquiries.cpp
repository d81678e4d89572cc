#include "app/neuron_inquiries.h"

#include <algorithm>
#include <utility>

namespace cnx {

// Questions and answers of one kind have the same place in their variants.
static_assert(std::variant_size_v<NeuronQuestion> == std::variant_size_v<NeuronAnswer>);

void NeuronInquiries::ask(NeuronQuestion question) {
  Slot& slot = slots_[question.index()];
  if (slot.out) {
    slot.waiting = std::move(question);
  } else {
    send(slot, question);
  }
}

void NeuronInquiries::send(Slot& slot, const NeuronQuestion& question) {
  slot.out = true;
  platform_.post_to_worker(encode_request(AskNeurons{++last_ticket_, question}));
}

void NeuronInquiries::take(const NeuronsReply& reply) {
  Slot& slot = slots_[reply.answer.index()];
  slot.out = false;
  slot.answer = reply.answer;
  version_ += 1;
  if (slot.waiting) send(slot, *std::exchange(slot.waiting, std::nullopt));
}

bool NeuronInquiries::idle() const {
  return std::none_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.out; });
}

}  // namespace cnx
