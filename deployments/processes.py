"""Ports, signals and the end of processes: what must hold for every server, whoever started it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import psutil

from . import HOST, DeploymentError

STOP_LIMIT = 10.0  # seconds between SIGTERM and SIGKILL
POLL = 0.02  # seconds between two looks at what still runs


def free_port(port: int = 0) -> int:
    """Return the port if nothing listens there (0: any free one), or raise DeploymentError.

    Servers cannot be trusted to notice: two granians share one port without a word.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DeploymentError(f"port {port} cannot be used: {error.strerror}") from error
        return int(probe.getsockname()[1])


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into KeyboardInterrupt, so that ``with`` blocks end what they began.

    Once interrupted, by either of them or by Ctrl-C, the block ignores SIGTERM and SIGHUP: nox
    sends SIGTERM to a program that takes time to end after Ctrl-C. Another Ctrl-C interrupts again.
    Does nothing outside the main thread, and leaves alone handlers that someone else has set and
    signals that are ignored, such as SIGINT in the background.
    """
    changed: dict[signal.Signals, Any] = {}

    def interrupt(number: int, frame: FrameType | None) -> None:
        for other in changed.keys() - {signal.SIGINT}:
            signal.signal(other, lambda *_: None)  # not SIG_IGN, which programs would inherit
        signal.default_int_handler(number, frame)

    usual = {signal.SIG_DFL, signal.default_int_handler}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with suppress(ValueError):  # not the main thread
            if signal.getsignal(number) in usual:
                changed[number] = signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in changed.items():
            signal.signal(number, handler)


def stop(popen: subprocess.Popen[bytes], limit: float = STOP_LIMIT) -> None:
    """End a program that leads a process group, and all other processes of the group.

    The program is asked to end; processes that outlive it are asked too; what is left after *limit*
    seconds is killed. Returns when all are gone, so that the port of a server is free again.
    """
    deadline = time.monotonic() + limit
    try:
        popen.terminate()
        with suppress(subprocess.TimeoutExpired):
            popen.wait(limit)
            _signal(popen.pid, signal.SIGTERM)
            _wait_for_all_of(popen.pid, deadline)
    finally:
        _signal(popen.pid, signal.SIGKILL)
        popen.wait()
        _wait_for_all_of(popen.pid, time.monotonic() + STOP_LIMIT)


def _signal(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the latter is macOS's word for zombies
        os.killpg(group, number)


def _wait_for_all_of(group: int, deadline: float) -> None:
    while any(_runs_in(group, process) for process in psutil.process_iter()):
        if time.monotonic() > deadline:
            break
        time.sleep(POLL)


def _runs_in(group: int, process: psutil.Process) -> bool:
    """Tell whether a process of a group runs; one that has ended may never be reaped."""
    with suppress(psutil.Error, OSError):
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    return False
