// stats_worker.js — starts the worker's module, hands it the page's messages in order, and works
// off jobs between them. What messages mean is src/worker/protocol.h's business.
'use strict';

importScripts('stats_worker_core.js');

const kSliceMs = 20;      // how long a message may have to wait for a job
const kProgressMs = 100;  // how often the page hears how far a job is
const waiting = [];
let core = null;
let toldAt = 0;

function sendReply() {
  const size = core._cnx_worker_reply_size();
  if (size === 0) return false;
  const at = core._cnx_worker_reply();
  const reply = core.HEAPU8.slice(at, at + size);
  self.postMessage(reply.buffer, [reply.buffer]);
  return true;
}

// A message to oneself waits behind those of the page that have come; a timer would rest for 4 ms.
const next = new MessageChannel();
let nextIsDue = false;
function workLater() {
  if (nextIsDue || core._cnx_worker_has_work() === 0) return;
  nextIsDue = true;
  next.port2.postMessage(null);
}
next.port1.onmessage = () => {
  nextIsDue = false;
  const until = performance.now() + kSliceMs;
  while (core._cnx_worker_has_work() !== 0 && performance.now() < until) {
    core._cnx_worker_work();
    if (sendReply()) toldAt = performance.now();
  }
  if (core._cnx_worker_has_work() !== 0 && performance.now() - toldAt > kProgressMs) {
    core._cnx_worker_progress();
    sendReply();
    toldAt = performance.now();
  }
  workLater();
};

function handle(buffer) {
  const request = new Uint8Array(buffer);
  const pointer = core._malloc(request.length || 1);
  core.HEAPU8.set(request, pointer);
  core._cnx_worker_handle(pointer, request.length);  // frees the request
  sendReply();
  workLater();
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
