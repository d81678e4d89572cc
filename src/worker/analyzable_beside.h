#pragma once
// analyzable_beside.h — beside the numbers of a network, the same numbers of the network among
// those of its neurons whose axon is analyzable: one job after the other, so that no statistic has
// to know of it. Where an axon was cut off, connections are missing; among the others they are not.

#include <cstdint>
#include <memory>
#include <string>

#include "worker/job.h"

namespace cnx {

using MakeJob = std::unique_ptr<Job> (*)(JobInput);

/// The job that `make` makes for all chosen neurons, and then the one of the same request for the
/// analyzable ones: of one set those of it, of a block its pre neurons, of the two sets of
/// Statistic::Compare those of either, of its two blocks the pre neurons of either. The JSON is
/// that of the first with one key more:
///   analyzable {about {…}, and the keys of the second}; or analyzable null and
///   analyzable_why_not, a sentence, where the dataset does not say which axons were proofread,
///   fewer than two neurons are analyzable (of a block: no pre neuron), or all are, so that the
///   numbers would be the same.
/// The first has ended and freed its memory when the second begins; what it found is there as
/// partial_json(), once, and then with the partial results of the second. JobRequest::per_neuron is
/// for the first alone. Cost: both, and a copy of the request; where the first lets go of the
/// connections (frees_connections) and few are analyzable, also one of theirs, so that the second
/// does not hold all of them while it waits.
std::unique_ptr<Job> analyzable_beside(MakeJob make, JobInput input);

/// `subset` with the analyzable neurons alone, as above. `both_sides`: the post side, too.
/// Preconditions: it says who is analyzable. O(neurons).
StatisticsRequest analyzable_part(StatisticsRequest subset, bool both_sides);

/// What the counts and the degrees of a request have beside them.
struct AnalyzableCounts {
  StatisticsRequest request;  // that of the analyzable neurons, all of one group
  std::string why_not;        // a sentence; empty: there is something to count
};
/// The neurons and the sentences are those of analyzable_beside(). O(neurons).
AnalyzableCounts analyzable_counts(const StatisticsRequest& subset);

/// The analyzable part of a result, apart from the rest.
struct AnalyzablePart {
  std::string json;               // one object; empty: there is none
  std::string why_not;            // a sentence; empty: there is one, or the job has no such part
  std::uint64_t pre_neurons = 0;  // whose axon is analyzable; of two sets, those of the first
  bool block = false;             // others receive
};
/// Takes it out of the JSON of a job. O(size of the text).
AnalyzablePart take_analyzable(std::string& json);

/// Those of several jobs about the same neurons, as one.
class AnalyzableMembers {
 public:
  void add(const AnalyzablePart& part);
  /// analyzable {about {…} of the first, the keys of each, and why_not where a job has none}; or
  /// analyzable null and analyzable_why_not where no job has any; an object without members where
  /// nothing was added.
  std::string json() const;

 private:
  std::string members_, why_not_;  // of analyzable: one object; the first sentence
};

}  // namespace cnx
