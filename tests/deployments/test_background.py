"""Long commands that a script starts in the background, where SIGINT is ignored, end on SIGTERM."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from deployments import PROJECT
from deployments.processes import stop

from .conftest import command_of, survivors

# A shell without job control has the programs that it starts in the background ignore SIGINT.
IN_BACKGROUND = '"$@" & echo $! > "$TMPDIR/pid"; wait'
NOX = [sys.executable, "-m", "nox", "--no-venv", "--no-install", "--session"]
START_LIMIT = 120  # seconds
STOP_LIMIT = 20  # seconds: more than it takes, less than nox would wait before it sends SIGTERM


@pytest.fixture
def directory():
    """A place for temporary files that PostgreSQL's own user may enter too."""
    with TemporaryDirectory(prefix="anatomy-test-") as path:
        Path(path).chmod(0o755)
        yield Path(path)


@pytest.fixture
def start(directory):
    """Start a session of nox in the background of a shell."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1", "TMPDIR": str(directory)}
    shells = []

    def start(*arguments):
        with (directory / "output").open("wb") as output:
            shell = subprocess.Popen(
                ["/bin/sh", "-c", IN_BACKGROUND, "sh", *NOX, *arguments],
                cwd=PROJECT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        shells.append(shell)
        return shell

    yield start
    for shell in shells:
        stop(shell)


def test_a_server_ends(start, directory, database_url):
    served = start("serve", "--", "flask_sync", "--port=0", f"--database={database_url}")
    wait_until(lambda: "Ctrl-C stops it." in said(directory), served, directory)
    ends_on_sigterm(served, directory)
    assert "Stopped." in said(directory)


def test_tests_end_with_their_server_and_their_database(start, directory):
    some = ["--ignore-glob=*/test_[!b]*", "-p", "no:schemathesis"]  # collecting all takes seconds
    tests = start("contract", "--", *some, "--variant=flask_sync", "--database=postgresql")
    wait_until(lambda: "gunicorn" in " ".join(map(command_of, tree(tests))), tests, directory)
    ends_on_sigterm(tests, directory)
    assert not [p for p in psutil.process_iter() if str(directory) in command_of(p)]
    assert not list(directory.glob("anatomy-pg-*"))


def ends_on_sigterm(shell, directory):
    processes = tree(shell)
    os.kill(int((directory / "pid").read_text()), signal.SIGTERM)
    shell.wait(STOP_LIMIT)
    assert not survivors(process.pid for process in processes)


def tree(shell):
    return psutil.Process(shell.pid).children(recursive=True)


def said(directory):
    return (directory / "output").read_text()


def wait_until(condition, shell, directory):
    deadline = time.monotonic() + START_LIMIT
    while not condition():
        assert shell.poll() is None, said(directory)
        assert time.monotonic() < deadline, said(directory)
        time.sleep(0.1)
