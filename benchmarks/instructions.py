"""Instructions that a piece of code takes: a figure that a busy machine does not change.

Linux counts them by perf_event_open(2), where the processor lets it: most virtual machines hide
the counter, and ``kernel.perf_event_paranoid`` above 2 forbids it. There is no C function for the
system call, nor a number that all processors share: there are those of the two most common.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

SYSTEM_CALL = {"x86_64": 298, "aarch64": 241}
SIZE = 64  # of perf_event_attr in its first version, which every kernel takes
USER_ONLY = 1 << 5 | 1 << 6  # exclude_kernel and exclude_hv: what anybody may count


class Event(NamedTuple):
    """What is counted: a type and a number of <linux/perf_event.h>."""

    kind: int
    number: int


INSTRUCTIONS = Event(0, 1)  # PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS


def of(function: Callable[[], object]) -> int | None:
    """Return how many instructions a call of a function takes, or None if nobody counts."""
    with counting() as count:
        if count is None:
            return None
        before = count()
        function()
        return count() - before


@contextmanager
def counting(event: Event = INSTRUCTIONS) -> Iterator[Callable[[], int] | None]:
    """Give a function that returns the events of this thread so far, or None if nobody counts.

    What other threads do is not counted: of an application on aiosqlite, its statements are not.
    """
    descriptor = _open(event)
    if descriptor < 0:
        yield None
        return
    try:
        yield lambda: int.from_bytes(os.read(descriptor, 8), "little")
    finally:
        os.close(descriptor)


def _open(event: Event) -> int:
    number = SYSTEM_CALL.get(platform.machine()) if platform.system() == "Linux" else None
    if number is None:
        return -1
    # type, size, config, sample_period, sample_type, read_format, flags; the rest is zero.
    attributes = struct.pack("IIQQQQQ16x", event.kind, SIZE, event.number, 0, 0, 0, USER_ONLY)
    this_thread, any_core, no_group, no_flags = 0, -1, -1, 0
    call: int = ctypes.CDLL(None).syscall(
        number, attributes, this_thread, any_core, no_group, no_flags
    )
    return call
