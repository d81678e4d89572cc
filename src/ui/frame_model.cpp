#include "ui/frame_model.h"

#include <utility>

namespace cnx {

void RequestQueue::push_back(Request request) {
  std::vector<Request>::push_back(std::move(request));
}

}  // namespace cnx
