#include "report/analyzable_words.h"

#include "report/numbers.h"

namespace cnx {

std::string analyzable_network_words(std::uint64_t pre_neurons, bool block) {
  if (block) {
    return "n = " + counted(pre_neurons, "sending neuron") + " with an analyzable axon";
  }
  return "n = " + counted(pre_neurons, "neuron") + " with an analyzable axon, among each other";
}

std::string on_analyzable(const std::string& value, std::uint64_t n) {
  return "; on analyzable axons " + value + ", n = " + with_separators(n);
}

}  // namespace cnx
