#include "write/manifest_writer.h"

#include <span>
#include <utility>

#include "files.h"
#include "format/tile_name.h"

namespace cnx {

Result<Manifest> finish_manifest(Manifest manifest) {
  manifest.fingerprint = manifest_fingerprint(manifest);
  auto read_back = decode_manifest(encode_manifest(manifest));
  if (!read_back.ok()) {
    return Error{read_back.error().code, "the input makes a manifest that the page would refuse: " +
                                             read_back.error().where};
  }
  return read_back;
}

Result<Done> write_manifest(const Manifest& manifest, const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  const std::string text = encode_manifest(manifest);
  if (auto written = write_file(path, std::as_bytes(std::span{text})); !written.ok())
    return written;
  if (auto synced = sync_to_disk(path); !synced.ok()) return synced;
  return sync_to_disk(folder);
}

}  // namespace cnx
