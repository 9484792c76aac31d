"""What k6 and pytest-benchmark say, as far as it is read."""

from typing import Any

Cell = dict[str, Any]


def summary(
    *, failed: int = 0, unlike: int = 0, dropped: int | None = None, counted: int = 5_000
) -> dict[str, Any]:
    """Return k6's summary of a run in which so many things went wrong."""
    latency = {"min": 0.5, "med": 3.0, "p(90)": 6.0, "p(99)": 12.0, "max": 20.0}
    metrics = {
        "http_req_failed": {"values": {"rate": 0.1, "passes": failed, "fails": counted}},
        "http_reqs": {"values": {"count": counted + 501, "rate": 500.1}},
        "http_reqs{scenario:load}": {"values": {"count": counted, "rate": 454.5}},
        "http_req_duration{scenario:load}": {"values": latency},
    }
    if dropped is not None:
        metrics["dropped_iterations"] = {"values": {"count": dropped, "rate": 0.0}}
    checks = [{"name": "is 200", "fails": 0}, {"name": "is as long as the first", "fails": unlike}]
    return {"metrics": metrics, "root_group": {"checks": checks}}


def load_cell(variant: str, counted: int, endpoint: str = "list") -> Cell:
    """Return the result of a variant that answered so many requests in ten seconds."""
    names = {"endpoint": endpoint, "variant": variant, "server": "granian", "seconds": 10}
    return {**names, "summary": summary(counted=counted)}


def time_cell(
    application: str, microseconds: list[float], endpoint: str = "list"
) -> dict[str, Any]:
    """Return the result of an application whose requests took so long in each round."""
    seconds = [time / 1e6 for time in microseconds]
    return {"endpoint": endpoint, "application": application, "seconds": seconds}


def split_cells(**microseconds: float) -> list[Cell]:
    """Return the results of a page that was taken apart; a second round took twice as long."""
    calls = {"statements": 2, "urls": 46}
    return [
        {"part": part, "calls": calls.get(part, 1), "seconds": [2e-6 * time, 1e-6 * time]}
        for part, time in microseconds.items()
    ]


def document(**parts: Any) -> dict[str, Any]:
    """Return the results of a run."""
    machine = {"processor": "Z80", "cores": 1, "memory": 2**30, "python": "CPython 3.13.0"}
    return {
        "date": "2026-11-21T10:00:00Z",
        "command": "nox -s benchmarks",
        "complete": True,
        "machine": machine,
        "settings": {},
        "in_process": [],
        "split": [],
        "over_http": [],
        **parts,
    }
