"""How servers are ended, and how a program that runs them is interrupted."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from deployments.processes import free_port, interruptible, stop

# The leader ends at once when it is told to; the worker keeps the port for some seconds.
SLOWER_WORKER = """
import os, signal, socket, sys, time
def end(*_):
    time.sleep(float(sys.argv[2]))
    sys.exit(print("ended"))
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
if os.fork() == 0:
    signal.signal(signal.SIGTERM, end)
    print("begun", flush=True)
signal.pause()
"""


@pytest.fixture
def start():
    """Start a server on a port whose worker ends some seconds after its leader."""
    with ExitStack() as stack:

        def start(port, seconds):
            command = [sys.executable, "-c", SLOWER_WORKER, str(port), str(seconds)]
            program = subprocess.Popen(command, stdout=subprocess.PIPE, process_group=0)
            stack.enter_context(program)
            program.stdout.readline()
            return program

        yield start


def test_a_worker_that_outlives_its_leader_is_waited_for(start):
    port = free_port()
    program = start(port, 0.3)
    stop(program)
    assert program.stdout.read() == b"ended\n"
    socket.create_server(("127.0.0.1", port)).close()


def test_a_worker_that_does_not_end_is_killed(start):
    port = free_port()
    program = start(port, 60)
    stop(program, limit=0.5)
    assert program.stdout.read() == b""
    socket.create_server(("127.0.0.1", port)).close()


@pytest.fixture
def usual_handlers():
    """Handle signals as a program does that has just been started."""
    usual = {
        signal.SIGINT: signal.default_int_handler,
        signal.SIGTERM: signal.SIG_DFL,
        signal.SIGHUP: signal.SIG_DFL,
    }
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("usual_handlers")
@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize(
    ("second", "disturbs"),
    [(signal.SIGTERM, False), (signal.SIGHUP, False), (signal.SIGINT, True)],
)
def test_only_a_second_ctrl_c_disturbs_a_block_that_ends(first, second, disturbs):
    done = []
    with pytest.raises(KeyboardInterrupt):
        receive_twice(first, second, done)
    assert done == ([] if disturbs else ["ended"])


def receive_twice(first, second, done):
    with interruptible():
        try:
            os.kill(os.getpid(), first)
        finally:
            os.kill(os.getpid(), second)
            done.append("ended")


@pytest.mark.usefixtures("usual_handlers")
def test_signals_that_are_ignored_stay_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with interruptible():
        os.kill(os.getpid(), signal.SIGINT)
