// loader_pack.cpp — the begin of a pack: where its manifest is, and its tiles.

#include <utility>

#include "app/loader.h"
#include "base/hash.h"

namespace cnx {

void Loader::take_pack_head(FetchResult result) {
  if (!result.error.empty()) return take_manifest(std::move(result));
  pack_head_.insert(pack_head_.end(), result.bytes.begin(), result.bytes.end());
  const auto header = decode_pack_header(pack_head_);
  if (!header.ok()) return refuse_manifest(header.error());
  const std::size_t end = kPackHeaderBytes + header.value().manifest_bytes;
  if (pack_head_.size() < end) {
    // A long manifest: the rest of it, once. A file that ends before it comes to this place again.
    if (result.bytes.size() < kPackFirstBytes || pack_head_.size() > kPackFirstBytes) {
      return refuse_manifest({ErrorCode::Truncated, "the pack ends inside its manifest"});
    }
    manifest_ticket_ = ++last_ticket_;
    platform_.fetch_part(manifest_ticket_, data_url_, {pack_head_.size(), end - pack_head_.size()});
    return;
  }
  result.bytes.assign(pack_head_.begin() + kPackHeaderBytes,
                      pack_head_.begin() + static_cast<std::ptrdiff_t>(end));
  pack_head_.clear();
  if (xxh3_64(result.bytes) != header.value().manifest_hash) {
    return refuse_manifest(
        {ErrorCode::HashMismatch, "its manifest is not the one that its header promises"});
  }
  take_manifest(std::move(result));
  if (manifest_) pack_ = index_pack(*manifest_, header.value().manifest_bytes);
}

}  // namespace cnx
