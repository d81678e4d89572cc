// fuzz_manifest.cpp — any text as manifest.json: refused, or a manifest whose canonical text
// reads back equal and is its own canonical text.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "format/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  const auto decoded = decode_manifest({reinterpret_cast<const char*>(data), size});
  if (!decoded.ok()) return 0;
  const Manifest& manifest = decoded.value();
  CNX_CHECK(manifest.fingerprint == manifest_fingerprint(manifest));
  const std::string text = encode_manifest(manifest);
  const auto again = decode_manifest(text);
  CNX_CHECK(again.ok());
  CNX_CHECK(again.value() == manifest);
  CNX_CHECK(encode_manifest(again.value()) == text);
  return 0;
}
