// fuzz_pickle_names.cpp — any bytes as a pickle of names: refused, or names that are bounded, valid
// UTF-8 and the same when they are pickled again by the simplest writer.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "read/pickle_names.h"

namespace {

/// Names as PyTables pickles a list of text, every character escaped that may be.
std::string pickle_of(const std::vector<std::string>& names) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string pickle = "(l";
  for (const std::string& name : names) {
    pickle += "V";
    for (std::size_t i = 0; i < name.size();) {
      const auto lead = static_cast<unsigned char>(name[i]);
      const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      CNX_CHECK(length <= name.size() - i);
      std::uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);
      for (std::size_t k = 1; k < length; ++k) {
        const auto next = static_cast<unsigned char>(name[i + k]);
        CNX_CHECK((next & 0xc0u) == 0x80u);
        code = code << 6 | (next & 0x3fu);
      }
      pickle += "\\U";
      for (int shift = 28; shift >= 0; shift -= 4) pickle += kHex[code >> shift & 15u];
      i += length;
    }
    pickle += "\na";
  }
  return pickle + ".";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  const std::string_view pickle(reinterpret_cast<const char*>(data), size);
  if (const auto names = parse_pickled_names(pickle); names.ok()) {
    CNX_CHECK(names.value().size() <= size);
    const std::string again = pickle_of(names.value());
    if (again.size() <= kMaxPickleBytes) {
      const auto read = parse_pickled_names(again);
      CNX_CHECK(read.ok() && read.value() == names.value());
    }
  }
  if (const auto axis = parse_pickled_axis(pickle); axis.ok()) {
    CNX_CHECK(axis.value().size() <= size);
  }
  if (const auto shape = parse_pickled_shape(pickle); shape.ok()) {
    CNX_CHECK(shape.value().size() <= size);
  }
  return 0;
}
