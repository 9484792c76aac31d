"""Results of a run that never took place: what figures, tables and reports are made of."""

import random
from collections.abc import Iterator
from typing import Any

from variants import VARIANTS

Document = dict[str, Any]

BASELINE, AGAIN = "flask_sync", "flask_sync again"
SCENARIOS = {
    "list": "the newest 20 of 500 articles, with their authors and tags",
    "home": "the home page: the newest 10 of 500 articles, and the tags",
    "write": "a comment, written by somebody who is logged in",
}
STATEMENTS = {"list": 2, "home": 2, "write": 3}
BYTES = {"list": 11_412, "home": 15_230, "write": 301}
# Requests per second of the baseline, and what the others answer of that.
CAPACITY = {"list": 1400.0, "home": 620.0, "write": 540.0}
SHARES = {
    "flask_sync": 1.0,
    "flask_sync again": 1.0,
    "flask_async": 0.12,
    "quart_async": 0.76,
    "werkzeug_sync": 1.004,
    "raw_wsgi": 1.22,
    "raw_asgi": 1.19,
}
MICROSECONDS = {
    "floor": 83.0,
    "flask_sync": 281.0,
    "flask_async": 1977.0,
    "quart_async": 778.0,
    "werkzeug_sync": 214.0,
    "raw_wsgi": 164.0,
    "raw_asgi": 410.0,
}
MEBIBYTES = {
    "flask_sync": 84,
    "flask_async": 93,
    "quart_async": 97,
    "werkzeug_sync": 81,
    "raw_wsgi": 74,
    "raw_asgi": 79,
}
BLOCKS = 6
IN_ONE_BLOCK = "the generator used 84 % of its core: the server may be faster than this"
STALLED = "3 iterations were dropped: the server did not keep up with the rate"


def document(**parts: Any) -> Document:
    """Return the results of a run of seven deployments, one of them the baseline again."""
    return {
        "format": 2,
        "date": "2026-11-21T10:00:00Z",
        "command": "nox -s benchmarks -- --full",
        "complete": True,
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "machine": {
            "processor": "Z80",
            "cores": 2,
            "memory": 2**34,
            "system": "Linux",
            "python": "CPython 3.13.0",
        },
        "versions": {"Flask": "3.1.2", "granian": "2.5.0", "k6": "1.3.0"},
        "settings": settings(),
        "deployments": [deployment(name) for name in SHARES],
        "comparisons": [comparison()],
        "scenarios": [{"name": name, "summary": text} for name, text in SCENARIOS.items()],
        "answers": list(answers()),
        "cells": list(cells()),
        "in_process": list(in_process()),
        "split": split(),
        "spent": spent(),
        "seconds": 300.0,
    } | parts


def settings(**changes: Any) -> Document:
    """Return how it was measured."""
    return {
        "plan": "full",
        "seed": 7,
        "rounds": BLOCKS,
        "clients": 16,
        "seconds": 2.0,
        "cores": {"server": [1], "generator": [0], "database": [1]},
        "connections": 4,
        "phases": [
            phase("alone", 1, 1.0),
            phase("capacity", BLOCKS, 2.0),
            phase("sweep", 2, 2.0, clients=[1, 4, 16, 64, 256]),
            phase("latency", 4, 5.0, shares=[0.5, 0.75, 0.9]),
        ],
        "left_out": "login with every server: Argon2 costs the same everywhere",
    } | changes


def phase(kind: str, rounds: int, seconds: float, **changes: Any) -> Document:
    """Return how one kind of load was planned."""
    planned = {"kind": kind, "rounds": rounds, "seconds": seconds, "clients": [16], "shares": []}
    return planned | changes


def deployment(name: str) -> Document:
    """Return a deployment: a variant, or one of them a second time."""
    variant, _, again = name.partition(" ")
    return {
        "name": name,
        "variant": variant,
        "server": "granian",
        "interface": VARIANTS[variant].interface,
        "database": "postgresql",
        "workers": 1,
        "threads": 4,
        "connections": 4,
        "twin_of": variant if again else None,
    }


def comparison(**changes: Any) -> Document:
    """Return the comparison of all variants on one server."""
    return {
        "name": "variants",
        "title": "The variants on one server",
        "changes": "the variant",
        "baseline": BASELINE,
        "deployments": list(SHARES),
        "scenarios": list(SCENARIOS),
    } | changes


def answers() -> Iterator[Document]:
    """Return what every deployment answered, before the load and after it."""
    for name in SHARES:
        for scenario in SCENARIOS:
            for when in ("before", "after"):
                yield answer(name, scenario, when)


def answer(deployment: str, scenario: str, when: str = "before", **changes: Any) -> Document:
    """Return what a deployment answered when it was asked once."""
    return {
        "deployment": deployment,
        "scenario": scenario,
        "request": 0,
        "when": when,
        "block": 0,
        "status": 200,
        "bytes": BYTES[scenario],
        "digest": f"{scenario}-{when}",
        "statements": STATEMENTS[scenario],
    } | changes


def cells() -> Iterator[Document]:
    """Return what was measured, the same at every call."""
    noise = random.Random(7)
    for block in range(BLOCKS):
        quiet = noise.gauss(1, 0.04)  # what else the machine did in this block
        for scenario, capacity in CAPACITY.items():
            for name, share in SHARES.items():
                rate = capacity * share * quiet * noise.gauss(1, 0.008)
                marks = [IN_ONE_BLOCK] if (block, name) == (2, "raw_wsgi") else []
                yield cell(name, scenario, rate, block=block, marks=marks)
                if block == 0 and name != AGAIN:
                    yield alone(name, scenario, rate)
    for block in range(2):
        yield from sweep(noise, block)
    for block in range(4):
        yield from latency(noise, block)


def sweep(noise: random.Random, block: int) -> Iterator[Document]:
    """Return the cells of other numbers of clients."""
    for name in VARIANTS:
        for clients, part in {1: 0.45, 4: 0.9, 16: 1.0, 64: 1.02, 256: 0.97}.items():
            rate = CAPACITY["list"] * SHARES[name] * part * noise.gauss(1, 0.01)
            yield cell(name, "list", rate, kind="sweep", block=block, clients=clients)


def latency(noise: random.Random, block: int) -> Iterator[Document]:
    """Return the cells of constant arrival rates, among them one that is common to all."""
    for name in VARIANTS:
        capacity = CAPACITY["list"] * SHARES[name]
        rates = {share: round(capacity * share) for share in (0.5, 0.75, 0.9)}
        for share, rate in {**rates, "common": 500}.items():
            slow = noise.gauss(1, 0.03) / (1.02 - rate / capacity)
            steps = {"mean": 1.1, "p50": 1, "p90": 2, "p99": 4, "p999": 9, "max": 15}
            yield alone(
                name,
                "list",
                rate,
                kind="latency",
                block=block,
                share=share,
                rate=rate,
                latency={step: slow * times for step, times in steps.items()},
                marks=[STALLED] if (name, share) == ("quart_async", 0.9) else [],
            )


def alone(deployment: str, scenario: str, throughput: float, **changes: Any) -> Document:
    """Return a cell of a deployment that was served alone."""
    changes = {"clients": 16} | changes
    mebibytes = MEBIBYTES[deployment.partition(" ")[0]]
    watched = {
        "cpu": {"server": 0.71, "database": 0.26, "generator": 0.52},
        "memory": {"server": mebibytes * 2**20, "database": 61 * 2**20},
        "switches": {"voluntary": 2.1, "involuntary": 0.3},
        "connections": {"http": changes["clients"], "database": 4},
    }
    return cell(deployment, scenario, throughput, **{"kind": "alone", **watched, **changes})


def cell(deployment: str, scenario: str, throughput: float, **changes: Any) -> Document:
    """Return a cell in which so many requests were answered each second, side by side."""
    clients = changes.get("clients", 16)
    mean = 1000 * clients / throughput
    mebibytes = MEBIBYTES[deployment.partition(" ")[0]]
    is_alone = changes.get("kind") in {"alone", "latency"}
    steps = {"mean": 1, "p50": 0.95, "p90": 1.5, "p99": 2.5, "p999": 4, "max": 6}
    return {
        "phase": 0,
        "comparison": None if is_alone else "variants",
        "kind": "capacity",
        "block": 0,
        "position": 0,
        "deployment": deployment,
        "scenario": scenario,
        "generator": "k6",
        "clients": clients,
        "rate": None,
        "share": None,
        "seconds": 2.0,
        "requests": round(2 * throughput),
        "failed": 0,
        "unlike": 0,
        "dropped": 0,
        "throughput": throughput,
        "latency": {step: mean * times for step, times in steps.items()},
        "windows": [round(throughput / 5)] * 10,
        "window": 0.2,
        "warmup": {"seconds": 1.2, "steady": True, "rate": throughput},
        "startup": 1.2 * mebibytes / 90,
        "marks": [],
    } | changes


def in_process() -> Iterator[Document]:
    """Return the times of requests without a server."""
    for application, time in MICROSECONDS.items():
        yield time_cell(application, [time, 1.1 * time, 1.05 * time])
    yield time_cell("orm_session", [1500, 1520])
    for application in (*VARIANTS, "floor"):
        yield time_cell(application, [0.7 * MICROSECONDS[application]] * 2, "tags")
    for application in VARIANTS:
        yield time_cell(application, [2.8 * MICROSECONDS[application]] * 2, "home")
        yield time_cell(application, [MICROSECONDS[application]] * 2, "home_json")
    for application, time in {"null": 1.1, "null_flask": 62.0, "null_quart": 240.0}.items():
        yield time_cell(application, [time, time], "null")


def time_cell(application: str, microseconds: list[float], endpoint: str = "list") -> Document:
    """Return the result of an application whose requests took so long in each round."""
    seconds = [time / 1e6 for time in microseconds]
    return {"endpoint": endpoint, "application": application, "seconds": seconds}


def spent() -> list[Document]:
    """Return where the time went; the run was resumed once."""
    parts = [("warm-up", 60.0), ("load", 100.0), ("load", 80.0), ("servers", 51.0)]
    return [{"part": part, "seconds": seconds} for part, seconds in parts]


def split() -> list[Document]:
    """Return the results of a page that was taken apart; a second round took twice as long."""
    calls = {"statements": 2, "urls": 46}
    parts = {"statements": 210, "request": 840, "template": 400, "urls": 20}
    return [
        {"part": part, "calls": calls.get(part, 1), "seconds": [2e-6 * time, 1e-6 * time]}
        for part, time in parts.items()
    ]
