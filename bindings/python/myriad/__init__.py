"""Train populations of very small neural networks, and read what became of them.

    import myriad
    result = myriad.run("sweep.toml", "out")
    print(result.findings())
    frame = pandas.DataFrame(result.cells())

Tables come as a dict of columns, which pandas.DataFrame() takes as it is. With numpy installed, columns of
numbers are arrays; without it they are lists. Nothing else is needed.
"""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _core
from ._columns import Columns, typed
from ._errors import (DeviceError, Diagnostic, Error, InputOutputError, InternalError, OtherSpecError,
                      UsageError)

__version__: str = _core.__version__
__all__ = ["run", "plan", "open", "Result", "Error", "UsageError", "DeviceError", "InputOutputError",
           "OtherSpecError", "InternalError", "Diagnostic"]

Spec = Union[str, "os.PathLike[str]"]
Progress = Callable[[Dict[str, Any]], object]


class Result:
    """A run's directory, opened for reading. It shows what was there when it was opened."""

    def __init__(self, core: _core.Result) -> None:
        self._core = core

    @property
    def directory(self) -> str:
        """The run's directory."""
        return self._core.directory

    @property
    def name(self) -> str:
        """The name of its spec."""
        return self._core.name

    @property
    def failures(self) -> List[str]:
        """Why cells could not be computed, "cell 3: …"; empty when all could."""
        return self._core.failures

    def manifest(self) -> Dict[str, Any]:
        """What manifest.json holds: versions, machine, engine, seed, spec hash, each run."""
        return json.loads(self._core.manifest)

    def table(self, name: str, cell: Optional[int] = None) -> Columns:
        """A table of `myriad export` as {column: values}; of one cell or of all.

        Missing values are NaN in columns of numbers and None in columns of texts. Raises UsageError for a
        table or a cell that is not there."""
        return typed(_core.table(self._core, name, cell))

    def cells(self) -> Columns:
        """One row per cell: its varied keys, counts, shares with 95 % intervals, accuracies, digest."""
        return self.table("cells")

    def networks(self, cell: Optional[int] = None) -> Columns:
        """One row per kept network (the spec's `keep`): first and final parameters, flags, death epoch."""
        return self.table("networks", cell)

    def data(self, cell: int) -> Columns:
        """The rows that a cell's networks saw, before and after preprocessing."""
        return self.table("data", cell)

    def theory(self, cell: Optional[int] = None) -> Columns:
        """What is known without training, beside what was counted."""
        return self.table("theory", cell)

    def survival(self, cell: Optional[int] = None) -> Columns:
        """Networks alive at log-spaced epochs."""
        return self.table("survival", cell)

    def histogram(self, cell: Optional[int] = None) -> Columns:
        """Histograms of accuracy, loss and death epoch; empty bins are left out."""
        return self.table("histogram", cell)

    def comparisons(self, cell: Optional[int] = None) -> Columns:
        """Cells that differ in one key, compared network by network."""
        return self.table("comparisons", cell)

    def diagnostics(self, cell: Optional[int] = None) -> Columns:
        """Counts of what could be seen without knowing that a network is dead."""
        return self.table("diagnostics", cell)

    def preprocessing(self, cell: Optional[int] = None) -> Columns:
        """Where the rows lie before and after the scaler, and what it fitted."""
        return self.table("preprocessing", cell)

    def findings(self) -> str:
        """The sentences that `myriad run` ends with."""
        return _core.findings(self._core)

    def report(self, file: Optional[Spec] = None) -> str:
        """The HTML page of `myriad report`; written to `file` too, if given, which is then whole or as it was."""
        return _core.report(self._core, None if file is None else os.fspath(file))

    def replay(self, cell: int, network: int) -> Dict[str, Any]:
        """Trains one network again, bit for bit: {"fate", "story", "same_as_kept"}."""
        return _core.replay(self._core, cell, network)

    def __repr__(self) -> str:
        return "<myriad.Result %r: %d cells in %r>" % (self.name, self._core.cells, self.directory)


def open(directory: Spec) -> Result:  # noqa: A001 - as gzip.open, sqlite3.connect: myriad.open
    """The result in a run's directory. Raises InputOutputError when there is none, or it is damaged."""
    return Result(_core.open(os.fspath(directory)))


def run(spec: Spec, directory: Spec, *, device: str = "auto", isa: str = "auto", threads: int = 0,
        networks: Union[int, str, None] = None, seed: Optional[int] = None,
        set: Optional[Mapping[str, object]] = None,  # noqa: A002 - the program's --set
        axis: Optional[Mapping[str, Sequence[object]]] = None, chunk: int = 0,
        shard: Tuple[int, int] = (0, 1), progress: Optional[Progress] = None) -> Result:
    """Runs a sweep into `directory`, or resumes the one that it holds; returns its result.

    spec       a file's name, or the text of a spec (a str with a line break in it; relative data files then
               start at the working directory)
    device     auto (CUDA where it works, else the CPU), cpu, cuda, cuda:N, all or reference
    isa        of the CPU: auto, baseline, avx2 or avx512;  threads: 0 is one per processor
    networks   per cell, in place of the spec's;  seed likewise
    set, axis  {"epochs": 500} and {"lr": [0.01, 0.1]}, as --set and --axis
    chunk      networks between two calls of `progress`; 0: about half a second of work
    shard      (i, n): only share i of n of each cell's networks, 0 <= i < n
    progress   called between chunks with a dict: cell, cells_done, cells, networks_done, networks, share,
               seconds, updates_per_second, eta_seconds; the same that `myriad run --progress json` writes

    Other Python threads run meanwhile. Ctrl-C, and any exception out of `progress`, ends the run after the
    chunk at hand; what is done is kept, and the same call resumes it. Cells that could not be computed are in
    Result.failures. Raises UsageError (mistakes in the spec: see its `diagnostics`), DeviceError,
    InputOutputError or OtherSpecError."""
    sweep = _sweep(spec, networks, seed, set, axis)
    choice = _core.DeviceChoice(device, isa, threads)
    _core.run(sweep, os.fspath(directory), choice, chunk, shard[0], shard[1], progress)
    return open(directory)


def plan(spec: Spec, *, device: str = "auto", isa: str = "auto", threads: int = 0,
         networks: Union[int, str, None] = None, seed: Optional[int] = None,
         set: Optional[Mapping[str, object]] = None,  # noqa: A002
         axis: Optional[Mapping[str, Sequence[object]]] = None) -> Dict[str, Any]:
    """What run() would do: {"cells", "networks", "updates", "host_bytes", "device_bytes", "seconds", "engine"}.

    `updates` are network-sample updates; `seconds` is an estimate, or None."""
    return _core.plan(_sweep(spec, networks, seed, set, axis), _core.DeviceChoice(device, isa, threads))


def _sweep(spec: Spec, networks: Union[int, str, None], seed: Optional[int],
           set: Optional[Mapping[str, object]],  # noqa: A002
           axis: Optional[Mapping[str, Sequence[object]]]) -> _core.Sweep:
    text = isinstance(spec, str) and "\n" in spec
    return _core.sweep(spec if text else "", "<text>" if text else os.fspath(spec), not text,
                       ["%s=%s" % (key, _value(value)) for key, value in (set or {}).items()],
                       ["%s=%s" % (key, ",".join(map(_value, values))) for key, values in (axis or {}).items()],
                       None if networks is None else str(networks), None if seed is None else str(seed))


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
