// worker_main.cpp — entry points of the Web Worker's module; web/stats_worker.js calls them.

#include <emscripten/emscripten.h>

#include <cstdlib>
#include <vector>

#include "worker/protocol.h"

namespace {

cnx::WorkerCore& core() {
  static cnx::WorkerCore the_core;
  return the_core;
}

std::vector<std::byte>& reply() {
  static std::vector<std::byte> the_reply;
  return the_reply;
}

}  // namespace

extern "C" {

/// Handles one request and frees it. The reply stays until the next call.
EMSCRIPTEN_KEEPALIVE void cnx_worker_handle(std::byte* request, std::size_t size) {
  reply() = core().handle({request, size});
  std::free(request);
}

EMSCRIPTEN_KEEPALIVE const std::byte* cnx_worker_reply() { return reply().data(); }
EMSCRIPTEN_KEEPALIVE std::size_t cnx_worker_reply_size() { return reply().size(); }
}
