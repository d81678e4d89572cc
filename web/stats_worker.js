// stats_worker.js — starts the worker's module and hands it the page's messages in order.
// One message in, at most one out; what they mean is src/worker/protocol.h's business.
'use strict';

importScripts('stats_worker_core.js');

const waiting = [];
let core = null;

function handle(buffer) {
  const request = new Uint8Array(buffer);
  const pointer = core._malloc(request.length || 1);
  core.HEAPU8.set(request, pointer);
  core._cnx_worker_handle(pointer, request.length);  // frees the request
  const size = core._cnx_worker_reply_size();
  if (size === 0) return;
  const at = core._cnx_worker_reply();
  const reply = core.HEAPU8.slice(at, at + size);
  self.postMessage(reply.buffer, [reply.buffer]);
}

self.onmessage = (event) => {
  if (core) handle(event.data);
  else waiting.push(event.data);
};

createStatsWorker().then((module) => {
  core = module;
  for (const buffer of waiting.splice(0)) handle(buffer);
}).catch((error) => {
  // An exception thrown outside a promise reaches the page's onerror with its message.
  setTimeout(() => { throw error; });
});
