#include "dataset/pair_validity.h"

#include <optional>
#include <string>
#include <vector>

#include "dataset/proofreading.h"

namespace cnx {
namespace {

/// What a status column says of each neuron: 0 nothing, 1 clean, 2 extended.
std::optional<std::vector<std::uint8_t>> grades_of(const NeuronTable& table, ColumnRole role) {
  const auto column = table.find(role);
  if (!column || !table.has(*column)) return std::nullopt;
  const Column& status = table.columns()[*column];
  if (status.kind != ColumnKind::Category) return std::nullopt;
  std::vector<std::uint8_t> grade_of_code;
  for (const std::string& name : status.categories) {
    grade_of_code.push_back(is_extended_status(name) ? 2 : is_analyzable_status(name) ? 1 : 0);
  }
  std::vector<std::uint8_t> grades;
  grades.reserve(table.neuron_count());
  for (const std::uint16_t code : table.codes(*column)) grades.push_back(grade_of_code[code]);
  return grades;
}

/// At least so many hundredths, without rounding.
bool at_least(std::uint64_t part, std::uint64_t whole, unsigned hundredths) {
  return static_cast<double>(part) * 100 >= static_cast<double>(whole) * hundredths;
}

}  // namespace

PairValidity pair_validity(const NeuronTable& table, const NeuronMask& pre,
                           const NeuronMask& post) {
  const NeuronMask& ends = post.empty() ? pre : post;
  const auto axons = grades_of(table, ColumnRole::AxonStatus);
  const auto dendrites = grades_of(table, ColumnRole::DendriteStatus);
  // For each kind of pair: neurons of the pre side, of the post side, and in both at once, which
  // would be pairs of a neuron with itself.
  struct Sides {
    std::uint64_t pre = 0, post = 0, both = 0;
    void add(bool is_pre, bool is_post) {
      pre += is_pre;
      post += is_post;
      both += is_pre && is_post;
    }
    std::uint64_t pairs() const { return pre * post - both; }
  };
  Sides all, analyzable, extended, dendrite;
  for (std::size_t i = 0; i < pre.size(); ++i) {
    const bool is_pre = pre[i] != 0, is_post = ends[i] != 0;
    const int axon = axons ? (*axons)[i] : 0, ending = dendrites ? (*dendrites)[i] : 0;
    all.add(is_pre, is_post);
    analyzable.add(is_pre && axon >= 1, is_post);
    extended.add(is_pre && axon == 2, is_post);
    dendrite.add(is_pre, is_post && ending >= 1);
  }
  PairValidity validity;
  validity.axon_known = axons.has_value();
  validity.dendrite_known = dendrites.has_value();
  validity.pairs = all.pairs();
  validity.analyzable_pairs = analyzable.pairs();
  validity.extended_pairs = extended.pairs();
  validity.dendrite_pairs = dendrite.pairs();
  return validity;
}

Verdict verdict_of(const PairValidity& validity) {
  if (!validity.axon_known || validity.pairs == 0) return Verdict::NotKnown;
  if (at_least(validity.extended_pairs, validity.pairs, 90)) return Verdict::Sound;
  if (at_least(validity.analyzable_pairs, validity.pairs, 50)) return Verdict::WithCare;
  return Verdict::NotReliable;
}

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Sound: return "sound";
    case Verdict::WithCare: return "with care";
    case Verdict::NotReliable: return "not reliable";
    case Verdict::NotKnown: return "not known";
  }
  return "";
}

}  // namespace cnx
