"""The ladder in ``variants/README.md`` counts the lines that are there."""

import re
from pathlib import Path

import pytest

from variants import VARIANTS

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "variants" / "README.md").read_text(encoding="utf-8")
TABLE = TEXT[TEXT.index("## Lines") : TEXT.index("## Microseconds")]
HEAD, *ROOMS, ALL = [line[1:-1].split("|") for line in TABLE.splitlines() if "|" in line]


def lines_in(path):
    """Return how many lines of a file are not blank."""
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def counted(room, variant):
    """Return the lines that a variant has in a room, or None if it has no such room."""
    files = re.findall(r"`([^`]+\.py)`", room)
    places = [PROJECT if "/" in file else PROJECT / "variants" / variant for file in files]
    paths = [place / file for place, file in zip(places, files, strict=True)]
    return sum(map(lines_in, paths)) if all(path.exists() for path in paths) else None


def test_every_variant_has_a_column():
    assert set(re.findall(r"\[`(\w+)`\]", "|".join(HEAD))) == set(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_lines_are_counted(variant):
    column = next(number for number, name in enumerate(HEAD) if f"`{variant}`" in name)
    told = {row[0].strip(): row[column].strip() for row in ROOMS[1:]}
    found = {room: str(counted(room, variant) or "") for room in told}
    without = {room: "" for room in told if "`shared/" in room and not told[room]}
    assert told == found | without
    assert ALL[column].strip() == str(sum(int(lines) for lines in told.values() if lines))
