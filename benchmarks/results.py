"""What a run leaves behind: one JSON file, which is there from the first figure on.

::

    format       2
    date         when the run began (RFC 3339, UTC)
    command      what was typed
    complete     whether it ran to its end
    seconds      how long that took, since the run was begun or resumed
    commit       of this repository, with "+" after it if files had been changed
    machine      processor, cores, memory, system, version of Python
    versions     of every Python package in the environment, by name
    settings     the plan's name, the seed, clients and seconds of each phase, cores
    deployments  the fields of each Candidate
    comparisons  {name, title, changes, baseline, deployments: names, scenarios: names}
    scenarios    {name, summary}
    answers      {deployment, scenario, request, when, block, status, bytes, digest, statements}
    cells        one load each: the fields of Measured, and what ``side_by_side`` and ``turns`` add;
                 "phase" is the number of one in the settings, and "comparison" the one whose
                 candidates were loaded side by side (null: it was alone)
    in_process   {endpoint, application, seconds: [of one request, in each round]}
    split        {part, calls, seconds: [of one, in each round]}
    spent        {part, seconds}: where the time of the run went

A run that was interrupted is completed from this file alone: the seed and the plan decide what is
left.
"""

import json
import os
import platform
import re
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Protocol

import psutil

from . import PROJECT, RESULTS, BenchmarkError
from .commands import usable_cores

FORMAT = 2

Document = dict[str, Any]


class Record(Protocol):
    """Keeps what was measured: results of one part, at once."""

    def __call__(self, part: str, *found: Document) -> None: ...


class Results:
    """The results of one run, and the file that they are kept in."""

    def __init__(self, path: Path, document: Document) -> None:
        self.path = path
        self.document = document

    @classmethod
    def begin(cls, command: str, planned: Document) -> "Results":
        """Begin the results of a new run; *planned* is what is known of it beforehand."""
        now = datetime.now(UTC)
        document = {
            "format": FORMAT,
            "date": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "command": command,
            "complete": False,
            "commit": commit(),
            "machine": machine(),
            "versions": versions(),
            **planned,
            "answers": [],
            "cells": [],
            "in_process": [],
            "split": [],
            "spent": [],
        }
        return cls(RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json", document)

    def add(self, part: str, *found: Document) -> None:
        """Keep what was measured."""
        self.document[part] += found
        self.save()

    def finish(self, seconds: float) -> None:
        """Note that nothing is missing, and how long the last part of it took."""
        self.document["complete"] = True
        self.document["seconds"] = round(seconds, 1)
        self.save()

    def save(self) -> None:
        """Write the file: it is the old one or the new one at any time, and never half of one."""
        self.path.parent.mkdir(exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.document), encoding="utf-8")
        new.replace(self.path)


def read(path: Path) -> Document:
    """Return what a file of results holds; raises BenchmarkError if it holds something else."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BenchmarkError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BenchmarkError(f"{path} is not JSON") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BenchmarkError(f"{path} holds no results of a run, or of an older one: run it again")
    return document


def interrupted() -> Path:
    """Return the newest results that are not complete; raises BenchmarkError if there are none."""
    for path in sorted(RESULTS.glob("*.json"), reverse=True):
        with suppress(BenchmarkError):
            if not read(path)["complete"]:
                return path
    raise BenchmarkError("no run was interrupted: there is nothing to resume")


def commit() -> str | None:
    """Return the commit that was measured, or None outside of a repository."""
    command = ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.check_output(
            command, cwd=PROJECT, stderr=subprocess.DEVNULL, text=True
        ).strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def machine() -> Document:
    """Return what the figures depend on, whatever is measured."""
    return {
        "processor": processor(),
        "cores": len(usable_cores()) or os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    with suppress(OSError):
        if name := re.search("model name\\s*: (.*)", Path("/proc/cpuinfo").read_text()):
            return name[1]
    return platform.processor() or platform.machine()


def versions() -> dict[str, str]:
    """Return the version of every package that is installed, by name."""
    return dict(sorted((found.metadata["Name"], found.version) for found in distributions()))
