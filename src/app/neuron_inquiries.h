#pragma once
// neuron_inquiries.h — what the page asks the worker about single neurons. Of each kind of question
// one is out at a time; a newer one waits and replaces any that waited before it.

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "platform/platform.h"
#include "worker/protocol.h"

namespace cnx {

class NeuronInquiries {
 public:
  explicit NeuronInquiries(Platform& platform) : platform_(platform) {}

  /// Asks in any case: the caller knows when something changed.
  void ask(NeuronQuestion question);
  void take(const NeuronsReply& reply);

  /// The latest answers, to whatever was asked last or before; null before the first.
  const NeuronSynapses* synapses() const { return latest<NeuronSynapses>(); }
  const CommonPartners* common_partners() const { return latest<CommonPartners>(); }
  const PathsAnswer* paths() const { return latest<PathsAnswer>(); }
  const Subnetwork* subnetwork() const { return latest<Subnetwork>(); }
  const Degrees* degrees() const { return latest<Degrees>(); }
  /// Changes whenever an answer arrives.
  std::uint32_t version() const { return version_; }

  bool idle() const;

 private:
  struct Slot {
    bool out = false;
    std::optional<NeuronQuestion> waiting;
    std::optional<NeuronAnswer> answer;
  };

  template <typename Answer>
  const Answer* latest() const {
    for (const Slot& slot : slots_) {
      if (!slot.answer) continue;
      if (const auto* const answer = std::get_if<Answer>(&*slot.answer)) return answer;
    }
    return nullptr;
  }
  void send(Slot& slot, const NeuronQuestion& question);

  Platform& platform_;
  std::uint32_t last_ticket_ = 0, version_ = 0;
  std::array<Slot, std::variant_size_v<NeuronQuestion>> slots_;  // by kind of question
};

}  // namespace cnx
