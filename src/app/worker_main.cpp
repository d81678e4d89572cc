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

/// 1 while a job waits for cnx_worker_work().
EMSCRIPTEN_KEEPALIVE int cnx_worker_has_work() { return core().has_work() ? 1 : 0; }
/// One slice of a job; its result is the reply when that was the last one, or what is new; most
/// have no reply.
EMSCRIPTEN_KEEPALIVE void cnx_worker_work() { reply() = core().work(); }
/// How far the job is, as the reply.
EMSCRIPTEN_KEEPALIVE void cnx_worker_progress() { reply() = core().progress(); }

EMSCRIPTEN_KEEPALIVE const std::byte* cnx_worker_reply() { return reply().data(); }
EMSCRIPTEN_KEEPALIVE std::size_t cnx_worker_reply_size() { return reply().size(); }
}
