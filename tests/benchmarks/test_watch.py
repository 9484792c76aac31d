"""What is said of programs is what they did."""

import subprocess
import sys
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import psycopg
import pytest

from benchmarks.watch import (
    Snapshot,
    Switches,
    Usage,
    Watch,
    database_connections,
    http_connections,
    memory,
    postmaster,
    snapshot,
)
from deployments.launch import Deployment, prepare, running
from deployments.postgresql import embedded
from shared.seed import Amounts

SPEND = """
import subprocess, sys
burn = "import time\\nwhile time.process_time() < 0.3: pass"
print(flush=True); input()
subprocess.run([sys.executable, "-c", burn])
print(flush=True); input()
"""
PAUSE = """
import threading, time
def pause():
    input()
    for _ in range(50): time.sleep(0.001)
    print(flush=True)
    input()
print(flush=True)
thread = threading.Thread(target=pause); thread.start(); thread.join()
"""
SHARE = """
import os
held = b"x" * 2**26
os.fork()
print(flush=True); input()
"""


@pytest.fixture
def program():
    """Start Python with a program that stops at ``input()``; nothing outlives the test."""
    with ExitStack() as stack:

        def start(source):
            popen = subprocess.Popen(
                [sys.executable, "-c", source],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(popen)
            stack.callback(popen.kill)
            popen.stdout.readline()
            return popen

        yield start


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A small deployment of two processes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('watched') / 'small.sqlite3'}"
    prepare(url, Amounts(users=2, articles=3))
    with running(Deployment("flask_sync", url)) as process:
        yield process


@pytest.fixture(scope="module")
def cluster():
    with embedded(durable=False) as cluster:
        yield cluster


def go_on(popen):
    """Let a program run to its next ``input()``, and return what it took."""
    before = snapshot(popen.pid)
    popen.stdin.write("\n")
    popen.stdin.flush()
    popen.stdout.readline()
    return snapshot(popen.pid) - before


def test_the_time_of_a_child_that_has_ended_counts(program):
    assert go_on(program(SPEND)).cpu >= 0.28  # read in hundredths


def test_the_pauses_of_a_thread_are_voluntary_switches(program):
    assert go_on(program(PAUSE)).switches.voluntary >= 50


def test_memory_that_processes_share_counts_once(program):
    popen = program(SHARE)
    popen.stdout.readline()  # the other one's
    assert 2**26 < memory(popen.pid) < 2 * 2**26


def test_a_program_that_has_ended_takes_nothing(program):
    popen = program("print()")
    popen.wait()
    assert snapshot(popen.pid).cpu == 0
    assert memory(popen.pid) is None


def test_threads_that_come_count_and_those_that_go_are_not_taken_off():
    earlier = Snapshot(10.0, 1.0, {1: Switches(5, 1), 2: Switches(100, 100)})
    later = Snapshot(12.0, 2.5, {1: Switches(8, 1), 3: Switches(4, 2)})
    assert later - earlier == Usage(seconds=2.0, cpu=1.5, switches=Switches(7, 2))
    assert (later - earlier).cores == 0.75


def test_switches_are_unknown_where_no_thread_tells():
    assert (Snapshot(2.0, 1.0, {}) - Snapshot(1.0, 0.0, {})).switches is None


def test_connections_of_clients_are_counted_wherever_they_were_accepted(server):
    with ExitStack() as stack:
        for _ in range(3):
            client = HTTPConnection(server.url.removeprefix("http://"))
            stack.enter_context(closing(client))
            client.request("GET", "/api/tags")
            client.getresponse().read()
        assert http_connections(server.pid, server.url) == 3


def test_connections_to_one_database_are_counted_without_our_own(cluster):
    url = cluster.create("counted")
    with psycopg.connect(url), psycopg.connect(url), psycopg.connect(cluster.url("postgres")):
        assert database_connections(cluster, "counted") == 2


def test_the_time_of_a_connection_that_was_closed_is_the_database_servers(cluster):
    before = snapshot(postmaster(cluster))
    with psycopg.connect(cluster.url("postgres")) as connection:
        connection.execute("SELECT count(*) FROM generate_series(1, 1000000)")
    while database_connections(cluster, "postgres") > 1:
        pass
    assert (snapshot(postmaster(cluster)) - before).cpu > 0


def test_a_watch_tells_what_a_cell_holds(server, cluster, program):
    cluster.create("watched")
    watch = Watch(server, cluster, "watched")
    watch.begin(program(SPEND).pid, 0, 0)
    with psycopg.connect(cluster.url("watched")):
        watch.tick()
        watch.tick()
    figures = watch.as_document(throughput=100)
    assert figures["cpu"].keys() == {"server", "database", "generator"}
    assert figures["cpu"]["server"] >= 0
    assert figures["cpu"]["generator"] >= 0
    assert figures["memory"]["server"] > 2**20
    assert figures["memory"]["database"] > 2**20
    assert figures["switches"]["voluntary"] >= 0
    assert figures["connections"] == {"http": 0, "database": 1}


def test_without_a_cluster_there_is_no_database(server, program):
    watch = Watch(server)
    watch.begin(program(SPEND).pid, 0, 0)
    watch.tick()
    watch.tick()
    assert watch.usage("generator").cores >= 0
    assert watch.usage("database") is None


@pytest.mark.parametrize("moments", [(0, 3600), (3600, 3600)])
def test_a_load_that_ended_before_the_last_moment_is_not_described(server, moments):
    watch = Watch(server)
    watch.begin(server.pid, *moments)
    watch.tick()
    watch.tick()
    figures = watch.as_document(throughput=100)
    assert figures["cpu"] == dict.fromkeys(["server", "database", "generator"])
    assert figures["switches"] == {"voluntary": None, "involuntary": None}
    assert figures["connections"] == {"http": None, "database": None}
