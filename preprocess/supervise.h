#pragma once
// supervise.h — work on a stranger's file in a child process, so that whatever the file does to
// the library that reads it, the person gets one clear sentence and no half-made folder.
//
// The HDF5 library crashes or hangs on some malformed files. The child may do so; the parent
// tells, cleans up and chooses the exit code.

#include <cstdint>
#include <functional>
#include <string>

namespace cnx {

/// What the child is doing; shared with the parent.
enum class WorkPhase : std::uint32_t {
  Reading,  // in the library that reads the input: it may crash or hang
  Working,  // in our own code: a crash is our bug
};

/// The child's end: what it tells the parent.
struct WorkReport {
  std::function<void(WorkPhase)> phase;  // whenever it changes
  /// While Reading: so many bytes of packed data are about to be unpacked, which takes longer than
  /// the size of the file says.
  std::function<void(std::uint64_t bytes)> unpacking;
};

/// Runs `work` in a child process and returns its exit code.
///
///   input_path   named in sentences; its size sets the limits below
///   partial      folder or file deleted when the child ends in any way but with kExitDone; may be
///                empty
///
/// The limits of the child, each far above what a sound file needs:
///   reading      2 s of processor time and another for every 20 MB of the file, or of what is
///                unpacked of it; 10 s by the clock and another for every 2 MB (a disk may be slow)
///   memory       2 GiB and 8 bytes for each of the file; some more for each thread
///   else         no core files; HDF5 loads no plugins
///
/// A child that crashes, is too slow while Reading, or wants more memory gives kExitUnreadable; one
/// that crashes while Working kExitBug; one that the system kills (for lack of memory)
/// kExitUnreadable. SIGINT, SIGTERM or SIGHUP to the parent ends the child and gives
/// kExitInterrupted; the child never outlives the parent. Call it before any thread is started.
int run_supervised(const std::string& input_path, const std::string& partial,
                   const std::function<int(const WorkReport&)>& work);

}  // namespace cnx
