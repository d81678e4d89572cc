#!/usr/bin/env python3
"""count_results_test.py — count_results.py counts what the programs say, and no better."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from count_results import count_junit, count_output, count_page_log  # noqa: E402

DOCTEST = "[doctest] test cases: %d | %d passed | %d failed | 0 skipped\n"
COLORED = ("\x1b[0;36m[doctest] \x1b[0mtest cases:    4 | \x1b[0;32m   3 passed\x1b[0m | "
           "\x1b[0;31m1 failed\x1b[0m | \x1b[0m0 skipped\x1b[0m\n")
LEFT_OUT = "tests/a_test.cpp:12: MESSAGE: %s: CNX_TEST_DATA is not set\n" % "skipped"


class CountOutput(unittest.TestCase):
    def counts(self, text):
        return count_output(text)[0]

    def test_doctest_cases_are_counted_with_and_without_color(self):
        self.assertEqual(self.counts(DOCTEST % (4, 3, 1)), [3, 1, 0])
        self.assertEqual(self.counts(COLORED), [3, 1, 0])
        self.assertEqual(self.counts(COLORED.replace("\x1b", "[NON-XML-CHAR-0x1B]")), [3, 1, 0])

    def test_a_case_that_says_it_was_left_out_has_not_passed(self):
        self.assertEqual(count_output(LEFT_OUT + DOCTEST % (4, 4, 0)),
                         ([3, 0, 1], [LEFT_OUT.strip()]))

    def test_unittest_methods_are_counted(self):
        self.assertEqual(self.counts("Ran 9 tests in 0.1s\n\nOK\n"), [9, 0, 0])
        self.assertEqual(self.counts("Ran 9 tests in 0.1s\n\nOK (skipped=2)\n"), [7, 0, 2])
        self.assertEqual(
            self.counts("Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n"), [5, 3, 1])

    def test_what_a_verbose_unittest_left_out_is_counted_once(self):
        line = "test_a (__main__.A.test_a) ... %s 'no data'" % "skipped"
        self.assertEqual(count_output(line + "\nRan 9 tests in 0.1s\n\nOK (skipped=1)\n"),
                         ([8, 0, 1], [line]))

    def test_a_program_that_counts_nothing_is_one_test(self):
        self.assertEqual(self.counts("all good\n"), [1, 0, 0])
        self.assertEqual(self.counts("skipped: no data\n"), [0, 0, 1])


class CountFiles(unittest.TestCase):
    def count(self, function, text):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(text)
            file.flush()
            return function(file.name)[0]

    def junit(self, *cases):
        return self.count(count_junit, "<testsuite>%s</testsuite>" % "".join(cases))

    def test_programs_of_a_ctest_run_add_up(self):
        self.assertEqual(self.junit(
            '<testcase name="a" status="run"><system-out>%s</system-out></testcase>' % (DOCTEST % (4, 4, 0)),
            '<testcase name="b" status="run"><system-out>fine</system-out></testcase>',
        ), [5, 0, 0])

    def test_a_failed_program_fails_whatever_it_counted(self):
        def failed(out):
            return ('<testcase name="a" status="fail"><failure message=""/>'
                    '<system-out>%s</system-out></testcase>' % out)
        self.assertEqual(self.junit(failed("crashed")), [0, 1, 0])
        self.assertEqual(self.junit(failed("skipped: something, then crashed")), [0, 1, 0])
        self.assertEqual(self.junit(failed(DOCTEST % (4, 4, 0) + "LeakSanitizer")), [4, 1, 0])
        self.assertEqual(self.junit(failed(DOCTEST % (4, 2, 2))), [2, 2, 0])

    def test_a_program_that_could_not_be_started_is_a_failure(self):
        self.assertEqual(self.junit(
            '<testcase name="a" status="notrun"><skipped message="Unable to find executable"/></testcase>'),
            [0, 1, 0])
        self.assertEqual(self.junit(
            '<testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>'),
            [0, 0, 1])

    def test_page_tests_are_read_from_their_closing_line(self):
        self.assertEqual(self.count(count_page_log, "x\npage tests: 7 passed, 1 failed, 2 skipped\n"),
                         [7, 1, 2])
        self.assertEqual(self.count(count_page_log, "a page crashed\n"), [0, 1, 0])


if __name__ == "__main__":
    unittest.main()
