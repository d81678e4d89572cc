#pragma once
// tile_folder.h — a folder of tiles that appears whole or not at all.
//
// Tiles are written to a folder beside the final one, DIR.partial-<number>; when everything is on
// the disk, manifest last, one rename puts it into place. Whatever happens before leaves DIR as
// it was. A run that could not clean up (SIGKILL, a power cut) leaves its partial folder; the next
// run removes it.

#include <cstdint>
#include <set>
#include <span>
#include <string>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

/// What may be done with an output folder that is there already.
enum class Replace {
  OwnTiles,    // only a folder that holds tiles that this version reads, and nothing else
  AnyManifest  // any folder with a manifest.json, whatever else it holds
};

/// Whether tiles may go to `folder`: it is not there, or empty, or holds what `replace` allows.
/// Errors: Unwritable, with what to do.
Result<Done> check_output_folder(const std::string& folder, Replace replace);

/// Where the tiles for `folder` (or a pack, write/pack_writer.h) stand until they are complete.
/// `number`, the process's id, tells runs apart.
std::string partial_path(const std::string& output, std::uint64_t number);

/// Removes a partial folder or file and all that is in it, if it is there.
void remove_partial(const std::string& partial);

/// Removes the partial folders and files of `output` that ended runs have left: those whose process
/// is gone and that nobody holds locked. Where a system without an exchange of folders was stopped
/// between its two renames, the older tiles are put back instead. What cannot be removed stays.
void remove_leftovers(const std::string& output);

/// A lock on a folder or file that ends with the process, however that ends: it tells the partial
/// output of a running process from a leftover. Advisory; file systems that know no locks have
/// none.
class PathLock {
 public:
  PathLock() = default;
  /// Takes the lock unless somebody has it: then held() is false.
  explicit PathLock(const std::string& path);
  PathLock(PathLock&& other) noexcept;
  PathLock& operator=(PathLock&& other) noexcept;
  ~PathLock();

  bool held() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

class TileFolder {
 public:
  /// Makes the partial folder, and the folders above it. Errors: Unwritable.
  static Result<TileFolder> create(const std::string& folder, Replace replace,
                                   std::uint64_t number);

  TileFolder(TileFolder&& other) noexcept;
  TileFolder& operator=(TileFolder&&) = delete;
  TileFolder(const TileFolder&) = delete;
  ~TileFolder();  // removes the partial folder, unless publish() has put it into place

  /// Where the tiles stand until they are published.
  const std::string& path() const { return partial_; }

  /// Writes one tile under the name that its hash gives it; a tile that is there already is the
  /// same.
  Result<Done> add(std::uint64_t hash, std::span<const std::byte> tile);

  /// Writes another file of the folder, beside manifest.json. `name` is one that
  /// check_output_folder knows as ours.
  Result<Done> add_file(const std::string& name, std::span<const std::byte> bytes);

  /// Waits until every file is on the disk, then writes manifest.json and waits for it and for the
  /// folders' own lists of names, and only then puts the folder into place: whenever the power
  /// fails, a folder at its final place is complete. An old one is exchanged for it in one step
  /// where the system can, and then deleted. Tiles are handed to the disk while others are still
  /// being made, and waited for side by side.
  Result<Done> publish(const Manifest& manifest);

 private:
  TileFolder(std::string folder, std::string partial, Replace replace);

  std::string folder_;
  std::string partial_;  // empty once it is in place
  Replace replace_;
  PathLock lock_;
  std::set<std::uint64_t> written_;
  std::set<std::string> other_files_;
};

/// What says from which input and options a folder of tiles was made (source_record.h).
inline constexpr const char* kSourceRecordName = "source.json";

}  // namespace cnx
