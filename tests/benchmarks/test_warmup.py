"""A warm-up lasts until the throughput is steady, and says when it is not."""

import time

import pytest

from benchmarks import BenchmarkError
from benchmarks.generators import warmup
from benchmarks.generators.warmup import GROUP, WINDOW, is_steady, warm
from benchmarks.scenarios import Request

from .tiny import serving

STEADY = Request("GET", "/steady")


@pytest.fixture
def tiny():
    """A server with faults."""
    with serving() as server:
        yield server


@pytest.mark.parametrize(
    "windows",
    [
        [500, 500, 500, 500],
        [10, 500, 510, 495, 530],  # what was before the last two groups does not matter
        [500, 500, 540, 540],
        [2, 3, 3, 4],  # few answers differ by chance
    ],
)
def test_a_throughput_that_has_stopped_changing_is_steady(windows):
    assert is_steady(windows)


@pytest.mark.parametrize(
    "windows",
    [
        [],
        [500] * (2 * GROUP - 1),
        [400, 450, 500, 550],
        [550, 500, 450, 400],
        [2, 3, 8, 9],
        [0, 0, 0, 0],
    ],
)
def test_a_throughput_that_changes_or_is_none_is_not_steady(windows):
    assert not is_steady(windows)


def test_a_warm_up_ends_when_the_throughput_is_steady(tiny):
    ticks = []
    done = warm(tiny.url, [Request("GET", "/slow")], 2, limit=20, tick=lambda: ticks.append(1))
    assert done.steady
    assert 2 * GROUP * WINDOW <= done.seconds < 20
    assert len(ticks) >= 2 * GROUP


def test_a_warm_up_that_reaches_its_limit_says_so(tiny):
    begun = time.monotonic()
    done = warm(tiny.url, [STEADY], 1, limit=WINDOW)
    assert not done.steady
    assert WINDOW <= done.seconds <= time.monotonic() - begun


def test_a_server_that_does_not_answer_is_never_steady():
    with serving() as gone:
        pass
    assert not warm(gone.url, [STEADY], 2, limit=6 * WINDOW).steady


def test_every_client_sends_all_requests_by_their_weights(tiny):
    write = Request("POST", "/steady", {"Content-Type": "text/plain"}, "sent", weight=3)
    warm(tiny.url, [STEADY, write], 3, limit=2 * WINDOW)
    reads, writes = tiny.seen["GET", "/steady"], tiny.seen["POST", "/steady"]
    assert writes == pytest.approx(3 * reads, rel=0.1)
    assert tiny.bodies["POST", "/steady"] == b"sent"


def test_a_connection_that_breaks_is_made_again(tiny):
    warm(tiny.url, [Request("GET", "/closing")], 1, limit=2 * WINDOW)
    assert tiny.seen["GET", "/closing"] > 3


def test_an_answer_that_is_not_waited_for_any_longer_is_asked_for_again(tiny, monkeypatch):
    monkeypatch.setattr(warmup, "TIMEOUT", 0.3)
    assert warm(tiny.url, [Request("GET", "/stalling")], 2, limit=20).steady
    assert tiny.stalled


def test_a_wrong_status_ends_the_warm_up_with_an_error(tiny):
    with pytest.raises(BenchmarkError, match=r"\AGET /failing is answered with 500, not 200\Z"):
        warm(tiny.url, [Request("GET", "/failing")], 2, limit=20)
