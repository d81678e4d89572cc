#pragma once
// section_job.h — when a section of the statistics has its job counted: while it is open, once for
// each choice of neurons, until its button stops it. What the job is, the section says.

#include <cstdint>
#include <optional>
#include <utility>

#include "platform/platform.h"
#include "worker/protocol.h"

namespace cnx {

/// Where the tickets of each section's jobs begin: apart from each other, and from those of By
/// distance and Against chance (inference_inquiries.h), which begin at 1. A section takes its own
/// replies for its own only.
enum class SectionTickets : std::uint32_t {
  Motifs = 0x4000'0000,
  Robustness = 0x5000'0000,
  Structure = 0x6000'0000,
  Comparison = 0x7000'0000,
  Experiment = 0x8000'0000,
  Sites = 0x9000'0000,
  EdgeMap = 0xb000'0000,
  Beside = 0xc000'0000,
};

/// `Answer` is what the section shows: it has `running`, `stopped` and `share_done`.
template <typename Answer>
class SectionJob {
 public:
  SectionJob(Platform& platform, SectionTickets tickets)
      : platform_(platform), last_ticket_(static_cast<std::uint32_t>(tickets)) {}

  /// True when the section has to be counted from its beginning. `known`: there are statistics of
  /// these neurons for all tiles; `version`: their number. Calls off a job that nobody needs.
  bool derive(bool open, bool known, std::uint32_t version, Answer& answer) {
    if (!open || !known) {
      if (answer.running) {
        cancel(answer);
        counted_version_.reset();
      }
      return false;
    }
    answer.stopped = stopped_version_ == version;
    if (counted_version_ == version || answer.stopped) return false;
    cancel(answer);
    stopped_version_.reset();
    counted_version_ = version;
    return true;
  }

  void ask(JobRequest request, Answer& answer) {
    ticket_ = ++last_ticket_;
    answer.running = true;
    answer.share_done = 0;
    platform_.post_to_worker(encode_request(AskJob{ticket_, std::move(request)}));
  }

  /// Stops counting until the neurons change or resume() is called; what is there stays.
  void stop(Answer& answer) {
    if (!answer.running) return;
    cancel(answer);
    stopped_version_ = std::exchange(counted_version_, std::nullopt);
    answer.stopped = true;
  }
  void resume() { stopped_version_.reset(); }

  /// Whether a reply is about the job that is out; one that was called off may be on its way.
  bool is_out(std::uint32_t ticket) const { return ticket == ticket_; }

 private:
  void cancel(Answer& answer) {
    if (answer.running) platform_.post_to_worker(encode_request(CancelJob{ticket_}));
    answer.running = false;
    ticket_ = 0;
  }

  Platform& platform_;
  std::uint32_t last_ticket_;
  std::uint32_t ticket_ = 0;  // of the job that is out
  std::optional<std::uint32_t> counted_version_, stopped_version_;
};

}  // namespace cnx
