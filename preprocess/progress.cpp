#include "progress.h"

#include <unistd.h>

#include "base/check.h"

namespace cnx {

namespace {

constexpr const char* kRewriteLine = "\r\033[K";
constexpr std::chrono::milliseconds kPrintInterval{100};

double seconds_between(std::chrono::steady_clock::time_point from,
                       std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

int length_of(std::string_view text) { return static_cast<int>(text.size()); }

}  // namespace

Progress::Progress(std::FILE* stream)
    : stream_(stream), terminal_(stream != nullptr && isatty(fileno(stream)) == 1) {}

void Progress::begin(std::string_view step) {
  CNX_CHECK(step_.empty());
  step_ = step;
  began_ = Clock::now();
  printed_ = began_;
  if (terminal_) {
    std::fprintf(stream_, "%s%s …", kRewriteLine, step_.c_str());
    std::fflush(stream_);
  }
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  if (!terminal_ || total == 0) return;
  const auto now = Clock::now();
  if (now - printed_ < kPrintInterval) return;
  printed_ = now;
  std::fprintf(stream_, "%s%s … %d %%", kRewriteLine, step_.c_str(),
               static_cast<int>(done * 100 / total));
  std::fflush(stream_);
}

void Progress::end(std::string_view detail) {
  CNX_CHECK(!step_.empty());
  const double seconds = seconds_between(began_, Clock::now());
  if (stream_ != nullptr) {
    std::fprintf(stream_, "%s%-10s %7.2f s  %.*s\n", terminal_ ? kRewriteLine : "", step_.c_str(),
                 seconds, length_of(detail), detail.data());
    std::fflush(stream_);
  }
  steps_.push_back({step_, seconds});
  step_.clear();
}

void Progress::abandon() {
  if (terminal_ && !step_.empty()) {
    std::fprintf(stream_, "%s", kRewriteLine);
    std::fflush(stream_);
  }
  step_.clear();
}

void Progress::note(std::string_view sentence) {
  if (stream_ == nullptr) return;
  std::fprintf(stream_, "%snote: %.*s\n", terminal_ ? kRewriteLine : "", length_of(sentence),
               sentence.data());
  std::fflush(stream_);
}

}  // namespace cnx
