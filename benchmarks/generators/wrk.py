"""Load by wrk, for answers that come faster than k6 can ask: one request, and a closed loop.

A core of wrk makes several times as many requests as one of k6. But it knows neither rates nor
windows, counts from its first connection on, and lets nothing be asked in turn. Its percentiles are
not k6's either: a long answer is counted as often as requests would have been made meanwhile, its
author's correction for the closed loop. So the two are never used side by side.
"""

import json
import math
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from .. import RESULTS, BenchmarkError
from ..commands import run
from .plan import Alternation, Begun, Measured, Plan

SCRIPT = Path(__file__).with_name("wrk.lua")
LOG = RESULTS / "wrk.log"
SHORTEST = 1.0  # seconds: it counts in whole ones
LATENCY = ("mean", "p50", "p90", "p99", "p999", "max")


def find() -> str | None:
    """Return the path of the wrk program, or None where there is none."""
    return shutil.which("wrk")


def load(
    plan: Plan,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
    begun: Begun = lambda *_: None,
) -> Measured:
    """Carry out a plan on some cores, a thread on each; *tick* is called a few times a second.

    wrk counts in whole seconds, so a part of one is another one. There is no warm-up. Raises
    BenchmarkError for a plan that wrk cannot carry out, and if wrk fails.
    """
    if plan.rate is not None or len(plan.requests) != 1:
        raise BenchmarkError("wrk knows no rates, and one request only: k6 knows more")

    def started(pid: int) -> None:
        begun(pid, 0.0)

    code = run(_command(plan, cores), log=LOG, cores=cores, tick=tick, started=started)
    *_, last = LOG.read_text().splitlines() or [""]
    if code or not last.startswith("{"):  # wrk goes on without a script that it cannot read
        raise BenchmarkError(f"wrk failed, with exit code {code}: {LOG} says why")
    return measured(json.loads(last))


def alternate(
    plan: Alternation,
    cores: Collection[int] = (),
    tick: Callable[[], None] = lambda: None,
) -> list[Measured]:
    """Load several targets in turn, for a second at a time; return what each of them has shown.

    Raises BenchmarkError for a plan that wrk cannot carry out, and if wrk fails.
    """
    found: dict[int, list[Measured]] = {}
    for number in plan.order(SHORTEST):
        target = plan.targets[number]
        each = Plan(
            url=target.url, requests=plan.requests, clients=target.clients, seconds=SHORTEST
        )
        found.setdefault(number, []).append(load(each, cores, tick))
    return [_together(found[number]) for number in sorted(found)]


def _together(loads: Sequence[Measured]) -> Measured:
    """Return what several loads of a target have shown: medians of the percentiles of each."""
    latency = {name: median(one.latency[name] for one in loads) for name in LATENCY}
    requests = [one.requests for one in loads]
    seconds = sum(one.requests / one.throughput for one in loads if one.throughput)
    return Measured(
        generator="wrk",
        requests=sum(requests),
        failed=sum(one.failed for one in loads),
        unlike=sum(one.unlike for one in loads),
        dropped=0,
        throughput=sum(requests) / (seconds or 1),
        latency={**latency, "max": max(one.latency["max"] for one in loads)},
        windows=requests,
        window=SHORTEST,
    )


def measured(values: dict[str, Any]) -> Measured:
    """Return what the last line of the script says."""
    return Measured(
        generator="wrk",
        requests=int(values["requests"]),
        failed=int(values["failed"]),
        unlike=int(values["unlike"]),
        dropped=0,
        throughput=values["requests"] / values["seconds"],
        latency={name: values[name] for name in LATENCY},
        windows=[],
        window=None,
    )


def _command(plan: Plan, cores: Collection[int]) -> list[str]:
    (request,) = plan.requests
    threads = min(plan.clients, max(1, len(cores)))
    size = [f"--connections={plan.clients}", f"--threads={threads}"]
    times = [f"--duration={math.ceil(plan.seconds)}s", "--timeout=20s"]
    headers = [f"--header={name}: {value}" for name, value in request.headers.items()]
    judging = [str(request.status), request.method, request.body, "".join(request.varying)]
    options = [*size, *times, *headers, f"--script={SCRIPT}"]
    return [find() or "wrk", *options, f"{plan.url}{request.path}", "--", *judging]
