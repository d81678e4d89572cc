#pragma once
// serve.h — `connectoscope serve DIR`: the page and its tiles over HTTP, for one person on one
// machine.
//
// What it serves is a plain folder that any static host serves as well; nothing in the page
// depends on this server. It exists so that nobody has to set one up to look at a connectome.
//
//   methods       GET and HEAD; others get 405
//   files         regular files under DIR; "/" means index.html. Hidden names, ".." in any spelling
//                 and links that lead out of DIR answer 404, as if nothing were there
//   encodings     X.br or X.gz beside X is sent instead of X to who accepts it, if it is not older
//   ranges        one or several, clamped to the file; never of an encoded file
//   caching       tiles/<hash>.tile for ever, since the name is the content; everything else is
//                 asked for again with a strong ETag
//   headers       a Content-Security-Policy that lets the page load from itself and nowhere else

#include <string>

namespace cnx {

struct ServeOptions {
  std::string directory;
  std::string host = "127.0.0.1";  // this machine only; 0.0.0.0 lets the network in
  int port = 8080;    // 0 takes any free port; a busy one, the next free of the 20 after it
  bool json = false;  // the line on stdout is {"directory":…,"port":…,"url":…}
};

/// Serves until SIGINT or SIGTERM, then returns kExitDone; answers under way are cut off after a
/// second.
///
/// Once it listens it prints the address, `http://127.0.0.1:8080/`, alone on a line of stdout,
/// flushed: a script may wait for that line. Everything else it has to say goes to stderr. Errors,
/// each one sentence on stderr: kExitUnreadable (the directory is not there or cannot be read);
/// kExitUsage (a port outside 0..65535, a host or ports that cannot be listened on).
/// Blocks SIGINT and SIGTERM in the calling thread; call it from main's thread, once.
int run_serve(const ServeOptions& options);

}  // namespace cnx
