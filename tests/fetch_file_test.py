#!/usr/bin/env python3
"""fetch_file_test.py — cmake/fetch_file.sh fetches, goes on, checks, and says in one sentence why it could not."""

import hashlib
import http.server
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cmake", "fetch_file.sh")
CONTENT = bytes(range(256)) * 1000
MD5 = hashlib.md5(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT as the test's `server` says, and notes where each request began."""

    def do_GET(self):
        server = self.server
        asked = self.headers.get("Range")
        begin = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        server.begins.append(begin)
        status = server.statuses.pop(0) if server.statuses else 200
        if status != 200:
            return self.send_error(status)
        if not server.knows_ranges:
            begin = 0
        if begin >= len(CONTENT):
            return self.send_error(416)
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(CONTENT) - begin))
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.end_headers()
        self.wfile.write(CONTENT[begin:begin + server.most])  # less than was said: the line breaks

    def log_message(self, *_):
        pass


class FetchFile(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.begins, self.server.statuses = [], []
        self.server.knows_ranges, self.server.most = True, len(CONTENT)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/file.h5?download=1"
        self.scratch = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.scratch.name, "file.h5")
        self.part = pathlib.Path(self.scratch.name, "file.h5.part")

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.scratch.cleanup()

    def fetch(self, url=None, md5=MD5):
        environment = {**os.environ, "CNX_FETCH_PAUSE_S": "0", "no_proxy": "*"}
        return subprocess.run([SCRIPT, url or self.url, md5, str(self.file)], capture_output=True, text=True,
                              timeout=300, env=environment)

    def came(self, done):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.file.read_bytes(), CONTENT)
        self.assertFalse(self.part.exists())

    def did_not_come(self, done, sentence):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (1, sentence + "\n", ""))
        self.assertFalse(self.file.exists())

    def test_a_file_comes_at_once(self):
        self.came(self.fetch())
        self.assertEqual(self.server.begins, [0])

    def test_what_an_earlier_call_has_left_is_not_fetched_again(self):
        self.part.write_bytes(CONTENT[:1000])
        self.came(self.fetch())
        self.assertEqual(self.server.begins, [1000])

    def test_a_line_that_breaks_is_taken_up_where_it_broke(self):
        self.server.most = 100_000
        self.came(self.fetch())
        self.assertEqual(self.server.begins, [0, 100_000, 200_000])

    def test_a_file_of_which_only_the_check_was_missing_is_checked(self):
        self.part.write_bytes(CONTENT)
        self.came(self.fetch())
        self.assertEqual(self.server.begins, [len(CONTENT)])

    def test_a_server_that_does_not_go_on_in_the_middle_is_asked_for_all_of_it(self):
        self.server.knows_ranges = False
        self.part.write_bytes(CONTENT[:1000])
        self.came(self.fetch())
        self.assertEqual(self.server.begins, [1000, 0])

    def test_a_server_that_is_busy_is_asked_again(self):
        self.server.statuses = [503, 429]
        self.came(self.fetch())

    def test_a_server_that_stays_busy_or_has_no_such_file_is_named_with_its_answer(self):
        self.server.statuses = [503] * 9
        self.did_not_come(self.fetch(), "127.0.0.1 answers with HTTP status 503")
        self.assertEqual(len(self.server.begins), 5)
        self.server.begins, self.server.statuses = [], [404]
        self.did_not_come(self.fetch(), "127.0.0.1 answers with HTTP status 404")
        self.assertEqual(len(self.server.begins), 1)

    def test_a_host_that_is_not_known_or_does_not_answer_is_said_at_once(self):
        self.did_not_come(self.fetch("https://zenodo.invalid/file.h5"),
                          "the name zenodo.invalid is not known on this network")
        with socket.socket() as nobody:  # bound, but not listening
            nobody.bind(("127.0.0.1", 0))
            self.did_not_come(self.fetch(f"http://127.0.0.1:{nobody.getsockname()[1]}/file.h5"),
                              "127.0.0.1 does not answer")

    def test_what_has_another_md5_is_deleted(self):
        self.did_not_come(self.fetch(md5="0" * 32),
                          "what came is not the file that was published (its MD5 differs) and was deleted")
        self.assertFalse(self.part.exists())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "--verbose"])
