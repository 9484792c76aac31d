"""How a page is taken apart, and what is told when it cannot be."""

import json
from contextlib import contextmanager

import pytest
from rich.console import Console

from benchmarks import BenchmarkError, split
from benchmarks.progress import Progress
from benchmarks.split import Part, Recorder, Split, take_turns

from . import documents


def test_what_a_function_was_called_with_can_be_repeated():
    seen = []

    def url_for(endpoint, **values):
        seen.append((endpoint, values))
        return f"/{endpoint}"

    recorder = Recorder(url_for)
    assert recorder("home") == "/home"
    assert recorder("tag", tag="flask") == "/tag"
    recorder.repeat()
    assert seen == [("home", {}), ("tag", {"tag": "flask"})] * 2
    assert len(recorder.calls) == 2


def test_parts_are_done_in_turn_each_in_its_context():
    seen = []

    @contextmanager
    def context():
        seen.append("begin")
        yield
        seen.append("end")

    parts = [
        Part("sql", lambda: seen.append("sql"), calls=2),
        Part("urls", lambda: seen.append("urls"), context=context),
    ]
    cells = take_turns(parts, seconds=0)
    assert seen == [*["sql"] * 10, "begin", *["urls"] * 10, "end"]
    assert [(cell["part"], cell["calls"], len(cell["seconds"])) for cell in cells] == [
        ("sql", 2, 1),
        ("urls", 1, 1),
    ]


@pytest.fixture
def cells(monkeypatch):
    """What is measured."""
    cells = documents.split()
    monkeypatch.setattr(split, "measure", lambda _: cells)
    return cells


def test_by_itself_the_split_is_printed(cells, capsys):
    assert split.main([]) == 0
    assert "URLs, 46 calls of url_for" in capsys.readouterr().out


def test_within_a_run_every_round_is_written_to_a_file(cells, tmp_path, capsys):
    assert split.main([f"--output={tmp_path}/split.json"]) == 0
    assert json.loads((tmp_path / "split.json").read_text()) == cells
    assert capsys.readouterr().out == ""


def test_what_cannot_be_taken_apart_is_told_in_one_line(monkeypatch, capsys):
    def fail(_):
        raise BenchmarkError("the template is not all of the body")

    monkeypatch.setattr(split, "measure", fail)
    assert split.main([]) == 1
    assert capsys.readouterr().err == (
        "benchmarks.split: error: the template is not all of the body\n"
    )


def test_a_process_that_fails_is_told_with_its_log(monkeypatch, tmp_path):
    monkeypatch.setattr(split, "LOG", tmp_path / "log")
    monkeypatch.chdir(tmp_path)  # where there is no such module
    with Progress(Console(quiet=True), 1) as progress, pytest.raises(BenchmarkError, match="/log"):
        Split().measure(progress, print)
    assert "No module named" in (tmp_path / "log").read_text()
