"""The generators send what is planned, and count what happens, whatever the server does."""

import json
import os
import subprocess

import pytest

from benchmarks import BenchmarkError, generators
from benchmarks.commands import usable_cores
from benchmarks.generators import Plan, clients_for, k6, wrk
from benchmarks.scenarios import Request

from .tiny import serving

WRK = pytest.param(wrk, marks=pytest.mark.needs("wrk"))
BOTH = pytest.mark.parametrize("generator", [k6, WRK], ids=["k6", "wrk"])
STEADY = Request("GET", "/steady")
EXAMPLE = k6.SCRIPT.with_name("plan.json")


@pytest.fixture
def tiny():
    """A server with faults."""
    with serving() as server:
        yield server


def plan(tiny, *requests, **changes):
    """Return a small load on the server; a constant-arrival-rate lasts for a second at least."""
    usual = {"clients": 4, "seconds": 1.0, "warmup": 0.2}
    return Plan(url=tiny.url, requests=requests or [STEADY], **(usual | changes))


def made(tiny):
    """Return how many requests the server has seen."""
    return sum(tiny.seen.values())


@BOTH
def test_what_is_answered_is_counted(tiny, generator):
    measured = generator.load(plan(tiny, clients=2))
    assert (measured.failed, measured.unlike, measured.dropped) == (0, 0, 0)
    assert 0 < measured.requests <= made(tiny)
    assert measured.requests / measured.throughput == pytest.approx(1, rel=0.3)
    assert 0 < measured.latency["p50"] <= measured.latency["p99"] <= measured.latency["max"]


@BOTH
def test_a_status_that_is_not_the_right_one_is_a_failure(tiny, generator):
    measured = generator.load(plan(tiny, Request("GET", "/failing")))
    assert measured.failed == pytest.approx(made(tiny) / 10, abs=5)
    assert measured.unlike == 0
    assert measured.requests > measured.failed * 5  # an error is an answer too


@BOTH
def test_a_redirection_or_any_other_status_may_be_the_right_one(tiny, generator):
    assert (
        generator.load(plan(tiny, Request("GET", "/steady", status=201))).failed >= made(tiny) - 4
    )


@BOTH
def test_an_answer_of_another_length_than_the_first_is_unlike(tiny, generator):
    measured = generator.load(plan(tiny, Request("GET", "/growing")))
    assert measured.unlike == pytest.approx(made(tiny) / 10, abs=5)
    assert measured.failed == 0


@BOTH
def test_an_answer_that_varies_may_be_of_another_length(tiny, generator):
    assert generator.load(plan(tiny, Request("GET", "/growing", varying=("id",)))).unlike == 0


@pytest.mark.parametrize(("path", "unlike"), [("/steady", False), ("/growing", True)])
def test_k6_measures_an_answer_that_does_not_tell_its_length(tiny, path, unlike):
    measured = k6.load(plan(tiny, Request("GET", f"{path}?chunked")))
    assert measured.requests
    assert bool(measured.unlike) is unlike


@BOTH
def test_a_request_is_sent_with_its_method_headers_and_body(tiny, generator):
    request = Request("POST", "/steady", {"Content-Type": "text/plain"}, "sent")
    assert generator.load(plan(tiny, request)).failed == 0
    assert list(tiny.seen) == [("POST", "/steady")]
    assert tiny.bodies["POST", "/steady"] == b"sent"
    assert tiny.types["POST", "/steady"] == "text/plain"


def test_a_server_that_is_not_there_answers_nothing():
    with serving() as gone:
        pass
    measured = k6.load(plan(gone, clients=1))
    assert measured.requests == 0
    assert measured.failed > 0


def test_requests_are_sent_by_their_weights(tiny):
    requests = [Request("GET", "/steady", weight=8), Request("POST", "/steady", weight=2)]
    k6.load(plan(tiny, *requests))
    assert tiny.seen["POST", "/steady"] == pytest.approx(made(tiny) / 5, rel=0.05)


def test_windows_count_the_answers_of_the_measured_part(tiny):
    measured = k6.load(plan(tiny, window=0.2))
    assert len(measured.windows) == 5
    assert measured.window == pytest.approx(0.2)
    assert sum(measured.windows) == measured.requests
    assert min(measured.windows) > 0
    assert measured.requests < made(tiny)  # the warm-up does not count


def test_an_open_loop_sends_at_its_rate(tiny):
    measured = k6.load(plan(tiny, rate=150.5, clients=50))
    assert made(tiny) == pytest.approx(150.5 * 1.2, abs=5)
    assert measured.dropped == 0


def test_requests_that_find_no_client_are_dropped_and_counted(tiny):
    measured = k6.load(plan(tiny, Request("GET", "/slow"), rate=200, clients=10))
    assert measured.dropped > 100
    assert measured.dropped + made(tiny) == pytest.approx(200 * 1.2, abs=10)


def test_a_stall_shows_in_an_open_loop_and_hardly_in_a_closed_one():
    stalling, latencies = Request("GET", "/stalling"), {}
    for rate in (None, 100):
        with serving() as tiny:
            clients = clients_for(rate) if rate else 2
            measured = k6.load(plan(tiny, stalling, rate=rate, clients=clients, seconds=2))
            latencies[rate] = measured.latency
            assert (tiny.stalled, measured.dropped) == (True, 0)
    assert latencies[100]["p99"] > 900
    assert latencies[100]["p90"] > 500
    assert latencies[None]["p99"] < 500
    assert latencies[None]["max"] > 900


def test_an_answer_that_comes_after_the_end_has_its_latency_counted():
    with serving() as tiny:
        stalling = Request("GET", "/stalling")
        measured = k6.load(plan(tiny, stalling, rate=100, clients=200, warmup=0, seconds=1))
    assert measured.latency["max"] > 900
    assert measured.requests < 80  # of a hundred: the others were answered too late to count


def test_wrk_refuses_what_it_cannot_do(tiny):
    for impossible in (plan(tiny, rate=10), plan(tiny, STEADY, STEADY)):
        with pytest.raises(BenchmarkError, match="wrk knows no rates, and one request only"):
            wrk.load(impossible)


@pytest.mark.needs("wrk")
def test_wrk_drives_what_it_can_and_k6_the_rest(tiny):
    assert generators.drive(plan(tiny), "wrk").generator == "wrk"
    assert generators.drive(plan(tiny, rate=50), "wrk").generator == "k6"


def test_where_there_is_no_wrk_k6_drives_and_it_is_said(tiny, monkeypatch):
    monkeypatch.setattr(wrk, "find", lambda: None)
    measured = generators.drive(plan(tiny), "wrk")
    assert measured.generator == "k6"
    assert list(measured.marks) == ["driven by k6, which may be the limit"]
    assert not generators.drive(plan(tiny), "k6").marks


def test_where_there_is_no_k6_it_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(BenchmarkError, match=r"(?m)\A.*install-k6.*--in-process\Z"):
        k6.find()


@BOTH
def test_a_generator_that_fails_is_an_error(tiny, generator, tmp_path, monkeypatch):
    monkeypatch.setattr(generator, "SCRIPT", tmp_path / "missing")
    with pytest.raises(BenchmarkError, match=rf"exit code \d+: .*{generator.LOG.name} says why"):
        generator.load(plan(tiny))


@BOTH
def test_it_is_told_when_the_measured_part_begins_and_who_makes_the_load(tiny, generator):
    seen, ticks, core = [], [], min(usable_cores())

    def begun(pid, seconds):
        seen.append((os.sched_getaffinity(pid), seconds))

    generator.load(plan(tiny, warmup=0.9), [core], lambda: ticks.append(1), begun)
    [(cores, seconds)] = seen
    assert cores == {core}
    assert seconds < 0.9 if generator is k6 else seconds == 0  # wrk counts at once
    assert ticks


def test_the_plan_is_written_in_the_order_in_which_requests_are_sent(tiny):
    requests = [Request("GET", "/a", weight=4), Request("GET", "/b", weight=2)]
    document = json.loads(json.dumps(plan(tiny, *requests).document()))
    assert [request["path"] for request in document["requests"]] == ["/a", "/b", "/a"]


def test_the_plan_beside_the_script_is_one_that_k6_takes(tiny):
    example, written = json.loads(EXAMPLE.read_text()), plan(tiny).document()
    assert example.keys() == written.keys()
    assert all(request.keys() == written["requests"][0].keys() for request in example["requests"])
    command = [k6.find(), "inspect", f"--env=PLAN={EXAMPLE.name}", k6.SCRIPT.name]
    options = subprocess.run(command, cwd=EXAMPLE.parent, capture_output=True, check=True).stdout
    assert json.loads(options)["scenarios"]["load"]["executor"] == "constant-arrival-rate"


@pytest.mark.parametrize(("rate", "stall", "clients"), [(100, 1, 101), (33.4, 0.5, 18)])
def test_an_open_loop_has_a_client_for_every_arrival_during_a_stall(rate, stall, clients):
    assert clients_for(rate, stall) == clients
