#pragma once
// platform_headless.h — the Platform of tests and tools: files for HTTP, a function for the
// worker, a clock that its owner moves.

#include <functional>
#include <map>

#include "platform/platform.h"

namespace cnx {

class HeadlessPlatform final : public Platform {
 public:
  using ReadFile = std::function<FetchResult(const std::string& url)>;
  using Worker = std::function<std::vector<std::byte>(const std::vector<std::byte>&)>;

  /// `read_file` answers fetches (its ticket is filled in here, parts are cut out), `worker`
  /// answers messages (an empty answer is none). Both answer when taken, in the order of asking.
  HeadlessPlatform(ReadFile read_file, Worker worker)
      : read_file_(std::move(read_file)), worker_(std::move(worker)) {}

  double now_ms() const override { return now_ms_; }
  void fetch(std::uint32_t ticket, const std::string& url, std::size_t max_bytes,
             bool immutable) override;
  void fetch_part(std::uint32_t ticket, const std::string& url, ByteRange range) override;
  void cancel_fetch(std::uint32_t ticket) override;
  std::vector<FetchResult> take_fetches() override;
  void start_worker() override {}
  void post_to_worker(std::vector<std::byte> message) override;
  std::vector<std::vector<std::byte>> take_worker_messages() override;
  std::string fragment() const override { return fragments_.back(); }
  void write_fragment(const std::string& fragment, bool new_entry,
                      const std::string& kept) override;
  std::string kept() const override { return kept_.back(); }
  std::optional<std::string> take_fragment_change() override;
  std::string page_address() const override { return "http://test/#" + fragment(); }
  void copy_text(const std::string& text) override { copied_ = text; }
  void save_file(const std::string& name, const std::string& mime_type,
                 const std::string& bytes) override {
    files_.push_back({name, mime_type, bytes});
  }
  void open_link(const std::string& url) override { links_.push_back(url); }
  std::string setting(const std::string& name) const override {
    const auto found = settings_.find(name);
    return found == settings_.end() ? std::string() : found->second;
  }
  void keep_setting(const std::string& name, const std::string& value) override {
    settings_[name] = value;
  }
  bool prefers_dark() const override { return true; }
  bool prefers_reduced_motion() const override { return true; }
  void request_frame() override { frames_requested_ += 1; }
  void request_frame_in(double) override {}

  // for the test that owns it
  void advance(double ms) { now_ms_ += ms; }
  void go_to(std::string fragment);  // as if typed into the address bar
  void go_back();                    // as if Back was pressed
  void keep(std::string kept) { kept_.back() = std::move(kept); }  // as of before a reload
  const std::vector<std::string>& fragments() const { return fragments_; }
  const std::string& copied() const { return copied_; }
  struct SavedFile {
    std::string name, mime_type, bytes;
  };
  const std::vector<SavedFile>& saved_files() const { return files_; }
  const std::vector<std::string>& opened_links() const { return links_; }
  int frames_requested() const { return frames_requested_; }

 private:
  ReadFile read_file_;
  Worker worker_;
  double now_ms_ = 0;
  struct Fetch {
    std::string url;
    std::optional<ByteRange> range;
  };
  std::map<std::uint32_t, Fetch> fetches_;  // by ticket
  std::vector<std::vector<std::byte>> messages_;
  std::vector<std::string> fragments_ = {""};  // session history, the last is current
  std::vector<std::string> kept_ = {""};       // beside fragments_
  std::optional<std::string> changed_;
  std::string copied_;
  std::vector<SavedFile> files_;
  std::vector<std::string> links_;
  std::map<std::string, std::string> settings_;
  int frames_requested_ = 0;
};

}  // namespace cnx
