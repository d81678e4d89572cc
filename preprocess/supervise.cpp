#include "supervise.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <system_error>

#include "base/check.h"
#include "exit_codes.h"
#include "files.h"
#include "write/tile_folder.h"

namespace cnx {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLeastReadingTime{10};
constexpr std::uintmax_t kBytesPerSecond =
    2'000'000;  // a slow disk; good ones are 100 times faster

volatile sig_atomic_t g_interrupted = 0;

void on_interrupt(int) { g_interrupted = 1; }

void set_handler(int signal_number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal_number, &action, nullptr);
}

/// Memory that parent and child share: the child's phase.
std::atomic<WorkPhase>* shared_phase() {
  void* memory = ::mmap(nullptr, sizeof(std::atomic<WorkPhase>), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  return new (memory) std::atomic<WorkPhase>(WorkPhase::Working);
}

std::chrono::seconds reading_time(const std::string& input_path) {
  std::error_code failure;
  const std::uintmax_t bytes = std::filesystem::file_size(input_path, failure);
  const auto extra = failure ? 0 : static_cast<long>(bytes / kBytesPerSecond);
  return kLeastReadingTime + std::chrono::seconds(extra);
}

/// Waits for the child without losing a signal that arrives just before the wait. Returns its
/// status; sets `too_slow` when it was ended for reading too long.
int wait_for(pid_t child, const std::atomic<WorkPhase>& phase, std::chrono::seconds limit,
             bool& too_slow) {
  auto reading_since = Clock::now();
  bool ended = false;  // by us
  for (;;) {
    int status = 0;
    const pid_t done = ::waitpid(child, &status, WNOHANG);
    if (done == child) return status;
    CNX_CHECK(done == 0 || errno == EINTR);
    if (phase.load() != WorkPhase::Reading) reading_since = Clock::now();
    const bool late = Clock::now() - reading_since > limit;
    if ((late || g_interrupted != 0) && !ended) {
      too_slow = late && g_interrupted == 0;
      ended = true;
      ::kill(child, SIGKILL);
    }
    ::poll(nullptr, 0, 5);  // a sleep that a signal ends
  }
}

}  // namespace

int run_supervised(const std::string& input_path, const std::string& partial_folder,
                   const std::function<int(const TellPhase&)>& work) {
  std::atomic<WorkPhase>* phase = shared_phase();
  if (phase == nullptr) {
    std::fprintf(stderr, "connectoscope: cannot start (%s)\n", system_reason(errno).c_str());
    return kExitBug;
  }
  std::fflush(stdout);
  std::fflush(stderr);
  g_interrupted = 0;
  set_handler(SIGINT, on_interrupt);
  set_handler(SIGTERM, on_interrupt);
  set_handler(SIGHUP, on_interrupt);

  const pid_t child = ::fork();
  if (child < 0) {
    std::fprintf(stderr, "connectoscope: cannot start (%s)\n", system_reason(errno).c_str());
    return kExitBug;
  }
  if (child == 0) {
    set_handler(SIGINT, SIG_IGN);  // the parent decides, and tells by SIGKILL
    set_handler(SIGTERM, SIG_DFL);
    set_handler(SIGHUP, SIG_DFL);
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlive the parent
#endif
    const int code = work([phase](WorkPhase now) { phase->store(now); });
    std::fflush(stdout);
    std::fflush(stderr);
    // Without the handlers of exit: after some malformed files the HDF5 library's crashes.
    std::_Exit(code);
  }

  bool too_slow = false;
  const int status = wait_for(child, *phase, reading_time(input_path), too_slow);
  const WorkPhase last = phase->load();
  set_handler(SIGINT, SIG_DFL);
  set_handler(SIGTERM, SIG_DFL);
  set_handler(SIGHUP, SIG_DFL);
  if (WIFEXITED(status)) return WEXITSTATUS(status);

  if (!partial_folder.empty()) remove_partial_folder(partial_folder);
  if (too_slow) {
    std::fprintf(stderr,
                 "connectoscope: %s: reading it took too long and was stopped; the file is damaged "
                 "(h5dump -H shows what HDF5 makes of it)\n",
                 input_path.c_str());
    return kExitUnreadable;
  }
  if (g_interrupted != 0) {
    std::fprintf(stderr, "connectoscope: interrupted; no unfinished output is left\n");
    return kExitInterrupted;
  }
  if (last == WorkPhase::Reading) {
    std::fprintf(
        stderr,
        "connectoscope: %s: the HDF5 library cannot read it (it ended with signal %d); the "
        "file is damaged, or larger than this machine's memory\n",
        input_path.c_str(), WTERMSIG(status));
    return kExitUnreadable;
  }
  if (WTERMSIG(status) == SIGKILL) {
    std::fprintf(stderr,
                 "connectoscope: %s: the system ended the work (signal 9), most likely for lack of "
                 "memory; nothing was written\n",
                 input_path.c_str());
    return kExitUnreadable;
  }
  std::fprintf(
      stderr,
      "connectoscope: a bug: the work on %s ended with signal %d; please report it with the "
      "lines above\n",
      input_path.c_str(), WTERMSIG(status));
  return kExitBug;
}

}  // namespace cnx
