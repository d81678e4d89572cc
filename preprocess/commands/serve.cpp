// serve.cpp — a static file server over cpp-httplib; see serve.h for what it promises.
//
// Built with exceptions and RTTI, because cpp-httplib throws. Written for 0.11 and 0.18 alike: the
// older one neither clamps ranges nor limits them, so that is done here, before it looks at them.

#include "commands/serve.h"

#include <fcntl.h>
#include <httplib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "commands/http_rules.h"
#include "exit_codes.h"

namespace cnx {
namespace {

constexpr int kPortsTried = 21;          // the one asked for and 20 more
constexpr std::size_t kThreads = 32;     // a browser keeps six connections open for every page
constexpr std::size_t kChunk = 1 << 16;  // bytes read from a file at a time

// The page loads from where it came from, runs WebAssembly, and talks to nobody else.
// frame-ancestors is open on purpose: teachers embed the page.
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "img-src 'self' data: blob:; style-src 'self'; font-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *";

class OpenFile {
 public:
  OpenFile(int descriptor, const struct stat& status) : descriptor_(descriptor), status_(status) {}
  ~OpenFile() { close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::int64_t size() const { return status_.st_size; }

  std::int64_t modified_ns() const {
    return std::int64_t{status_.st_mtim.tv_sec} * 1'000'000'000 + status_.st_mtim.tv_nsec;
  }

  /// Bytes read at `offset`, at most `size`; 0 or less when there are none.
  ssize_t read_at(std::size_t offset, char* to, std::size_t size) const {
    return pread(descriptor_, to, size, static_cast<off_t>(offset));
  }

 private:
  int descriptor_;
  struct stat status_;
};

std::optional<std::string> real_path(const std::string& path) {
  char* resolved = realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return std::nullopt;
  std::string result = resolved;
  std::free(resolved);  // realpath's own malloc
  return result;
}

/// The regular file at `path` if it lies, links followed, under `root` and nothing on the way
/// there is hidden; null otherwise. `root` is a real path.
std::shared_ptr<OpenFile> open_under(const std::string& root, const std::string& path) {
  const std::optional<std::string> resolved = real_path(path);
  if (!resolved) return nullptr;
  const std::size_t prefix = root == "/" ? 0 : root.size();
  if (resolved->compare(0, prefix, root, 0, prefix) != 0) return nullptr;
  if (!is_plain_path(std::string_view(*resolved).substr(prefix))) return nullptr;

  // O_NONBLOCK: a pipe in the folder must not hold a thread until someone writes to it.
  const int descriptor = open(resolved->c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return nullptr;
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor);
    return nullptr;
  }
  return std::make_shared<OpenFile>(descriptor, status);
}

bool is_directory_under(const std::string& root, const std::string& path) {
  const std::optional<std::string> resolved = real_path(path);
  if (!resolved || resolved->compare(0, root.size(), root) != 0) return false;
  struct stat status {};
  return stat(resolved->c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void answer_text(httplib::Response& response, int status, const char* text) {
  response.status = status;
  response.set_header("Cache-Control", "no-cache");
  response.set_content(text, "text/plain; charset=utf-8");
}

/// Answers a GET or HEAD from the folder `root`, a real path.
void answer(const std::string& root, httplib::Request& request, httplib::Response& response) {
  // What the library would do with ranges, it does to whatever is answered: take them away first.
  httplib::Ranges ranges = std::move(request.ranges);
  request.ranges.clear();

  if (!is_plain_path(request.path)) return answer_text(response, 404, "not found\n");

  std::string path = root + request.path;
  if (path.ends_with('/')) path += "index.html";
  std::shared_ptr<OpenFile> file = open_under(root, path);
  if (!file && is_directory_under(root, path)) {
    // Relative links in the folder's page need the slash.
    const std::size_t query = request.target.find('?');
    std::string target = request.target;
    target.insert(std::min(query, target.size()), "/");
    response.set_header("Location", target);
    return answer_text(response, 301, "the folder's address ends with a slash\n");
  }
  if (!file) return answer_text(response, 404, "not found\n");

  const std::string_view hash = tile_hash(path);
  char tag[64];
  std::snprintf(tag, sizeof tag, "%llx-%llx", static_cast<unsigned long long>(file->size()),
                static_cast<unsigned long long>(file->modified_ns()));
  std::string etag = hash.empty() ? std::string(tag) : std::string(hash);

  const std::string accepted = request.get_header_value("Accept-Encoding");
  // Parts of an encoded pack are not parts of the pack: docs/format.md §6.2.
  if (ranges.empty() && !path.ends_with(".cnxpack")) {
    for (const auto& [coding, extension] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
      if (!accepts_coding(accepted, coding)) continue;
      const std::shared_ptr<OpenFile> encoded = open_under(root, path + extension);
      // An older one was made from an older file. In seconds: brotli, and what copies folders,
      // gives a file its original's time without the rest.
      constexpr std::int64_t kSecond_ns = 1'000'000'000;
      if (!encoded || encoded->modified_ns() / kSecond_ns < file->modified_ns() / kSecond_ns)
        continue;
      file = encoded;
      etag.append("-").append(coding);
      response.set_header("Content-Encoding", coding);
      break;
    }
  }
  etag = '"' + etag + '"';

  response.set_header("ETag", etag);
  response.set_header("Vary", "Accept-Encoding");
  response.set_header("Accept-Ranges", "bytes");
  response.set_header("Cache-Control",
                      hash.empty() ? "no-cache" : "public, max-age=31536000, immutable");

  if (names_etag(request.get_header_value("If-None-Match"), etag)) {
    response.status = 304;
    // Of what a 200 would carry; left to the library it would say 0.
    response.set_header("Content-Length", std::to_string(file->size()));
    return;
  }
  if (request.has_header("If-Range") && request.get_header_value("If-Range") != etag)
    ranges.clear();

  response.status = 200;
  switch (clamp_ranges(ranges, file->size())) {
    case RangeVerdict::Whole: break;
    case RangeVerdict::Parts:
      response.status = 206;
      request.ranges = std::move(ranges);
      break;
    case RangeVerdict::Unsatisfiable:
      response.set_header("Content-Range", "bytes */" + std::to_string(file->size()));
      return answer_text(response, 416, "the range lies outside the file\n");
  }

  const std::string type(content_type(path));
  if (file->size() == 0) {  // the library takes a length of zero for "unknown"
    response.set_header("Content-Type", type);
    return;
  }
  response.set_content_provider(
      static_cast<std::size_t>(file->size()), type,
      [file](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        std::array<char, kChunk> buffer;
        const ssize_t got = file->read_at(offset, buffer.data(), std::min(length, kChunk));
        // A file that shrank while it was read ends the connection: the reader sees it is short.
        return got > 0 && sink.write(buffer.data(), static_cast<std::size_t>(got));
      });
}

void set_up(httplib::Server& server, const std::string& root) {
  server.set_default_headers({
      {"Content-Security-Policy", kContentSecurityPolicy},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  });
  // Without SO_REUSEPORT, the library's choice: with it a busy port would not be noticed.
  server.set_socket_options([](auto socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.set_tcp_nodelay(true);
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  // An idle connection holds a thread and delays the end; opening a new one costs nothing here.
  server.set_keep_alive_timeout(1);
  server.set_keep_alive_max_count(1000);
  server.set_payload_max_length(1 << 16);

  server.set_pre_routing_handler(
      [root](const httplib::Request& request, httplib::Response& response) {
        if (request.method != "GET" && request.method != "HEAD") {
          return httplib::Server::HandlerResponse::Unhandled;
        }
        // The library's own Request, which it hands out as const and then reads the ranges from.
        answer(root, const_cast<httplib::Request&>(request), response);
        return httplib::Server::HandlerResponse::Handled;
      });
  // Through handlers, so that the library reads the body away before it answers.
  const auto refuse = [](const httplib::Request&, httplib::Response& response) {
    response.set_header("Allow", "GET, HEAD");
    answer_text(response, 405, "only GET and HEAD\n");
  };
  server.Post(".*", refuse);
  server.Put(".*", refuse);
  server.Patch(".*", refuse);
  server.Delete(".*", refuse);
  server.Options(".*", refuse);
}

struct Bound {
  std::unique_ptr<httplib::Server> server;
  int port = 0;
  int error = 0;  // errno where there is no server
};

/// A server of `root`, bound to `port` of the options' host; 0 takes any. Null server: not to be
/// had.
Bound bind_to(const ServeOptions& options, const std::string& root, int port) {
  // A new one for each try: after one that failed, the library's 0.18 refuses all others.
  auto server = std::make_unique<httplib::Server>();
  set_up(*server, root);
  errno = 0;
  if (port == 0) {
    port = server->bind_to_any_port(options.host);
  } else if (!server->bind_to_port(options.host, port)) {
    port = 0;
  }
  if (port <= 0) return {nullptr, 0, errno};
  return {std::move(server), port, 0};
}

/// Bound to the port that was asked for or the first free one after it; says what it did instead.
Bound bind(const ServeOptions& options, const std::string& root) {
  const int last = options.port == 0 ? 0 : std::min(65535, options.port + kPortsTried - 1);
  for (int port = options.port; port <= last; ++port) {
    Bound bound = bind_to(options, root, port);
    if (bound.server) {
      if (port != options.port) {
        std::fprintf(stderr, "port %d is busy, using %d\n", options.port, port);
      }
      return bound;
    }
    if (bound.error == EACCES) {
      std::fprintf(stderr,
                   "serve: port %d needs administrator rights: choose one from 1024 with --port\n",
                   port);
      return {};
    }
  }
  std::fprintf(stderr,
               "serve: cannot listen on %s, ports %d to %d: choose another --port or --host\n",
               options.host.c_str(), options.port, last);
  return {};
}

void print_address(const ServeOptions& options, int port, const std::string& root) {
  const bool bracketed = options.host.find(':') != std::string::npos;
  const std::string url = "http://" + (bracketed ? '[' + options.host + ']' : options.host) + ':' +
                          std::to_string(port) + '/';
  if (options.json) {
    const nlohmann::json line = {{"directory", root}, {"port", port}, {"url", url}};
    std::puts(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    std::puts(url.c_str());
  }
  std::fflush(stdout);
  if (options.host == "0.0.0.0" || options.host == "::") {
    std::fprintf(stderr, "everyone who can reach this machine can read %s\n", root.c_str());
  }
}

}  // namespace

int run_serve(const ServeOptions& options) {
  if (options.port < 0 || options.port > 65535) {
    std::fprintf(stderr, "serve: port %d is not between 0 and 65535\n", options.port);
    return kExitUsage;
  }
  const std::optional<std::string> root = real_path(options.directory);
  if (!root || !is_directory_under(*root, *root) || access(root->c_str(), R_OK | X_OK) != 0) {
    const char* reason = root ? "it is not a directory that can be read" : std::strerror(errno);
    std::fprintf(stderr, "serve: cannot serve %s: %s\n", options.directory.c_str(), reason);
    return kExitUnreadable;
  }

  // Blocked before any thread starts, so that every thread inherits it and one can wait for them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const Bound bound = bind(options, *root);
  if (!bound.server) return kExitUsage;
  httplib::Server& server = *bound.server;
  print_address(options, bound.port, *root);

  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    // stop() does nothing before the server listens, so say it until it is heard.
    while (!ended) {
      server.stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  server.listen_after_bind();
  ended = true;
  pthread_kill(waiter.native_handle(), SIGTERM);  // in case it was not a signal that ended it
  waiter.join();
  return kExitDone;
}

}  // namespace cnx
