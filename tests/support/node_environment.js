// node_environment.js — gives a WebAssembly test the environment variables of node; of its own,
// the getenv of Emscripten has none.

Module['preRun'] = (Module['preRun'] || []).concat(() => {
  Object.assign(ENV, process.env);
});
