"""Which figures are to be read with care."""

import pytest

from benchmarks.marks import drift, marks

from .documents import alone, cell

CORES = {"server": [1], "generator": [0], "database": [1]}
UNBOUND = {"server": [], "generator": [], "database": []}


def marks_of(*, cores=CORES, **changes):
    """Return the marks of a cell in which nothing went wrong but this."""
    return marks(alone("flask_sync", "list", 1_000, **changes), cores)


def cpu(server, database, generator):
    return {"cpu": {"server": server, "database": database, "generator": generator}}


@pytest.mark.parametrize("kind", ["alone", "capacity", "sweep"])
def test_a_cell_in_which_all_went_well_has_no_marks(kind):
    assert marks_of(kind=kind) == []


@pytest.mark.parametrize(
    ("accident", "says"),
    [
        ({"failed": 3}, "3 requests got no answer"),
        ({"unlike": 2}, "2 answers were not like the first one"),
        ({"dropped": 7}, "7 requests were dropped"),
        ({"requests": 0}, "no request was answered in time"),
        (cpu(0.7, 0.28, 0.81), "the generator was busy for more than 80 %"),
        (cpu(0.7, 0.19, 0.5), "server and database were busy for less than 90 %"),
        ({"warmup": {"seconds": 8.0, "steady": False}}, "not steady when the warm-up ended"),
        ({"windows": [200, 200, 180, 100, 100]}, "throughput fell by more than 10 %"),
        ({"windows": [100, 100, 140, 140]}, "throughput rose by more than 10 %"),
        ({"latency": {"mean": 14.3}}, "Little's law"),
        ({"latency": {"mean": 17.7}}, "Little's law"),
    ],
)
def test_a_cell_in_which_anything_went_wrong_says_so(accident, says):
    [mark] = marks_of(**accident)
    assert says in mark


@pytest.mark.parametrize(
    "near", [cpu(0.7, 0.21, 0.79), {"latency": {"mean": 14.5}}, {"latency": {"mean": 17.5}}]
)
def test_a_cell_near_a_limit_has_no_marks(near):
    assert marks_of(**near) == []


def test_of_few_requests_the_latency_may_differ_by_chance():
    assert marks_of(requests=25, latency={"mean": 20.0}) == []
    assert marks_of(requests=2500, latency={"mean": 20.0})


def test_several_accidents_are_several_marks():
    assert len(marks_of(failed=1, unlike=1, dropped=1, **cpu(0.1, 0.1, 0.9))) == 5


def test_only_at_full_load_server_and_database_are_to_be_busy():
    assert marks_of(kind="latency", rate=500, share=0.5, **cpu(0.3, 0.1, 0.2)) == []


def test_side_by_side_a_machine_may_change_its_speed():
    falling = {"windows": [200, 200, 100, 100]}
    assert marks(cell("flask_sync", "list", 1_000, **falling), CORES) == []
    assert marks_of(**falling)


def test_at_a_constant_rate_little_s_law_says_nothing_of_the_clients():
    assert marks_of(kind="latency", rate=500, share=0.5, latency={"mean": 2.0}) == []


def test_the_share_of_time_is_that_of_all_cores_a_program_has():
    cores = {"server": [2, 3], "generator": [0, 1], "database": [3, 4]}
    assert marks_of(cores=cores, **cpu(1.9, 0.85, 1.5)) == []
    assert len(marks_of(cores=cores, **cpu(1.8, 0.8, 1.7))) == 2


@pytest.mark.parametrize(
    "unknown",
    [{"cores": UNBOUND, **cpu(0.1, 0.1, 0.99)}, cpu(None, None, None), cpu(0.1, None, 0.5)],
)
def test_what_is_not_known_marks_nothing(unknown):
    assert marks_of(**unknown) == []


def test_small_counts_differ_by_chance():
    assert drift([5, 5, 4, 3]) == 0
    assert drift([500, 500, 400, 300]) == pytest.approx(-0.3)


def test_many_requests_may_drift_by_less_than_a_tenth():
    assert drift([10_000, 10_900]) == 0
    assert drift([10_000, 11_100]) == pytest.approx(0.11)


def test_a_load_that_began_late_rose():
    assert drift([0, 50]) > 0
    assert drift([]) == 0
