"""What cannot be run here is read: workflows are valid YAML with the parts that a job needs, each of their scripts and
each RUN of a Dockerfile is shell that parses, images end as somebody other than root, files that are named exist,
hadolint finds nothing where it is installed, and there is one version. Status 77: no PyYAML."""

import argparse
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

try:
    import yaml
except ImportError:  # the python3 on PATH need not be the system's, which has the package
    if sys.executable != "/usr/bin/python3" and os.access("/usr/bin/python3", os.X_OK):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", "-B", *sys.argv])
    print("skipped: no PyYAML (package python3-yaml)")
    sys.exit(77)


def check_shell(text, where, shell="bash"):
    done = subprocess.run([shell, "-n"], input=text, text=True, capture_output=True)
    assert done.returncode == 0, "%s: %s" % (where, done.stderr)


def check_workflow(file, source):
    text = file.read_text()
    flow = yaml.safe_load(text)
    triggers = flow[True]  # YAML 1.1 reads the key `on` so
    assert triggers and flow["jobs"] and flow["permissions"] == {"contents": "read"}, file
    for name, job in flow["jobs"].items():
        where = "%s: %s" % (file.name, name)
        assert job["runs-on"] and job["steps"], where
        assert set(job) <= {"strategy", "runs-on", "container", "timeout-minutes", "steps", "needs", "permissions"}, where
        for needed in [job["needs"]] if "needs" in job else []:
            assert needed in flow["jobs"], where
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), (where, step)
            if "uses" in step:
                assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]), step
                continue
            check_shell(re.sub(r"\$\{\{.*?\}\}", "x", step["run"]), where)
            for script in re.findall(r"(?<![\w./-])scripts/[\w-]+", step["run"]):
                assert os.access(source / script, os.X_OK), script
        keys = set(re.findall(r"matrix\.(\w+)", str(job)))
        for row in job.get("strategy", {}).get("matrix", {}).get("include", []):
            assert keys <= set(row), (where, keys, row)
    architectures = {row["architecture"] for job in flow["jobs"].values()
                     for row in job.get("strategy", {}).get("matrix", {}).get("include", [])}
    assert architectures == {"x86_64", "aarch64"}, (file, architectures)


def instructions(text):
    """(keyword, rest) of a Dockerfile, continuation lines joined."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in kept.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line.split(None, 1)


def check_dockerfile(file, source):
    stages, user, settings = [], {}, set()
    for keyword, rest in instructions(file.read_text()):
        assert keyword in {"FROM", "WORKDIR", "COPY", "RUN", "ARG", "ENV", "USER", "ENTRYPOINT", "CMD"}, keyword
        words = shlex.split(rest)
        if keyword == "FROM":
            assert ":" in words[0] and not words[0].endswith(":latest"), rest
            stages.append(words[2] if len(words) == 3 else "last")
        elif keyword == "RUN":
            check_shell(rest, file, "sh")
            settings |= set(re.findall(r"-D(MYRIAD_\w+)=", rest))
        elif keyword == "USER":
            user[stages[-1]] = rest
        elif keyword == "COPY" and words[0].startswith("--from="):
            assert words[0][7:] in stages, rest
        elif keyword == "COPY":
            assert (source / words[0]).exists(), rest
    assert len(stages) == 2 and user.get("last") not in (None, "root", "0"), (file, stages, user)
    known = "".join(p.read_text() for p in [*(source / "cmake").glob("*.cmake")])
    if shutil.which("hadolint"):
        done = subprocess.run(["hadolint", "--no-color", file], text=True, capture_output=True)
        assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr
    for name in settings:
        assert re.search(r"(?:option|set)\(%s\b" % name, known), "%s: %s is no setting" % (file, name)


def check_versions(source):
    cmake = re.search(r"project\(myriad VERSION (\S+) ", (source / "CMakeLists.txt").read_text()).group(1)
    package = re.search(r'^version = "(.*)"', (source / "pyproject.toml").read_text(), re.M).group(1)
    assert cmake == package, (cmake, package)
    assert ("## %s" % cmake) in (source / "CHANGELOG.md").read_text(), cmake


def check_packaging(file):
    """cpack fails where it finds no dpkg-shlibdeps and no file(1), which a bare image does not have."""
    text = file.read_text()
    assert "cpack -G DEB" not in text or "scripts/setup --packages" in text, "%s packs without its tools" % file


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    source = parser.parse_args().source
    workflows, images = sorted((source / ".github/workflows").glob("*.yml")), sorted((source / "docker").iterdir())
    assert len(workflows) == 2 and len(images) == 2, (workflows, images)
    for file in workflows:
        check_workflow(file, source)
    for file in images:
        check_dockerfile(file, source)
    for file in workflows + images:
        check_packaging(file)
    check_versions(source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
