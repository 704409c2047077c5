"""Every way in which a result's texts leave the program, and what each may not do to whoever looks at it."""

import csv
import html.parser
import io
import json
import re
import shlex

# What a terminal or an editor would obey or hide: control characters, C1, bidirectional marks, zero-width ones.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
FORMULA = re.compile(r"^[=+\-@\t\r]")


class Page(html.parser.HTMLParser):
    """The elements of a page and their attributes: what a browser would act on."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.handlers, self.links = {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for name, value in attributes:
            if name.startswith("on"):
                self.handlers.append((tag, name))
            if name in ("href", "src", "action", "data", "xlink:href") and value and not value.startswith(("#", "data:")):
                self.links.append((tag, name, value))

    handle_startendtag = handle_starttag


def number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


# Each takes the text and gives what is wrong with it.

def csv_wrong(text):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len({len(line) for line in rows}) != 1:
        return "ragged"
    return ["begins a formula: %r" % f for line in rows for f in line if FORMULA.match(f) and not number(f)]


def json_wrong(text):
    return [] if isinstance(json.loads(text), (list, dict)) and text.isascii() else "no list, no object, or not ASCII"


def lines_wrong(text):
    return [] if text.isascii() and all(isinstance(json.loads(line), dict) for line in text.splitlines()) else "no objects"


def markdown_wrong(text):
    """Beside the sides' names there is one table, and no markup but its bars."""
    table = [line for line in text.split("\n") if line and not line.startswith(("- A: ", "- B: "))]
    bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table}
    if len(bars) != 1 or not all(line.startswith("|") and line.endswith("|") for line in table):
        return "broken table"
    plain = re.sub(r"\\.", "", text)
    return re.findall(r"<\S*|`\S*|\]\(\S*|&(?!lt;|gt;|amp;)\S*", plain)


def status_wrong(text):
    """What is shown as a command is ours, on the line after its heading, once."""
    lines = text.split("\n")
    headings = [i for i, line in enumerate(lines) if line.startswith("resume with:")]
    if not headings:
        return []
    words = shlex.split(lines[headings[0] + 1])
    return [] if len(headings) == 1 and words[:2] == ["myriad", "run"] else "another's command: %r" % lines


def status_json_wrong(text):
    command = json.loads(text)["resume_command"]
    return json_wrong(text) or ([] if command is None or shlex.split(command)[:2] == ["myriad", "run"] else command)


def page_wrong(of, known):
    """A page with no elements, scripts, handlers and links that the harmless one lacks."""
    page, found = Page(of), []
    found += ["<%s>" % tag for tag in set(page.tags) - set(known.tags)] + page.handlers + page.links
    if page.tags.get("script", 0) != known.tags.get("script", 0) or "Content-Security-Policy" not in of:
        found.append("%d scripts" % page.tags.get("script", 0))
    return found + STEERS.findall(of)


def nothing_wrong(_):
    return []


FORMATS = {"csv": csv_wrong, "json": json_wrong, "markdown": markdown_wrong, "parquet-ready": lines_wrong}


def ways(directory):
    """(arguments, what is looked for in standard output, beside what steers a terminal) of everything that reads
    a result; "page" says that standard output is one."""
    found = [(("export", directory, "--table", table, "--format", name) + (("--cell", "0") if table == "data" else ()), wrong)
             for table in ("cells", "data", "networks", "comparisons") for name, wrong in FORMATS.items()]
    found += [(("export", directory, "--table", "cells", "--json"), json_wrong)]
    found += [(("compare", directory, directory, "--format", name), FORMATS.get(name, nothing_wrong))
              for name in ("text", "csv", "json", "markdown")]
    found += [(("compare", directory, "--cells", "0,2", "--format", name), FORMATS.get(name, nothing_wrong))
              for name in ("text", "json", "markdown")]
    replay = ("replay", directory, "--cell", "2", "--network", "1")
    found += [(replay, nothing_wrong), (replay + ("--json",), json_wrong), (replay + ("--html", "-"), "page"),
              (("status", directory), status_wrong), (("status", directory, "--json"), status_json_wrong)]
    return found
