"""The report of scripts/gpu-verify: written anew after every check, so that a run that is cut off leaves what it saw;
the parts of a later run of the same program on the same GPU replace theirs, and leave the others."""

import datetime
import json

from gpu_verify_benches import rates_table

WORDS = {True: "ok", False: "**FAILED**", None: "skipped"}


class Report:
    def __init__(self, output, version, machine):
        """output: a folder, or None for a report that is not kept."""
        self.output, self.version, self.machine = output, version, machine
        self.checks, self.benches = [], {}
        try:
            earlier = json.loads((output / "gpu-verify.json").read_text(encoding="utf-8")) if output else {}
        except (OSError, ValueError):
            earlier = {}
        if earlier.get("version") == version and earlier.get("machine", {}).get("gpus") == machine["gpus"]:
            self.checks, self.benches = earlier.get("checks", []), earlier.get("benches", {})

    def forget(self, part):
        """The part is about to run again."""
        self.checks = [check for check in self.checks if check.get("part") != part]
        if part == "benches":
            self.benches = {}

    def add(self, part, name, ok, detail, seconds):
        self.checks.append({"part": part, "name": name, "ok": ok, "detail": detail, "seconds": round(seconds, 2)})
        self.save()

    def counts(self):
        results = [check["ok"] for check in self.checks]
        return results.count(True), results.count(False), results.count(None)

    def save(self):
        if self.output is None:
            return
        content = {"version": self.version, "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
                   "machine": self.machine, "counts": self.counts(), "checks": self.checks, "benches": self.benches}
        for name, text in (("gpu-verify.json", json.dumps(content, indent=2) + "\n"), ("gpu-verify.md", markdown(content))):
            draft = self.output / (name + ".draft")
            draft.write_text(text, encoding="utf-8")
            draft.replace(self.output / name)


def markdown(content):
    machine = content["machine"]
    gpu = machine["gpus"][0] if machine["gpus"] else {"name": "no GPU"}
    lines = ["# GPU verification: %s" % gpu["name"], "", "%s, %s." % (content["version"], content["date"]), "",
             "| | |", "|---|---|"]
    lines += ["| %s | %s |" % (key, ", ".join("%s %s" % kv for g in value for kv in g.items())
                               if key == "gpus" else value) for key, value in machine.items()]
    lines += ["", "| check | result | seconds | |", "|---|---|---|---|"]
    for check in content["checks"]:
        lines.append("| %s | %s | %.1f | %s |" % (check["name"], WORDS[check["ok"]], check["seconds"],
                                                  check["detail"].replace("|", "\\|").replace("\n", " ")))
    lines += ["", "%d passed, %d failed, %d skipped." % tuple(content["counts"])]
    if content["benches"]:
        lines += ["", "Rates: network-sample updates a second, the median of five runs. What is hoped for is for an H100 SXM "
                  "or an H200.", ""] + rates_table(content["benches"])
    return "\n".join(lines) + "\n"
