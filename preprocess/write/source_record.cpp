#include "write/source_record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "files.h"

namespace cnx {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

Error unreadable(const std::string& path) {
  return {ErrorCode::Unreadable, path + ": cannot read (" + system_reason(errno) + ")"};
}

/// Bytes read at `offset`; fewer than there is room for at the end of the file, or -1.
ssize_t read_piece(int descriptor, std::span<std::byte> room, off_t offset) {
  std::size_t filled = 0;
  while (filled < room.size()) {
    const ssize_t got = ::pread(descriptor, room.data() + filled, room.size() - filled,
                                offset + static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(filled);
}

/// Appends the hashes of the pieces of one file. Errors: Unreadable.
Result<Done> hash_pieces(const std::string& path, unsigned threads,
                         std::vector<std::uint64_t>& hashes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return unreadable(path);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return Error{ErrorCode::Unreadable, path + ": not a file"};
  }
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  const auto pieces = static_cast<std::size_t>((bytes + kPieceBytes - 1) / kPieceBytes);
  const std::size_t first = hashes.size();
  hashes.resize(first + pieces);
  std::atomic<std::size_t> next = 0;
  std::atomic<int> failure = 0;
  const auto work = [&] {
    std::vector<std::byte> buffer(std::min<std::uint64_t>(bytes, kPieceBytes));
    for (std::size_t i = next++; i < pieces; i = next++) {
      const ssize_t got = read_piece(descriptor, buffer, static_cast<off_t>(i * kPieceBytes));
      if (got < 0) {
        failure = errno;
        return;
      }
      hashes[first + i] = xxh3_64(std::span{buffer}.first(static_cast<std::size_t>(got)));
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  ::close(descriptor);
  if (failure == 0) return Done{};
  errno = failure;
  return unreadable(path);
}

}  // namespace

std::string encode_source_record(const SourceRecord& record) {
  nlohmann::ordered_json json;
  json["tool"] = record.tool;
  json["build"] = record.build;
  json["options"] = record.options;
  json["inputs"] = record.input_names;
  json["input_bytes"] = std::to_string(record.input_bytes);
  json["input_hash"] = hash_to_hex(record.input_hash);
  json["fingerprint"] = hash_to_hex(record.fingerprint);
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::optional<std::uint64_t> recorded_input_hash(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto field = json.find("input_hash");
  if (field == json.end() || !field->is_string()) return std::nullopt;
  const auto hash = parse_hash(field->get_ref<const std::string&>());
  if (!hash.ok()) return std::nullopt;
  return hash.value();
}

Result<SourceRecord> describe_inputs(const std::vector<std::string>& paths) {
  SourceRecord record;
  for (const std::string& path : paths) {
    std::error_code failure;
    const std::uintmax_t bytes = std::filesystem::file_size(path, failure);
    if (failure) return Error{ErrorCode::Unreadable, path + ": " + failure.message()};
    record.input_names.push_back(std::filesystem::path(path).filename().string());
    record.input_bytes += bytes;
  }
  return record;
}

Result<std::uint64_t> hash_files(const std::vector<std::string>& paths, unsigned threads) {
  std::vector<std::uint64_t> hashes;
  for (const std::string& path : paths) {
    if (const auto hashed = hash_pieces(path, threads, hashes); !hashed.ok()) return hashed.error();
  }
  return xxh3_64(std::as_bytes(std::span{hashes}));
}

std::string program_hash() {
  const auto hash = hash_files({"/proc/self/exe"}, 1);
  return hash.ok() ? hash_to_hex(hash.value()) : "";
}

}  // namespace cnx
