"""What stories of deployments need: a database, and a program that can be interrupted."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

import psutil
import pytest

from deployments import PROJECT
from deployments.launch import prepare
from shared.seed import Amounts


def survivors(pids: Iterable[int]) -> list[int]:
    """Return which processes are alive, and stay so for two seconds."""
    pids = list(pids)
    deadline = time.monotonic() + 2
    while (alive := [pid for pid in pids if _runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive


def _runs(pid: int) -> bool:
    try:  # one that has ended may wait for its parent to notice
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def command_of(process: psutil.Process) -> str:
    """Return the command line of a process, or nothing if it is gone."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small SQLite database that nobody writes to."""
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'small.sqlite3'}"
    prepare(url, Amounts(users=2, articles=3))
    return url


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start ``python …`` in the project, with its output to read; nothing outlives the test."""
    with ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[str]:
            program = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=PROJECT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                process_group=0,
            )
            stack.enter_context(program)
            stack.callback(program.terminate)
            return program

        yield start
