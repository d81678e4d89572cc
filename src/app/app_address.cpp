// app_address.cpp — App's part that reads and writes the address of the page: the view as a link.

#include <utility>

#include "app/app.h"
#include "report/numbers.h"
#include "view/view_url.h"

namespace cnx {
namespace {

bool same_but_camera(ViewState a, const ViewState& b) {
  a.camera = b.camera;
  return a == b;
}

}  // namespace

/// The view of the address, or all of it where the browser has kept what did not fit.
DecodedView App::decode_address(const std::string& fragment) const {
  const std::string kept = platform_.kept();
  return kept.empty() ? decode_view_url(fragment) : decode_view_url(kept, kMaxViewTextBytes);
}

void App::read_address() {
  DecodedView decoded = decode_address(platform_.fragment());
  history_ = History(decoded.state);
  link_notes_ = std::move(decoded.notes);
  written_view_ = std::move(decoded.state);
}

void App::take_fragment(const std::string& fragment) {
  DecodedView decoded = decode_address(fragment);
  written_view_ = decoded.state;
  open_view(std::move(decoded));
}

void App::write_url() {
  if (view() == written_view_) return;
  // Back returns to the previous choice, not to every camera position on the way.
  const bool new_entry = !same_but_camera(written_view_, view());
  const std::string text = encode_view_url(view());
  if (text.size() <= kMaxFragmentBytes) {
    platform_.write_fragment(text, new_entry, "");
  } else {
    ViewState brief = view();
    brief.selection = {};
    brief.sets.clear();
    brief.rows_of.clear();
    std::string fits = encode_view_url(brief);
    if (fits.size() > kMaxFragmentBytes) fits.clear();
    platform_.write_fragment(fits, new_entry, text);
  }
  written_view_ = view();
  url_written_at_ms_ = platform_.now_ms();
}

/// A link that no browser or mail program takes whole is none: then the view is a file.
void App::copy_link() {
  write_url();
  const std::string text = encode_view_url(view());
  if (text.size() <= kMaxFragmentBytes) {
    platform_.copy_text(platform_.page_address());
    return;
  }
  page_requests_.push_back({"save", text});
  page_requests_.push_back(
      {"say", "This view is too long for a link (" + bytes_text(text.size()) + "; a link holds " +
                  bytes_text(kMaxFragmentBytes) +
                  "): large sets make it so. It was saved as a file instead."});
}

void App::open_view(DecodedView decoded) {
  link_notes_ = std::move(decoded.notes);
  dismissed_notes_.clear();
  flight_.reset();
  history_.record(std::move(decoded.state), false);
  last_gesture_ = 0;
  dirty_ = true;
  platform_.request_frame();
}

}  // namespace cnx
