#include "report/slab_words.h"

#include "report/numbers.h"

namespace cnx {

std::string slab_words(const ViewState& view, Layout layout) {
  std::string words;
  if (layout != Layout::Soma) return words;
  if (view.depth_range) {
    words = "depth " + with_separators(static_cast<std::uint64_t>(view.depth_range->min_um)) +
            " to " + with_separators(static_cast<std::uint64_t>(view.depth_range->max_um)) +
            " \xc2\xb5m";
  }
  if (view.slice) {
    words += (words.empty() ? "" : ", ") + std::string("a slice ") +
             with_separators(static_cast<std::uint64_t>(view.slice->thickness_um)) +
             " \xc2\xb5m thick";
  }
  return words;
}

}  // namespace cnx
