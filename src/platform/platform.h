#pragma once
// platform.h — what the viewer needs of the world around it, behind one small interface:
// the browser's (platform_browser.cpp), or files and a queue for tests (platform_headless.h).
//
// Nothing here waits. What takes time is asked for with a ticket and taken when it has arrived.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cnx {

/// A finished request for a file, well or badly.
struct FetchResult {
  std::uint32_t ticket = 0;
  std::vector<std::byte> bytes;  // the body, when error is empty
  std::string error;             // else what went wrong, for people: "the server answered 404"
  bool from_whole = false;       // fetch_part: the server sent the whole file, it was cut out here
};

/// Bytes first .. first + count - 1 of a file.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

/// A server that does not send parts of files sends whole ones. Up to this size one is taken, once,
/// and kept.
inline constexpr std::uint64_t kMaxWholeFileBytes = std::uint64_t{256} << 20;

class Platform {
 public:
  virtual ~Platform() = default;

  /// Milliseconds since some moment; never falls.
  virtual double now_ms() const = 0;

  /// Asks for a file by its address relative to the page. The answer carries the same ticket.
  /// `max_bytes` bounds the body; `immutable`: the name is a hash, any cached copy will do.
  virtual void fetch(std::uint32_t ticket, const std::string& url, std::size_t max_bytes,
                     bool immutable) = 0;
  /// The same for a part of a file; where the file ends inside it, the answer is shorter. Errors
  /// also when the part begins behind the file's end, is sent encoded, or is another than was asked
  /// for.
  virtual void fetch_part(std::uint32_t ticket, const std::string& url, ByteRange range) = 0;
  /// Forgets a request; its answer never comes.
  virtual void cancel_fetch(std::uint32_t ticket) = 0;
  virtual std::vector<FetchResult> take_fetches() = 0;

  /// Loads the worker, if it was not yet; what is posted before waits for it.
  virtual void start_worker() = 0;
  /// Bytes to the worker, and what it has sent since the last call (worker/protocol.h).
  virtual void post_to_worker(std::vector<std::byte> message) = 0;
  virtual std::vector<std::vector<std::byte>> take_worker_messages() = 0;

  /// The URL fragment without "#". `new_entry`: Back returns to the one before.
  virtual std::string fragment() const = 0;
  /// `kept`: what the browser keeps with the entry of its history when the fragment cannot hold all
  /// of it; it is there again after a reload, and goes with the tab.
  virtual void write_fragment(const std::string& fragment, bool new_entry,
                              const std::string& kept) = 0;
  /// What was kept with the entry that is current now; empty: the fragment says everything.
  virtual std::string kept() const = 0;
  /// The fragment, when someone else changed it since the last call: Back, Forward, typing, open().
  virtual std::optional<std::string> take_fragment_change() = 0;
  /// The address of the page with its fragment, for "copy link".
  virtual std::string page_address() const = 0;

  virtual void copy_text(const std::string& text) = 0;
  /// Offers a file to be kept. `name` holds no path.
  virtual void save_file(const std::string& name, const std::string& mime_type,
                         const std::string& bytes) = 0;
  /// Opens an address of another site in a window of its own, which learns nothing of this one.
  virtual void open_link(const std::string& url) = 0;

  /// What a person set up for every visit, by its name; empty: nothing. In the browser it is kept
  /// beside the page's address and sent nowhere; a browser that keeps nothing forgets it.
  virtual std::string setting(const std::string& name) const = 0;
  virtual void keep_setting(const std::string& name, const std::string& value) = 0;

  virtual bool prefers_dark() const = 0;
  virtual bool prefers_reduced_motion() const = 0;

  /// A frame soon; a frame `delay_ms` from now, if none comes earlier.
  virtual void request_frame() = 0;
  virtual void request_frame_in(double delay_ms) = 0;
};

}  // namespace cnx
