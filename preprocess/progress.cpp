#include "progress.h"

#include <unistd.h>

#include <cmath>

#include "base/check.h"
#include "say.h"

namespace cnx {

namespace {

constexpr const char* kRewriteLine = "\r\033[K";
constexpr std::chrono::milliseconds kPrintInterval{100};

double seconds_between(std::chrono::steady_clock::time_point from,
                       std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// "1,234", or "9.7" below ten.
std::string rate_text(double rate) {
  char digits[32];
  std::snprintf(digits, sizeof digits, rate < 10 ? "%.1f" : "%.0f", rate);
  std::string text = digits;
  for (std::size_t at = rate < 10 ? 0 : text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string((whole + 59) / 60) + " min";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

std::string progress_text(std::uint64_t done, std::uint64_t total, std::string_view unit,
                          double seconds) {
  constexpr double kMeaningfulSeconds = 0.5;
  std::string text = std::to_string(static_cast<int>(100.0 * static_cast<double>(done) /
                                                     static_cast<double>(total))) +
                     " %";
  if (seconds < kMeaningfulSeconds || done == 0) return text;
  const double rate = static_cast<double>(done) / seconds;
  if (!unit.empty())
    text.append(", ").append(rate_text(rate)).append(" ").append(unit).append("/s");
  if (done < total) {
    text.append(", ")
        .append(duration_text(static_cast<double>(total - done) / rate))
        .append(" left");
  }
  return text;
}

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

void Progress::update(std::uint64_t done, std::uint64_t total, std::string_view unit) {
  if (!terminal_ || total == 0) return;
  const auto now = Clock::now();
  if (now - printed_ < kPrintInterval) return;
  printed_ = now;
  std::fprintf(stream_, "%s%s … %s", kRewriteLine, step_.c_str(),
               progress_text(done, total, unit, seconds_between(began_, now)).c_str());
  std::fflush(stream_);
}

void Progress::end(std::string_view detail) {
  CNX_CHECK(!step_.empty());
  const double seconds = seconds_between(began_, Clock::now());
  if (stream_ != nullptr) {
    std::fprintf(stream_, "%s%-10s %7.2f s  %s\n", terminal_ ? kRewriteLine : "", step_.c_str(),
                 seconds, printable_line(detail).c_str());
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
  std::fprintf(stream_, "%snote: %s\n", terminal_ ? kRewriteLine : "",
               printable_line(sentence).c_str());
  std::fflush(stream_);
}

}  // namespace cnx
