#pragma once
// labels_job.h — how far wrong classes of neurons could move the connection probability from class
// to class, as a job (stats/label_noise.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// More are not drawn: every value of every cell is kept until the end.
inline constexpr std::uint32_t kMaxLabelDraws = 1000;

/// Why there may be no band: the published accuracy is that of one column.
inline constexpr const char* kNoAccuracy =
    "How often these labels are right is not known: the 77 % that are published are of the cell "
    "classes alone. With an accuracy there is a band.";

/// The other reason: a band of no width would look like labels that do not matter.
inline constexpr const char* kOneLabel =
    "All counted neurons have the same label, so that there is none to exchange. Whom wrong labels "
    "let in or keep out is not counted here; ask for the neurons of several labels.";

/// about {…}, labels {groups, sizes, accuracy, draws, seed, and as rows of columns:
/// probability, wilson_low, wilson_high, band_low, band_high, mean, draws_defined, wider (true: the
/// band is wider than the interval), outside (true: the value lies outside the band);
/// labels_counted {pre, post, dataset: how many different ones each has}, caveat (a sentence where
/// a side lacks some of the dataset's, or null); cells, cells_wider, cells_outside}, or labels null
/// and labels_why_not. Draws are numbered and seeded: equal seeds give equal ones everywhere. The
/// number of draws is that of the request's controls.
std::unique_ptr<Job> labels_job(JobInput input);

}  // namespace cnx
