#!/usr/bin/env python3
"""count_results.py JUNIT.xml|PAGE.log... — how many tests passed, failed and were skipped.

Prints "PASSED FAILED SKIPPED" on stdout and, on stderr, every line that says what was skipped.
JUNIT.xml is ctest's (--output-junit); PAGE.log is anything with a line "page tests: N passed, ...".

A test is a doctest case, a unittest method or a page test, where a program says how many it ran;
else the program is one test. A doctest case that says "skipped" (its data is not there) counts as
skipped, not as passed. A program that ctest calls failed has at least one failure, whatever it
counted itself: it may have crashed, or a sanitizer may have spoken at its end.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

COLOR = re.compile(r"(?:\x1b|\[NON-XML-CHAR-0x1B\])\[[0-9;]*m")
DOCTEST = re.compile(
    r"\[doctest\] test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed(?: \|\s*(\d+) skipped)?")
UNITTEST = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_END = re.compile(r"^(?:OK|FAILED)(?: \((.*)\))?$", re.M)
UNITTEST_LINE = re.compile(r" \.\.\. skipped ['\"]")
PAGE = re.compile(r"^page tests: (\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
SKIPPED = re.compile(r"^.*\bskipped\b.*$", re.M | re.I)


def count_output(text):
    """-> [passed, failed, skipped], and the lines that say what was skipped, of one program."""
    text = COLOR.sub("", text)
    passed = failed = skipped = 0
    reported = False
    for match in DOCTEST.finditer(text):
        reported = True
        passed += int(match[2])
        failed += int(match[3])
        # match[4] are cases that a filter left out: they were not asked for.
    rest = DOCTEST.sub("", text)

    for match in UNITTEST.finditer(rest):
        reported = True
        end = UNITTEST_END.search(rest, match.end())
        counts = dict(re.findall(r"(\w+)=(\d+)", (end[1] or "") if end else ""))
        bad = int(counts.get("failures", 0)) + int(counts.get("errors", 0))
        left_out = int(counts.get("skipped", 0))
        # Subtests fail one by one, so there may be more failures than tests.
        passed += max(0, int(match[1]) - bad - left_out)
        failed += bad
        skipped += left_out
    rest = UNITTEST_END.sub("", rest)

    lines = [line.strip() for line in SKIPPED.findall(rest)]
    if reported:
        # A verbose unittest names what it has counted already.
        moved = min(sum(not UNITTEST_LINE.search(line) for line in lines), passed)
        passed -= moved
        skipped += moved
    elif lines:
        skipped += len(lines)
    else:
        passed += 1
    return [passed, failed, skipped], lines


def count_junit(path):
    """-> [passed, failed, skipped], and the lines that say what was skipped, of a ctest run."""
    total = [0, 0, 0]
    lines = []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        status = case.get("status")
        if case.find("skipped") is not None or status in ("notrun", "disabled"):
            # ctest also calls a program skipped that it could not start: that is a failure.
            reason = case.find("skipped").get("message", "") if case.find("skipped") is not None else ""
            if "SKIP_RETURN_CODE" in reason or "SKIP_REGULAR_EXPRESSION" in reason:
                total[2] += 1
                lines.append(f"{case.get('name')}: skipped")
            else:
                total[1] += 1
                lines.append(f"{case.get('name')}: not run: {reason or status}")
            continue
        counts, said = count_output(output)
        if status == "fail" or case.find("failure") is not None:
            if "[doctest] test cases:" not in COLOR.sub("", output) and not UNITTEST.search(output):
                counts = [0, 1, 0]
            elif counts[1] == 0:
                counts[1] = 1
        total = [a + b for a, b in zip(total, counts)]
        lines += [f"{case.get('name')}: {line}" for line in said]
        if counts[2] > len(said):
            lines.append(f"{case.get('name')}: {counts[2] - len(said)} skipped without a reason in the log")
    return total, lines


def count_page_log(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = COLOR.sub("", file.read())
    match = PAGE.search(text)
    if not match:
        return [0, 1, 0], [f"{path}: the page tests did not come to their end"]
    rest = re.sub(r"^# (?:skipped|todo) \d+$", "", PAGE.sub("", text), flags=re.M)  # TAP's own counts
    lines = [line.strip() for line in SKIPPED.findall(rest)]
    return [int(match[i]) for i in (1, 2, 3)], lines


def main(paths):
    total = [0, 0, 0]
    for path in paths:
        counts, lines = (count_junit if path.endswith(".xml") else count_page_log)(path)
        total = [a + b for a, b in zip(total, counts)]
        for line in lines:
            print(line, file=sys.stderr)
    print(*total)


if __name__ == "__main__":
    main(sys.argv[1:])
