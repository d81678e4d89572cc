#include "supervise.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
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
#include <optional>
#include <system_error>
#include <thread>

#include "base/check.h"
#include "exit_codes.h"
#include "files.h"
#include "say.h"
#include "write/tile_folder.h"

namespace cnx {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// By the clock, for disks that have to wake up; a slow disk, and good ones are 100 times faster.
constexpr Seconds kLeastReadingTime{10};
constexpr double kSlowestBytesPerSecond = 2e6;
// Of processor time: what the library needs for the bytes, many times over. A loop without an end
// is found by it, however busy the machine is.
constexpr Seconds kLeastReadingWork{2};
constexpr double kSlowestBytesPerWorkSecond = 20e6;

// Far more than a sound file of that size needs, and less than what brings a machine down.
constexpr std::uint64_t kLeastMemory = std::uint64_t{2} << 30;
constexpr std::uint64_t kMemoryPerInputByte = 8;
constexpr std::uint64_t kThreadsBeside = 20;  // those that wait for the disk, and the main one
constexpr std::uint64_t kMemoryPerThread = std::uint64_t{16} << 20;  // stacks, heaps

volatile sig_atomic_t g_interrupted = 0;

void on_interrupt(int) { g_interrupted = 1; }

void set_handler(int signal_number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal_number, &action, nullptr);
}

/// What the child tells, in memory that parent and child share.
struct Told {
  std::atomic<WorkPhase> phase = WorkPhase::Working;
  std::atomic<std::uint64_t> unpacked_bytes = 0;
};

Told* shared_memory() {
  void* memory =
      ::mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  return new (memory) Told;
}

struct Limits {
  Seconds reading_time;  // by the clock
  Seconds reading_work;  // of processor time
  std::uint64_t memory_bytes = 0;
};

Limits limits_for(const std::string& input_path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(input_path, failure);
  const std::uint64_t bytes = failure ? 0 : size;
  const std::uint64_t threads = std::thread::hardware_concurrency() + kThreadsBeside;
  return {kLeastReadingTime + Seconds(static_cast<double>(bytes) / kSlowestBytesPerSecond),
          kLeastReadingWork + Seconds(static_cast<double>(bytes) / kSlowestBytesPerWorkSecond),
          kLeastMemory + kMemoryPerInputByte * bytes + kMemoryPerThread * threads};
}

#if !defined(CNX_SANITIZED) && defined(RLIMIT_DATA)

/// What new_handler says; written before, because there is no memory left then.
char g_memory_sentence[1024];

void on_no_memory() {
  std::fputs(g_memory_sentence, stderr);
  std::fflush(stderr);
  std::_Exit(kExitUnreadable);
}

#endif

/// Limits of the child process: no more memory than `limits` says, no files of dead programs, no
/// code from elsewhere. A sanitized build reserves terabytes for itself and has no memory limit.
void confine_child(const std::string& input_path, const Limits& limits) {
  const struct rlimit no_core = {0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::signal(SIGXFSZ, SIG_IGN);  // a write beyond a limit of the shell's fails, and is told
  ::setenv("HDF5_PLUGIN_PRELOAD", "::", 1);  // HDF5's word for "load no plugins"
  ::setenv("HDF5_PLUGIN_PATH", "", 1);
#if !defined(CNX_SANITIZED) && defined(RLIMIT_DATA)
  std::snprintf(
      g_memory_sentence, sizeof g_memory_sentence,
      "connectoscope: %.800s: reading it needs more than %llu MB of memory, far more than "
      "a sound file of its size; the file is damaged, or packed in very large chunks "
      "(h5repack -f NONE unpacks it)\n",
      printable_line(input_path).c_str(),
      static_cast<unsigned long long>(limits.memory_bytes / 1'000'000));
  struct rlimit memory {};
  if (::getrlimit(RLIMIT_DATA, &memory) == 0 && limits.memory_bytes < memory.rlim_cur) {
    memory.rlim_cur = limits.memory_bytes;
    ::setrlimit(RLIMIT_DATA, &memory);
  } else {
    std::snprintf(g_memory_sentence, sizeof g_memory_sentence,
                  "connectoscope: %.800s: there is not enough memory for it\n",
                  printable_line(input_path).c_str());
  }
  std::set_new_handler(on_no_memory);
#else
  (void)input_path;
  (void)limits;
#endif
}

/// Processor time that a child has used, or nothing where the system does not tell.
std::optional<Seconds> work_of(pid_t child) {
#ifdef __linux__
  clockid_t clock;
  struct timespec used {};
  if (::clock_getcpuclockid(child, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
    return std::nullopt;
  return Seconds(static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec));
#else
  (void)child;
  return std::nullopt;
#endif
}

/// Waits for the child without losing a signal that arrives just before the wait. Returns its
/// status; sets `too_slow` when it was ended for reading too long.
int wait_for(pid_t child, const Told& told, const Limits& limits, bool& too_slow) {
  auto reading_since = Clock::now();
  Seconds worked_before{0};
  std::uint64_t unpacked_before = 0;
  bool ended = false;  // by us
  for (;;) {
    int status = 0;
    const pid_t done = ::waitpid(child, &status, WNOHANG);
    if (done == child) return status;
    CNX_CHECK(done == 0 || errno == EINTR);
    const Seconds worked = work_of(child).value_or(worked_before);
    const std::uint64_t unpacked = told.unpacked_bytes.load();
    if (told.phase.load() != WorkPhase::Reading) {
      reading_since = Clock::now();
      worked_before = worked;
      unpacked_before = unpacked;
    }
    const auto unpacked_now = static_cast<double>(unpacked - unpacked_before);
    const bool late = Clock::now() - reading_since >
                          limits.reading_time + Seconds(unpacked_now / kSlowestBytesPerSecond) ||
                      worked - worked_before >
                          limits.reading_work + Seconds(unpacked_now / kSlowestBytesPerWorkSecond);
    if ((late || g_interrupted != 0) && !ended) {
      too_slow = late && g_interrupted == 0;
      ended = true;
      ::kill(child, SIGKILL);
    }
    ::poll(nullptr, 0, 5);  // a sleep that a signal ends
  }
}

}  // namespace

int run_supervised(const std::string& input_path, const std::string& partial,
                   const std::function<int(const WorkReport&)>& work) {
  Told* const told = shared_memory();
  if (told == nullptr) {
    say("cannot start (" + system_reason(errno) + ")");
    return kExitBug;
  }
  std::fflush(stdout);
  std::fflush(stderr);
  g_interrupted = 0;
  set_handler(SIGINT, on_interrupt);
  set_handler(SIGTERM, on_interrupt);
  set_handler(SIGHUP, on_interrupt);

  const Limits limits = limits_for(input_path);
  [[maybe_unused]] const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    say("cannot start (" + system_reason(errno) + ")");
    return kExitBug;
  }
  if (child == 0) {
    set_handler(SIGINT, SIG_IGN);  // the parent decides, and tells by SIGKILL
    set_handler(SIGTERM, SIG_DFL);
    set_handler(SIGHUP, SIG_DFL);
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);           // never outlive the parent
    if (::getppid() != parent) ::raise(SIGKILL);  // it ended before it could be told
#endif
    confine_child(input_path, limits);
    const WorkReport report = {
        .phase = [told](WorkPhase now) { told->phase.store(now); },
        .unpacking = [told](std::uint64_t bytes) { told->unpacked_bytes.fetch_add(bytes); }};
    const int code = after_printing(work(report));
    std::fflush(stderr);
    // Without the handlers of exit: after some malformed files the HDF5 library's crashes.
    std::_Exit(code);
  }

  bool too_slow = false;
  const int status = wait_for(child, *told, limits, too_slow);
  const WorkPhase last = told->phase.load();
  set_handler(SIGINT, SIG_DFL);
  set_handler(SIGTERM, SIG_DFL);
  set_handler(SIGHUP, SIG_DFL);
  const bool done = WIFEXITED(status) && WEXITSTATUS(status) == kExitDone;
  if (!done && !partial.empty()) remove_partial(partial);
  if (WIFEXITED(status)) return WEXITSTATUS(status);

  if (too_slow) {
    say(input_path +
        ": reading it took too long and was stopped; the file is damaged (h5dump -H shows what "
        "HDF5 makes of it), or packed so that it takes very long to read (h5repack -f NONE "
        "unpacks it)");
    return kExitUnreadable;
  }
  if (g_interrupted != 0) {
    say("interrupted; no unfinished output is left");
    return kExitInterrupted;
  }
  if (last == WorkPhase::Reading) {
    say(input_path + ": the HDF5 library cannot read it (it ended with signal " +
        std::to_string(WTERMSIG(status)) +
        "); the file is damaged, or larger than this machine's memory");
    return kExitUnreadable;
  }
  if (WTERMSIG(status) == SIGKILL) {
    say(input_path +
        ": the system ended the work (signal 9), most likely for lack of memory; nothing was "
        "written");
    return kExitUnreadable;
  }
  say("a bug: the work on " + input_path + " ended with signal " +
      std::to_string(WTERMSIG(status)) + "; please report it with the lines above");
  return kExitBug;
}

}  // namespace cnx
