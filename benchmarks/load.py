"""Load over HTTP by k6: the script is ``load.js``; this runs it and reads its summary."""

import json
import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import RESULTS, BenchmarkError
from .commands import run

SCRIPT = Path(__file__).with_name("load.js")
LOG = RESULTS / "k6.log"
CROSSED = 99  # k6's exit code for a crossed threshold: the summary tells which, and how often
MISSING = (
    "k6, which makes the load, is not there (its Python package exists for Linux on x86-64 and for "
    "macOS on arm64): see https://grafana.com/docs/k6/latest/set-up/install-k6/ and put it on the "
    "PATH, or measure in process only, with --in-process"
)

Summary = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """So many clients, for so many seconds after a warm-up that does not count."""

    clients: int
    seconds: float
    warmup: float = 1

    @property
    def duration(self) -> float:
        """How many seconds it takes, the start of k6 included."""
        return self.warmup + self.seconds + 0.8


@dataclass(frozen=True)
class Figures:
    """What a server did: requests per second, and percentiles of the latency in milliseconds."""

    rate: float
    p50: float
    p90: float
    p99: float


def find_k6() -> str:
    """Return the path of the k6 program; raises BenchmarkError where there is none."""
    found = shutil.which("k6", path=Path(sys.executable).parent) or shutil.which("k6")
    if found is None:
        raise BenchmarkError(MISSING)
    return found


def put_under(
    load: Load,
    url: str,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
) -> Summary:
    """Put a URL under load, and return k6's summary of that.

    Raises BenchmarkError if k6 fails, or for what ``refuse`` finds.
    """
    with TemporaryDirectory() as directory:
        path = Path(directory, "summary.json")
        variables = {
            "URL": url,
            "CLIENTS": load.clients,
            "SECONDS": load.seconds,
            "WARMUP": load.warmup,
            "SUMMARY": path,
        }
        settings = [f"--env={name}={value}" for name, value in variables.items()]
        command = [find_k6(), "run", "--no-usage-report", "--quiet", "--no-color", *settings]
        code = run([*command, str(SCRIPT)], log=LOG, cores=cores, tick=tick)
        if code not in {0, CROSSED}:
            raise BenchmarkError(f"k6 ended with exit code {code}: {LOG} says why")
        summary: Summary = json.loads(path.read_text())
    refuse(summary)
    return summary


def refuse(summary: Summary) -> None:
    """Raise BenchmarkError unless every request was made, and answered as it should be."""
    failed = _count(summary, "http_req_failed", "passes")
    unlike = sum(check["fails"] for check in summary["root_group"]["checks"])
    dropped = _count(summary, "dropped_iterations")
    if failed:
        raise BenchmarkError(f"{failed} requests got no answer, or one that is no 2xx")
    if unlike:
        raise BenchmarkError(f"{unlike} answers were not like the first one")
    if dropped:
        raise BenchmarkError(f"{dropped} requests were dropped: they could not be made in time")
    if not _count(summary, "http_reqs{scenario:load}"):
        raise BenchmarkError("no request was answered in time")


def figures(summary: Summary, seconds: float) -> Figures:
    """Return what a summary says of the seconds that count.

    k6's own rate divides by the time of the whole run, warm-up included.
    """
    latency = summary["metrics"]["http_req_duration{scenario:load}"]["values"]
    return Figures(
        rate=_count(summary, "http_reqs{scenario:load}") / seconds,
        p50=latency["med"],
        p90=latency["p(90)"],
        p99=latency["p(99)"],
    )


def _count(summary: Summary, metric: str, name: str = "count") -> int:
    """Return a number of events; k6 leaves a metric out that nothing happened to."""
    values = summary["metrics"].get(metric, {"values": {}})["values"]
    return int(values.get(name, 0))
