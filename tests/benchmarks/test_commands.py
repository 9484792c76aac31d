"""Other programs run where they should, and end when they should."""

import sys

import pytest

from benchmarks.commands import Cores, run, share, started_on, usable_cores

ENDLESS = "trap 'echo ended; exit' TERM; echo begun; sleep 60 & wait"


@pytest.mark.parametrize(
    ("cores", "shares"),
    [
        ({0}, Cores()),
        (set(), Cores()),
        ({0, 1}, Cores(server=(1,), generator=(0,), database=(1,))),
        ({2, 3, 5, 7}, Cores(server=(7,), generator=(2, 3, 5), database=(7,))),
    ],
)
def test_server_and_database_share_a_core_where_there_are_two(cores, shares):
    assert share(cores) == shares


def test_a_command_runs_on_the_cores_it_is_given_and_we_do_not(tmp_path):
    log, before = tmp_path / "log", usable_cores()
    program = "import os; print(os.sched_getaffinity(0))"
    assert run([sys.executable, "-c", program], log=log, cores=[min(before)]) == 0
    assert log.read_text().strip() == str({min(before)})
    assert usable_cores() == before


def test_cores_are_restored_after_a_failure():
    before = usable_cores()
    with pytest.raises(LookupError), started_on([min(before)]):
        raise LookupError
    assert usable_cores() == before


def test_the_exit_code_of_a_command_is_returned_and_what_it_said_is_kept(tmp_path):
    log = tmp_path / "new" / "log"
    assert run([sys.executable, "-c", "raise SystemExit('no')"], log=log) == 1
    assert log.read_text() == "no\n"


def test_an_interruption_ends_the_command(tmp_path):
    log = tmp_path / "log"

    def interrupt():
        if log.read_text():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(["sh", "-c", ENDLESS], log=log, tick=interrupt)
    assert log.read_text() == "begun\nended\n"
