"""Few functions run at a time, few callers wait, and nobody who leaves keeps a place."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.errors import ApiError
from shared.hashing import AsyncHashingQueue, HashingQueue

LONG = 60  # seconds, which no test waits


@pytest.fixture
def limited(settings):
    """Settings with one slot and one place in the queue."""

    def limit(timeout):
        limits = {"hashing_slots": 1, "hashing_queue": 1, "hashing_timeout": timeout}
        return settings.model_copy(update=limits)

    return limit


class Work:
    """A function that runs until it is told to end."""

    def __init__(self):
        self.begun, self.end = threading.Semaphore(0), threading.Event()

    def __call__(self, result=None):
        self.begun.release()
        assert self.end.wait(LONG)
        return result


def is_refused(error):
    return isinstance(error, ApiError) and error.status == 503


def test_a_thread_waits_for_its_turn_or_is_refused(limited):
    queue, work = HashingQueue(limited(LONG)), Work()
    with ThreadPoolExecutor(3) as threads:
        futures = [threads.submit(queue.run, work, number) for number in range(3)]
        assert work.begun.acquire(timeout=LONG)
        while not any(future.done() for future in futures):
            pass
        assert not work.begun.acquire(blocking=False)
        work.end.set()
        (refused,) = [future for future in futures if future.exception()]
        assert is_refused(refused.exception())
        assert len({future.result() for future in futures if future is not refused}) == 2
    assert queue.run(int, "7") == 7


def test_a_thread_does_not_wait_for_ever(limited):
    queue, work = HashingQueue(limited(0.01)), Work()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(queue.run, work)
        assert work.begun.acquire(timeout=LONG)
        with pytest.raises(ApiError):
            queue.run(int)
        work.end.set()
        running.result()
    assert queue.run(int) == 0


def test_a_failure_gives_its_place_back(limited):
    queue = HashingQueue(limited(LONG))
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            queue.run(int, "x")


async def test_a_task_waits_for_its_turn_or_is_refused(limited):
    queue, work = AsyncHashingQueue(limited(LONG)), Work()
    tasks = [asyncio.create_task(queue.run(work, number)) for number in range(3)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert is_refused(tasks[2].exception())
    work.end.set()
    assert await asyncio.gather(*tasks[:2]) == [0, 1]
    assert await queue.run(int, "7") == 7


async def test_a_task_does_not_wait_for_ever(limited):
    queue, work = AsyncHashingQueue(limited(0.01)), Work()
    running = asyncio.create_task(queue.run(work))
    await asyncio.sleep(0)
    with pytest.raises(ApiError):
        await queue.run(int)
    work.end.set()
    await running
    assert await queue.run(int) == 0


async def test_whoever_leaves_the_queue_gives_the_place_to_another(limited):
    queue, work = AsyncHashingQueue(limited(LONG)), Work()
    running, leaving = (asyncio.create_task(queue.run(work, number)) for number in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.wait([leaving])
    next_one = asyncio.create_task(queue.run(work, "next"))
    await asyncio.sleep(0)
    assert not next_one.done()
    work.end.set()
    assert await asyncio.gather(running, next_one) == [0, "next"]


async def test_whoever_leaves_while_hashing_keeps_the_slot_until_the_thread_has_ended(limited):
    queue, work = AsyncHashingQueue(limited(LONG)), Work()
    leaving = asyncio.create_task(queue.run(work))
    assert await asyncio.to_thread(work.begun.acquire, timeout=LONG)
    leaving.cancel()
    await asyncio.wait([leaving])
    assert leaving.cancelled()
    next_one = asyncio.create_task(queue.run(work, "next"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not work.begun.acquire(blocking=False)
    work.end.set()
    assert await next_one == "next"
