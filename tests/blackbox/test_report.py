"""`myriad report`: one file that loads nothing and states the numbers."""

import html.parser
import os
import re
import unittest

from harness import USAGE, XOR_DATA, spec
from iris_sweep import Done


class Loads(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.bad = []
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        a = {k: (v or "") for k, v in attrs}
        for k, v in a.items():
            if k in ("src", "data", "poster", "srcset", "background") or (k in ("href", "xlink:href") and tag not in ("a",)):
                if not v.startswith(("data:", "#")):
                    self.bad.append((tag, k, v[:80]))
            if k.startswith("on"):
                self.bad.append((tag, k, v[:80]))
        if tag == "script" and "src" in a:
            self.bad.append((tag, "src", a["src"]))
        if tag in ("iframe", "object", "embed", "base"):
            self.bad.append((tag, "", ""))


class TestReport(Done):
    def page(self, d):
        path = os.path.join(d, "report.html")
        self.good(self.shared, "report", d)
        with open(path, encoding="utf-8") as f:
            return f.read()

    def test_one_file_that_works_offline(self):
        text = self.page(self.result)
        self.assertRegex(text[:200].lower(), r"<!doctype html")
        p = Loads()
        p.feed(text)
        self.assertEqual(p.bad, [])
        for css in re.findall(r"url\(([^)]*)\)", text):
            self.assertRegex(css.strip("'\" "), r"^(data:|#)")
        self.assertNotRegex(text, r"@import|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(")
        self.assertIn("black box", text)

    def test_it_has_a_content_security_policy(self):
        self.assertRegex(self.page(self.result), r"(?i)<meta[^>]+content-security-policy")

    def test_it_states_the_numbers(self):
        text = re.sub(r"<[^>]*>", " ", self.page(self.result))
        self.assertRegex(text.lower(), r"born dead")
        self.assertIn("0.4717" if "0.4717" in text else "47", text)

    def test_names_are_escaped(self):
        for k, name in enumerate(('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; DROP TABLE cells; --",
                                  "</style><svg onload=alert(1)>", "\u202eevil \u001b[31m", "=cmd|' /C calc'!A0", "../../escape")):
            text = spec({"data": XOR_DATA, "epochs": 1}, grid={"lr": [0.1, 0.2]}, cells=[{"name": name, "lr": 0.3}], name=name)
            self.write(self.dir, "spec.toml", text)
            r = self.myriad(self.dir, "run", "spec.toml", "-o", "out%d" % k)
            if r.code == USAGE:                     # refusing such a name is fine too
                continue
            self.assertEqual(r.code, 0, str(r))
            page = self.page(os.path.join(self.dir, "out%d" % k))
            self.assertNotIn("<script>alert(1)", page)
            p = Loads()
            p.feed(page)
            self.assertEqual(p.bad, [])
            self.assertNotIn("\x1b", page)
            rows = self.cells(os.path.join(self.dir, "out%d" % k))
            self.assertEqual(len(rows), 3)
        self.assertFalse(os.path.exists(os.path.join(self.dir, "escape")))

    def test_report_twice_is_the_same(self):
        strip = lambda t: re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?\S*", "", t)
        self.assertEqual(strip(self.page(self.result)), strip(self.page(self.result)))


if __name__ == "__main__":
    unittest.main()
