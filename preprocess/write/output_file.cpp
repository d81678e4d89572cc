#include "write/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "files.h"
#include "write/tile_folder.h"

namespace cnx {

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)),
      partial_(partial_path(path_, static_cast<std::uint64_t>(::getpid()))) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), partial_(std::exchange(other.partial_, {})) {}

OutputFile::~OutputFile() {
  if (!partial_.empty()) remove_partial(partial_);
}

Result<OutputFile> OutputFile::create(const std::string& path, bool replace) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    if (!S_ISREG(status.st_mode)) {
      return Error{ErrorCode::Unwritable,
                   path + " is not a file; give the name of the file to write"};
    }
    if (!replace) {
      return Error{ErrorCode::Unwritable,
                   path + " is already there; give another name, or --force to replace it"};
    }
  }
  remove_leftovers(path);
  OutputFile file{path};
  if (const auto created = write_file(file.partial_, {}); !created.ok()) {
    return Error{ErrorCode::Unwritable, "cannot write " + path + " (" + created.error().where +
                                            "); choose a folder that is there and yours"};
  }
  std::signal(SIGXFSZ, SIG_IGN);
  return file;
}

Result<Done> OutputFile::publish() {
  if (const auto synced = sync_to_disk(partial_); !synced.ok()) return synced.error();
  if (std::rename(partial_.c_str(), path_.c_str()) != 0) {
    return unwritable(path_, system_reason(errno));
  }
  partial_.clear();
  const std::string parent = std::filesystem::path(path_).parent_path().string();
  return sync_to_disk(parent.empty() ? "." : parent);
}

}  // namespace cnx
