#include "platform/platform_headless.h"

#include <utility>

namespace cnx {

void HeadlessPlatform::fetch(std::uint32_t ticket, const std::string& url, std::size_t, bool) {
  fetches_[ticket] = {url, std::nullopt};
}

void HeadlessPlatform::fetch_part(std::uint32_t ticket, const std::string& url, ByteRange range) {
  fetches_[ticket] = {url, range};
}

void HeadlessPlatform::cancel_fetch(std::uint32_t ticket) { fetches_.erase(ticket); }

std::vector<FetchResult> HeadlessPlatform::take_fetches() {
  std::vector<FetchResult> results;
  for (const auto& [ticket, fetch] : std::exchange(fetches_, {})) {
    results.push_back(read_file_(fetch.url));
    FetchResult& result = results.back();
    result.ticket = ticket;
    if (!fetch.range || !result.error.empty()) continue;
    std::vector<std::byte>& bytes = result.bytes;
    if (fetch.range->first >= bytes.size()) {
      result = {ticket, {}, "the file ends before the part that was asked for", false};
      continue;
    }
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(fetch.range->first));
    if (bytes.size() > fetch.range->count) bytes.resize(fetch.range->count);
  }
  return results;
}

void HeadlessPlatform::post_to_worker(std::vector<std::byte> message) {
  auto reply = worker_(message);
  if (!reply.empty()) messages_.push_back(std::move(reply));
}

std::vector<std::vector<std::byte>> HeadlessPlatform::take_worker_messages() {
  return std::exchange(messages_, {});
}

void HeadlessPlatform::write_fragment(const std::string& fragment, bool new_entry,
                                      const std::string& kept) {
  if (new_entry) {
    fragments_.push_back(fragment);
    kept_.push_back(kept);
  } else {
    fragments_.back() = fragment;
    kept_.back() = kept;
  }
}

std::optional<std::string> HeadlessPlatform::take_fragment_change() {
  return std::exchange(changed_, std::nullopt);
}

void HeadlessPlatform::go_to(std::string fragment) {
  fragments_.push_back(fragment);
  kept_.emplace_back();
  changed_ = std::move(fragment);
}

void HeadlessPlatform::go_back() {
  if (fragments_.size() < 2) return;
  fragments_.pop_back();
  kept_.pop_back();
  changed_ = fragments_.back();
}

}  // namespace cnx
