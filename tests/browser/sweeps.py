"""The results whose reports the browser looks at: specs, and the runs they take."""

import json
import os
import subprocess

# What strangers may call things. Each would show itself if a name ever became markup, script or a request.
PAYLOADS = [
    "<script>window.owned=1</script>", "\"><img src=x onerror=window.owned=1>", "' onload='window.owned=1",
    "</title><script>window.owned=1</script>", "</style><style>*{display:none}</style>", "<svg onload=window.owned=1>",
    "<iframe src=javascript:window.owned=1>", "<a href=\"javascript:window.owned=1\">x</a>", "]]><!--", "--><b>x</b>",
    "{{7*7}}${7*7}", "'; DROP TABLE cells; --", "=cmd|' /C calc'!A0", "../../etc/passwd", "a\u202egnp.exe", "&lt;b&gt;&#60;",
    "<meta http-equiv=refresh content=0;url=//127.0.0.1/>", "<base href=//127.0.0.1/>", "<link rel=stylesheet href=//127.0.0.1/x>",
    "\u001b[31mred", "line\nbreak", "W" * 200, "`window.owned=1`", "\\\"};window.owned=1;//",
]


def text(value):
    return json.dumps(value, ensure_ascii=True).replace("\\u001b", "\\u001B")


def spec(name, networks, base, grid="", cells="", keep="none"):
    return ("spec_version = 1\nname = %s\nseed = 7\nnetworks_per_cell = %d\nkeep = \"%s\"\n[base]\n%s\n%s\n%s\n"
            % (text(name), networks, keep, base, "[grid]\n" + grid if grid else "", cells))


ONE_CELL = spec("one cell", 200, 'data = { source = "xor" }\nepochs = 40\nlr = 0.5', keep="all")

MANY_CELLS = spec("two thousand cells", 16, 'data = { source = "xor" }\nepochs = 12',
                  'activation = ["relu", "leaky_relu(0.01)", "relu6", "tanh"]\ndata.offset = { linspace = [0.0, 3.0], n = 10 }\n'
                  'lr = { logspace = [0.01, 10.0], n = 50 }')

DIVERGED = spec("all diverged", 50,
                'data = { source = "xor" }\nepochs = 200\nloss = "mse"\noutput = "linear"\nactivation = "identity"\nlr = 1e6',
                'weight_init = ["uniform(1, 2)", "uniform(-2, -1)"]')


def hostile():
    cells = "".join("[[cell]]\nname = %s\nlr = %.3f\n" % (text(p), 0.2 + 0.001 * i) for i, p in enumerate(PAYLOADS))
    return spec("".join(PAYLOADS[:6]), 60,
                "data = { source = \"csv\", file = \"hostile.csv\", features = [%s, %s], label = %s }\nepochs = 30\nlr = 0.1"
                % (text(PAYLOADS[0]), text(PAYLOADS[1]), text(PAYLOADS[2])),
                'activation = ["relu", "leaky_relu(0.01)"]\nlr = [0.1, 1.0, 3.0]', cells, keep="all")


def hostile_csv():
    quoted = ['"%s"' % name.replace('"', '""') for name in PAYLOADS[:3]]
    rows = [(1 + i % 5, 1 + i // 5, int(i % 5 + i // 5 > 4)) for i in range(25)]
    return "\n".join([",".join(quoted)] + ["%d,%d,%d" % row for row in rows]) + "\n"


def make(program, folder, name, content, *options):
    """Runs a spec; the path of its report."""
    file = os.path.join(folder, name + ".toml")
    if content is not None:
        with open(file, "w", encoding="utf-8") as out:
            out.write(content)
    else:
        file = options[0]
    run(program, folder, "run", file, "-o", name, "--progress", "none", *options[content is None:])
    return os.path.join(folder, name, "report.html")


def run(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError("myriad %s: %d\n%s" % (" ".join(arguments), done.returncode, done.stderr[-2000:]))


def make_all(program, source, folder):
    """name -> report, of every sweep."""
    with open(os.path.join(folder, "hostile.csv"), "w", encoding="utf-8") as out:
        out.write(hostile_csv())
    question = os.path.join(source, "examples", "the-question", "the-question.toml")
    return {
        "example": make(program, folder, "example", None, question, "--networks", "300"),
        "one cell": make(program, folder, "one-cell", ONE_CELL),
        "2,000 cells": make(program, folder, "many-cells", MANY_CELLS),
        "all diverged": make(program, folder, "diverged", DIVERGED),
        "hostile names": make(program, folder, "hostile", hostile()),
    }
