"""Instructions per request, counted by Cachegrind."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.in_process import instructions, merge


def test_what_a_start_takes_is_not_counted(tmp_path):
    children = {1: ("tags floor 20", 9_020_000), 2: ("tags floor 60", 9_060_000)}
    for pid, (_, total) in children.items():
        (tmp_path / f"cachegrind.{pid}").write_text(f"events: Ir\n1 2\nsummary: {total}\n")
    output = tmp_path / "children"
    output.write_text("".join(f"{child} {pid}\n" for pid, (child, _) in children.items()))
    assert instructions.per_request(output) == {("tags", "floor"): 1_000}


def test_a_process_that_was_killed_is_an_error(tmp_path):
    (tmp_path / "cachegrind.1").write_text("events: Ir\n")
    output = tmp_path / "children"
    output.write_text("tags floor 20 1\n")
    with pytest.raises(BenchmarkError, match=r"cachegrind\.1 has no summary"):
        instructions.per_request(output)


def test_a_missing_valgrind_is_one_line_that_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BenchmarkError, match="apt-get install valgrind"):
        instructions.count(["flask_sync"], ["tags"])


def test_turns_of_pytest_benchmark_are_merged():
    turns = [turn("a", [0.1, 0.2]), turn("b", [0.3]), turn("a", [0.4])]
    assert merge(turns) == [
        {"endpoint": "list", "application": "a", "seconds": [0.01, 0.02, 0.04]},
        {"endpoint": "list", "application": "b", "seconds": [0.03]},
    ]


def turn(application, seconds):
    """Return what pytest-benchmark says of one turn."""
    info = {"endpoint": "list", "application": application, "requests": 10}
    return {"extra_info": info, "stats": {"data": seconds}}
