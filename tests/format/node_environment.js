// node_environment.js — gives a WebAssembly test node's environment variables; Emscripten's getenv
// has none of its own.

Module['preRun'] = (Module['preRun'] || []).concat(() => {
  Object.assign(ENV, process.env);
});
