#pragma once
// source_record.h — source.json: from which bytes, with which options and by which program a folder
// of tiles was made, so that making it again can be left out.
//
// It lies beside manifest.json, says nothing of the connectome, and no reader of tiles needs it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace cnx {

struct SourceRecord {
  std::string tool;     // name and version
  std::string build;    // hash of the program's own file, or empty where it cannot be read
  std::string options;  // those that change the tiles, as one line of JSON
  std::vector<std::string> input_names;  // without paths
  std::uint64_t input_bytes = 0;         // all inputs together
  std::uint64_t input_hash = 0;          // hash_files of the inputs
  std::uint64_t fingerprint = 0;         // the manifest's
};

/// Text of source.json: equal records give equal bytes.
std::string encode_source_record(const SourceRecord& record);

/// The input_hash that `text` names, or nullopt: not a source.json. Whether all the rest is as
/// expected is told by encoding what is expected with this hash and comparing.
std::optional<std::uint64_t> recorded_input_hash(const std::string& text);

/// Name and size of the input files. Errors: Unreadable.
Result<SourceRecord> describe_inputs(const std::vector<std::string>& paths);

/// XXH3-64 of the XXH3-64 hashes of every piece of 1 MiB, file after file: all bytes count, and
/// pieces can be hashed side by side on `threads` threads. Some 5 GB/s a thread from memory.
/// Errors: Unreadable.
Result<std::uint64_t> hash_files(const std::vector<std::string>& paths, unsigned threads);

/// Hash of the running program's file, 16 hex digits, or empty where the system does not tell it.
std::string program_hash();

}  // namespace cnx
