"""Why a figure is to be read with care: one short sentence for each reason.

A cell that is marked is shown with its marks and never left out. Marks say what went wrong while it
was measured; how much figures vary is what the intervals say. What tends to happen in every block
is told in the same words each time, without a figure, so that a report can count it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .statistics import little

BUSY_GENERATOR = 0.8  # of its cores: above, it may have been the limit
BUSY_SERVER = 0.9  # of its cores, the database's included: below, something else was the limit
DRIFT = 0.1  # between the halves of a load, as a share
DEVIATIONS = 2  # by which the halves must also differ, of a Poisson distribution's
LITTLE = 0.1  # by which Little's law may be off, as a share, where chance explains less

Cell = Mapping[str, Any]
Cores = Mapping[str, Sequence[int]]  # of server, generator and database; none where not bound


def marks(cell: Cell, cores: Cores) -> list[str]:
    """Return why a cell is to be read with care, as sentences; none if all went well.

    *cell* and *cores* are as the file of results has them. What was not measured marks nothing: the
    processor time of a server on another machine, or of several side by side.
    """
    if not cell["requests"]:
        return ["no request was answered in time"]
    return [
        *_answers(cell),
        *_busy_generator(cell, cores),
        *_idle_server(cell, cores),
        *_steadiness(cell),
        *_littles_law(cell),
    ]


def _answers(cell: Cell) -> Iterator[str]:
    if cell["failed"]:
        yield f"{cell['failed']} requests got no answer, or not the status they should"
    if cell["unlike"]:
        yield f"{cell['unlike']} answers were not like the first one"
    if cell["dropped"]:
        yield f"{cell['dropped']} requests were dropped: they could not be made in time"


def _busy_generator(cell: Cell, cores: Cores) -> Iterator[str]:
    used, number = cell.get("cpu", {}).get("generator"), len(cores["generator"])
    if used is not None and number and used / number > BUSY_GENERATOR:
        yield f"the generator was busy for more than {100 * BUSY_GENERATOR:.0f} % of its time"


def _idle_server(cell: Cell, cores: Cores) -> Iterator[str]:
    """Say that it was no capacity: server and database had time left.

    At a constant rate they have some, as they should.
    """
    used = [cell.get("cpu", {}).get(program) for program in ("server", "database")]
    number = len({*cores["server"], *cores["database"]})
    if cell["kind"] != "alone" or None in used or not number:
        return
    if sum(used) / number < BUSY_SERVER:
        yield f"server and database were busy for less than {100 * BUSY_SERVER:.0f} % of their time"


def _steadiness(cell: Cell) -> Iterator[str]:
    if not cell["warmup"]["steady"]:
        yield "throughput was not steady when the warm-up ended"
    # Side by side, what changes the speed of the machine changes that of all.
    if cell["comparison"] is None and (change := drift(cell["windows"])):
        way = "rose" if change > 0 else "fell"
        yield f"throughput {way} by more than {100 * DRIFT:.0f} % during the load"


def drift(windows: Sequence[int]) -> float:
    """Return by which share the second half of a load differs from the first, or 0.

    *windows* are the requests answered in spans of equal length; the middle one of an odd number
    belongs to neither half. Small counts differ by chance: what two deviations of a Poisson
    distribution explain is no drift. (A closed loop varies less than that.)
    """
    half = len(windows) // 2
    first, second = sum(windows[:half]), sum(windows[len(windows) - half :])
    chance = DEVIATIONS * (first + second) ** 0.5
    if abs(second - first) <= max(DRIFT * first, chance):
        return 0
    return second / first - 1 if first else 1


def _littles_law(cell: Cell) -> Iterator[str]:
    if cell["kind"] == "latency":
        return
    share = little(cell["clients"], cell["throughput"], cell["latency"]["mean"])
    chance = DEVIATIONS / cell["requests"] ** 0.5
    if abs(share - 1) > max(LITTLE, chance):
        yield f"throughput and latency disagree by more than {100 * LITTLE:.0f} % (Little's law)"
