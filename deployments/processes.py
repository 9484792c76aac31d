"""Ports, signals and the end of processes: what must hold for every server, whoever started it."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from . import HOST, DeploymentError

STOP_LIMIT = 10.0  # seconds between SIGTERM and SIGKILL


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

    Does nothing outside the main thread, and leaves handlers alone that someone else has set.
    """
    changed = []
    for number in (signal.SIGTERM, signal.SIGHUP):
        with suppress(ValueError):  # not the main thread
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)
                changed.append(number)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def stop(popen: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and kill what is left of its process group after a while."""
    try:
        popen.terminate()
        popen.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
        popen.wait()
