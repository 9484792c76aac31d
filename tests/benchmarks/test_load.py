"""What k6 says of a load, and what of it is refused."""

import pytest

from benchmarks import BenchmarkError, load

from .samples import summary


def test_requests_per_second_are_those_that_count_by_the_seconds_that_count():
    assert load.figures(summary(counted=5_000), seconds=10).rate == 500


def test_latencies_are_read_in_milliseconds():
    figures = load.figures(summary(), seconds=10)
    assert (figures.p50, figures.p90, figures.p99) == (3, 6, 12)


def test_a_run_in_which_nothing_went_wrong_is_accepted():
    load.refuse(summary())
    load.refuse(summary(dropped=0))


@pytest.mark.parametrize(
    ("accident", "says"),
    [
        ({"failed": 3}, "3 requests got no answer, or one that is no 2xx"),
        ({"unlike": 2}, "2 answers were not like the first one"),
        ({"dropped": 1}, "1 requests were dropped"),
        ({"counted": 0}, "no request was answered in time"),
    ],
)
def test_a_run_in_which_anything_went_wrong_is_refused(accident, says):
    with pytest.raises(BenchmarkError, match=says):
        load.refuse(summary(**accident))


def test_where_there_is_no_k6_it_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(BenchmarkError, match=r"(?m)\A.*install-k6.*--in-process\Z"):
        load.find_k6()
