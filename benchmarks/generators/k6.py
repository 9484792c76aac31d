"""Load by k6: the script is ``load.js``; this runs it with a plan and reads its summary."""

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Collection
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .. import RESULTS, BenchmarkError
from ..commands import run
from .plan import Begun, Measured, Plan

SCRIPT = Path(__file__).with_name("load.js")
LOG = RESULTS / "k6.log"
CROSSED = 99  # k6's exit code for a crossed threshold: the summary tells which, and how often
MISSING = (
    "k6, which makes the load, is not there (its Python package exists for Linux on x86-64 and for "
    "macOS on arm64): see https://grafana.com/docs/k6/latest/set-up/install-k6/ and put it on the "
    "PATH, or measure in process only, with --in-process"
)
BEGINS = re.compile("measured part begins at ([0-9]+)")
LATENCY = {
    "mean": "avg",
    "p50": "med",
    "p90": "p(90)",
    "p99": "p(99)",
    "p999": "p(99.9)",
    "max": "max",
}

Metrics = dict[str, dict[str, Any]]


def find() -> str:
    """Return the path of the k6 program; raises BenchmarkError where there is none."""
    found = shutil.which("k6", path=Path(sys.executable).parent) or shutil.which("k6")
    if found is None:
        raise BenchmarkError(MISSING)
    return found


def load(
    plan: Plan,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
    begun: Begun = lambda *_: None,
) -> Measured:
    """Carry out a plan on some cores; *tick* is called a few times a second.

    Raises BenchmarkError if there is no k6, or if it fails. That requests fail is no error here.
    """
    start = _Start(begun)
    with TemporaryDirectory() as directory:
        path, summary = Path(directory, "plan.json"), Path(directory, "summary.json")
        path.write_text(json.dumps(plan.document()))
        command = [find(), "run", "--no-usage-report", "--quiet", "--no-color"]
        variables = [f"--env=PLAN={path}", f"--env=SUMMARY={summary}"]
        command += [*variables, str(SCRIPT)]
        code = run(command, log=LOG, cores=cores, tick=start.ticking(tick), started=start.started)
        if code not in {0, CROSSED}:
            raise BenchmarkError(f"k6 ended with exit code {code}: {LOG} says why")
        metrics = json.loads(summary.read_text())["metrics"]
    return measured(plan, metrics)


def measured(plan: Plan, metrics: Metrics) -> Measured:
    """Return what the metrics of k6's summary say.

    k6's own rates divide by the time of the whole run, warm-up included.
    """
    windows = _windows(metrics)
    latency = metrics["http_req_duration{part:measured}"]["values"]
    return Measured(
        generator="k6",
        requests=sum(windows),
        failed=_count(metrics, "failed"),
        unlike=_count(metrics, "unlike"),
        dropped=_count(metrics, "dropped_iterations"),
        throughput=sum(windows) / plan.seconds,
        latency={name: latency[of_k6] for name, of_k6 in LATENCY.items()},
        windows=windows,
        window=plan.seconds / len(windows),
    )


class _Start:
    """Waits for the line of the log in which the script says when the measured part begins."""

    def __init__(self, begun: Begun) -> None:
        self._begun: Begun | None = begun
        self._pid = 0

    def started(self, pid: int) -> None:
        self._pid = pid

    def ticking(self, tick: Callable[[], None]) -> Callable[[], None]:
        def look_and_tick() -> None:
            if self._begun and (found := BEGINS.search(LOG.read_text())):
                self._begun(self._pid, int(found[1]) / 1000 - time.time())
                self._begun = None
            tick()

        return look_and_tick


def _windows(metrics: Metrics) -> list[int]:
    names = (f"answers{{window:{number}}}" for number in count())
    return [_count(metrics, name) for name in takewhile(metrics.__contains__, names)]


def _count(metrics: Metrics, name: str) -> int:
    """Return a number of events; k6 may leave a metric out that nothing happened to."""
    return int(metrics.get(name, {"values": {"count": 0}})["values"]["count"])
