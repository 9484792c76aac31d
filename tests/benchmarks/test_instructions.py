"""Counters of the kernel: what this machine counts, and what it may not."""

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
