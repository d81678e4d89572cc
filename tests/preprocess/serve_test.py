#!/usr/bin/env python3
"""serve_test.py TOOL — `TOOL serve` as a browser, and as someone who means no good, would use it.

Starts the real server on a folder made here and talks to it over sockets. Run by ctest.
"""

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

TOOL = ""
SCRIPT = b"export const answer = 42;\n" * 100
TILE = bytes(range(256)) * 300  # more than one of the server's reads
HASH = "0123456789abcdef"


class Server:
    """The tool, serving `folder`; `.port` once it listens."""

    def __init__(self, folder, *options):
        self.process = subprocess.Popen(
            [TOOL, "serve", folder, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.line = self.process.stdout.readline().strip()
        port = re.search(r":(\d+)/", self.line)
        if not port:
            self.process.kill()
            raise AssertionError(f"no address on stdout: {self.line!r} {self.process.communicate()}")
        self.port = int(port.group(1))

    def stop(self, how=signal.SIGTERM):
        """Sends the signal; returns the exit code and what was said on stderr."""
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


class ServeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="cnx_serve_")
        cls.root = os.path.join(cls.top, "site")
        os.makedirs(os.path.join(cls.root, "data/tiles"))
        os.makedirs(os.path.join(cls.root, ".git"))
        for name, content in {
            "site/index.html": b"<!doctype html><title>page</title>",
            "site/app.js": SCRIPT,
            "site/app.js.br": b"stands for brotli",
            "site/app.js.gz": gzip.compress(SCRIPT),
            "site/style.css": b"body{}",
            "site/data.cnxpack": b"CNXP",
            "site/data.cnxpack.gz": gzip.compress(b"CNXP"),
            "site/viewer.wasm": b"\0asm\1\0\0\0",
            "site/Inter.otf": b"OTTO",
            "site/Inter.ttf": b"\0\1\0\0",
            "site/icon.svg": b"<svg/>",
            "site/icon.png": b"\x89PNG",
            "site/LICENSE": b"Apache",
            "site/odd.xyz": b"?",
            "site/empty.txt": b"",
            "site/with space.txt": b"space",
            "site/.secret": b"secret",
            "site/.git/config": b"secret",
            "site/data/manifest.json": b"{}",
            f"site/data/tiles/{HASH}.tile": TILE,
            "site/data/tiles/not-a-hash.tile": b"x",
            "secret.txt": b"secret",
        }.items():
            with open(os.path.join(cls.top, name), "wb") as file:
                file.write(content)
        os.symlink("../secret.txt", os.path.join(cls.root, "leak.txt"))
        os.symlink("/etc/passwd", os.path.join(cls.root, "passwd"))
        os.symlink("..", os.path.join(cls.root, "up"))
        os.symlink(".git", os.path.join(cls.root, "git"))
        os.symlink("style.css", os.path.join(cls.root, "same.css"))
        os.symlink("nowhere", os.path.join(cls.root, "dangling"))
        # A folder whose name only begins like the served one's.
        os.makedirs(os.path.join(cls.top, "site-private"))
        with open(os.path.join(cls.top, "site-private/secret.txt"), "wb") as file:
            file.write(b"secret")
        os.symlink("../site-private", os.path.join(cls.root, "sibling"))
        # An encoded file that was made from an older one.
        with open(os.path.join(cls.root, "style.css.gz"), "wb") as file:
            file.write(gzip.compress(b"stale"))
        os.utime(os.path.join(cls.root, "style.css.gz"), (1, 1))
        # One that brotli made: its original's time, without what is below a second.
        for name, time_ns in (("same-second.js", 1_000_000_000_987_654_321), ("same-second.js.br", 10**18)):
            with open(os.path.join(cls.root, name), "wb") as file:
                file.write(name.encode())
            os.utime(os.path.join(cls.root, name), ns=(time_ns, time_ns))
        os.mkfifo(os.path.join(cls.root, "pipe"))
        cls.server = Server(cls.root, "--port", "0")

    @classmethod
    def tearDownClass(cls):
        code, said = cls.server.stop()
        shutil.rmtree(cls.top)
        assert code == 0, f"exit code {code} after SIGTERM: {said}"
        assert "ERROR" not in said, said  # a sanitizer's

    def ask(self, path, method="GET", body=None, **headers):
        """-> status, headers, body. Header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=names)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def raw(self, request):
        """The first line of the answer to bytes sent as they are."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall(request)
            return connection.makefile("rb").readline()

    def test_a_file_is_sent_whole_with_its_length_and_a_strong_etag(self):
        status, headers, body = self.ask("/data/tiles/%s.tile" % HASH)
        self.assertEqual((status, body), (200, TILE))
        self.assertEqual(headers["Content-Length"], str(len(TILE)))
        self.assertEqual(headers["ETag"], f'"{HASH}"')
        self.assertRegex(self.ask("/app.js")[1]["ETag"], r'^"[^"]+"$')

    def test_the_folder_answers_with_its_index_page(self):
        status, headers, body = self.ask("/?data=x")
        self.assertEqual((status, body), (200, b"<!doctype html><title>page</title>"))
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")

    def test_a_folder_without_its_slash_is_redirected_and_one_without_a_page_is_not_listed(self):
        status, headers, _ = self.ask("/data?x=1")
        self.assertEqual((status, headers["Location"]), (301, "/data/?x=1"))
        self.assertEqual(self.ask("/data/")[0], 404)

    def test_content_types_are_what_browsers_insist_on(self):
        for path, expected in {
            "/app.js": "text/javascript; charset=utf-8",
            "/style.css": "text/css; charset=utf-8",
            "/viewer.wasm": "application/wasm",
            "/data/manifest.json": "application/json",
            "/data/tiles/%s.tile" % HASH: "application/octet-stream",
            "/Inter.otf": "font/otf",
            "/Inter.ttf": "font/ttf",
            "/icon.svg": "image/svg+xml",
            "/icon.png": "image/png",
            "/LICENSE": "text/plain; charset=utf-8",
            "/empty.txt": "text/plain; charset=utf-8",
            "/odd.xyz": "application/octet-stream",
        }.items():
            with self.subTest(path):
                status, headers, _ = self.ask(path)
                self.assertEqual((status, headers["Content-Type"]), (200, expected))

    def test_only_hash_named_tiles_are_cached_for_ever(self):
        forever = "public, max-age=31536000, immutable"
        self.assertEqual(self.ask("/data/tiles/%s.tile" % HASH)[1]["Cache-Control"], forever)
        for path in ("/", "/app.js", "/data/manifest.json", "/data/tiles/not-a-hash.tile", "/no"):
            with self.subTest(path):
                self.assertEqual(self.ask(path)[1]["Cache-Control"], "no-cache")

    def test_what_the_browser_has_already_is_not_sent_again(self):
        etag = self.ask("/app.js")[1]["ETag"]
        for value in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            with self.subTest(value):
                status, headers, body = self.ask("/app.js", If_None_Match=value)
                self.assertEqual((status, body), (304, b""))
                self.assertEqual(headers["ETag"], etag)
        self.assertEqual(self.ask("/app.js", If_None_Match='"other"')[0], 200)

    def test_a_changed_file_has_another_etag(self):
        path = os.path.join(self.root, "changing.txt")
        with open(path, "w") as file:
            file.write("one")
        before = self.ask("/changing.txt")[1]["ETag"]
        with open(path, "w") as file:
            file.write("two")
        os.utime(path, (2, 2))
        status, headers, body = self.ask("/changing.txt", If_None_Match=before)
        self.assertEqual((status, body), (200, b"two"))
        self.assertNotEqual(headers["ETag"], before)

    def test_ranges_are_sent_as_asked_and_clamped_to_the_file(self):
        path, size = "/data/tiles/%s.tile" % HASH, len(TILE)
        for asked, first, last in (("0-0", 0, 0), ("1000-70000", 1000, 70000),
                                   ("100-", 100, size - 1), ("-10", size - 10, size - 1),
                                   (f"5-{size * 9}", 5, size - 1), (f"-{size * 9}", 0, size - 1)):
            with self.subTest(asked):
                status, headers, body = self.ask(path, Range="bytes=" + asked)
                self.assertEqual((status, body), (206, TILE[first:last + 1]))
                self.assertEqual(headers["Content-Range"], f"bytes {first}-{last}/{size}")
                self.assertEqual(headers["Content-Length"], str(last - first + 1))

    def test_several_ranges_are_sent_as_parts(self):
        status, headers, body = self.ask("/data/tiles/%s.tile" % HASH, Range="bytes=0-3,300-303")
        self.assertEqual(status, 206)
        boundary = re.fullmatch(r"multipart/byteranges; boundary=(.+)", headers["Content-Type"])[1]
        parts = body.split(b"--" + boundary.encode())[1:-1]
        self.assertEqual([part.split(b"\r\n\r\n")[1][:4] for part in parts],
                         [TILE[0:4], TILE[300:304]])
        self.assertEqual(headers["Content-Length"], str(len(body)))

    def test_a_range_outside_the_file_is_refused_with_its_size(self):
        for asked in (f"{len(TILE)}-", "99999999-100000000", "-0"):
            with self.subTest(asked):
                status, headers, _ = self.ask("/data/tiles/%s.tile" % HASH, Range="bytes=" + asked)
                self.assertEqual((status, headers["Content-Range"]), (416, f"bytes */{len(TILE)}"))
        self.assertEqual(self.ask("/empty.txt", Range="bytes=0-0")[0], 416)

    def test_greedy_ranges_get_the_file_once(self):
        for asked in (",".join(["0-"] * 3), ",".join(f"{i}-{i}" for i in range(40)), "5-9,0-3"):
            with self.subTest(asked):
                status, _, body = self.ask("/data/tiles/%s.tile" % HASH, Range="bytes=" + asked)
                self.assertEqual((status, body), (200, TILE))

    def test_a_range_of_a_file_that_changed_since_is_the_whole_file(self):
        path = "/data/tiles/%s.tile" % HASH
        self.assertEqual(self.ask(path, Range="bytes=0-3", If_Range='"old"')[::2], (200, TILE))
        self.assertEqual(self.ask(path, Range="bytes=0-3", If_Range=f'"{HASH}"')[::2],
                         (206, TILE[:4]))

    def test_the_encoded_file_is_sent_to_who_accepts_it(self):
        for accepted, coding, expected in (
            ("gzip, deflate, br", "br", b"stands for brotli"),
            ("gzip", "gzip", gzip.compress(SCRIPT, mtime=0)),
            ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(SCRIPT, mtime=0)),
            ("br;q=0.000", None, SCRIPT),
            ("identity", None, SCRIPT),
            ("brotli", None, SCRIPT),
        ):
            with self.subTest(accepted):
                status, headers, body = self.ask("/app.js", Accept_Encoding=accepted)
                self.assertEqual((status, headers["Content-Encoding"]), (200, coding))
                self.assertEqual(headers["Vary"], "Accept-Encoding")
                self.assertEqual(headers["Content-Type"], "text/javascript; charset=utf-8")
                if coding == "gzip":
                    body, expected = gzip.decompress(body), SCRIPT
                self.assertEqual(body, expected)

    def test_each_encoding_has_its_own_etag(self):
        tags = {self.ask("/app.js", Accept_Encoding=a)[1]["ETag"] for a in ("br", "gzip", "identity")}
        self.assertEqual(len(tags), 3)

    def test_a_pack_is_sent_as_it_is(self):
        status, headers, body = self.ask("/data.cnxpack", Accept_Encoding="br, gzip")
        self.assertEqual((status, headers["Content-Encoding"], body), (200, None, b"CNXP"))

    def test_an_encoded_file_older_than_its_original_is_not_sent(self):
        _, headers, body = self.ask("/style.css", Accept_Encoding="gzip")
        self.assertEqual((headers["Content-Encoding"], body), (None, b"body{}"))

    def test_an_encoded_file_of_the_same_second_is_sent(self):
        _, headers, body = self.ask("/same-second.js", Accept_Encoding="br")
        self.assertEqual((headers["Content-Encoding"], body), ("br", b"same-second.js.br"))

    def test_a_range_is_always_of_the_plain_file(self):
        status, headers, body = self.ask("/app.js", Range="bytes=0-5", Accept_Encoding="br, gzip")
        self.assertEqual((status, headers["Content-Encoding"], body), (206, None, SCRIPT[:6]))

    def test_head_has_the_headers_of_get_and_no_body(self):
        for headers in ({}, {"Accept_Encoding": "br"}, {"Range": "bytes=0-9"}):
            with self.subTest(headers):
                status, head, body = self.ask("/app.js", "HEAD", **headers)
                got, get, _ = self.ask("/app.js", "GET", **headers)
                self.assertEqual((status, body), (got, b""))
                for name in ("Content-Length", "Content-Type", "ETag", "Content-Encoding"):
                    self.assertEqual(head[name], get[name])

    def test_other_methods_are_refused(self):
        for method, body in (("POST", b"x"), ("PUT", b"x"), ("DELETE", None), ("PATCH", b"x"),
                             ("OPTIONS", None)):
            with self.subTest(method):
                status, headers, _ = self.ask("/app.js", method, body=body)
                self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.ask("/app.js")[2], SCRIPT)

    def test_nothing_outside_the_folder_is_sent(self):
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.%2e/secret.txt",
                     "/data/../../secret.txt", "/data/%2e%2e/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt",
                     "//etc/passwd", "/%2fetc/passwd", "/%2Fetc%2Fpasswd", "/..\\secret.txt",
                     "/..%5csecret.txt", "/data/..;/secret.txt", "/leak.txt", "/passwd", "/up/secret.txt",
                     "/sibling/secret.txt", "/%u002e%u002e/secret.txt",
                     "/app.js%00.html", "/..%c0%afsecret.txt", "/" + "../" * 40 + "etc/passwd"):
            with self.subTest(path):
                status, _, body = self.ask(path)
                self.assertEqual(status, 404)
                self.assertNotIn(b"secret", body)
                self.assertNotIn(b"root:", body)

    def test_request_targets_that_are_no_paths_are_refused(self):
        for target in (b"secret.txt", b"../secret.txt", b"file:///etc/passwd", b"*"):
            with self.subTest(target):
                self.assertRegex(self.raw(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
                                 rb"^HTTP/1\.1 4\d\d ")

    def test_hidden_files_do_not_exist(self):
        for path in ("/.secret", "/.git/config", "/%2egit/config", "/git/config", "/data/./manifest.json"):
            with self.subTest(path):
                self.assertEqual(self.ask(path)[0], 404)

    def test_links_inside_the_folder_work_and_odd_files_do_not_hang(self):
        self.assertEqual(self.ask("/same.css")[::2], (200, b"body{}"))
        self.assertEqual(self.ask("/with%20space.txt")[::2], (200, b"space"))
        self.assertEqual(self.ask("/dangling")[0], 404)
        self.assertEqual(self.ask("/pipe")[0], 404)
        self.assertEqual(self.ask("/missing")[0], 404)
        self.assertEqual(self.ask("/app.js/")[0], 404)

    def test_every_answer_carries_the_security_headers(self):
        for path in ("/", "/app.js", "/missing", "/../x"):
            with self.subTest(path):
                headers = self.ask(path)[1]
                policy = dict(part.split(" ", 1) for part in
                              headers["Content-Security-Policy"].split("; "))
                self.assertEqual(policy, {
                    "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'",
                    "connect-src": "'self'", "img-src": "'self' data: blob:", "style-src": "'self'",
                    "font-src": "'self'", "worker-src": "'self'", "base-uri": "'none'",
                    "form-action": "'none'", "frame-ancestors": "*"})
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")

    def test_many_connections_are_served_at_once(self):
        connections = [http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
                       for _ in range(16)]
        for connection in connections:
            connection.request("GET", "/data/tiles/%s.tile" % HASH)
        for connection in connections:
            self.assertEqual(connection.getresponse().read(), TILE)
            connection.close()

    def test_a_busy_port_gives_the_next_free_one_and_says_so(self):
        second = Server(self.root, "--port", str(self.server.port))
        try:
            self.assertGreater(second.port, self.server.port)
            self.assertLessEqual(second.port, self.server.port + 20)
            self.assertEqual(second.line, f"http://127.0.0.1:{second.port}/")
        finally:
            code, said = second.stop(signal.SIGINT)
        self.assertEqual(code, 0)
        self.assertIn(f"port {self.server.port} is busy, using {second.port}", said)

    def test_json_names_folder_port_and_address(self):
        server = Server(self.root, "--port", "0", "--json")
        server.stop()
        self.assertEqual(json.loads(server.line), {
            "directory": os.path.realpath(self.root), "port": server.port,
            "url": f"http://127.0.0.1:{server.port}/"})

    def test_a_folder_that_is_not_there_is_one_sentence_and_exit_code_3(self):
        for folder in (os.path.join(self.top, "nothing"), os.path.join(self.root, "app.js")):
            with self.subTest(folder):
                done = subprocess.run([TOOL, "serve", folder], stdin=subprocess.DEVNULL,
                                      capture_output=True, text=True, timeout=20)
                self.assertEqual((done.returncode, done.stdout), (3, ""))
                self.assertIn(folder, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    TOOL = sys.argv.pop(1)
    unittest.main(verbosity=1)
