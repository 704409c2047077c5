#!/usr/bin/env python3
"""The report in a real browser: the example's, of one cell, of 2,000 cells, of diverged networks, with hostile names.

    python3 tests/browser/run.py --myriad build/bin/myriad --source .

Exit status 77, and a line that says so, where there is no Chromium with its driver."""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import unittest

from chromium import Browser, installed
import sweeps

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS = (360, 768, 1280)
MOST_TEXTS = 2500  # looked at for their contrast, per view
A4_WIDTH = 702  # 210 mm less two margins of 12 mm, at 96 px an inch
LARGE = "2,000 cells"
OF_THE_BROWSER = ("data:", "chrome:", "about:")  # its own first page


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(HERE, "page_checks.js"), encoding="utf-8") as file:
            cls.checks = file.read()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.reports = sweeps.make_all(cls.program, cls.source, cls.folder.name)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.browser.take_log()

    def found(self, check, *arguments):
        return self.browser.run(self.checks + "\nreturn checks.%s(...arguments)" % check, *arguments)

    def text_of(self, selector="main"):
        return self.browser.run("return document.querySelector(arguments[0]).textContent", selector)

    def test_quiet_whole_and_named(self):
        self.browser.take_log()
        for name, path in self.reports.items():
            self.browser.view(1280)
            self.browser.open(path)
            console, network = self.browser.take_log()
            self.assertEqual([entry["message"] for entry in console], [], name)
            asked = {url for url in network if not url.startswith(OF_THE_BROWSER)}
            self.assertEqual(asked, {"file://" + path}, name)
            self.assertEqual(self.found("structure"), [], name)

    def test_fits_and_can_be_read(self):
        for name, path in self.reports.items():
            self.browser.open(path)
            for width in WIDTHS:
                for dark in (False, True) if name != LARGE else (width == 768,):
                    self.browser.view(width, dark=dark)
                    where = "%s at %d, %s" % (name, width, "dark" if dark else "light")
                    self.assertEqual(self.found("overflow"), [], where)
                    if width != 768:
                        self.assertEqual(self.found("contrast", MOST_TEXTS), [], where)

    def test_complete_without_its_script(self):
        for name, path in self.reports.items():
            self.browser.view(1280)
            self.browser.open(path)
            self.assertEqual(self.browser.run("return document.querySelectorAll('.controls').length"), 1, name)
            self.browser.run("document.querySelectorAll('.controls,.readout').forEach(node => node.remove())")
            scripted = self.text_of()
            self.browser.allow_scripts(False)
            try:
                self.browser.open(path)
                self.assertEqual(self.browser.run("return document.querySelectorAll('button,input,select,[hidden]').length"), 0)
                self.assertEqual(self.text_of(), scripted, name)
            finally:
                self.browser.allow_scripts(True)

    def test_prints(self):
        for name, path in self.reports.items():
            if name == LARGE:
                continue
            self.browser.view(1280)
            self.browser.open(path)
            pdf = self.browser.pdf()
            pages = re.findall(rb"/Type\s*/Page\b(?!s)", pdf)
            self.assertTrue(pdf.startswith(b"%PDF-"), name)
            self.assertTrue(2 <= len(pages) <= 20, "%s: %d pages" % (name, len(pages)))
            self.assertRegex(pdf, rb"/MediaBox\s*\[0 0 59[45][\d.]* 84[12]", "%s: not A4" % name)

    def test_fits_on_paper(self):
        for name, path in self.reports.items():
            self.browser.open(path)
            self.browser.view(A4_WIDTH, media="print")
            self.assertEqual(self.found("overflow"), [], name)
            self.assertEqual(self.browser.run("return ['nav','.controls','.readout','button'].filter(part => "
                                              "[...document.querySelectorAll(part)].some(n => n.getClientRects().length))"), [], name)
            self.assertEqual(self.browser.run("""
                return [...document.querySelectorAll("#cells thead th")].filter(head => !head.textContent
                  || head.querySelector("button") && head.dataset.name !== head.textContent).length"""), 0, name)

    def test_of_2000_cells_is_small_and_quick(self):
        """In processor time, since others may be at work on this machine."""
        path = self.reports[LARGE]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([self.program, "report", os.path.dirname(path), "--quiet"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        written = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.browser.view(1280)
        self.browser.open(self.reports["one cell"])
        opened = self.browser.main_thread_seconds(path)
        print("\n%s: %d bytes, written in %.2f s, opened in %.2f s of processor time"
              % (LARGE, os.path.getsize(path), written, opened), file=sys.stderr)
        self.assertEqual(self.browser.run("return document.querySelectorAll('#cells tbody tr').length"), 2000)
        self.assertLessEqual(os.path.getsize(path), 2_000_000)
        self.assertLessEqual(written, 2.0)
        self.assertLessEqual(opened, 1.0)

    def test_sorts_and_filters(self):
        self.browser.view(1280)
        self.browser.open(self.reports["example"])
        column = self.browser.run("""
            const heads = [...document.querySelectorAll("#cells thead th")];
            const at = heads.findIndex(head => head.textContent === "Dead at the end");
            heads[at].querySelector("button").click();
            return [heads[at].getAttribute("aria-sort"),
                    [...document.querySelectorAll("#cells tbody tr")].map(row => parseFloat(row.cells[at].textContent))];""")
        self.assertEqual(column[0], "descending")
        self.assertEqual(column[1], sorted(column[1], reverse=True))
        self.assertGreater(column[1][0], column[1][-1])
        shown = self.browser.run("""
            const form = document.querySelector("#cells .controls");
            const label = [...form.querySelectorAll("label")].find(one => one.textContent.startsWith("preprocess"));
            const select = label.querySelector("select");
            select.value = [...select.options].find(option => option.textContent === "minmax_scaler").value;
            select.dispatchEvent(new Event("change"));
            return [form.querySelector("output").textContent,
                    [...document.querySelectorAll("#cells tbody tr:not([hidden]) th")].map(head => head.textContent)];""")
        self.assertEqual(shown[0], "6 of 20 cells")
        self.assertEqual(len(shown[1]), 6)
        self.assertTrue(all("minmax_scaler" in label for label in shown[1]), shown[1])

    def test_shows_values_under_the_slider(self):
        self.browser.view(1280)
        self.browser.open(self.reports["example"])
        text = self.browser.run("""
            const slider = document.querySelector("#survival input");
            slider.value = slider.max;
            slider.dispatchEvent(new Event("input"));
            return document.querySelector("#survival output").textContent;""")
        self.assertRegex(text, r"^epoch 2,000:  A \d+(\.\d+)?%   B ")
        row = self.browser.run("return [...document.querySelector('#survival tbody tr').cells].pop().textContent")
        self.assertIn("A " + row, text)

    def test_hostile_names_are_shown_as_they_are(self):
        self.browser.view(1280)
        self.browser.open(self.reports["hostile names"])
        self.assertEqual(self.text_of("h1"), "".join(sweeps.PAYLOADS[:6]))
        labels = self.browser.run("return [...document.querySelectorAll('#cells tbody th')].map(head => head.textContent)")
        for payload in sweeps.PAYLOADS:
            if payload.isprintable() and len(payload) < 70:
                self.assertTrue(any(label.endswith(" " + payload) for label in labels), payload)
        self.assertFalse(any("\u202e" in label or "\u001b" in label for label in labels))

    def test_the_policy_stops_what_escaping_would_miss(self):
        self.browser.view(1280)
        self.browser.open(self.reports["one cell"])
        self.browser.devtools("Page.setBypassCSP", enabled=False)
        got = self.browser.run("""
            const tried = [];
            try { document.body.innerHTML += "<img src=x>"; tried.push("markup"); } catch (refused) {}
            const script = document.createElement("script");
            try { script.textContent = "window.owned = 1"; document.body.append(script); } catch (refused) {}
            const style = document.createElement("style");
            style.textContent = "body { outline: 7px solid red }";
            document.body.append(style);
            if (getComputedStyle(document.body).outlineWidth === "7px") tried.push("style");
            if (window.owned !== undefined) tried.push("script");
            return tried;""")
        self.assertEqual(got, [])
        self.browser.take_log()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myriad", required=True)
    parser.add_argument("--source", default=os.path.join(HERE, "..", ".."))
    arguments, rest = parser.parse_known_args()
    if not installed():
        print("browser: skipped: no Chromium with chromedriver here (scripts/setup --tests installs them)")
        return 77
    Report.program = os.path.abspath(arguments.myriad)
    Report.source = os.path.abspath(arguments.source)
    return not unittest.main(argv=[sys.argv[0], *rest], exit=False, verbosity=2).result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
