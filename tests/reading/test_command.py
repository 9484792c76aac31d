"""The command that shows two variants to a person, or to a file."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reading.__main__ import main
from reading.source import Source
from variants import VARIANTS

PROJECT = Path(__file__).parents[2]
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Nothing that tells of a terminal; a truecolor one is there when FORCE_COLOR is set."""
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def read(capsys):
    """Run the command; return what it shows."""

    def read(options):
        assert main(options.split()) == 0
        output = capsys.readouterr()
        assert output.err == ""
        return output.out

    return read


@pytest.fixture
def terminal(monkeypatch, read):
    """Run the command in a terminal of a width, with variables set; return what it shows."""

    def terminal(options, width, **variables):
        variables = {"FORCE_COLOR": "1", "COLUMNS": str(width), **variables}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return read(options)

    return terminal


def styles(output):
    """Return the numbers of all styles that a terminal is told to use."""
    return {number for codes in ESCAPE.findall(output) for number in codes.split(";")}


def test_a_handler_is_shown_whole_in_two_columns(read):
    lines = read("flask_sync quart_async get_article").splitlines()
    assert re.fullmatch(
        r"flask_sync/api.py: get_article +quart_async/api.py: get_article", lines[0]
    )
    assert re.fullmatch(r"\d+  @bp.get\(\"/articles/<slug:slug>\"\) +\d+  @bp.get\(.*\)", lines[1])
    assert re.fullmatch(r"\d+  def get_article.*:  +\|  \d+  async def get_article.*:", lines[3])


def test_a_handler_is_never_folded(read):
    lines = read("raw_wsgi raw_wsgi update_article").splitlines()
    assert len(lines) > 10
    assert "lines the same" not in "".join(lines)


def test_whole_variants_begin_with_how_much_differs(read):
    head, *_ = read("flask_sync raw_wsgi").split("\n\n")
    lengths = [len(Source.read(name).file("db.py").lines) for name in ("flask_sync", "raw_wsgi")]
    (cells,) = [line.split() for line in head.splitlines() if line.startswith("db.py ")]
    assert cells[1:3] == [str(length) for length in lengths]
    assert all(int(cell) > 0 for cell in cells[3:])
    assert re.search(r"^routes\.py, only in raw_wsgi: Which handler answers", head, re.MULTILINE)


def test_whole_variants_are_shown_file_by_file_and_folded_unless_all_is_wanted(read):
    folded, whole = read("flask_sync quart_async"), read("flask_sync quart_async --all")
    for name in ("__init__.py", "api.py", "auth.py", "db.py"):
        assert re.search(rf"^flask_sync/{name} +quart_async/{name}$", folded, re.MULTILINE)
    assert re.search(r"^ +… \d+ lines the same …$", folded, re.MULTILINE)
    assert "lines the same" not in whole
    assert len(whole.splitlines()) > len(folded.splitlines())


def test_a_file_is_folded_unless_all_is_wanted(read):
    assert "lines the same" in read("quart_async flask_async db.py")
    assert "lines the same" not in read("quart_async flask_async db.py --all")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_does_not_differ_from_itself(variant, read):
    head, *files = read(f"{variant} {variant}").split("\n\n")
    assert {tuple(line.split()[-3:]) for line in head.splitlines()[3:]} == {("0", "0", "0")}
    assert all(file.count("\n") <= 2 for file in files)


def test_piped_output_is_plain_and_always_the_same():
    command = [sys.executable, "-m", "reading", "flask_sync", "raw_wsgi"]
    outputs = [
        subprocess.check_output(command, cwd=PROJECT, env={**os.environ, **variables})
        for variables in (
            {"COLUMNS": "60", "PYTHONHASHSEED": "1"},
            {"COLUMNS": "200", "PYTHONHASHSEED": "2", "NO_COLOR": "1"},
        )
    ]
    assert outputs[0] == outputs[1]
    assert b"\x1b" not in outputs[0]
    assert not re.search(rb" $", outputs[0], re.MULTILINE)


def test_piped_lines_are_whole(read):
    output = read("flask_sync raw_wsgi --all")
    for name in ("flask_sync", "raw_wsgi"):
        assert all(line in output for line in Source.read(name).file("api.py").lines)


def test_between_two_parts_is_an_empty_line(read):
    assert re.search(r"\n\nflask_sync/db.py +raw_wsgi/db.py\n", read("flask_sync raw_wsgi"))


def test_a_terminal_has_colours_of_its_own_and_a_background_for_what_differs(terminal):
    output = terminal("flask_sync quart_async get_article", 120)
    assert {"2", "32", "35", "36"} <= styles(output)
    assert re.search(r"48;2;\d+;\d+;\d+masync\x1b", output)


def test_no_color_leaves_only_what_is_no_colour(terminal):
    output = terminal("flask_sync quart_async get_article", 120, NO_COLOR="1")
    assert styles(output) == {"0", "1", "2", "4", "7"}
    assert "\x1b[7masync\x1b[0m" in output


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_terminal_is_never_too_narrow(width, terminal):
    output = ESCAPE.sub("", terminal("flask_sync raw_wsgi", width))
    assert max(map(len, output.splitlines())) <= width
    assert output.count("flask_sync/") >= 4


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("flask_sink quart_async", "unknown variant 'flask_sink': did you mean flask_sync?"),
        ("flask_sync django", "unknown variant 'django': there are flask_sync, flask_async, "),
        ("flask_sync quart_async db.pi", "unknown file or function 'db.pi': did you mean db.py?"),
        ("flask_sync quart_async get_artcle", "did you mean get_article?"),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(options, says, capsys):
    assert main(options.split()) == 2
    output = capsys.readouterr()
    assert output.err.startswith("diff: error: ")
    assert says in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""


def test_the_help_has_examples_that_work(read, capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    _, _, examples = capsys.readouterr().out.partition("examples")
    commands = re.findall(r"^  (.+?)  ", examples, re.MULTILINE)
    assert len(commands) > 3
    for command in commands:
        assert read(command)


@pytest.fixture
def started():
    """The command, run by itself, with more to say than a pipe can hold."""
    command = [sys.executable, "-m", "reading", "flask_sync", "raw_wsgi", "--all"]
    environment = {**os.environ, "FORCE_COLOR": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, **pipes) as program:
        yield program
        program.kill()


def test_a_reader_who_has_seen_enough_is_no_error(started):
    assert b"only in" in started.stdout.readline()
    started.stdout.close()
    assert started.stderr.read() == b""
    assert started.wait() == 0


def test_ctrl_c_ends_it_without_a_word(started):
    assert b"only in" in started.stdout.readline()
    started.send_signal(signal.SIGINT)
    _, error = started.communicate()
    assert error == b""
    assert started.returncode == 130
