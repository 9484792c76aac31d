"""How many passwords a process hashes at a time, and how many requests may wait to do so.

Hashing is slow and takes much memory by design, so whoever sends many logins would otherwise keep
every core, thread and megabyte from the other visitors.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from .errors import unavailable
from .settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class HashingQueue:
    """A queue for threads: each request that waits in it occupies one."""

    def __init__(self, settings: Settings) -> None:
        self._slots = threading.Semaphore(settings.hashing_slots)
        self._places = threading.Semaphore(settings.hashing_slots + settings.hashing_queue)
        self._timeout = settings.hashing_timeout

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function when a slot is free; raises ApiError (503) if none is in time."""
        if not self._places.acquire(blocking=False):
            raise unavailable()
        try:
            if not self._slots.acquire(timeout=self._timeout):
                raise unavailable()
            try:
                return function(*args, **kwargs)
            finally:
                self._slots.release()
        finally:
            self._places.release()


class AsyncHashingQueue:
    """A queue for an event loop: a request waits without a thread, and leaves if cancelled."""

    def __init__(self, settings: Settings) -> None:
        self._slots = asyncio.Semaphore(settings.hashing_slots)
        self._queue = settings.hashing_queue
        self._timeout = settings.hashing_timeout
        self._waiting = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a thread when a slot is free; raises ApiError (503) if none is."""
        await self._take_slot()
        hashing = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
        # A thread cannot be stopped: even if this request is cancelled, its slot is taken until
        # the thread has finished.
        hashing.add_done_callback(lambda _: self._slots.release())
        return await asyncio.shield(hashing)

    async def _take_slot(self) -> None:
        if self._slots.locked() and self._waiting >= self._queue:
            raise unavailable()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._timeout):
                await self._slots.acquire()
        except TimeoutError:
            raise unavailable() from None
        finally:
            self._waiting -= 1
