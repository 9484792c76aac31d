"""Counters of the kernel: what this machine counts, and what it may not."""

from benchmarks import instructions
from benchmarks.in_process import merge
from benchmarks.instructions import Event, counting

TASK_CLOCK = Event(1, 1)  # in nanoseconds; the kernel counts it without the processor's help
UNKNOWN = Event(0, 999)


def test_a_counter_counts_what_this_thread_does():
    with counting(TASK_CLOCK) as count:
        before = count()
        sum(range(100_000))
        assert count() > before > 0


def test_a_refused_counter_is_none():
    with counting(UNKNOWN) as count:
        assert count is None


def test_a_call_is_counted_or_not_made():
    calls = []
    counted = instructions.of(lambda: calls.append(1))
    assert (counted is None) == (calls == [])


def turn(application, seconds, counted):
    """Return what pytest-benchmark says of one turn."""
    info = {"endpoint": "list", "application": application, "requests": 10}
    return {"extra_info": info | {"instructions": counted}, "stats": {"data": seconds}}


def test_turns_are_merged_and_the_fewest_instructions_count():
    turns = [turn("a", [0.1, 0.2], 5_000), turn("b", [0.3], None), turn("a", [0.4], 4_000)]
    assert merge(turns) == [
        {
            "endpoint": "list",
            "application": "a",
            "seconds": [0.01, 0.02, 0.04],
            "instructions": 400,
        },
        {"endpoint": "list", "application": "b", "seconds": [0.03], "instructions": None},
    ]
