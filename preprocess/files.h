#pragma once
// files.h — whole files in and out, for the tool's own folders.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace cnx {

/// The whole file. Errors: Missing (no such file), Unreadable (with the system's reason),
/// OutOfRange (larger than max_bytes; nothing is read).
Result<std::vector<std::byte>> read_file(const std::string& path, std::uint64_t max_bytes);

/// Refuses what is there and no plain file: a folder, a pipe (opening it may wait for ever, and
/// inputs are read more than once), a device. Errors: Unreadable, a whole sentence.
Result<Done> check_plain_file(const std::string& path);

/// Writes a new file or replaces an old one's contents; the disk begins with it, and nobody waits.
/// Errors: Unwritable.
Result<Done> write_file(const std::string& path, std::span<const std::byte> bytes);

/// Waits until a file or a folder's list of names is on the disk. Errors: Unwritable.
Result<Done> sync_to_disk(const std::string& path);

/// The same for many files, several at a time: some ten times sooner than one after the other.
/// Errors: Unwritable, of the first that failed.
Result<Done> sync_all_to_disk(std::span<const std::string> paths);

/// Whether a path, of something that may not be there yet, lies in a folder or below it.
bool lies_in(const std::string& path, const std::string& folder);

/// The error of a path that cannot be written.
Error unwritable(const std::string& path, const std::string& why);

/// The system's words for an errno value.
std::string system_reason(int error_number);

}  // namespace cnx
