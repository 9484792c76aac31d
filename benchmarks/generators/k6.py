"""Load by k6: the scripts are beside this; it runs them with a plan and reads their summaries."""

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Collection, Sequence
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .. import RESULTS, BenchmarkError
from ..commands import run
from .plan import Alternation, Begun, Measured, Plan, Slice

SCRIPT = Path(__file__).with_name("load.js")
ALTERNATING = Path(__file__).with_name("alternating.js")
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
    metrics = _run(SCRIPT, plan.document(), cores, start.ticking(tick), start.started)
    return measured(plan, metrics)


def alternate(
    plan: Alternation,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
) -> list[Measured]:
    """Load several targets in turn, from some cores; return what each of them has shown.

    Raises BenchmarkError if there is no k6, or if it fails. That requests fail is no error here.
    """
    slices = plan.slices()
    metrics = _run(ALTERNATING, plan.document(slices), cores, tick)
    return [_in_turn(number, slices, metrics) for number in range(len(plan.targets))]


def _in_turn(target: int, slices: Sequence[Slice], metrics: Metrics) -> Measured:
    """Return what one of several targets has shown, in all of its slices."""
    own = {number: slice_ for number, slice_ in enumerate(slices) if slice_.target == target}
    windows = [_count(metrics, f"answers{{slice:{number}}}") for number in own]
    seconds = [slice_.stop - slice_.count for slice_ in own.values()]
    return Measured(
        generator="k6",
        requests=sum(windows),
        failed=_count(metrics, f"failed{{target:{target}}}"),
        unlike=_count(metrics, f"unlike{{target:{target}}}"),
        dropped=0,
        throughput=sum(windows) / sum(seconds),
        latency=_latency(metrics, f"target:{target}"),
        windows=windows,
        window=seconds[0],
    )


def _run(
    script: Path,
    document: dict[str, Any],
    cores: Collection[int],
    tick: Callable[[], None],
    started: Callable[[int], None] = lambda _: None,
) -> Metrics:
    """Run a script with a plan, and return the metrics of its summary."""
    with TemporaryDirectory() as directory:
        path, summary = Path(directory, "plan.json"), Path(directory, "summary.json")
        path.write_text(json.dumps(document))
        command = [find(), "run", "--no-usage-report", "--quiet", "--no-color"]
        variables = [f"--env=PLAN={path}", f"--env=SUMMARY={summary}"]
        command += [*variables, str(script)]
        code = run(command, log=LOG, cores=cores, tick=tick, started=started)
        if code not in {0, CROSSED}:
            raise BenchmarkError(f"k6 ended with exit code {code}: {LOG} says why")
        metrics: Metrics = json.loads(summary.read_text())["metrics"]
    return metrics


def measured(plan: Plan, metrics: Metrics) -> Measured:
    """Return what the metrics of k6's summary say.

    k6's own rates divide by the time of the whole run, warm-up included.
    """
    windows = _windows(metrics)
    return Measured(
        generator="k6",
        requests=sum(windows),
        failed=_count(metrics, "failed"),
        unlike=_count(metrics, "unlike"),
        dropped=_count(metrics, "dropped_iterations"),
        throughput=sum(windows) / plan.seconds,
        latency=_latency(metrics, "part:measured"),
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


def _latency(metrics: Metrics, tag: str) -> dict[str, float]:
    values = metrics[f"http_req_duration{{{tag}}}"]["values"]
    return {name: values[of_k6] for name, of_k6 in LATENCY.items()}


def _windows(metrics: Metrics) -> list[int]:
    names = (f"answers{{window:{number}}}" for number in count())
    return [_count(metrics, name) for name in takewhile(metrics.__contains__, names)]


def _count(metrics: Metrics, name: str) -> int:
    """Return a number of events; k6 may leave a metric out that nothing happened to."""
    return int(metrics.get(name, {"values": {"count": 0}})["values"]["count"])
