"""Microseconds per request, by pytest-benchmark."""

from collections.abc import Mapping
from functools import partial

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.callers import Caller
from benchmarks.endpoints import Target

REQUESTS = 10  # in a row, timed together


def test_request(
    benchmark: BenchmarkFixture,
    callers: Mapping[str, Caller],
    target: Mapping[str, Target],
    endpoint: str,
    application: str,
    block: int,
) -> None:
    """Measure requests of one application, in one of several turns."""
    benchmark.group = endpoint
    benchmark.extra_info |= {"endpoint": endpoint, "application": application, "block": block}
    benchmark.extra_info["requests"] = REQUESTS
    call = partial(callers[application].call, target[endpoint], REQUESTS)
    answer = benchmark(call)
    assert answer.status == 200
