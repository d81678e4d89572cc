#pragma once
// progress.h — what the tool is doing: one line a step on a stream for people, seconds for reports.
//
// On a terminal the line of the running step is rewritten at most ten times a second, with its
// share, its rate and the time that is left at this rate; elsewhere (a log file, a pipe) only
// finished steps are printed.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace cnx {

struct StepTime {
  std::string name;
  double seconds = 0;
};

/// "43 %, 1,200 tiles/s, 3 s left": what a terminal shows of a step that has been running for
/// `seconds`. Rate and rest need half a second to mean something, and are left out before.
std::string progress_text(std::uint64_t done, std::uint64_t total, std::string_view unit,
                          double seconds);

class Progress {
 public:
  /// Prints to `stream`, which outlives this object; nullptr prints nothing.
  explicit Progress(std::FILE* stream);

  /// Starts a step; the one before it must have ended.
  void begin(std::string_view step);

  /// Share of the running step, for terminals; `unit` ("tiles") is what is counted, for the rate.
  /// Cheap enough to call for every tile.
  void update(std::uint64_t done, std::uint64_t total, std::string_view unit = {});

  /// Ends the step with its line: name, seconds, `detail` (what came out; may be empty).
  void end(std::string_view detail = {});

  /// Ends a step that failed: clears a terminal's line, prints and records nothing.
  void abandon();

  /// A sentence between the steps.
  void note(std::string_view sentence);

  /// Finished steps in order.
  const std::vector<StepTime>& steps() const { return steps_; }

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* stream_;
  bool terminal_;
  std::string step_;  // empty between steps
  Clock::time_point began_;
  Clock::time_point printed_;
  std::vector<StepTime> steps_;
};

}  // namespace cnx
