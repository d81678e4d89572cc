#pragma once
// output_file.h — a file that appears whole or not at all: it is written beside its place and
// renamed when all of it is on the disk.

#include <string>

#include "base/result.h"

namespace cnx {

class OutputFile {
 public:
  /// Makes an empty file beside `path`. What runs that were killed have left there is removed. From
  /// now on a limit on the size of files is an error of writing, not the end of the program.
  /// Errors, each one sentence: Unwritable (something is at `path` that is no file, or a file and
  /// `replace` is false, or there is no such folder).
  static Result<OutputFile> create(const std::string& path, bool replace);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  // removes the partial file, unless publish() has put it into place

  /// Where to write until then.
  const std::string& partial() const { return partial_; }

  /// Waits until the file is on the disk, then puts it into place: a crash leaves no file that only
  /// looks whole. Errors: Unwritable.
  Result<Done> publish();

 private:
  explicit OutputFile(std::string path);

  std::string path_;
  std::string partial_;  // empty once it is in place
};

}  // namespace cnx
